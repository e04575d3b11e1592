"""Periodic work of the package."""

from __future__ import annotations

from motcua.documents.forgetting import files_unlinked_forget, forgotten_erase
from motcua.documents.services import orphans_sweep, quarantine_check
from motcua.documents.uploads import uploads_sweep
from motcua.kernel.jobs import every


@every("17 3 * * * 0", name="documents.orphans_sweep")
def sweep() -> None:
    """Each night, remove bytes whose transaction never committed."""
    orphans_sweep()


@every("41 * * * *", name="documents.uploads_sweep")
def uploads() -> None:
    """Each hour, forget uploads that broke off and were not taken up for a day."""
    uploads_sweep()


@every("* * * * *", name="documents.quarantine_check")
def quarantine() -> None:
    """Each minute, have files looked at that came while the scanner was away."""
    quarantine_check()


@every("5 4 * * *", name="documents.files_unlinked", alone=True)
def unlinked() -> None:
    """Each night, let go of a seventh of the files that nothing points at."""
    files_unlinked_forget()


@every("23 * * * *", name="documents.forgotten_erase", alone=True)
def erase() -> None:
    """Each hour, erase the bytes of forgotten files that were not erased at once."""
    forgotten_erase()
