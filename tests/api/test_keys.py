"""The public key verifies a receipt without any secret of ours."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.builders.api import Api, submission_json


def test_a_receipt_is_verified_with_the_published_key(commune, counter):
    receipt = counter.post("dossiers", submission_json(commune)).json()
    (key,) = Api().get("keys").json()["keys"]
    assert (key["kty"], key["crv"]) == ("OKP", "Ed25519")
    raw = base64.urlsafe_b64decode(key["x"] + "=")
    signature = base64.urlsafe_b64decode(receipt["signature"])
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, receipt["signed_text"].encode())
