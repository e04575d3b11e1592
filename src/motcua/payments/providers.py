"""Registry of payment providers: what this package needs of the outside world.

An adapter (`exchange`) registers itself when the application starts. Every call has a time-out
and is made outside of locks; `ask` is the truth about an attempt, a call-back only a reason to ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from motcua.payments.types import Method


class ProviderDown(Exception):
    """The provider does not answer, or not in a way that can be understood: nothing is known."""


class Told(StrEnum):
    """What a provider says about an attempt."""

    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Started:
    """Where the payer goes on."""

    external_id: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says; `amount_vnd` is what it has really received."""

    told: Told
    amount_vnd: int = 0
    external_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a provider's day: positive came from a payer, negative went back."""

    external_id: str
    reference: str
    amount_vnd: int
    at: datetime


class Provider(Protocol):
    """What an adapter does; every method may raise ProviderDown."""

    method: Method

    def start(
        self, *, reference: str, amount_vnd: int, description: str, return_url: str
    ) -> Started:
        """Announce a payment and return where the payer goes on."""

    def ask(self, reference: str) -> Answer:
        """Return what is true about a payment."""

    def cancel(self, reference: str) -> Answer:
        """Call a payment off, unless it is paid already; return what is true then."""

    def refund(
        self, *, reference: str, refund_reference: str, amount_vnd: int, reason: str
    ) -> Answer:
        """Send money back; the same refund reference again has no further effect."""

    def heard(self, *, method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
        """Return the reference that a genuine and fresh call-back names, else an empty text."""

    def day(self, day: date) -> Sequence[Movement]:
        """Return everything that moved on a day of the legal zone."""


_providers: dict[Method, Provider] = {}


def provider_register(provider: Provider) -> None:
    """Make a provider known; the latest of a method counts."""
    _providers[provider.method] = provider


def provider_forget(method: Method) -> None:
    """Take a provider out, as an installation without it has it."""
    _providers.pop(method, None)


def provider_of(method: Method) -> Provider | None:
    """Return the provider of a method, None when this installation has none."""
    return _providers.get(method)


def callback_reference(*, method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
    """Return the reference of a genuine call-back to this installation; else an empty text."""
    platform = provider_of(Method.PLATFORM)
    if platform is None:
        return ""
    return platform.heard(method=method, path=path, headers=headers, body=body)
