"""Keys in a token (PKCS#11): SoftHSM stands for the card or the USB key of whoever signs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from motcua.config.demo.certificates import Holder

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
PIN = "123456"
_PIN_AT = "MOTCUA_TEST_PIN"


@dataclass(frozen=True)
class Token:
    """A token that is plugged in; its PIN stands in the environment, as an operator sets it."""

    module: str
    _patch: pytest.MonkeyPatch

    def entry(self, name: str, label: str = "") -> str:
        """Return the lines of `signers.toml` for whoever signs with one of its keys."""
        return (
            f'[signers."{name}"]\npkcs11 = "{self.module}"\ntoken = "motcua"\n'
            f'label = "{label or name}"\npassphrase_env = "{_PIN_AT}"'
        )

    def pin(self, words: str) -> None:
        """Set the PIN that is tried from now on."""
        self._patch.setenv(_PIN_AT, words)


def token_make(folder: Path, monkeypatch: pytest.MonkeyPatch, keys: Mapping[str, Holder]) -> Token:
    """Return a token with these keys by their label; the test is left out, aloud, without SoftHSM."""
    module = next((path for path in MODULES if Path(path).exists()), None)
    pkcs11 = pytest.importorskip(
        "pkcs11", reason="python-pkcs11 is not installed: PKCS#11 UNTESTED"
    )
    if module is None:
        pytest.skip("SoftHSM is not installed (apt-get install softhsm2): PKCS#11 UNTESTED")
    tokens = folder / "tokens"
    tokens.mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    tool = ["softhsm2-util", "--module", module]
    _run([*tool, "--init-token", "--free", "--label", "motcua", "--pin", PIN, "--so-pin", PIN])
    for number, (label, holder) in enumerate(keys.items(), start=0xA1):
        key = folder / f"key-{number}.pem"
        key.write_bytes(
            holder.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        _run(
            [
                *(*tool, "--import", str(key), "--token", "motcua", "--label", label),
                *("--id", f"{number:X}", "--pin", PIN),
            ]
        )
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.util.x509 import decode_x509_certificate

    loaded = pkcs11.lib(module)
    loaded.reinitialize()
    with loaded.get_token(token_label="motcua").open(rw=True, user_pin=PIN) as session:
        for number, (label, holder) in enumerate(keys.items(), start=0xA1):
            der = holder.certificate.public_bytes(serialization.Encoding.DER)
            session.create_object(
                {
                    **decode_x509_certificate(der),
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.TOKEN: True,
                    Attribute.LABEL: label,
                    Attribute.ID: bytes([number]),
                }
            )
    token = Token(module, monkeypatch)
    token.pin(PIN)
    return token


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
