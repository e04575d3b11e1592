"""The kinds of steps in words, as the worklist filters by them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from motcua.workflow.types import Act

STEP_NAMES: dict[Act, Any] = {
    Act.RECEIVE: pgettext_lazy("act", "Receive"),
    Act.ASSIGN: pgettext_lazy("act", "Assign"),
    Act.APPRAISE: pgettext_lazy("act", "Appraise"),
    Act.OPINION: pgettext_lazy("act", "Opinion"),
    Act.ENDORSE: pgettext_lazy("act", "Endorse"),
    Act.APPROVE: pgettext_lazy("act", "Approve"),
    Act.ISSUE: pgettext_lazy("act", "Issue"),
    Act.RETURN: pgettext_lazy("act", "Return"),
    Act.REPAIR: pgettext_lazy("act", "For the software"),
}
