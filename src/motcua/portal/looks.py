"""Who looked at somebody's data and why, as the person reads it; part of the download too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from motcua.citizens.types import CitizenActor
from motcua.feedback.queries import petition_get, petitions_of_person, ratings_shown
from motcua.filing.exporting.parts import Row, part_register
from motcua.filing.queries.shares import shares_of
from motcua.identity.queries import accounts_by_ids, posting_get
from motcua.kernel.audit import SHOWN, Reading, readings_of
from motcua.portal.followed import BY_SLIP
from motcua.portal.hall import centre_name
from motcua.reception.queries.appointments import appointments_all
from motcua.reception.queries.visits import visits_own

ALL = 100_000


@dataclass(frozen=True)
class Look:
    """One reading as the person reads it: when, who, where that is, of what, why."""

    reading: Reading
    who: str
    unit: str


def looks_at(citizen: CitizenActor, *, limit: int = SHOWN) -> list[Look]:
    """Return who read data of whoever it is for, the newest first."""
    return looks_told(readings_of(citizen.subject.id_number, limit=limit))


def looks_told(readings: Sequence[Reading]) -> list[Look]:
    """Return readings with the names of who read and of their units."""
    accounts = accounts_by_ids({one.account_id for one in readings if one.account_id})
    units: dict[int, str] = {}
    for one in readings:
        if one.posting_id and one.posting_id not in units:
            posting = posting_get(one.posting_id)
            units[one.posting_id] = posting.unit_name if posting else ""
    return [
        Look(
            one,
            accounts[one.account_id].name if one.account_id in accounts else _nobody(one),
            units.get(one.posting_id or 0, ""),
        )
        for one in readings
    ]


def _nobody(one: Reading) -> str:
    """Return who read without an account, as far as it is known."""
    return str(_("Whoever had the slip or its address")) if one.purpose == BY_SLIP else ""


def reading_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield every reading."""
    for look in looks_at(citizen, limit=ALL):
        yield {
            "at": look.reading.at,
            "who": look.who,
            "unit": look.unit,
            "of_what": look.reading.subject,
            "why": look.reading.purpose,
        }


def petition_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield the petitions with their answers."""
    for row in petitions_of_person(citizen.subject_id):
        one = petition_get(row.number)
        yield {
            "number": one.number,
            "dossier": one.dossier_code,
            "kind": one.kind.value,
            "state": one.state.value,
            "text": one.text,
            "received_at": one.received_at,
            "steps": [
                {"at": step.at, "state": step.state.value, "text": step.text} for step in one.steps
            ],
        }


def appointment_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield every appointment that the person booked."""
    for one in appointments_all(citizen.subject_id):
        yield {
            "at": one.at,
            "unit": centre_name(one.unit_id),
            "queue": one.queue_name,
            "code": one.code,
            "state": one.state.value,
        }


def visit_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield the requests for a visit at home that have not been erased."""
    for one in visits_own(citizen.subject_id):
        yield {
            "asked_at": one.asked_at,
            "unit": centre_name(one.unit_id),
            "state": one.state.value,
            "name": one.name,
            "phone": one.phone,
            "address": one.address,
            "reason": one.reason.value,
            "procedures": list(one.procedures),
            "matter": one.matter,
            "planned_for": one.planned_for,
            "answer": one.answer,
        }


def share_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield what was shown at counters: when, until when, where; who looked is in the readings."""
    for one in shares_of(citizen, limit=ALL):
        yield {
            "made_at": one.made_at,
            "until": one.ended_at or one.expires_at,
            "papers": one.chosen,
            "unit": centre_name(one.unit_id) if one.unit_id else "",
            "opened_at": one.opened_at,
        }


def rating_rows(citizen: CitizenActor) -> Iterator[Row]:
    """Yield what was said about the person's dossiers."""
    del citizen  # the scope shows exactly theirs
    for code, one in ratings_shown():
        yield {
            "dossier": code,
            "score": int(one.score),
            "comment": one.comment,
            "at": one.rated_at,
        }


def register() -> None:
    """Register what lies beside filing; once, from `PortalConfig.ready`."""
    part_register(
        "appointments",
        _("Appointments"),
        appointment_rows,
        (("at", _("When")), ("unit", _("Unit"))),
    )
    part_register(
        "visits",
        _("Visits at home"),
        visit_rows,
        (("asked_at", _("When")), ("unit", _("Unit")), ("name", _("Who"))),
    )
    part_register(
        "shares",
        _("Papers shown at a counter"),
        share_rows,
        (("made_at", _("When")), ("unit", _("Unit"))),
    )
    part_register(
        "petitions",
        _("Petitions"),
        petition_rows,
        (("number", _("Number")), ("dossier", _("Dossier")), ("received_at", _("Received"))),
    )
    part_register(
        "ratings",
        _("Ratings"),
        rating_rows,
        (("dossier", _("Dossier")), ("score", _("Stars")), ("at", _("When"))),
    )
    part_register(
        "readings",
        _("Who looked at your data"),
        reading_rows,
        (("at", _("When")), ("who", _("Who")), ("unit", _("Unit")), ("why", _("Why"))),
    )
