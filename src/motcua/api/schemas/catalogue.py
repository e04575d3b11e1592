"""Models of public reference data: units and procedures."""

from __future__ import annotations

from datetime import date, datetime

from motcua.api.schemas.common import Out


class UnitBase(Out):
    """A unit on some day; `valid_to` is exclusive."""

    code: str
    name: str
    full_name: str
    kind: str
    valid_from: date
    valid_to: date | None


class UnitNameOut(Out):
    """What a unit was called in a period."""

    full_name: str
    kind: str
    valid_from: date
    valid_to: date | None
    other_name: str


class SuccessionOut(UnitBase):
    """A predecessor or a successor, and how the territory passed."""

    parents: list[UnitBase]
    transfer: str
    is_split: bool
    legal_basis: str
    effective_on: date
    note: str


class UnitOut(UnitBase):
    """A unit with its names, the units above it, predecessors and successors."""

    agency_identifier: str
    matched_name: str
    exact: bool
    is_split: bool
    names: list[UnitNameOut]
    parents: list[UnitBase]
    predecessors: list[SuccessionOut]
    successors: list[SuccessionOut]


class UnitsOut(Out):
    """Units that a text or a code may mean, best first."""

    items: list[UnitOut]


class Named(Out):
    """A code with its name."""

    code: str
    name: str


class ProcedureRowOut(Out):
    """One line of the catalogue."""

    code: str
    name: str
    field: Named
    levels: list[str]
    limit: str | None
    limit_text: str
    fee_state: str
    status: str
    online: bool
    complete: bool
    missing: list[str]


class ProcedurePageOut(Out):
    """A page of the catalogue."""

    items: list[ProcedureRowOut]
    total: int
    next: str | None


class PartOut(Out):
    """A part of the record that is missing."""

    part: str
    name: str


class VerifyOut(Out):
    """A part that still needs a lawyer, and why."""

    part: str
    text: str


class SourceOut(Out):
    """Where a part of the record came from."""

    part: str
    source: str


class FeeStepOut(Out):
    """So much for each page, copy or case from `first` to `last`; no `last`: all that follow."""

    first: int
    last: int | None
    amount_vnd: int | None
    name: str


class CatalogueFeeOut(Out):
    """One rule of a fee in whole dong; no amount where only the province knows it.

    Rules of one `charge` are alternatives: the one made most closely for the filing holds, by
    province, then case, then channel. `steps` are added up, for each copy where `per` is `page`,
    at most `cap_vnd` a copy. Members of `exempt` pay nothing, `group` is who a rule is for.
    """

    charge: str | None
    name: str
    amount_vnd: int | None
    per: str | None
    steps: list[FeeStepOut]
    cap_vnd: int | None
    case: Named | None
    channel: str | None
    province: str | None
    group: Named | None
    exempt: list[Named]
    set_by_province: bool
    note: str | None
    valid_from: date | None
    valid_to: date | None
    source: str | None


class CatalogueComponentOut(Out):
    """One paper of a dossier."""

    id: int
    order: int
    name: str
    label: str
    kind: str
    originals: int
    copies: int
    required: bool
    condition: str | None
    template: str | None
    how: str
    satisfied_by: list[str]


class PeriodOut(Out):
    """When a version of the procedure is in force."""

    effective_from: datetime
    effective_to: datetime | None
    name: str
    limit: str


class ProcedureOut(Out):
    """A procedure: what is known, and where each part came from.

    `assurance` is the least level (1, 2) of the electronic identity that files it from home, by
    this version of the procedure; `assurance_basis` the article that says so.
    """

    code: str
    name: str
    field: Named
    effective_from: datetime
    effective_to: datetime | None
    status: str
    status_date: date | None
    status_source: str
    issuing_ministry: str
    announced_by: str
    levels: list[str]
    handled_by: list[str]
    agency: list[str]
    applicants: list[str]
    channels: list[str]
    limit: str | None
    limit_text: str
    limit_note: str | None
    due_rule: str
    promised_limit: str | None
    fee_state: str
    fees: list[CatalogueFeeOut]
    components: list[CatalogueComponentOut]
    legal_basis: list[str]
    process: str | None
    requires_paper_result: bool
    pauses_for_obligation: bool
    assurance: int
    assurance_basis: str
    result: str | None
    cases: list[Named]
    complete: bool
    missing: list[PartOut]
    to_verify: list[VerifyOut]
    sources: list[SourceOut]
    content_hash: str
    history: list[PeriodOut]
