"""The checklist of a dossier that exists: what came in after it was filed, at the counter.

Used when a dossier is accepted and when a supplement is recorded. What is there already stays;
numbers are added to it. Files are stored at once and carried as tokens, like those of the intake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.http import QueryDict

from motcua.dossiers.services.intake import components_missing
from motcua.dossiers.types import ComponentInput
from motcua.dossiers.views import ComponentView
from motcua.identity.access import SignedInRequest
from motcua.office.acting import ActForm
from motcua.office.counter.forms import ComponentForm
from motcua.office.counter.uploads import NOTHING, Kept, Offer, Placed, Taken, files_take


@dataclass(frozen=True)
class PaperLine(Placed):
    """One component: what is there, what comes now, whether it is still asked for."""

    form: ComponentForm
    there: ComponentView | None
    files: list[Kept]
    missing: bool
    offers: list[Offer]


class PapersForm(ActForm):
    """Every component of the procedure; `cleaned_data["components"]` is what came in now."""

    def __init__(
        self,
        *args: Any,
        request: SignedInRequest,
        taken: dict[int, Taken],
        **more: Any,
    ) -> None:
        self._request = request
        self._taken = taken
        super().__init__(*args, **more)

    def build(self) -> None:
        """Make a line of each component, in the order of the procedure."""
        rows = {row.component_id: row for row in self.dossier.components}
        data = cast(QueryDict, self.data).copy() if self.is_bound else _first(rows)
        missing = self._missing(rows)
        self.lines = [
            PaperLine(
                ComponentForm(data, component=component),
                rows.get(component.id),
                self._files(data, component.id).kept,
                component.label in missing,
                self._files(data, component.id).offers,
            )
            for component in self.dossier.procedure.components
        ]
        for line in self.lines if not self.is_bound else ():
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
            for problem in problems:
                line.form.add_error("given", problem)
            if line.form.is_valid():
                given = line.form.given_input([(file.file_id, file.name) for file in line.files])
                if _says_something(given, line.there):
                    components.append(given)
        return {**self.cleaned_data, "components": components}

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

    def _missing(self, rows: dict[int, ComponentView]) -> set[str]:
        given = [(row.component_id, row.given, row.not_applicable) for row in rows.values()]
        return set(components_missing(self.dossier.procedure, given))


def papers_form(request: SignedInRequest) -> Callable[..., ActForm]:
    """Return the checklist for this request; made twice (a stale page) it stores files once."""
    return partial(PapersForm, request=request, taken={})


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
