"""Test certificates, keys and signed files; made once per process, because keys take a while."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.test import override_settings

from motcua.config.demo import certificates as made
from motcua.config.demo.certificates import Holder
from motcua.documents.forms import Issuer
from motcua.documents.signatures.registry import Trust
from motcua.documents.signatures.sheet import Sheet
from motcua.documents.signatures.sign import Order
from motcua.documents.signatures.types import Role
from motcua.kernel import clock

LEADER, UNIT = "Trần Thị Mẫu", "Ủy ban nhân dân phường Mẫu"
CODE = "ABCDEFGH12345678"
PASSPHRASE = "mở-cửa"
NOW = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Authorities:
    """Root, issuing authority, time-stamps, a leader and a unit."""

    root: Holder
    issuing: Holder
    stamps: Holder
    leader: Holder
    unit: Holder

    def trust(self, *revoked: Holder, at: datetime = made.SINCE) -> Trust:
        """Return whom a check believes, with these certificates revoked since `at`."""
        return Trust(
            roots=(self.root.pem(),),
            certificates=(self.issuing.pem(),),
            crls=(made.crl_make(self.root), made.crl_make(self.issuing, revoked, at=at)),
        )


@functools.cache
def authorities() -> Authorities:
    """Return the test authorities, the same in the whole process."""
    root = made.authority_make("Test Root")
    issuing = made.authority_make("Test Issuing", root)
    return Authorities(
        root,
        issuing,
        made.signer_make(issuing, "Test Time-stamps", stamps=True),
        made.signer_make(issuing, LEADER, UNIT),
        made.signer_make(issuing, UNIT, UNIT),
    )


def stamper_make(holder: Holder | None = None, at: datetime | None = None) -> Any:
    """Return a time-stamp authority in this process, whose clock is ours."""
    from asn1crypto import keys, pem, x509
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    stamps = holder or authorities().stamps
    _kind, _headers, der = pem.unarmor(stamps.pem())
    return DummyTimeStamper(
        x509.Certificate.load(der),
        keys.PrivateKeyInfo.load(stamps.key_der()),
        fixed_dt=at or clock.now(),
    )


@contextmanager
def signers(
    folder: Path,
    keys: dict[str, Holder] | None = None,
    *revoked: Holder,
    units: list[str] | None = None,
    more: str = "",
    **settings: Any,
) -> Iterator[Path]:
    """Run the block with these keys registered; nobody else may issue without a signature."""
    known = authorities()
    folder.mkdir(exist_ok=True)
    for name, data in {
        "root.pem": known.root.pem(),
        "issuing.pem": known.issuing.pem(),
        "root.crl": made.crl_make(known.root),
        "issuing.crl": made.crl_make(known.issuing, revoked),
        "passphrase": PASSPHRASE.encode(),
    }.items():
        (folder / name).write_bytes(data)
    lines = [
        '[trust]\nroots = ["root.pem"]\ncertificates = ["issuing.pem"]',
        'crls = ["root.crl", "issuing.crl"]',
    ]
    for number, (name, holder) in enumerate((keys or {}).items()):
        (folder / f"{number}.p12").write_bytes(made.key_file(holder, PASSPHRASE))
        lines.append(f'[signers."{name}"]\npkcs12 = "{number}.p12"\npassphrase_file = "passphrase"')
    (folder / "signers.toml").write_text("\n".join([*lines, more]), encoding="utf-8")
    with override_settings(
        **{
            "SIGNERS_FILE": str(folder / "signers.toml"),
            "UNSIGNED_UNITS": units or [],
            "TSA_URL": "",
            **settings,
        }
    ):
        yield folder


def order_make(base: bytes, role: Role = Role.PERSONAL, **over: Any) -> Order:
    """Return an order to sign a document as the test leader or unit."""
    leader = role is Role.PERSONAL
    fields: dict[str, Any] = {
        "base": base,
        "role": role,
        "key": "leader" if leader else "unit",
        "expects": LEADER if leader else UNIT,
        "code": CODE,
        "sheet": sheet_make() if leader else None,
        "number": "" if leader else "12/GXN-UBND",
    }
    return Order(**{**fields, **over})


def sheet_make() -> Sheet:
    """Return what stands on the sheet behind a document."""
    return Sheet(
        issuer=Issuer("TỈNH MẪU", UNIT, "Mẫu"),
        title="Giấy xác nhận tình trạng hôn nhân",
        procedure="Cấp giấy xác nhận tình trạng hôn nhân",
        dossier_code="H19.0001-260910-0001",
        code=CODE,
        check_url=f"http://localhost:8000/verify/result/?code={CODE}",
        check_page="localhost:8000/verify/result",
    )


def update_add(data: bytes, text: str = "thêm") -> bytes:
    """Return a PDF to which somebody appended a changed page, as an incremental update."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=f"BT /F1 12 Tf 72 72 Td ({text}) Tj ET".encode())
    page[generic.pdf_name("/Contents")] = writer.add_object(stream)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def commune_keys(commune: Any, leader: Holder | None = None) -> dict[str, Holder]:
    """Return keys of a commune's leader and seal, on certificates that bear their names."""
    from motcua.identity.queries import accounts_by_ids

    account = accounts_by_ids([commune.leader.account_id])[commune.leader.account_id]
    return {
        f"account:{account.username}": leader or holder_for(account.name),
        f"unit:{commune.unit.code}": holder_for(f"UBND {commune.unit.full_name}"),
    }


@functools.cache
def holder_for(name: str) -> Holder:
    """Return a certificate of the test authority that bears a name."""
    return made.signer_make(authorities().issuing, name)
