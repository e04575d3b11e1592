"""Keys that receipts are checked with."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from ninja import Router

from motcua.api.answers import answer_public
from motcua.api.schemas.work import KeyOut, KeysOut
from motcua.kernel.signing import public_key

router = Router()


@router.get("/keys", response=KeysOut, openapi_extra={"x-cacheable": True})
def keys_show(request: HttpRequest) -> HttpResponse:
    """Return the Ed25519 key as JSON Web Key Set; a receipt's signature covers `signed_text`."""
    x = public_key().rstrip("=")
    kid = hashlib.sha256(x.encode()).hexdigest()[:16]
    key = KeyOut(kty="OKP", crv="Ed25519", alg="EdDSA", use="sig", kid=kid, x=x)
    return answer_public(request, KeysOut(keys=[key]))
