"""The checklist of a dossier that exists: what came in after it was filed, at the counter.

Used when a dossier is accepted and when a supplement is recorded. What is there already stays;
numbers are added to it. Files are stored at once and carried as tokens, like those of the intake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import override

from motcua.dossiers.services.intake import components_missing
from motcua.dossiers.types import ComponentInput
from motcua.dossiers.views import ComponentView
from motcua.filing.types import SharedPaper
from motcua.identity.access import SignedInRequest
from motcua.office.acting import ActForm
from motcua.office.counter.forms import ComponentForm
from motcua.office.counter.held import Held, held_offers, held_taken, lost_words, reused_ids
from motcua.office.counter.people import earlier_record
from motcua.office.counter.shown import Shown, shown_open, shown_read
from motcua.office.counter.uploads import NOTHING, Kept, Offer, Placed, Taken, files_take

NOTE_MAX = 300


@dataclass(frozen=True)
class Looked:
    """What there is for the components: looked for once a request.

    On the person's phone, held for each component, taken of it, and which lost something.
    """

    shown: Shown
    offers: dict[int, list[Held]]
    taken: dict[int, list[Held]]
    lost: set[int]


NOTHING_LOOKED = Looked(Shown(), {}, {}, set())


@dataclass(frozen=True)
class PaperLine(Placed):
    """One component: what is there, what comes now, whether it is still asked for."""

    form: ComponentForm
    there: ComponentView | None
    files: list[Kept]
    missing: bool
    offers: list[Offer]
    held: list[tuple[Held, bool]]  # papers of earlier dossiers, and whether each is used


class PapersForm(ActForm):
    """Every component of the procedure; `cleaned_data["components"]` is what came in now."""

    def __init__(
        self,
        *args: Any,
        request: SignedInRequest,
        taken: dict[int, Taken],
        looked: dict[str, Looked] | None = None,
        offers_held: bool = False,
        **more: Any,
    ) -> None:
        self._request = request
        self._taken = taken
        self._looked = {} if looked is None else looked
        self._offers_held = offers_held
        self._look = NOTHING_LOOKED
        super().__init__(*args, **more)

    def build(self) -> None:
        """Make a line of each component, in the order of the procedure."""
        rows = {row.component_id: row for row in self.dossier.components}
        data = cast(QueryDict, self.data).copy() if self.is_bound else _first(rows)
        missing = self._missing(rows)
        held = self._held(data)
        self.lines = [
            PaperLine(
                ComponentForm(data, component=component),
                rows.get(component.id),
                self._files(data, component.id).kept,
                component.label in missing,
                self._files(data, component.id).offers,
                held.get(component.id, []),
            )
            for component in self.dossier.procedure.components
        ]
        for line in self.lines if not self.is_bound or self.only_looks else ():
            line.form.lenient()

    @property
    def line_forms(self) -> list[ComponentForm]:
        """Return the forms of the lines, for the summary of errors."""
        return [line.form for line in self.lines]

    def is_multipart(self) -> bool:
        """Files may come with every line."""
        return True

    def clean(self) -> dict[str, Any]:
        """Check every line; problems stand at theirs."""
        components: list[ComponentInput] = []
        for line in self.lines:
            problems = self._taken.get(line.form.component.id, NOTHING).problems
            if line.form.component.id in self._look.lost:
                problems = [*problems, lost_words()]
            for problem in problems:
                line.form.add_error("given", problem)
            if line.form.is_valid():
                used = [one for one, taken in line.held if taken]
                files = [(file.file_id, file.name) for file in line.files]
                more = [(one.file_id, one.name) for one in used]
                files += [one for one in more if one[0] not in dict(files)]  # a file once
                given = line.form.given_input(files)
                note = _source_noted(given.note, used)
                given = replace(given, note=note, reused_ids=reused_ids(used))
                if _says_something(given, line.there):
                    components.append(given)
        known = {"components": components, "held": self.held_used, "shown": self.shown}
        return {**self.cleaned_data, **known}

    @property
    def only_looks(self) -> bool:
        """Whether the papers on the person's phone were asked for, and nothing else."""
        return self._offers_held and self.data.get("action") == "show"

    @property
    def offers_shown(self) -> bool:
        """Whether a code on the person's phone can be read here."""
        return self._offers_held

    @property
    def shown(self) -> Shown:
        """Return what the person shows on a phone."""
        return self._look.shown

    @property
    def shown_papers(self) -> list[tuple[SharedPaper, bool]]:
        """Return the papers on the person's phone, and whether a component here takes them."""
        files = {one.file_id for line in self.lines for one, _used in line.held}
        share = self.shown.share
        return [(one, one.item.file_id in files) for one in (share.papers if share else ())]

    @property
    def held_used(self) -> list[Held]:
        """Return the papers of earlier dossiers that stand for one that did not come."""
        return [one for line in self.lines for one, used in line.held if used]

    def is_valid(self) -> bool:
        """Tell whether the form and all its lines are good."""
        return super().is_valid() and all(line.form.is_valid() for line in self.lines)

    def _files(self, data: QueryDict, component_id: int) -> Taken:
        """Store what was uploaded, once a request, and return what is there of the line."""
        if not self.is_bound:
            return NOTHING
        if component_id not in self._taken:
            self._taken[component_id] = files_take(self._request, data, f"c{component_id}")
        return self._taken[component_id]

    def _held(self, data: QueryDict) -> dict[int, list[tuple[Held, bool]]]:
        """Return what the office holds for each component, and whether it is ticked.

        What was ticked and is not offered any more is told as the line's problem.
        """
        number = self.dossier.applicant.id_number
        if not self._offers_held or not number:
            return {}
        if number not in self._looked:
            self._looked[number] = self._looked_for(data)
        self._look = self._looked[number]
        offers, taken = self._look.offers, self._look.taken
        there = {one.file_id for one in self.dossier.attachments}
        return {
            key: [
                (one, one.file_id in {other.file_id for other in taken.get(key, [])})
                for one in found
                if one.file_id not in there
            ]
            for key, found in offers.items()
        }

    def _looked_for(self, data: QueryDict) -> Looked:
        """Look once for what is held and shown; opening a code and what is offered are recorded."""
        told = data.copy()
        told["applicant-id_number"] = number = self.dossier.applicant.id_number
        told["owner-id_number"] = self.dossier.owner.id_number
        read = shown_open if self.only_looks else shown_read
        shown = read(self._request, told, f"accept:{self.dossier.code}")
        version = self.dossier.procedure
        offers = held_offers(self._request, number, version, shown.share)
        taken, lost = held_taken(self._request, told, version, shown.share)
        if any(one.item is None for held in offers.values() for one in held):
            earlier_record(self._request, told)
        return Looked(shown, offers, taken, lost)

    def _missing(self, rows: dict[int, ComponentView]) -> set[str]:
        given = [(row.component_id, row.given, row.not_applicable) for row in rows.values()]
        return set(components_missing(self.dossier.procedure, given))


