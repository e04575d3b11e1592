"""Write the sealed events and the tables beside them, so that anybody can recompute the index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers import chain
from motcua.dossiers.services.seal import last_seal, seal_make
from motcua.dossiers.services.sealed import sealed_events, sealed_lines
from motcua.indicators.index.beside import tables_beside, units_rows
from motcua.indicators.index.proof import EVENTS, FORMAT, MANIFEST, SEALS, file_digest
from motcua.indicators.index.relations import VERSION
from motcua.kernel import clock, signing
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use


def events_export(folder: Path) -> dict[str, Any]:
    """Seal what is not sealed yet and write everything to a folder; return the manifest.

    No personal data: events hold none, and the tables beside them neither names nor words. Raises
    Refused `nothing_sealed` while there is no seal, `not_empty` for a folder with something in it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused("not_empty", _("The folder is not empty."))
    seal_make()
    with scope_use(SYSTEM):
        last = last_seal()
        if last is None:
            raise Refused("nothing_sealed", _("Nothing has been sealed here yet."))
        folder.mkdir(parents=True, exist_ok=True)
        counts = {
            EVENTS: _write(
                folder / EVENTS,
                (
                    {"dossier": e.code, "seq": e.seq, "payload": e.payload, "hash": e.hash}
                    for e in sealed_events(last)
                ),
            ),
            SEALS: _write(folder / SEALS, sealed_lines(last)),
        }
        tables = {"unit": [asdict(row) for row in units_rows().values()], **tables_beside()}
        for name, rows in tables.items():
            counts[f"{name}.jsonl"] = _write(folder / f"{name}.jsonl", rows)
    manifest = {
        "format": FORMAT,
        "relations": VERSION,
        "made_at": chain.instant_text(clock.now()),
        "sealed_at": chain.instant_text(last.made_at),
        "rows": counts,
        "files": {name: file_digest(folder / name) for name in counts},
        "public_key": signing.public_key(),
    }
    whole = manifest | {"signature": signing.sign(chain.canonical(manifest))}
    (folder / MANIFEST).write_text(json.dumps(whole, indent=2, sort_keys=True) + "\n", "utf-8")
    return manifest


def _write(file: Path, rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain) + "\n")
            count += 1
    return count


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return chain.instant_text(value)
    raise TypeError(f"{value!r} cannot be told")
