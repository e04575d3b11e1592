"""Intake without a line: what a browser is given beforehand, and reading what it sends later.

A slip holds the fields of the ordinary intake page under their own names. So the counter's own
forms and checks read it, and nothing is decided by a second set of rules in the browser.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.dossiers.card import CardUnreadable, card_read, is_card_text
from motcua.dossiers.queries.headings import heads_of
from motcua.dossiers.services.interim import interim_offering
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc
from motcua.office.counter.choices import Choice, choice_allowed, choices_find
from motcua.office.counter.fees import by_page, groups_of
from motcua.office.counter.forms import CounterForm, usual_counts
from motcua.office.counter.intake import Intake, intake_given
from motcua.office.counter.intake_check import intake_valid
from motcua.office.counter.intake_send import intake_submission
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import UnitView
from motcua.procedures.labels import DATA_SOURCES, word
from motcua.procedures.types import ComponentView, FeeState, VersionView
from motcua.reception.interim import Kind
from motcua.reception.queries.interim_house import house_at
from motcua.reception.services.interim_doubts import SlipInput

FIELDS_MOST, VALUES_MOST, VALUE_LONGEST = 1500, 20, 2000
CASH_MOST = 1_000_000_000
_FIELD = re.compile(r"[a-z0-9_]{1,20}(-[a-z_]{1,30})?")
_PARTIES = ("applicant", "owner", "authorised")


def units_of(actor: Actor) -> list[UnitView]:
    """Return the units at whose counters this person sits, for a choice."""
    posted = {one.unit_id for one in actor.postings if one.may(Action.DOSSIER_INTAKE)}
    return sorted(units_by_ids(posted).values(), key=lambda one: one.full_name)


def unit_wanted(actor: Actor, unit_id: int | None) -> UnitView:
    """Return the unit that was asked for; raises NotFound for one that is not this person's."""
    found = next((one for one in units_of(actor) if one.id == unit_id), None)
    if found is None:
        raise NotFound("unit_unknown", _("There is no such unit here."))
    return found


def pack_of(actor: Actor, unit: UnitView) -> dict[str, Any]:
    """Return everything public that intake at a counter needs: procedures, papers, fees, heading.

    No personal data: it lies in the browser in the clear. Due dates are not in it, as they are
    reckoned in one place only; a slip tells the limit in words.
    """
    choices = choices_find(actor, shown=10_000).lines
    lines = [one for one in choices if _received_by(one, unit)]
    with override("vi"):
        limits = {one.offering.version.id: one.offering.version.limit_text for one in lines}
        heads = heads_of([unit.id])
        issuer = heads.issuer(heads.units[unit.id])
    return {
        "unit": {"id": unit.id, "name": unit.full_name},
        "heading": {"superior": issuer.superior, "name": issuer.name, "phone": issuer.phone},
        "procedures": [_procedure(one, limits[one.offering.version.id]) for one in lines],
    }


def _received_by(choice: Choice, unit: UnitView) -> bool:
    receiving = choice.offering.roles_units.get("receiving", choice.offering.unit_id)
    return unit.id == receiving or unit.id in unit_get(receiving).path_ids


def _procedure(choice: Choice, limit: str) -> dict[str, Any]:
    version = choice.offering.version
    return {
        "unit": choice.unit.id,
        "unit_name": choice.unit.full_name,
        "several": choice.several,
        "code": version.code,
        "version": version.id,
        "name": version.name,
        "field": version.field_name,
        "limit": limit,
        "free": version.fee_state is FeeState.FREE or not version.has_fee,
        "fees": [
            {
                "name": fee.label,
                "amount": fee.amount_vnd,
                "per": fee.per_label,
                "note": fee.note_label,
            }
            for fee in version.fees
            if fee.amount_vnd != 0
        ],
        "asks": _asks(version),
        "cases": [[case.code, case.label] for case in version.cases],
        "components": [_component(one) for one in version.components],
    }


def _asks(version: VersionView) -> list[str]:
    """Return which fields of the fee this procedure asks for."""
    asked = {
        "fee_copies": by_page(version),
        "fee_case": not version.cases and any(fee.case for fee in version.fees),
        "fee_groups": bool(groups_of(version)),
    }
    return [name for name, wanted in asked.items() if wanted]


def _component(component: ComponentView) -> dict[str, Any]:
    return {
        "id": component.id,
        "name": component.name,
        "label": component.label,
        "required": component.required,
        "condition": component.condition_label,
        "form": bool(component.template),
        "usual": usual_counts(component),
        "data": [[key, word(DATA_SOURCES, key)] for key in component.satisfied_by],
    }


def house_json(unit_id: int) -> dict[str, int]:
    """Return what a unit has decided, as far as the page tells it before numbers are reserved."""
    house = house_at(unit_id)
    return {"hours": house.hours, "numbers": house.numbers, "late_days": house.late_days}


def book_json(book: Any, secret: str) -> dict[str, Any]:
    """Return a block of numbers as the browser keeps it; the secret only in its memory."""
    return {
        "key": book.key,
        "prefix": book.prefix,
        "numbers": book.numbers,
        "unit": book.unit_id,
        "account": book.account_id,
        "device_name": book.device_name,
        "issued": _ms(book.issued_at),
        "ends": _ms(book.ends_at),
        "offset": book.offset_ms,
        "idle": settings.SESSION_IDLE_SECONDS,
        "secret": secret,
    }


