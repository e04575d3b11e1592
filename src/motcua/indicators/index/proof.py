"""An export of events, checked without a database: chains, seals, files. Plain Python.

Whoever holds an export folds only what this has proved: every event hashes to what it says and
follows the one before, every chain ends where a seal says it ends, seals follow one another and are
signed by the installation, and the tables beside are those that it signed for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from motcua.dossiers import chain
from motcua.dossiers.types import Fact
from motcua.kernel import signing

FORMAT = "motcua.events/1"
EVENTS, SEALS, MANIFEST = "events.jsonl", "seals.jsonl", "manifest.json"


class Unsound(ValueError):
    """An export is not what was sealed; the text says what is wrong, and where."""


@dataclass(frozen=True)
class Export:
    """A folder whose manifest, seals and tables were found good."""

    folder: Path
    manifest: dict[str, Any]
    heads: dict[str, tuple[int, str]]  # by code: number and hash of the last sealed event

    def lives(self) -> Iterator[tuple[str, list[Fact]]]:
        """Yield code and facts of every dossier, each chain proved before it is told.

        Raises Unsound at the first one that is not what was sealed, or that is missing at the end.
        """
        missing = set(self.heads)
        with (self.folder / EVENTS).open(encoding="utf-8") as lines:
            events = (_parsed(line, EVENTS) for line in lines)
            for code, chained in groupby(events, key=lambda event: str(event.get("dossier"))):
                if code not in missing:
                    raise Unsound(f"{code}: no seal knows this dossier, or it stands there twice")
                missing.discard(code)
                yield code, self._chain(code, list(chained))
        if missing:
            raise Unsound(f"{min(missing)}: its events are missing")

    def _chain(self, code: str, events: list[dict[str, Any]]) -> list[Fact]:
        prev, facts = chain.GENESIS, []
        for number, event in enumerate(events, start=1):
            where = f"{code} event {event.get('seq')}"
            if event.get("seq") != number:
                raise Unsound(f"{where}: event {number} is missing")
            text = event.get("payload")
            if not isinstance(text, str):
                raise Unsound(f"{where}: the content cannot be read")
            prev = chain.link(prev, text)
            if prev.hex() != event.get("hash"):
                raise Unsound(f"{where}: the content or its place was changed")
            try:
                told = json.loads(text)
                if (told["dossier"], told["seq"]) != (code, number):
                    raise Unsound(f"{where}: it is an event of another dossier")
                facts.append(chain.fact_of(text))
            except (KeyError, TypeError, ValueError) as error:
                if isinstance(error, Unsound):
                    raise
                raise Unsound(f"{where}: the content cannot be read") from error
        if (len(facts), prev.hex()) != self.heads[code]:
            raise Unsound(f"{code}: the end of the chain is not the one that was sealed")
        return facts


def export_open(folder: Path, *, key: str = "") -> Export:
    """Return an export whose manifest, seals and tables are good; its chains are proved by `lives`.

    `key` is the public key of the installation as its operator publishes it; without one the key in
    the export is believed, which proves that nothing was changed on the way but not by whom it was
    made. Raises Unsound.
    """
    manifest = _manifest(folder, key)
    heads = _seals(folder / SEALS, manifest["public_key"])
    for name, digest in manifest["files"].items():
        if name == EVENTS:  # its chains say more: which event
            continue
        file = folder / name
        if not file.is_file() or file_digest(file) != digest:
            raise Unsound(f"{name}: it is not the file that was signed for")
    return Export(folder, manifest, heads)


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _manifest(folder: Path, key: str) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        signature, public = manifest.pop("signature"), manifest["public_key"]
        known = manifest["format"] == FORMAT
        names = [Path(name) for name in manifest["files"]]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise Unsound(f"{MANIFEST}: it is missing or cannot be read") from error
    if not known:
        raise Unsound(f"{MANIFEST}: another format than {FORMAT}")
    if any(name.is_absolute() or ".." in name.parts for name in names):
        raise Unsound(f"{MANIFEST}: it names a file outside the export")
    if key and key != public:
        raise Unsound(f"{MANIFEST}: signed by another key than the one given")
    if not _signed(chain.canonical(manifest), signature, public):
        raise Unsound(f"{MANIFEST}: it was changed, or signed by somebody else")
    return dict(manifest)


def _seals(file: Path, key: str) -> dict[str, tuple[int, str]]:
    """Return the last sealed head of every dossier; raises Unsound."""
    heads: dict[str, tuple[int, str]] = {}
    prev = chain.GENESIS
    try:
        lines = file.open(encoding="utf-8")
    except OSError as error:
        raise Unsound(f"{SEALS}: it is missing") from error
    with lines:
        for number, line in enumerate(lines, start=1):
            seal, where = _parsed(line, SEALS), f"seal {number}"
            try:
                text = _seal_text(seal)
                covered = [(str(c), int(s), bytes.fromhex(h)) for c, s, h in seal["heads"]]
                root = chain.merkle_root([chain.head_leaf(*head) for head in covered])
                signature = seal["signature"]
            except (KeyError, TypeError, ValueError) as error:
                raise Unsound(f"{where}: it cannot be read") from error
            if (seal["number"], seal["prev"]) != (number, prev.hex()):
                raise Unsound(f"{where}: a seal before it is missing")
            prev = hashlib.sha256(text.encode()).digest()
            if prev.hex() != seal["hash"] or root.hex() != seal["root"]:
                raise Unsound(f"{where}: it was changed")
            if not _signed(text, signature, key):
                raise Unsound(f"{where}: it is not signed by this installation")
            for code, seq, head in covered:
                if seq > heads.get(code, (0, ""))[0]:
                    heads[code] = (seq, head.hex())
    return heads


def _seal_text(seal: dict[str, Any]) -> str:
    """Return the text that a seal's hash covers, as `dossiers.services.seal.seal_text` makes it."""
    window = f"{seal['from']}|{seal['to']}|{len(seal['heads'])}"
    chained = f"{seal['root']}|{seal['prev']}"
    if not seal["cluster"]:
        return f"motcua-seal-1|{seal['number']}|{window}|{chained}"
    where = f"{seal['cluster']}|{seal['after']}"
    return f"motcua-seal-2|{seal['number']}|{where}|{window}|{chained}|{seal['reason']}"


def _signed(text: str, signature: object, key: object) -> bool:
    if not isinstance(signature, str) or not isinstance(key, str):
        return False
    try:
        return signing.signature_valid(text, signature, key)
    except ValueError:
        return False


def _parsed(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise Unsound(f"{where}: a line cannot be read") from error
    if not isinstance(row, dict):
        raise Unsound(f"{where}: a line cannot be read")
    return row
