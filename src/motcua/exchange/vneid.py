"""Sign-in with the national electronic identity by OpenID Connect; the door to django-allauth.

Allauth finds the provider's addresses, exchanges the code (PKCE) and fetches keys and user data.
On top of it this adapter insists: the ID token's signature is always checked, with asymmetric
algorithms only; issuer, audience, expiry and nonce must be ours; user data must be of the same
subject. None of allauth's tables or pages is used (ADR 0012).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.utils.translation import gettext as _

from motcua.citizens.providers import ProviderDown, ProviderUntrusted
from motcua.citizens.types import Identity, LogoutNotice
from motcua.exchange.vneid_claims import ClaimsMissing, identity_read

log = logging.getLogger("motcua.security")
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")  # never one with a shared secret, never "none"
LEEWAY = 30  # seconds by which two clocks may differ
CONFIGURATION_LIFE = 600  # seconds
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Requests(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Allauth's HTTP session (setting SOCIALACCOUNT_ADAPTER): an answer of 5xx is no answer.

    Without it a provider that is down would look like one that refuses the code.
    """

    def get_requests_session(self) -> Any:
        """Return a session with a time-out that complains about 5xx."""
        session = super().get_requests_session()
        session.hooks["response"].append(_complain)
        return session


def _complain(response: requests.Response, **more: object) -> None:
    del more
    if response.status_code >= 500:
        response.raise_for_status()


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Allauth's adapter for one provider that stands in the settings, not in a table."""

    def __init__(self) -> None:
        super().__init__(None, "vneid")
        self.app = SocialApp(
            provider="openid_connect",
            provider_id="vneid",
            name=settings.VNEID_NAME,
            client_id=settings.VNEID_CLIENT_ID,
            secret=settings.VNEID_CLIENT_SECRET,
            settings={"server_url": settings.VNEID_ISSUER},
        )

    def get_provider(self) -> Any:
        """Return the provider of the settings; nothing is looked up."""
        return OpenIDConnectProvider(None, app=self.app)

    def client(self, callback: str) -> Any:
        """Return allauth's client for one exchange."""
        return OAuth2Client(
            None,
            self.app.client_id,
            self.app.secret,
            "POST",
            self.access_token_url,
            callback,
            basic_auth=self.basic_auth,
        )

    def user_info(self, access_token: str) -> dict[str, Any]:
        """Fetch the claims."""
        found: dict[str, Any] = self._fetch_user_info(access_token)
        return found


