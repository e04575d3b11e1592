"""Every official report by its key; the key may be in the address."""

from __future__ import annotations

from collections.abc import Mapping

from motcua.indicators.reports.definition import ReportDefinition
from motcua.indicators.reports.forms import (
    digitisation,
    ii06a,
    ii06b,
    ii06c,
    ii07b,
    lateness,
    online,
    vpcp06,
)

_MODULES = (ii06a, ii06b, ii06c, vpcp06, ii07b, lateness, online, digitisation)
REPORTS: Mapping[str, ReportDefinition] = {one.REPORT.key: one.REPORT for one in _MODULES}
"""Reports in the order in which they are listed."""
