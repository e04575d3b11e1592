"""Words of drawn processes that pages use: drafts, findings, versions, comparison, trial run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from motcua.workflow.types import Act, ElementState, FieldView, OutcomeView


class Severity(StrEnum):
    """Whether a finding keeps a draft from being submitted."""

    ERROR = "error"
    WARNING = "warning"


class DraftState(StrEnum):
    """Where a draft stands; `editing` and `returned` can be saved."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    @property
    def can_save(self) -> bool:
        """Whether the drawing may still be changed."""
        return self in {DraftState.EDITING, DraftState.RETURNED}


@dataclass(frozen=True)
class Finding:
    """One thing about a drawing; `element` is empty when it concerns the whole.

    `marks` are all elements that it is about when one is not enough: the steps of the longest way.
    """

    element: str
    kind: str  # BPMN's local name, such as userTask; empty when not known
    severity: Severity
    code: str
    message: str  # in the active language
    name: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Application:
    """Where a version is to hold: procedures, units with all below them, from which legal day.

    `parts` names a unit for each part of the process that a unit's own offering may not name.
    """

    procedures: tuple[str, ...] = ()
    unit_ids: tuple[int, ...] = ()
    effective_on: date | None = None
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DraftView:
    """A draft of a process; `version` goes back with the next operation. `bpmn` "" in lists."""

    id: int
    key: str
    unit_id: int
    name: str
    note: str
    state: DraftState
    version: int
    bpmn: str
    based_on_id: int | None
    findings: tuple[Finding, ...]
    application: Application
    created_by_id: int
    created_at: datetime
    edited_by_id: int
    edited_at: datetime
    submitted_by_id: int | None
    submitted_at: datetime | None
    decided_by_id: int | None
    decided_at: datetime | None
    reason: str
    definition_id: int | None

    @property
    def errors(self) -> int:
        """Return how many findings keep it from being submitted."""
        return sum(one.severity is Severity.ERROR for one in self.findings)

    @property
    def warnings(self) -> int:
        """Return how many findings are advice."""
        return len(self.findings) - self.errors

    @property
    def can_save(self) -> bool:
        """Whether the drawing may still be changed."""
        return self.state.can_save


@dataclass(frozen=True)
class UseView:
    """That a version holds for a procedure in a unit and below, from a legal day on."""

    id: int
    definition_id: int
    key: str
    version: int
    procedure: str
    unit_id: int
    effective_on: date
    parts: Mapping[str, int]
    submitted_by_id: int
    approved_by_id: int
    approved_at: datetime
    in_force: bool  # new dossiers of this unit start on it today


@dataclass(frozen=True)
class VersionView:
    """A deployed version, shipped (`unit_id` None) or drawn by a unit."""

    definition_id: int
    key: str
    version: int
    name: str
    deployed_at: datetime
    deployed_by_id: int | None
    unit_id: int | None
    draft_id: int | None
    approved_by_id: int | None
    note: str
    uses: tuple[UseView, ...]


@dataclass(frozen=True)
class Choice:
    """A word that may be chosen, with its name in the active language."""

    code: str
    name: str


@dataclass(frozen=True)
class CallableProcess:
    """A version that a call activity may name."""

    key: str
    version: int
    name: str


@dataclass(frozen=True)
class DataView:
    """A value that conditions and tables may read; `source` is "dossier" or an element's id."""

    name: str
    kind: str  # number | text | boolean | choice
    label: str
    values: tuple[str, ...]
    source: str
    options: tuple[OutcomeView, ...] = ()  # the values with their names in the active language


@dataclass(frozen=True)
class Palette:
    """What may be drawn, with its words; `callable_processes` are read apart from it.

    `service_ends` is how services end, `service_texts` are the messages of one, by its code;
    `service_gives` are the values that services find out, with their service as the source.
    """

    elements: tuple[str, ...]
    acts: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    parts: tuple[Choice, ...]
    services: tuple[Choice, ...]
    service_ends: tuple[Choice, ...]
    service_texts: Mapping[str, tuple[Choice, ...]]
    service_gives: tuple[DataView, ...]
    data: tuple[DataView, ...]
    field_kinds: tuple[Choice, ...]


@dataclass(frozen=True)
class Change:
    """One difference between two versions, as data and as a plain sentence."""

    element: str
    kind: str
    what: str  # added | removed | changed
    part: str  # element | name | act | role | unit | hours | outcomes | fields | flow | …
    before: str
    after: str
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """The differences; ids of removed elements stand in the older drawing only."""

    changes: tuple[Change, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """Return the elements that only the newer drawing has."""
        return self._elements("added")

    @property
    def removed(self) -> tuple[str, ...]:
        """Return the elements that only the older drawing has."""
        return self._elements("removed")

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the elements that both have and that differ."""
        return self._elements("changed")

    def _elements(self, what: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.element for one in self.changes if one.what == what))


@dataclass(frozen=True)
class TrialStep:
    """A step (or a timer) that is open in a trial run; a timer goes on with the outcome ""."""

    element: str
    kind: str  # userTask | sendTask | serviceTask | timer
    name: str
    act: Act | None
    role: str
    unit: str
    hours: Decimal
    due_at: datetime
    outcomes: tuple[OutcomeView, ...]
    fields: tuple[FieldView, ...]
    service: str = ""  # what the software does here, in words


@dataclass(frozen=True)
class TrialDone:
    """What has happened in a trial run; `told` says what a decision decided."""

    element: str
    name: str
    kind: str
    outcome: str
    opened_at: datetime
    due_at: datetime | None
    done_at: datetime
    told: str = ""


@dataclass(frozen=True)
class TrialView:
    """Where a trial run stands; `state` is plain JSON to be handed back unchanged."""

    state: Mapping[str, Any]
    at: datetime
    open: tuple[TrialStep, ...]
    done: tuple[TrialDone, ...]
    data: Mapping[str, Any]
    elements: Mapping[str, ElementState]
    finished: bool
    total_hours: Decimal  # planned hours of what was done


@dataclass(frozen=True)
class CoverageRun:
    """One way through a process: (element, outcome) of each step, and whether it ends."""

    steps: tuple[tuple[str, str], ...]
    elements: tuple[str, ...]
    hours: Decimal
    ends: bool


@dataclass(frozen=True)
class Coverage:
    """All ways through a process; `complete` is False when there are more than are played."""

    runs: tuple[CoverageRun, ...]
    reached: frozenset[str]
    never: frozenset[str]
    longest_hours: Decimal
    complete: bool
