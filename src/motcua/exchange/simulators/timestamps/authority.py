"""What the authority answers (RFC 3161), with the key that the demonstration made for it."""

from __future__ import annotations

import functools
import os
from datetime import timedelta
from pathlib import Path

from asn1crypto import keys, pem, tsp, x509
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from motcua.kernel import clock

MODES = {
    "wrong": "stamps something else than was sent",
    "replay": "answers with another request's nonce",
    "clock": "has a clock that is three hours late",
    "refuse": "refuses every request",
    "nonsense": "answers something that is no answer",
}


@functools.cache
def _key(folder: str) -> tuple[x509.Certificate, keys.PrivateKeyInfo]:
    place = Path(folder)
    _kind, _headers, der = pem.unarmor((place / "timestamps.crt").read_bytes())
    key = keys.PrivateKeyInfo.load((place / "timestamps.key").read_bytes())
    return x509.Certificate.load(der), key


def folder_named() -> str:
    """Return where the key lies (`MOTCUA_SIMULATORS_TSA`); empty: there is none."""
    return os.environ.get("MOTCUA_SIMULATORS_TSA", "")


def answer(query: bytes, mode: str = "", *, folder: str | None = None) -> bytes:
    """Return the answer to a request, both as DER; raises ValueError for what is no request."""
    if mode == "nonsense":
        return b"<html>OK</html>"
    request = tsp.TimeStampReq.load(query)
    imprint = request["message_imprint"]["hashed_message"].native
    if mode == "refuse":
        status = tsp.PKIStatusInfo({"status": "rejection"})
        return bytes(tsp.TimeStampResp({"status": status}).dump())
    if mode == "wrong":
        request["message_imprint"]["hashed_message"] = bytes(reversed(imprint))
    if mode == "replay":
        request["nonce"] = 1
    certificate, key = _key(folder or folder_named())
    at = clock.now() - timedelta(hours=3) if mode == "clock" else clock.now()
    stamper = DummyTimeStamper(certificate, key, fixed_dt=at)
    return bytes(stamper.request_tsa_response(request).dump())


class Held(DummyTimeStamper):
    """The authority in this process, for samples that are made at a held clock."""

    def __init__(self) -> None:
        super().__init__(*_key(folder_named()))

    def request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Stamp with the clock that is held."""
        self.fixed_dt = clock.now()
        return super().request_tsa_response(req)
