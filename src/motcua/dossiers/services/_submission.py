"""Checks of what is handed in: every wrong field is named at once, nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from motcua.dossiers.types import ComponentInput, PartyInput, PartyKind, PartyRole, Submission
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc
from motcua.procedures.counts import PageCount
from motcua.procedures.rules import ExemptionGroup
from motcua.procedures.types import VersionView

NAME_MAX = 200
TEXT_MAX = 500
PIECES_MAX = 999
PAPERS_MAX = 50  # copied at once
_ID_NUMBER = {
    PartyKind.PERSON: re.compile(r"^(\d{9}|\d{12}|[A-Z]\d{7,8})$"),
    PartyKind.ENTERPRISE: re.compile(r"^\d{10}(-\d{3})?$"),
}
_PHONE = re.compile(r"^\+?[\d .()-]{8,18}$")


def submission_clean(submission: Submission) -> Submission:
    """Return the submission with clean texts (NFC, single spaces, upper-case passport letters)."""
    parties = tuple(
        replace(
            party,
            name=nfc(party.name),
            id_number=nfc(party.id_number).replace(" ", "").upper(),
            address=nfc(party.address),
            phone=nfc(party.phone),
            email=nfc(party.email),
            sex=nfc(party.sex),
        )
        for party in submission.parties
    )
    components = tuple(replace(item, note=nfc(item.note)) for item in submission.components)
    return replace(
        submission, parties=parties, components=components, subject=nfc(submission.subject)
    )


def submission_check(submission: Submission, version: VersionView) -> None:
    """Raise Invalid with every problem of a cleaned submission; field paths name their place."""
    problems: list[FieldProblem] = []
    roles = [party.role for party in submission.parties]
    if roles.count(PartyRole.APPLICANT) != 1:
        problems.append(FieldProblem("parties", _("Name exactly one applicant.")))
    if roles.count(PartyRole.OWNER) > 1:
        problems.append(FieldProblem("parties", _("Name at most one owner of the dossier.")))
    for index, party in enumerate(submission.parties):
        problems += _party_problems(f"parties.{index}", party)
    known = {component.id for component in version.components}
    seen: set[int] = set()
    for index, item in enumerate(submission.components):
        problems += component_problems(f"components.{index}", item, known, seen)
        seen.add(item.component_id)
    if len(submission.subject) > TEXT_MAX:
        problems.append(_too_long("subject", TEXT_MAX))
    if not 1 <= submission.sets <= PIECES_MAX:
        problems.append(FieldProblem("sets", _("Enter a number of sets from 1 to 999.")))
    if not 1 <= submission.fee_quantity <= PIECES_MAX:
        problems.append(FieldProblem("fee_quantity", _("Enter a quantity from 1 to 999.")))
    if not 1 <= submission.fee_copies <= PIECES_MAX:
        problems.append(FieldProblem("fee_copies", _("Enter a quantity from 1 to 999.")))
    problems += _fee_papers_problems(submission.fee_papers)
    if not set(submission.fee_groups) <= set(ExemptionGroup):
        problems.append(FieldProblem("fee_groups", _("Choose groups from the list.")))
    problems += _declared_problems(submission)
    if problems:
        raise Invalid(problems)


def _too_long(field: str, limit: int) -> FieldProblem:
    return FieldProblem(
        field, _("This is too long; %(limit)s characters at most.") % {"limit": limit}
    )


def _party_problems(path: str, party: PartyInput) -> list[FieldProblem]:
    problems: list[FieldProblem] = []
    if not party.name:
        problems.append(FieldProblem(f"{path}.name", _("Enter the full name.")))
    for name, limit in (("name", NAME_MAX), ("address", TEXT_MAX), ("sex", 10), ("unit_code", 40)):
        if len(getattr(party, name)) > limit:
            problems.append(_too_long(f"{path}.{name}", limit))
    pattern = _ID_NUMBER.get(party.kind)
    if party.id_number and (
        len(party.id_number) > 20 or (pattern and not pattern.match(party.id_number))
    ):
        problems.append(
            FieldProblem(
                f"{path}.id_number",
                _("Enter the 12 digits of the citizen card, or 9 digits of an old identity card.")
                if party.kind is PartyKind.PERSON
                else _("Enter the 10 digits of the enterprise code."),
            )
        )
    if party.birth_date and not 1880 <= party.birth_date.year <= clock.today().year:
        problems.append(
            FieldProblem(f"{path}.birth_date", _("This date of birth cannot be right."))
        )
    elif party.birth_date and party.birth_date > clock.today():
        problems.append(FieldProblem(f"{path}.birth_date", _("This date lies in the future.")))
    if party.phone and not _PHONE.match(party.phone):
        problems.append(
            FieldProblem(f"{path}.phone", _("Enter a telephone number such as 0912 345 678."))
        )
    if party.email:
        try:
            validate_email(party.email)
        except ValidationError:
            problems.append(
                FieldProblem(f"{path}.email", _("Enter an e-mail address such as ten@vidu.vn."))
            )
    return problems


def component_problems(
    path: str, item: ComponentInput, known: set[int], seen: set[int]
) -> list[FieldProblem]:
    """Return what is wrong with one component; `known` are the procedure's, `seen` those before."""
    problems: list[FieldProblem] = []
    if item.component_id not in known:
        problems.append(
            FieldProblem(f"{path}.component_id", _("This procedure has no such component."))
        )
    elif item.component_id in seen:
        problems.append(FieldProblem(f"{path}.component_id", _("This component is listed twice.")))
    problems += [
        FieldProblem(f"{path}.{name}", _("Enter a number from 0 to 999."))
        for name in ("originals", "copies")
        if not 0 <= getattr(item, name) <= PIECES_MAX
    ]
    if len(item.note) > TEXT_MAX:
        problems.append(_too_long(f"{path}.note", TEXT_MAX))
    if len(item.satisfied_by) > 80:
        problems.append(_too_long(f"{path}.satisfied_by", 80))
    return problems


def _fee_papers_problems(papers: tuple[PageCount, ...]) -> list[FieldProblem]:
    counts = [number for paper in papers for number in (paper.pages, paper.copies)]
    if len(papers) > PAPERS_MAX or not all(1 <= number <= PIECES_MAX for number in counts):
        return [FieldProblem("fee_papers", _("Enter up to 50 papers, each number from 1 to 999."))]
    return []


def _declared_problems(submission: Submission) -> list[FieldProblem]:
    """A reception on paper before it was entered needs its reason and cannot lie ahead."""
    if submission.declared_at is None:
        return []
    problems: list[FieldProblem] = []
    if submission.declared_at > clock.now():
        problems.append(FieldProblem("declared_at", _("This instant lies in the future.")))
    if not submission.declared_reason.strip():
        problems.append(
            FieldProblem("declared_reason", _("Say why the dossier is entered after it came in."))
        )
    return problems


def component_given(item: ComponentInput) -> bool:
    """Tell whether a component is there: on paper, as a file, or as data."""
    return bool(item.originals or item.copies or item.file_ids or item.satisfied_by)
