"""Reactions: a report that was sent gets its paper; frozen reports are part of every check."""

from __future__ import annotations

from motcua.dossiers.services.verify import verifier_register
from motcua.kernel.outbox import outbox_handle
from motcua.oversight.frozen.services.acting import SENT
from motcua.oversight.frozen.services.sending import report_sent
from motcua.oversight.frozen.services.verify import reports_verify
from motcua.oversight.signals.services.reading import signals_verify


def connect() -> None:
    """Listen; once, from `OversightConfig.ready`."""
    outbox_handle(SENT, report_sent)
    verifier_register(reports_verify)
    verifier_register(signals_verify)
