"""Keys as pyHanko uses them: a file (PKCS#12) or a token (PKCS#11). One function per kind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.utils.translation import gettext as _
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer, SimpleSigner

from motcua.documents.signatures import registry
from motcua.documents.signatures.certificates import certificates_read
from motcua.documents.signatures.registry import Entry, Trust, key_away
from motcua.documents.signatures.types import SigningRefused

_token = threading.Lock()  # a module of a token knows one signed-in session per process


@contextmanager
def key_open(name: str, trust: Trust) -> Iterator[Signer]:
    """Give the signer registered under `name`; raises SigningRefused in words."""
    entry = registry.register().entries.get(name)
    if entry is None:
        raise SigningRefused(
            "no_signing_key",
            _("There is no signing key for this signature here. Ask your technical administrator."),
        )
    with _KINDS[entry.kind](entry, trust) as signer:
        if signer.signing_cert is None:
            raise key_away()
        yield signer


@contextmanager
def _pkcs12(entry: Entry, trust: Trust) -> Iterator[Signer]:
    try:
        data = entry.path.read_bytes()
    except OSError as error:
        raise key_away() from error
    try:
        signer = SimpleSigner.load_pkcs12_data(
            data,
            other_certs=certificates_read((*trust.certificates, *trust.roots)),
            passphrase=entry.secret().encode(),
        )
    except (SigningError, ValueError, TypeError) as error:  # wrong passphrase, no such file
        raise key_away() from error
    if signer is None:
        raise key_away()
    yield signer


@contextmanager
def _pkcs11(entry: Entry, trust: Trust) -> Iterator[Signer]:
    try:
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError as error:  # pragma: no cover - a wheel is missing for this machine
        raise key_away() from error
    label = str(entry.options["label"])
    with _token:
        try:
            session = open_pkcs11_session(
                str(entry.path),
                token_criteria=TokenCriteria(label=str(entry.options["token"])),
                user_pin=entry.secret(),
            )
        except (pkcs11.PKCS11Error, OSError, RuntimeError, LookupError) as error:
            raise key_away() from error
        try:
            yield PKCS11Signer(
                session,
                cert_label=label,
                key_label=label,
                ca_chain=certificates_read((*trust.certificates, *trust.roots)),
            )
        except pkcs11.PKCS11Error as error:
            raise key_away() from error
        finally:
            session.close()


_KINDS: dict[str, Callable[[Entry, Trust], AbstractContextManager[Signer]]] = {
    "pkcs12": _pkcs12,
    "pkcs11": _pkcs11,
}
