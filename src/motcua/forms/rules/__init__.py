"""Rules of forms: reading, checking, computing, drawing answers; plain Python, no clock.

Everything here is pure: `today` is given. Pages use `motcua.forms.queries`, which knows the units
of addresses and the day; services that only check and send may call these.
"""

from __future__ import annotations

from motcua.forms.rules.check import answers_problems
from motcua.forms.rules.document import DocumentError, document_hash, form_read
from motcua.forms.rules.migrate import answers_carried
from motcua.forms.rules.prefill import answers_filled, answers_followed
from motcua.forms.rules.settle import Settled, settle
from motcua.forms.rules.submission import submission_parts
from motcua.forms.rules.summary import marks_flags, summary_sections

__all__ = (
    "DocumentError",
    "Settled",
    "answers_carried",
    "answers_filled",
    "answers_followed",
    "answers_problems",
    "document_hash",
    "form_read",
    "marks_flags",
    "settle",
    "submission_parts",
    "summary_sections",
)
