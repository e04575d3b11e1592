"""Facts that the dossiers publish inside their own transaction (`kernel.events`)."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.dossiers.types import Channel, Fact, State

# Topic of the outbox message that each fact also writes, for what may happen later.
CHANGED_TOPIC = "dossier.changed"


@dataclass(frozen=True, slots=True)
class DossierChanged:
    """One fact was recorded; `before` is None for the first one.

    `official_before` is whose the dossier was, 0: nobody's, None: whoever tells does not know.
    `beside` names the upper package that keeps something beside this dossier since its submission
    (`content["beside"]`): it knows without a statement whether a fact concerns it. `version_id`
    is the version of the procedure that the dossier follows; 0: whoever tells does not say.
    """

    dossier_id: int
    code: str
    procedure_id: int
    receiving_unit_id: int
    competent_unit_id: int
    channel: Channel
    official_id: int | None
    before: State | None
    after: State
    fact: Fact
    official_before: int | None = None
    beside: str = ""
    version_id: int = 0


@dataclass(frozen=True, slots=True)
class DossiersImported:
    """Whole histories were recorded at once; each change as `DossierChanged` would tell it."""

    changes: tuple[DossierChanged, ...]
