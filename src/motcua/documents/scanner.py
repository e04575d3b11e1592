"""The scan for malware, before anything is stored.

With `MOTCUA_CLAMD_SOCKET` a ClamAV daemon decides, and when it does not answer the file is taken
in and held (`Quarantine`): nobody opens what was never scanned, and nobody has to come again
because of our daemon. A job asks again each minute. Without it the built-in rules run, which know
only the industry's test signature (`rules.content_single`, `inspector`): a production office sets
up the daemon.
"""

from __future__ import annotations

import re
import socket
import struct

from motcua.documents.rules import FileProblem

_CHUNK = 1 << 20
_SECONDS = 30.0


def clamd_scan(socket_path: str, data: bytes) -> None:
    """Ask clamd (INSTREAM); raises FileProblem `malware`, `scanner` when it gave no verdict."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as clamd:
            clamd.settimeout(_SECONDS)
            clamd.connect(socket_path)
            clamd.sendall(b"zINSTREAM\x00")
            for start in range(0, len(data), _CHUNK):
                part = data[start : start + _CHUNK]
                clamd.sendall(struct.pack(">I", len(part)) + part)
            clamd.sendall(struct.pack(">I", 0))
            answer = b""
            while (part := clamd.recv(4096)) and len(answer) < 4096:
                answer += part
    except OSError as error:
        raise FileProblem("scanner") from error
    found = re.fullmatch(rb"stream: (.*) FOUND", answer.rstrip(b"\x00\n"))
    if found:
        raise FileProblem("malware", signature=found[1].decode("utf-8", "replace")[:80])
    if not answer.startswith(b"stream: OK"):
        raise FileProblem("scanner")
