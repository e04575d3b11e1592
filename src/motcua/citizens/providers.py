"""The identity provider that vouches for people, as this package needs one.

An adapter (`exchange.vneid`) registers itself when the application starts; without one nobody
can sign in, and the portal says so.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from motcua.citizens.types import Identity, LogoutNotice
from motcua.kernel.errors import Refused


class ProviderDown(Refused):
    """The provider does not answer, or not in time. Nothing was decided."""

    status = 503


class ProviderUntrusted(Refused):
    """The provider's answer does not prove what it says; `code` names what was wrong."""

    status = 502


class IdentityProvider(Protocol):
    """What an adapter does; every call may raise ProviderDown or ProviderUntrusted."""

    @property
    def name(self) -> str:
        """What people call it."""

    def departure(
        self, *, callback: str, state: str, nonce: str, verifier: str, level: int, language: str
    ) -> str:
        """Return the address to which the browser is sent."""

    def arrival(self, *, callback: str, code: str, verifier: str, nonce: str) -> Identity:
        """Exchange the code and return what is vouched for, every proof checked."""

    def logout_read(self, token: str) -> LogoutNotice:
        """Check a logout token (OpenID Connect Back-Channel Logout 1.0) and return what it says."""

    def departure_out(self, *, callback: str) -> str:
        """Return the address that ends the provider's own session; empty when it has none."""


_registered: list[IdentityProvider] = []


def provider_register(provider: IdentityProvider) -> None:
    """Make this the installation's identity provider."""
    _registered[:] = [provider]


def provider_find() -> IdentityProvider | None:
    """Return the identity provider, or None where none is set up."""
    return _registered[0] if _registered else None


def provider_get() -> IdentityProvider:
    """Return the identity provider; raises ProviderDown where none is set up."""
    provider = provider_find()
    if provider is None:
        raise ProviderDown("provider_missing", _("Signing in is not set up here yet."))
    return provider
