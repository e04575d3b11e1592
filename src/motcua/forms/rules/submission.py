"""From answers to what a dossier takes: parties, subject, content, quantity, case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

from motcua.forms.rules.expressions import Scope, expression_value, number
from motcua.forms.rules.settle import settle
from motcua.forms.rules.wording import address_text
from motcua.forms.types import FormView, PartyParts, SubmissionMap, SubmissionParts

SUBJECT_LENGTH = 300


def submission_parts(form: FormView, answers: Mapping[str, Any], today: date) -> SubmissionParts:
    """Return the parts of a dossier. Hidden answers never leave: only settled ones are taken."""
    settled = settle(form, answers, today)
    mapping, scope = form.mapping, Scope(settled.answers, {}, frozenset(), today)
    parties = [
        _party(role, settled.answers[key])
        for role, key in (("applicant", mapping.applicant), ("owner", mapping.owner))
        if key
        and isinstance(settled.answers.get(key), Mapping)
        and settled.answers[key].get("name")
    ]
    subject = expression_value(mapping.subject, scope) if mapping.subject else ""
    quantity = number(expression_value(mapping.quantity, scope)) if mapping.quantity else None
    case = expression_value(mapping.case, scope) if mapping.case else ""
    return SubmissionParts(
        parties=tuple(parties),
        subject=str(subject or form.title.vi)[:SUBJECT_LENGTH],
        content={
            "form": {
                "id": form.id,
                "number": form.number,
                "procedure": form.procedure,
                "hash": form.content_hash,
            },
            "answers": settled.answers,
        },
        fee_quantity=max(1, int(quantity)) if quantity is not None else 1,
        fee_papers=_papers(mapping, scope),
        case=str(case or "") if not isinstance(case, bool) else "",
    )


def _papers(mapping: SubmissionMap, scope: Scope) -> tuple[tuple[int, int], ...]:
    """Return pages and copies of each paper in a list; those not answered yet count as one."""
    if not mapping.pages:
        return ()
    pages, copies = (_counts(text, scope) for text in (mapping.pages, mapping.copies))
    return tuple(zip_longest(pages, copies[: len(pages)], fillvalue=1))


def _counts(text: str, scope: Scope) -> list[int]:
    value = expression_value(text, scope) if text else []
    found = [number(one) for one in value] if isinstance(value, list) else []
    return [max(1, int(one)) if one is not None else 1 for one in found]


def _party(role: str, person: Mapping[str, Any]) -> PartyParts:
    residence = person.get("residence")
    place = residence if isinstance(residence, Mapping) else {}
    return PartyParts(
        role=role,
        name=person.get("name", ""),
        id_number=person.get("id_number") or person.get("passport", ""),
        birth_date=person.get("birth_date", ""),
        sex=person.get("sex", ""),
        address=person.get("address", "") or address_text(place),
        unit_code=place.get("commune", ""),
        phone=person.get("phone", ""),
        email=person.get("email", ""),
    )
