"""Who can sign here, and whom a check trusts: the file that `MOTCUA_SIGNERS_FILE` names.

```toml
[trust]
roots = ["root.pem"]            # whom a check believes
certificates = ["issuing.pem"]  # authorities between
crls = ["root.crl", "issuing.crl"]
fetch = false                   # ask the authority's own addresses for revocation when signing

[signers."unit:05528"]
pkcs12 = "05528.p12"
passphrase_env = "SEAL_05528"     # or passphrase_file

[signers."account:bachquang.lanhdao"]
pkcs11 = "/usr/lib/softhsm/libsofthsm2.so"
token = "motcua"
label = "bachquang.lanhdao"
passphrase_env = "PIN_LEADER"
```

Paths are relative to the file. Names are the caller's: this package knows no unit and no person.
The file is read again when it, or anything that `[trust]` names, has changed.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.documents.signatures.types import SigningRefused


@dataclass(frozen=True)
class Trust:
    """Certificates and revocation lists as bytes (PEM or DER), ready for another process."""

    roots: tuple[bytes, ...] = ()
    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    fetch: bool = False


@dataclass(frozen=True)
class Entry:
    """How one signer's key is reached; the secret is read when it is needed and kept nowhere."""

    name: str
    kind: str  # pkcs12 | pkcs11
    path: Path
    options: Mapping[str, Any]
    folder: Path

    def secret(self) -> str:
        """Return passphrase or PIN; SigningRefused when it is not there."""
        variable, file = self.options.get("passphrase_env"), self.options.get("passphrase_file")
        try:
            if file:
                return (self.folder / str(file)).read_text(encoding="utf-8").strip()
            return os.environ[str(variable)] if variable else ""
        except (OSError, KeyError) as error:
            raise key_away() from error


@dataclass(frozen=True)
class Register:
    """Everything the file says."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    trust: Trust = Trust()
    files: tuple[Path, ...] = ()  # what was read
    times: tuple[int, ...] = ()  # when they had changed last, looked at before they were read


_read: dict[str, Register] = {}


def key_away() -> SigningRefused:
    """Return the refusal of a key that is named, and cannot be used now."""
    return SigningRefused(
        "signing_key_away",
        _("The signing key cannot be reached at the moment. Nothing was changed. Try again later."),
    )


def register() -> Register:
    """Return who can sign; nobody when no file is named. Raises ValueError for a wrong file."""
    name = str(settings.SIGNERS_FILE or "")
    if not name:
        return Register()
    path = Path(name)
    known = _read.get(name)
    if known is not None and known.times == _times(known.files):
        return known
    _read[name] = made = _load(path)
    return made


def may_sign(name: str) -> bool:
    """Whether a key is registered under this name."""
    return name in register().entries


def trust() -> Trust:
    """Return whom this installation trusts."""
    return register().trust


def _times(files: tuple[Path, ...]) -> tuple[int, ...]:
    return tuple(one.stat().st_mtime_ns if one.exists() else 0 for one in files)


def _load(path: Path) -> Register:
    folder, begun = path.parent, _times((path,))
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        trusted = raw.get("trust", {})
        entries = {name: _entry(name, one, folder) for name, one in raw.get("signers", {}).items()}
        files = tuple(
            folder / name
            for kind in ("roots", "certificates", "crls")
            for name in trusted.get(kind, ())
        )
        times = begun + _times(files)
        return Register(
            entries,
            Trust(
                roots=_bytes(folder, trusted.get("roots", ())),
                certificates=_bytes(folder, trusted.get("certificates", ())),
                crls=_bytes(folder, trusted.get("crls", ())),
                fetch=bool(trusted.get("fetch", False)),
            ),
            (path, *files),
            times,
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"the file of signers {path} cannot be read: {error}") from error


def _entry(name: str, one: Mapping[str, Any], folder: Path) -> Entry:
    kind = "pkcs12" if "pkcs12" in one else "pkcs11"
    return Entry(name, kind, folder / str(one[kind]), one, folder)


def _bytes(folder: Path, names: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple((folder / name).read_bytes() for name in names)
