"""Whether anything in the directory of units changed."""

from __future__ import annotations

from motcua.kernel.changes import marks_of


def directory_state() -> str:
    """Return a text that changes whenever a page about units may; one statement.

    A day's end is the caller's.
    """
    return f"u{marks_of(['units'])[0]}"
