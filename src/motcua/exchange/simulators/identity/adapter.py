"""What the provider says about a sample person; the rest is django-allauth's provider."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.contrib.auth import get_user_model

from motcua.exchange.simulators.host import own_url
from motcua.exchange.simulators.identity.people import BY_KEY


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """The VNeID profile over allauth's provider."""

    def get_issuer(self) -> str:
        """Return the issuer, whatever host a request named."""
        return f"{own_url()}/identity"

    def get_user_sub(self, client: Any, user: Any) -> str:
        """Return the technical id: what stays the same when everything else changes."""
        del client
        return BY_KEY[user.username].claims["TechID"]

    def get_user_by_sub(self, client: Any, sub: str) -> Any:
        """Return the account of a technical id."""
        del client
        keys = [s.key for s in BY_KEY.values() if s.claims["TechID"] == sub]
        return get_user_model().objects.filter(username__in=keys).first()

    def get_claims(
        self,
        purpose: str,
        user: Any,
        client: Any,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return the claims: who it is in the ID token, everything at the user-info address."""
        del email, kwargs, scopes
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        sample = BY_KEY[user.username]
        if purpose == "id_token":
            return {**claims, "acr": f"LoA{sample.level}"}
        return {**claims, **sample.claims}

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Add what the profile has beyond allauth's."""
        data["acr_values_supported"] = ["LoA1", "LoA2"]
        data["backchannel_logout_supported"] = True
        data["backchannel_logout_session_supported"] = False
