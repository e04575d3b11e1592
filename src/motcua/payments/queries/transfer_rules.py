"""After how many working days a transfer that the counter saw must stand on a bank statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.payments.models import TransferRule


@dataclass(frozen=True)
class TransferRuleView:
    """One rule, from a day until before another, and the decision that says so."""

    working_days: int
    valid_from: date
    valid_to: date | None
    source: str

    def holds(self, day: date) -> bool:
        """Return whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def transfer_rules() -> list[TransferRuleView]:
    """Return every rule, ended ones too, in the order of their beginning; one statement."""
    return [
        TransferRuleView(row.working_days, row.valid_from, row.valid_to, row.source)
        for row in TransferRule.objects.order_by("valid_from", "id")
    ]
