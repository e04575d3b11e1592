"""What others may know about signatures: who signed, what a check found, why signing failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from motcua.kernel.errors import Refused


class Role(StrEnum):
    """Whose signature it is (Decree 30/2020, article 13): the leader's own, the agency's seal."""

    PERSONAL = "personal"
    SEAL = "seal"


class Level(StrEnum):
    """How long a signature can be proved (ETSI EN 319 142-1)."""

    B = "B-B"  # no trusted time
    T = "B-T"  # a time-stamp proves when
    LT = "B-LT"  # and the file itself carries chain and revocation


class Verdict(StrEnum):
    """What a check says about one signature; only GOOD is good."""

    GOOD = "good"
    CHANGED = "changed"  # the signed bytes, or the page after it, are not what was signed
    UNTRUSTED = "untrusted"  # the certificate leads to no root that this installation trusts
    REVOKED = "revoked"
    EXPIRED = "expired"  # not valid when it signed, as far as can be proved
    UNPROVED = "unproved"  # nothing says whether the certificate was revoked


class StampVerdict(StrEnum):
    """What a check says about the time-stamp of a signature."""

    NONE = "none"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Evidence:
    """A signature as it was made; kept beside the result, so that pages need not open the file."""

    role: Role
    signer: str  # common name of the certificate
    unit: str
    serial: str  # of the certificate, hexadecimal
    fingerprint: str  # SHA-256 of the certificate
    issuer: str
    at: datetime
    level: Level
    capacity: tuple[str, ...] = ()  # "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"; empty: none was told

    def data(self) -> dict[str, Any]:
        """Return it as JSON; no personal data but the official's name."""
        told = {**asdict(self), "at": self.at.isoformat(), "capacity": list(self.capacity)}
        if not self.capacity:
            del told["capacity"]
        return told

    @property
    def capacity_text(self) -> str:
        """Return the capacity in one line, as pages show it."""
        return " / ".join(self.capacity)


def evidence_read(data: Mapping[str, Any]) -> Evidence:
    """Return an evidence from its JSON."""
    return Evidence(
        **{
            **data,
            "role": Role(data["role"]),
            "at": datetime.fromisoformat(data["at"]),
            "level": Level(data["level"]),
            "capacity": tuple(data.get("capacity", ())),
        }
    )


@dataclass(frozen=True)
class Found:
    """One signature that a file carries."""

    verdict: Verdict
    signer: str
    unit: str
    serial: str
    fingerprint: str
    issuer: str
    root: str  # the trusted root that the chain leads to; empty without one
    claimed_at: datetime | None  # the signer's own clock
    stamp: StampVerdict
    stamped_at: datetime | None
    stamper: str
    level: Level
    valid_from: datetime
    valid_to: datetime
    ends_at: int  # how many bytes of the file were there when it was made
    whole: bool  # nothing was added to the file afterwards
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class FileCheck:
    """What a file is, as far as its bytes tell.

    `problem`: empty, `not_pdf`, `encrypted`, `damaged`, `complex`. `prefixes` are SHA-256 hashes
    of the file as it was at each earlier end, the newest first: by them a result is recognised to
    which somebody has added something.
    """

    sha256: str
    problem: str = ""
    signatures: tuple[Found, ...] = ()
    prefixes: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether there is a signature, and every one is good."""
        return bool(self.signatures) and all(s.verdict is Verdict.GOOD for s in self.signatures)


@dataclass(frozen=True)
class Signed:
    """A signed file that is not stored yet, made from the bytes with the hash `base_sha256`."""

    data: bytes
    base_sha256: str
    pages: int
    code: str
    evidence: Evidence


class SigningRefused(Refused):
    """A signature could not be made; the message says what the official can do. Nothing changed."""
