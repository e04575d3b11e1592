"""Rules of filing as plain functions: which papers are asked, what still keeps a draft back."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.documents.types import Hold
from motcua.filing.types import DraftView, Paper, PaperWay
from motcua.procedures.types import ComponentKind, ComponentView, VersionView

FILES_MOST = 20  # of one component
FILES_ALL = 60  # of one draft
NOTE_MOST = 300
ANSWERED = 0  # stands for the component of a file that a question of the form asked for
# Level at which an electronic identity stands for the identity card and opens what was filed
# (Decree 69/2024/NĐ-CP; domain brief 4.3). What filing needs is the procedure's own
# (`VersionView.assurance`); a person with less is led to the ways that remain open.
ASSURANCE_NEEDED = 2


def is_form(component: ComponentView, *, own_form: bool) -> bool:
    """Whether the form filled in on the pages is this component.

    `own_form`: the procedure has a form of its own here. The paper form and the electronic form
    of a record are alternatives (`dossiers.services.intake.components_missing`).
    """
    if component.kind is ComponentKind.FORM:
        return True
    return own_form and bool(component.template) and component.required


def papers_asked(version: VersionView, *, own_form: bool) -> tuple[ComponentView, ...]:
    """Return the components that the page of papers asks for, in order."""
    return tuple(one for one in version.components if not is_form(one, own_form=own_form))


def file_mark(file_id: int) -> str:
    """Return how an answer of the form names a file of the draft."""
    return f"f{file_id}"


def may_be_needless(component: ComponentView) -> bool:
    """Whether somebody may say that a component does not apply to them."""
    return not component.required or bool(component.condition)


@dataclass(frozen=True)
class Gap:
    """Something that keeps a draft from being sent: where it is mended, and what it is about.

    `step` is `place`, `version`, `papers`, `return` or `page:<key>`; `code` words it.
    """

    step: str
    code: str
    about: str = ""
    component_id: int = 0


def paper_settled(component: ComponentView, paper: Paper, files: int) -> str:
    """Return why a component is not settled yet, empty when it is: one of the gap codes."""
    if paper.way is PaperWay.FILES:
        return "" if files else "paper_files_missing"
    if paper.way is PaperWay.NOT_APPLICABLE:
        if not may_be_needless(component):
            return "paper_required"
        return "" if paper.note or not component.required else "paper_reason_missing"
    if paper.way is PaperWay.UNDECIDED:
        return "paper_undecided" if component.required else ""
    return ""


def papers_gaps(draft: DraftView, asked: Iterable[ComponentView]) -> list[Gap]:
    """Return what is open among the papers."""
    gaps = []
    for component in asked:
        files = len(draft.files_of(component.id))
        code = paper_settled(component, draft.paper(component.id), files)
        if any(one.hold is Hold.MALWARE for one in draft.files_of(component.id)):
            code = "paper_malicious"
        if code:
            gaps.append(Gap("papers", code, component.label, component.id))
    return gaps


def delivery_gaps(draft: DraftView) -> list[Gap]:
    """Return what is open about how the result comes back."""
    delivery = draft.delivery
    if delivery.method is None:
        return [Gap("return", "return_undecided")]
    if delivery.method == 1 and not (delivery.address and delivery.name and delivery.phone):
        return [Gap("return", "return_address_missing")]
    return []


def sources_for(version: VersionView) -> tuple[str, ...]:
    """Return the data sources that components of a version name."""
    return tuple(dict.fromkeys(key for one in version.components for key in one.satisfied_by))


def papers_by_account(asked: Iterable[ComponentView], assurance: int) -> dict[int, Paper]:
    """Return the components that need only be shown and that the sign-in itself replaces.

    An electronic identity of level 2 stands for the identity card (Decree 69/2024/NĐ-CP).
    """
    if assurance < ASSURANCE_NEEDED:
        return {}
    return {
        one.id: Paper(PaperWay.DATA, "", "account:level2")
        for one in asked
        if one.how == "present" and "population" in one.satisfied_by
    }


def papers_by_data(
    asked: Iterable[ComponentView], confirmed: Mapping[str, str]
) -> dict[int, Paper]:
    """Return the components that sources make needless; `confirmed` are records by source."""
    found = {}
    for component in asked:
        key = next((one for one in component.satisfied_by if one in confirmed), None)
        if key is not None:
            found[component.id] = Paper(PaperWay.DATA, "", f"{key}:{confirmed[key]}")
    return found


def keys_taken(answers: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Return what answers hold under these keys; one with a dot is a part of a person."""
    found = {}
    for key in keys:
        name, dot, part = key.partition(".")
        inside = (answers.get(name) or {}) if dot else answers
        if (part or name) in inside:
            found[key] = inside[part or name]
    return found


def keys_put(
    answers: Mapping[str, Any], keys: Iterable[str], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return answers with everything under these keys replaced by `given`, as `keys_taken` has it.

    What is not given is taken out; a person of whom nothing is left is taken out too.
    """
    found = dict(answers)
    for key in keys:
        name, dot, part = key.partition(".")
        holder = dict(found.get(name) or {}) if dot else found
        holder.pop(part or name, None)
        if key in given:
            holder[part or name] = given[key]
        if dot:
            found.pop(name, None)
            if holder:
                found[name] = holder
    return found


@dataclass(frozen=True)
class Validity:
    """How long results of a procedure may be used, and where that stands.

    `basis` is the article; it holds for what was issued on `since` or later.
    """

    code: str
    months: int
    since: date
    basis: str


# Everything else holds until it is replaced: no end is told where the law tells none.
VALIDITIES = (
    # Also ends when the marital status changes, which this system is not told of.
    Validity("1.004873", 6, date(2016, 1, 1), "Decree 123/2015/NĐ-CP, Article 23(1)"),
)


def valid_until(code: str, issued_on: date) -> date | None:
    """Return the last day on which a result may be used; None where the law names none."""
    found = [one for one in VALIDITIES if one.code == code and one.since <= issued_on]
    if not found:
        return None
    months = max(found, key=lambda one: one.since).months
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    day = min(issued_on.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day)
