"""What a template may name, by procedure, and what a dossier says for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.dossiers.papers import Heads, unit_words
from motcua.dossiers.queries.capacity import capacities_of
from motcua.dossiers.queries.headings import heads_of
from motcua.dossiers.views import DossierView, PartyView
from motcua.drafting.types import Datum, Placeholder, ValueKind
from motcua.forms.queries import form_for, forms_by_ids, summary
from motcua.forms.rules.parts import children_of
from motcua.forms.types import FormView, Kind, Question
from motcua.identity.capacity_rules import title_parts
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.types import UnitView
from motcua.procedures.queries import procedure_get

_SAMPLE_DAY = date(2026, 3, 5)
_LEFT_OUT = frozenset({Kind.GROUP, Kind.ATTACHMENT, Kind.DECLARATION})
SIGNER = "CHỦ TỊCH"


def placeholders_common() -> dict[str, Placeholder]:
    """Return what every template may name, in the active language. No statement."""
    text, day = ValueKind.TEXT, ValueKind.DATE
    rows: list[tuple[str, ValueKind, str, Datum]] = [
        ("dossier.code", text, _("Code of the dossier"), "H55.42-260305-0001"),
        ("dossier.subject", text, _("What the dossier is about"), "Xác nhận nơi cư trú"),
        ("dossier.submitted_on", day, _("Day of filing"), _SAMPLE_DAY),
        ("dossier.accepted_on", day, _("Day of acceptance"), _SAMPLE_DAY),
        ("dossier.due_on", day, _("Day on which the result is due"), date(2026, 3, 10)),
        ("procedure.name", text, _("Name of the procedure"), "Thủ tục mẫu"),
        ("procedure.code", text, _("Code of the procedure"), "1.000000"),
        ("unit.name", text, _("Unit that decides"), "UBND phường Mẫu"),
        ("unit.place", text, _("Place beside the date"), "Mẫu"),
        ("unit.address", text, _("Address of the unit"), "Số 1, đường Mẫu"),
        ("unit.phone", text, _("Telephone of the unit"), "0208 000 000"),
        ("unit.abbreviation", text, _("Abbreviation in numbers"), "UBND"),
        ("centre.name", text, _("Unit that took it in"), "Trung tâm Phục vụ hành chính công"),
        ("centre.phone", text, _("Telephone of the unit that took it in"), "0208 000 001"),
        ("signer.title", text, _("Capacity and title of the signer"), SIGNER),
        ("today", day, _("Day on which the draft is made"), _SAMPLE_DAY),
    ]
    for who, word in (("applicant", _("Applicant")), ("owner", _("Owner of the dossier"))):
        rows += [
            (f"{who}.name", text, f"{word}: {_('Name')}", "NGUYỄN VĂN MẪU"),
            (f"{who}.id_number", text, f"{word}: {_('Identity number')}", "001099000000"),
            (f"{who}.born_on", day, f"{word}: {_('Date of birth')}", date(1990, 1, 2)),
            (f"{who}.address", text, f"{word}: {_('Address')}", "Tổ 1, phường Mẫu"),
            (f"{who}.phone", text, f"{word}: {_('Telephone')}", "0900000000"),
        ]
    return {name: Placeholder(name, kind, label, one) for name, kind, label, one in rows}


def placeholders_for(procedures: Iterable[str]) -> dict[str, Placeholder]:
    """Return what a template of these procedures may name: the answers that all of them ask for.

    A procedure that is not known or has no form of its own gives no answers.
    """
    found = placeholders_common()
    asked = [_answers_asked(code) for code in procedures]
    if asked:
        shared = set(asked[0]).intersection(*asked[1:])
        found |= {name: one for name, one in asked[0].items() if name in shared}
    return found


def _answers_asked(code: str) -> dict[str, Placeholder]:
    try:
        form = form_for(procedure_get(code).version)
    except NotFound:
        return {}
    if form is None:
        return {}
    return {one.name: one for one in _answers(form)}


def _answers(form: FormView) -> Iterator[Placeholder]:
    for question in form.questions:
        label = question.label.text
        if question.kind is Kind.PERSON:
            for part in children_of(question):
                name = f"answer.{question.key}.{part.key}"
                yield _answer(name, part, f"{label}: {part.label.text}")
        elif question.kind not in _LEFT_OUT:
            yield _answer(f"answer.{question.key}", question, label)


def _answer(name: str, question: Question, label: str) -> Placeholder:
    if question.kind is Kind.DATE:
        return Placeholder(name, ValueKind.DATE, label, _SAMPLE_DAY, answer=True)
    sample = question.options[0].label.vi if question.options else _("(as answered)")
    return Placeholder(name, ValueKind.TEXT, label, sample, answer=True)


def samples_of(known: Mapping[str, Placeholder]) -> dict[str, Datum]:
    """Return the examples by name, for a preview."""
    return {name: one.sample for name, one in known.items()}


def values_of(dossier: DossierView) -> dict[str, Datum]:
    """Return what a dossier says for every placeholder; what it does not know is empty."""
    heads = heads_of([dossier.competent_unit.id, dossier.receiving_unit.id])
    with override("vi"):  # what stands on the paper
        return _common(dossier, heads) | _answered(dossier)


def _common(dossier: DossierView, heads: Heads) -> dict[str, Datum]:
    unit, centre = dossier.competent_unit, dossier.receiving_unit
    own, around = heads.issuer(unit), heads.issuer(centre)
    values: dict[str, Datum] = {
        "dossier.code": dossier.code,
        "dossier.subject": dossier.subject,
        "dossier.submitted_on": _day(dossier.submitted_at),
        "dossier.accepted_on": _day(dossier.accepted_at),
        "dossier.due_on": _day(dossier.due_at),
        "procedure.name": dossier.procedure.name,
        "procedure.code": dossier.procedure.code,
        "unit.name": heads.headings[unit.id].name or unit_words(unit)
        if unit.id in heads.headings
        else unit_words(unit),
        "unit.place": own.place,
        "unit.address": own.address,
        "unit.phone": own.phone,
        "unit.abbreviation": heads.abbreviation(unit),
        "centre.name": around.name,
        "centre.phone": around.phone,
        "signer.title": _signer(unit, heads),
        "today": clock.today(),
    }
    return values | _party("applicant", dossier.applicant) | _party("owner", dossier.owner)


def _signer(unit: UnitView, heads: Heads) -> str:
    """Return the capacity of who will sign, where one person alone may; else nobody can know it.

    Empty leaves a mark in the text, and whoever drafts writes whose signature it is to be (the
    page says which capacities there are): a text that named the head and was approved by a deputy
    would contradict its own signature.
    """
    found = capacities_of(unit)
    if found is None:
        return title_parts(heads.signer_title(unit, SIGNER))[1]
    return found[0].text if len(found) == 1 else ""


def _party(who: str, party: PartyView) -> dict[str, Datum]:
    return {
        f"{who}.name": party.name,
        f"{who}.id_number": party.id_number,
        f"{who}.born_on": party.birth_date or "",
        f"{who}.address": party.address,
        f"{who}.phone": party.phone,
    }


def _answered(dossier: DossierView) -> dict[str, Datum]:
    """Return the answers as of the day they were sent; none when nothing was filled in."""
    told, answers = dossier.content.get("form"), dossier.content.get("answers")
    form_id = told.get("id") if isinstance(told, Mapping) else None
    if not isinstance(form_id, int) or not isinstance(answers, Mapping):
        return {}
    form = forms_by_ids([form_id]).get(form_id)
    if form is None:
        return {}
    sections = summary(form, answers, on=clock.local(dossier.submitted_at).date())
    texts = {line.path: line.text for section in sections for line in section.lines}
    return {
        one.name: _value(one, texts, answers)
        for one in _answers(form)
        if one.name.removeprefix("answer.") in texts
    }


def _value(one: Placeholder, texts: Mapping[str, str], answers: Mapping[str, Any]) -> Datum:
    path = one.name.removeprefix("answer.")
    if one.kind is not ValueKind.DATE:
        return texts[path]
    raw: Any = answers
    for step in path.split("."):
        raw = raw.get(step) if isinstance(raw, Mapping) else None
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else ""
    except ValueError:
        return texts[path]


def _day(at: datetime | None) -> Datum:
    return clock.local(at).date() if at is not None else ""