class VNeID:
    """The installation's identity provider, as `citizens.providers` wants one."""

    def __init__(self) -> None:
        self._known: tuple[float, str, dict[str, Any]] | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return str(settings.VNEID_NAME)

    def departure(
        self, *, callback: str, state: str, nonce: str, verifier: str, level: int, language: str
    ) -> str:
        """Return the provider's page, asked for a code with PKCE, state, nonce and level."""
        with _failures():
            adapter = self._adapter()
            client = adapter.client(callback)
            client.state = state
            digest = hashlib.sha256(verifier.encode()).digest()
            more = {
                "nonce": nonce,
                "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
                "acr_values": f"LoA{level}",
                "ui_locales": language,
            }
            return str(client.get_redirect_url(adapter.authorize_url, settings.VNEID_SCOPES, more))

    def arrival(self, *, callback: str, code: str, verifier: str, nonce: str) -> Identity:
        """Exchange the code; return what is vouched for when every proof holds."""
        with _failures():
            adapter = self._adapter()
            answer = adapter.client(callback).get_access_token(code, pkce_code_verifier=verifier)
            told = self._decode(adapter, str(answer.get("id_token", "")), ("exp", "iat", "sub"))
            if not hmac.compare_digest(str(told.get("nonce", "")).encode(), nonce.encode()):
                raise _untrusted("wrong_nonce")
            if told.get("azp", settings.VNEID_CLIENT_ID) != settings.VNEID_CLIENT_ID:
                raise _untrusted("wrong_party")
            user = adapter.user_info(str(answer["access_token"]))
            if user.get("sub") != told["sub"]:
                raise _untrusted("other_subject")
            return identity_read({**told, **user}, acr=told.get("acr"))

    def logout_read(self, token: str) -> LogoutNotice:
        """Check a logout token as chapter 2.6 of Back-Channel Logout 1.0 says."""
        with _failures():
            told = self._decode(self._adapter(), token, ("exp", "iat", "jti", "events"))
            events = told["events"]
            if not isinstance(events, dict) or LOGOUT_EVENT not in events or "nonce" in told:
                raise _untrusted("no_logout_token")
            sub, sid = str(told.get("sub", "")), str(told.get("sid", ""))
            if not sub and not sid:
                raise _untrusted("no_logout_token")
            return LogoutNotice(
                jti=str(told["jti"]),
                sub=sub,
                sid=sid,
                expires_at=datetime.fromtimestamp(int(told["exp"]) + LEEWAY, UTC),
            )

    def departure_out(self, *, callback: str) -> str:
        """Return the provider's own sign-out page (RP-Initiated Logout 1.0)."""
        try:
            with _failures():
                address = str(self._adapter().openid_config.get("end_session_endpoint", ""))
        except (ProviderDown, ProviderUntrusted):
            return ""
        query = {
            "client_id": settings.VNEID_CLIENT_ID,
            "post_logout_redirect_uri": callback,
        }
        return f"{address}?{urlencode(query)}" if address else ""

    def _adapter(self) -> Adapter:
        """Return an adapter that knows the provider's addresses; asks for them now and then."""
        adapter = Adapter()
        issuer = settings.VNEID_ISSUER
        known = self._known
        if known and known[1] == issuer and time.monotonic() - known[0] < CONFIGURATION_LIFE:
            adapter._openid_config = known[2]  # noqa: SLF001 - where allauth keeps it itself
            return adapter
        found = adapter.openid_config
        if found.get("issuer") != issuer:
            raise _untrusted("wrong_issuer")
        self._known = (time.monotonic(), issuer, found)
        return adapter

    @staticmethod
    def _decode(adapter: Adapter, token: str, needed: tuple[str, ...]) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS or not header.get("kid"):
            raise _untrusted("weak_signature")
        algorithm, key = jwtkit.fetch_key(
            token, adapter.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk
        )
        told: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[algorithm],
            audience=settings.VNEID_CLIENT_ID,
            issuer=settings.VNEID_ISSUER,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", *needed]},
        )
        return told


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what libraries raise into the two refusals; the log gets the kind, never the claims."""
    try:
        yield
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        log.warning("identity provider: status %s", status)
        raise _down() from error
    except requests.RequestException as error:
        log.warning("identity provider: %s", type(error).__name__)
        raise _down() from error
    except ClaimsMissing as error:
        log.warning("identity provider: claim %s missing", error)
        raise _untrusted("claims_missing") from error
    except (jwt.PyJWTError, OAuth2Error, KeyError, TypeError, ValueError) as error:
        log.warning("identity provider: %s", type(error).__name__)
        raise _untrusted("bad_token") from error


def _down() -> ProviderDown:
    return ProviderDown(
        "provider_down",
        _("%(provider)s does not answer at the moment.") % {"provider": settings.VNEID_NAME},
    )


def _untrusted(code: str) -> ProviderUntrusted:
    words: dict[str, Callable[[], str]] = {
        "claims_missing": lambda: _(
            "%(provider)s did not tell us your identity number, so we cannot know who you are."
        ),
    }
    text = words.get(
        code,
        lambda: _("The answer of %(provider)s could not be verified, so nobody was signed in."),
    )()
    log.warning("identity provider refused: %s", code)
    return ProviderUntrusted(code, text % {"provider": settings.VNEID_NAME})
