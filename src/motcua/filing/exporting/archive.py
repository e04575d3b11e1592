"""The archives: `data.json` with its schema, a page to read as PDF, and the files.

Built under the scope in force, so that the walls decide what is in it. What is too
much for one archive goes into the next; each can be opened alone.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.queries import file_open, files_by_ids
from motcua.documents.types import FileDamaged, FileUnchecked, StoredFileView
from motcua.filing.exporting.parts import FileRef, Part, parts
from motcua.filing.exporting.summary import summary_pdf
from motcua.kernel import clock

FORMAT = "motcua-person-export/1"
SCHEMA = Path(__file__).parent / "schema.json"
VOLUME = 50_000_000  # bytes of files in one archive


@dataclass
class Collected:
    """Everything held about a person, and the files that belong to it."""

    rows: list[tuple[Part, list[Any]]]
    files: dict[int, str] = field(default_factory=dict)  # id → path in the archive
    facts: Mapping[int, StoredFileView] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return how many bytes the files have together."""
        return sum(one.size for one in self.facts.values())


def collect(citizen: CitizenActor) -> Collected:
    """Read every registered part under the scope in force."""
    found = Collected([(part, [dict(row) for row in part.collect(citizen)]) for part in parts()])
    refs = [(part.name, ref) for part, rows in found.rows for ref in _refs(rows)]
    found.facts = files_by_ids({ref.file_id for _name, ref in refs})
    for name, ref in refs:
        known = found.facts.get(ref.file_id)
        if known is not None:
            found.files.setdefault(ref.file_id, _path(name, ref.name, known.sha256))
    return found


def archives(citizen: CitizenActor, found: Collected) -> Iterator[bytes]:
    """Yield the ZIP archives: the first holds the data and the page, every one files.

    Raises StoreDown when the files cannot be read now; a file that no scanner has called clean is
    named but not handed out, like anywhere else.
    """
    for number, ids in enumerate(_volumes(found) or [()]):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for file_id in ids:
                data = _read(file_id)
                if data is not None:
                    # Papers are compressed already: again costs time and gains nothing.
                    archive.writestr(found.files[file_id], data, zipfile.ZIP_STORED)
            if number == 0:
                _data_write(archive, citizen, found)
        yield buffer.getvalue()


def document_of(citizen: CitizenActor, found: Collected) -> dict[str, Any]:
    """Return the data as plain JSON-able rows, with the paths of their files."""
    return {
        "format": FORMAT,
        "made_at": clock.local(clock.now()).isoformat(timespec="seconds"),
        "for": citizen.subject.name,
        **{part.name: [_settle(row, found) for row in rows] for part, rows in found.rows},
    }


def _data_write(archive: zipfile.ZipFile, citizen: CitizenActor, found: Collected) -> None:
    document = document_of(citizen, found)
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    archive.writestr("data.json", text)
    archive.writestr("schema.json", SCHEMA.read_bytes())
    archive.writestr(f"{_('My data')}.pdf", summary_pdf(citizen, found.rows))


def _read(file_id: int) -> bytes | None:
    """Return a file's bytes; None for what is not handed out or not whole.

    What is damaged `motcua verify` tells the operators; the rest is the person's all the same.
    """
    try:
        with file_open(file_id) as stream:
            return stream.read()
    except (FileUnchecked, FileDamaged):
        return None


def _volumes(found: Collected) -> list[tuple[int, ...]]:
    """Return the ids of the files of each archive."""
    volumes: list[tuple[int, ...]] = []
    now: list[int] = []
    size = 0
    for file_id in found.files:
        if now and size + found.facts[file_id].size > VOLUME:
            volumes.append(tuple(now))
            now, size = [], 0
        now.append(file_id)
        size += found.facts[file_id].size
    return [*volumes, tuple(now)] if now else volumes


def _refs(value: Any) -> Iterator[FileRef]:
    if isinstance(value, FileRef):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _refs(one)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _refs(one)


def _settle(value: Any, found: Collected) -> Any:
    """Put the place in the archive where a file is named."""
    if isinstance(value, FileRef):
        known = found.facts.get(value.file_id)
        return {
            "name": value.name,
            "path": found.files.get(value.file_id, ""),
            "sha256": known.sha256 if known else "",
            "size": known.size if known else 0,
        }
    if isinstance(value, Mapping):
        return {str(key): _settle(one, found) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_settle(one, found) for one in value]
    return value


def _path(part: str, name: str, sha256: str) -> str:
    """Return a path in the archive that no name can lead out of."""
    bare = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", name).strip(" .")[-100:] or "file"
    return f"files/{part}/{sha256[:12]} {bare}"
