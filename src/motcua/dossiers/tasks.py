"""Periodic work of the dossiers: seal every minute."""

from __future__ import annotations

from motcua.dossiers.services.forgetting import pages_forget
from motcua.dossiers.services.ladder import ladder_sweep
from motcua.dossiers.services.seal import seal_make
from motcua.dossiers.services.substituting import substitutions_settle
from motcua.dossiers.services.telling_officials import opinions_overdue_tell
from motcua.kernel.jobs import every


@every("* * * * *", name="seal")
def seal() -> None:
    """Seal what was written since the last minute."""
    seal_make()


@every("*/5 * * * *", name="substitutions_settle")
def settle() -> None:
    """Give back what substitutes have not finished when their time is over."""
    substitutions_settle()


@every("3,18,33,48 * * * *", name="opinions_overdue")
def opinions() -> None:
    """Tell who asked of opinions that did not come in time."""
    opinions_overdue_tell()


@every("7,22,37,52 * * * *", name="ladder_sweep")
def ladder() -> None:
    """Remind of deadlines; each unit in its working hours."""
    ladder_sweep()


@every("41 3 * * *", name="pages_forget", alone=True)
def forget() -> None:
    """Each night, let go of scanned pages that went into no dossier."""
    pages_forget()
