"""Facts that the citizens' realm publishes to those above it."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.citizens.types import ConsentPurpose


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """A person allowed something, or took that back; emitted in the transaction that wrote it."""

    person_id: int
    purpose: ConsentPurpose
    given: bool
