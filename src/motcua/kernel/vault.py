"""Small secrets at rest: encrypted with a key from the environment, bound to whose they are.

AES-256-GCM. Keys come from MOTCUA_VAULT_KEYS (64 hex digits each, comma between): the first one
encrypts, all of them decrypt, so that a key is changed by writing the new one in front. Without
it the key is derived from the secret key; what was written so still opens once keys are
configured, and is lost with the secret key.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from motcua.kernel.signing import keyed_digest

NONCE_BYTES = 12


class VaultClosed(RuntimeError):
    """No key at hand opens this: a key was lost, or the bytes belong to somebody else."""


def vault_put(plain: bytes, *, owner: str) -> bytes:
    """Return the secret encrypted; it opens for the same `owner` ("factor:17") only."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_keys()[0]).encrypt(nonce, plain, owner.encode())


def vault_take(stored: bytes | memoryview, *, owner: str) -> bytes:
    """Return the secret in the clear. Raises VaultClosed."""
    stored = bytes(stored)
    for key in _keys():
        try:
            return AESGCM(key).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], owner.encode())
        except InvalidTag:
            continue
    raise VaultClosed(owner)


def _keys() -> list[bytes]:
    configured: str = getattr(settings, "VAULT_KEYS", "")
    words = [word.strip() for word in configured.split(",") if word.strip()]
    return [*map(bytes.fromhex, words), keyed_digest("vault", "aes-256-gcm")]
