"""Lies on demand, and the language that the asking side wants."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from allauth.core.internal.jwkkit import load_jwk_from_pem
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from motcua.exchange.simulators.host import fault_of

LIES = {
    "wrong_nonce": "ID token with another nonce",
    "wrong_signature": "ID token signed by another key",
    "no_signature": "ID token without signature",
    "wrong_issuer": "ID token of another issuer",
    "wrong_audience": "ID token for somebody else",
    "expired": "ID token that has expired",
    "other_subject": "user data of another person",
    "other_technical_id": "the same number with another technical id",
    "missing_claims": "user data without the identity number",
}
_OF_TOKEN: dict[str, dict[str, Any]] = {
    "wrong_nonce": {"nonce": "somebody-elses"},
    "wrong_issuer": {"iss": "https://other.example"},
    "wrong_audience": {"aud": "somebody-else"},
    "expired": {"iat": 1_000_000_000, "exp": 1_000_000_300},
}


class LieMiddleware:
    """Spoils the answers of the token and the user-info addresses while told to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and lie where told to."""
        response = self.get_response(request)
        mode = fault_of("identity").mode
        if mode not in LIES or response.status_code != 200:
            return response
        if request.path.endswith("/api/token"):
            data = json.loads(response.content)
            data["id_token"] = _spoilt(data["id_token"], mode)
            return JsonResponse(data)
        if request.path.endswith("/api/userinfo"):
            return JsonResponse(_about_another(json.loads(response.content), mode))
        return response


def token_sign(claims: dict[str, Any], **headers: Any) -> str:
    """Sign a token with this provider's key."""
    known, key = load_jwk_from_pem(str(getattr(settings, "IDP_OIDC_PRIVATE_KEY", "")))
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": known["kid"], **headers})


def _spoilt(token: str, mode: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    header = jwt.get_unverified_header(token)
    if mode == "no_signature":
        return jwt.encode(claims, "", algorithm="none", headers={"kid": header["kid"]})
    if mode == "wrong_signature":
        rogue = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return jwt.encode(claims, rogue, algorithm="RS256", headers={"kid": header["kid"]})
    return token_sign({**claims, **_OF_TOKEN.get(mode, {})})


def _about_another(claims: dict[str, Any], mode: str) -> dict[str, Any]:
    if mode == "other_subject":
        return {**claims, "sub": "mau-0099"}
    if mode == "other_technical_id":
        return {**claims, "TechID": f"{claims['TechID']}-other"}
    if mode == "missing_claims":
        return {k: v for k, v in claims.items() if k not in {"SoDinhDanh", "MaSoThue"}}
    return claims


class LanguageMiddleware:
    """Speaks the language of `ui_locales` (OpenID Connect Core 3.1.2.1), else the one before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in that language and remember it."""
        query = {**parse_qs(urlsplit(request.GET.get("next", "")).query), **dict(request.GET)}
        wanted = (query.get("ui_locales") or [""])[0]
        known = dict(settings.LANGUAGES)
        cookie = settings.LANGUAGE_COOKIE_NAME
        code = wanted if wanted in known else request.COOKIES.get(cookie, "vi")
        code = code if code in known else "vi"
        with translation.override(code):
            response = self.get_response(request)
        response.set_cookie(cookie, code, samesite="Lax")
        return response
