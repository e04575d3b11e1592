"""Signatures of this installation (Ed25519) and keyed digests.

Keys come from MOTCUA_SIGNING_KEY (64 hex digits); without it they are derived from the secret
key, so that receipts stay verifiable as long as that key lives.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def keyed_digest(purpose: str, text: str) -> bytes:
    """Return HMAC-SHA256 of `text` under a key of its own for each purpose."""
    return hmac.digest(_key(purpose, settings.SECRET_KEY), text.encode(), "sha256")


@lru_cache(maxsize=64)
def _key(purpose: str, secret: str) -> bytes:
    return hashlib.sha256(f"motcua:{purpose}:{secret}".encode()).digest()


def _private() -> Ed25519PrivateKey:
    return _private_of(getattr(settings, "SIGNING_KEY", ""), settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _private_of(configured: str, secret: str) -> Ed25519PrivateKey:
    del secret  # keyed_digest asks for it
    seed = bytes.fromhex(configured) if configured else keyed_digest("signing", "ed25519")
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(text: str) -> str:
    """Return the signature of `text` in URL-safe base64."""
    return base64.urlsafe_b64encode(_private().sign(text.encode())).decode()


def public_key() -> str:
    """Return the public key in URL-safe base64, for whoever checks a receipt."""
    raw = _private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.urlsafe_b64encode(raw).decode()


def signature_valid(text: str, signature: str, key: str | None = None) -> bool:
    """Tell whether `signature` is this installation's (or the given key's) over `text`."""
    raw = base64.urlsafe_b64decode(key or public_key())
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(
            base64.urlsafe_b64decode(signature), text.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True
