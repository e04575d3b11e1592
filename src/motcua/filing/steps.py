"""The way from a draft to its sending: which steps there are, which are done, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from motcua.filing.groups import GROUPS
from motcua.filing.rules import Gap, papers_asked
from motcua.filing.types import DraftView
from motcua.forms.queries import answers_files, pages_asked
from motcua.forms.types import FormView
from motcua.procedures.queries import procedure_get
from motcua.procedures.types import ComponentView, VersionView


class StepKind(StrEnum):
    """What a step is about; the faces name and draw it."""

    PAGE = "page"
    PAPERS = "papers"
    RETURN = "return"
    FEES = "fees"
    CHECK = "check"


@dataclass(frozen=True)
class Step:
    """One step. `page` is the form's page, for a step of that kind; `gap` as rules.Gap names it."""

    kind: StepKind
    page: str = ""
    done: bool = False

    @property
    def gap(self) -> str:
        """Return how gaps name this step."""
        return f"page:{self.page}" if self.kind is StepKind.PAGE else self.kind.value


def pages_visible(form: FormView, draft: DraftView) -> tuple[str, ...]:
    """Return the pages that ask something, as the answers stand now."""
    return tuple(page.key for page in pages_asked(form, draft.answers))


def papers_of(form: FormView, version: VersionView, draft: DraftView) -> tuple[ComponentView, ...]:
    """Return the components that the page of papers asks for, as the answers stand now.

    What a question of the form asks for as files is not asked for there too. Where parts of a
    group are filed once more, theirs are asked for: the lead has its own.
    """
    if draft.again:
        found = parts_again(draft).values()
        return tuple(one for part in found for one in papers_asked(part, own_form=True))
    asked = papers_asked(version, own_form=bool(form.procedure))
    there = {one.component for _path, one, _marks in answers_files(form, draft.answers)}
    return tuple(one for one in asked if one.order not in there)


def component_of(draft: DraftView, version: VersionView, component_id: int) -> ComponentView | None:
    """Return a component that a draft may hand in; None where its procedures have no such one."""
    versions = parts_again(draft).values() if draft.again else (version,)
    return next((found for one in versions if (found := one.component(component_id))), None)


def parts_again(draft: DraftView) -> dict[str, VersionView]:
    """Return the procedures in force of the parts that a draft files once more, by their keys."""
    group = GROUPS.get(draft.group)
    found = {key: group.part(key) for key in draft.parts} if group and draft.again else {}
    return {key: procedure_get(one.procedure_code).version for key, one in found.items() if one}


def steps_of(
    draft: DraftView, form: FormView, version: VersionView, gaps: Sequence[Gap], *, owes: bool
) -> tuple[Step, ...]:
    """Return the steps in order; a free dossier has no step of fees (domain brief 4.6)."""
    open_ = {gap.step for gap in gaps}
    steps = [
        Step(StepKind.PAGE, key, key in draft.pages_done and f"page:{key}" not in open_)
        for key in pages_visible(form, draft)
    ]
    if papers_of(form, version, draft):
        steps.append(Step(StepKind.PAPERS, "", "papers" not in open_ and bool(draft.papers)))
    steps.append(Step(StepKind.RETURN, "", "return" not in open_))
    if owes:
        steps.append(Step(StepKind.FEES, "", draft.fees.seen))
    steps.append(Step(StepKind.CHECK))
    return tuple(steps)


def step_after(steps: Sequence[Step], here: Step) -> Step:
    """Return the step that follows."""
    place = place_of(steps, here)
    return steps[min(place + 1, len(steps) - 1)]


def step_before(steps: Sequence[Step], here: Step) -> Step | None:
    """Return the step before, None on the first one."""
    place = place_of(steps, here)
    return steps[place - 1] if place > 0 else None


def step_open(steps: Iterable[Step]) -> Step:
    """Return the first step that is not done: where somebody goes on after a break."""
    listed = tuple(steps)
    return next((one for one in listed if not one.done), listed[-1])


def place_of(steps: Sequence[Step], here: Step) -> int:
    """Return where a step stands, from 0; one that is hidden now counts as before the next."""
    for place, one in enumerate(steps):
        if (one.kind, one.page) == (here.kind, here.page):
            return place
    return -1