def papers_form(request: SignedInRequest, *, offers_held: bool = False) -> Callable[..., ActForm]:
    """Return the checklist for this request; made twice it stores files once.

    It is made twice for a stale page; papers held are looked for once, too.

    `offers_held`: papers of the person's earlier dossiers are offered, as at the intake. A tick
    takes one, and until the form is sent taking the tick away puts it back.
    """
    return partial(PapersForm, request=request, taken={}, looked={}, offers_held=offers_held)


def _first(rows: dict[int, ComponentView]) -> QueryDict:
    """Return the values of a page that nobody has typed into."""
    data = QueryDict(mutable=True)
    for row in rows.values():
        if row.not_applicable:
            data[f"c{row.component_id}-waived"] = "on"
    return data


def _says_something(given: ComponentInput, there: ComponentView | None) -> bool:
    waived = there is not None and there.not_applicable
    brought = given.originals or given.copies or given.file_ids or given.satisfied_by or given.note
    return bool(brought) or given.not_applicable is not waived


def _source_noted(note: str, used: Sequence[Held]) -> str:
    """Return the remark of a line with where the papers that were used again come from."""
    with override("vi"):  # the remark stays with the dossier, in the office's language
        parts = [note, *(f"{one.name}: {one.words}" for one in used)]
    return "; ".join(part for part in parts if part)[:NOTE_MAX]
