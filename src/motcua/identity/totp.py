"""Codes of an authenticator (RFC 6238) and recovery codes; plain Python, no clock of its own.

SHA-1, six digits, thirty seconds: what every authenticator app understands. HMAC-SHA-1 is not
weakened by collisions of SHA-1 (RFC 6238, 1.2; NIST SP 800-107).
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1  # steps that a phone's clock may be off, either way (RFC 6238, 5.2)
SECRET_BYTES = 20  # as long as the hash (RFC 4226, 4)
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
RECOVERY_LENGTH = 10  # 49 bits


def secret_make() -> bytes:
    """Return a fresh random secret."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(at: datetime) -> int:
    """Return the number of the thirty seconds in which the instant lies."""
    return int(at.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Return the code that an authenticator shows in this step."""
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303 - see the module


def step_matched(secret: bytes, typed: str, *, at: datetime, after: int) -> int | None:
    """Return the step whose code was typed, None when it fits none.

    Only steps later than `after`, the last one accepted, count: a code works once.
    """
    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    now = step_of(at)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):  # all of them: no early end to be timed
        fits = hmac.compare_digest(code_of(secret, step), digits)
        found = step if fits and step > after and found is None else found
    return found


def key_text(secret: bytes) -> str:
    """Return the key as it is typed into an authenticator: groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def key_address(secret: bytes, *, issuer: str, username: str) -> str:
    """Return the `otpauth:` address that the QR code carries."""
    query = urlencode({"secret": key_text(secret).replace(" ", ""), "issuer": issuer})
    return f"otpauth://totp/{quote(issuer)}:{quote(username)}?{query}"


def recovery_make() -> list[str]:
    """Return fresh recovery codes, each in two halves: `abcde-23456`."""
    half = RECOVERY_LENGTH // 2
    made = (
        "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    )
    return [f"{code[:half]}-{code[half:]}" for code in made]


def recovery_clean(typed: str) -> str:
    """Return a recovery code as it is kept: lower case, without blanks and hyphens."""
    return "".join(sign for sign in typed.lower() if sign in RECOVERY_ALPHABET)
