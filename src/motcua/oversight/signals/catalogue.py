"""Every signal by its id, in the order of the pages."""

from __future__ import annotations

from types import MappingProxyType

from motcua.oversight.signals.defined import (
    apology_at_due,
    back_dated,
    closed_before_due,
    closed_together,
    done_together,
    due_moved,
    ended_in_seconds,
    entered_finished,
    result_back_dated,
    supplement_again,
    supplement_before_due,
)
from motcua.oversight.signals.definition import Signal

_MODULES = (
    back_dated, supplement_before_due, supplement_again, apology_at_due, closed_before_due,
    closed_together, due_moved, ended_in_seconds, entered_finished, result_back_dated,
    done_together,
)  # fmt: skip
SIGNALS: MappingProxyType[str, Signal] = MappingProxyType(
    {module.SIGNAL.id: module.SIGNAL for module in _MODULES}
)
VERSION = "motcua.signals/1"
"""Another one makes the worker read every event anew; what was found before stays."""
