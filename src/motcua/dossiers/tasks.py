"""Periodic work of the dossiers: seal every minute."""

from __future__ import annotations

from motcua.dossiers.services.seal import seal_make
from motcua.kernel.jobs import every


@every("* * * * *", name="seal")
def seal() -> None:
    """Seal what was written since the last minute."""
    seal_make()