def _ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def instant_read(value: object) -> datetime:
    """Return an instant of a browser's clock, milliseconds since 1970. Raises Invalid."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**13:
        raise Invalid([FieldProblem("time", _("This is no time."))])
    return datetime.fromtimestamp(value / 1000, UTC)


def text_read(told: dict[str, Any], name: str, longest: int = 200) -> str:
    """Return a text of what the browser sent, empty when there is none. Raises Invalid."""
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise Invalid([FieldProblem(name, _("This cannot be read."))])
    return value


def number_given(told: dict[str, Any], name: str, most: int) -> int | None:
    """Return a whole number of what the browser sent; None when there is none. Raises Invalid."""
    value = told.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise Invalid([FieldProblem(name, _("This cannot be read."))])
    return value


def key_read(value: object) -> UUID:
    """Return the key of a slip. Raises Invalid."""
    try:
        return UUID(str(value))
    except ValueError:
        raise Invalid([FieldProblem("key", _("This cannot be read."))]) from None


def fields_read(form: object) -> dict[str, list[str]]:
    """Return the fields that were typed, as a browser sent them. Raises Invalid."""
    wrong = Invalid([FieldProblem("form", _("This cannot be read."))])
    if not isinstance(form, dict) or len(form) > FIELDS_MOST:
        raise wrong
    for name, values in form.items():
        fits = isinstance(values, list) and len(values) <= VALUES_MOST and _FIELD.fullmatch(name)
        if not fits or not all(_good(one) for one in values):
            raise wrong
    return form


def _good(value: object) -> bool:
    return isinstance(value, str) and len(value) <= VALUE_LONGEST and "\x00" not in value


def fields_kept(sent: QueryDict) -> dict[str, list[str]]:
    """Return the fields of the intake page as a slip keeps them, without what steers the page.

    Nor what only the person who typed could send: files and papers go by tokens of their account.
    """
    steers = {"csrfmiddlewaretoken", "unit", "procedure", "version", "key", "action", "slip"}
    said = {name: values for name, values in sent.lists() if _FIELD.fullmatch(name)}
    return {
        name: [str(one)[:VALUE_LONGEST] for one in values[:VALUES_MOST]]
        for name, values in said.items()
        if name not in steers | {"slip_reason", "ticket", "visit", "remove", "share"}
        and not name.endswith(("-file", "-held", "-offer", "-clean", "-code"))
        and any(values)
    }


def querydict_of(fields: dict[str, list[str]]) -> QueryDict:
    """Return fields as a form would have sent them."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def slip_read(request: SignedInRequest, told: dict[str, Any]) -> SlipInput:
    """Return a slip as a browser sent it, read by the counter's own forms and checks.

    Raises Invalid only for what no browser of ours sends; whatever is wrong with the data goes
    along as problems, so that nothing is lost.
    """
    kind = told.get("kind")
    if kind not in set(Kind):
        raise Invalid([FieldProblem("kind", _("This cannot be read."))])
    fields = fields_read(told.get("form", {}))
    plain = SlipInput(
        key=key_read(told.get("key")),
        seq=number_given(told, "seq", 32_000) or 0,
        kind=Kind(kind),
        taken_at=instant_read(told.get("taken")),
        device_at=instant_read(told.get("device_now")),
        procedure_code=text_read(told, "procedure", 20),
        competent_unit_id=number_given(told, "unit", 2**62),
        version_id=number_given(told, "version", 2**62),
        cash_vnd=number_given(told, "cash", CASH_MOST),
        reason=text_read(told, "reason", 1000),
        form_key=text_read(told, "form_key", 64),
        data=fields,
    )
    if plain.kind is Kind.CANCEL:
        return plain
    try:
        page = page_of(request, plain, querydict_of(fields))
    except Refused as refusal:
        return replace(plain, problems=(str(refusal),))
    if page.version.id != plain.version_id:
        return plain  # the papers are those of another version
    good = intake_valid(page, complete=plain.kind is Kind.ACCEPT)
    return replace(
        plain,
        submission=intake_submission(page),
        problems=() if good else problems_of(*page.forms),
        card=card_differs(fields),
    )


def page_of(request: SignedInRequest, plain: SlipInput, data: QueryDict) -> Intake:
    """Return the intake page of a slip: the procedure as it was on the day of its reception."""
    offering = interim_offering(
        unit_id=plain.competent_unit_id or 0, code=plain.procedure_code, at=plain.taken_at
    )
    if not choice_allowed(request.actor, offering):
        raise NotFound(
            "procedure_not_offered", _("This procedure is not taken in here. Choose another one.")
        )
    return intake_given(request, data, offering, unit_get(offering.unit_id), plain.key.hex)


def problems_of(*forms: CounterForm) -> tuple[str, ...]:
    """Return what is wrong with forms of a page, each with the name of its field."""
    found = []
    for form in forms:
        for name, messages in form.errors.items():
            label = str(form.fields[name].label or "") if name in form.fields else ""
            found += [f"{label}: {message}" if label else str(message) for message in messages]
    return tuple(dict.fromkeys(found))


def card_differs(fields: dict[str, list[str]]) -> bool:
    """Tell whether a card that was scanned names another number than the field beside it."""
    for role in _PARTIES:
        text = nfc("".join(fields.get(f"{role}-card", [])))
        number = "".join(fields.get(f"{role}-id_number", [])).replace(" ", "")
        if not is_card_text(text):
            continue
        try:
            card = card_read(text)
        except CardUnreadable:
            continue  # what was typed counts; the raw text of a damaged scan says nothing
        if number not in {card.id_number, card.old_id_number}:
            return True
    return False
