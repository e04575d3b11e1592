"""The language of templates: names in braces, checked and merged; nothing is ever evaluated.

`{applicant.name}` stands for a value, `{accepted_on:long}` for a value written another way. A
paragraph that begins with `{?applicant.phone}` is left out when that value is empty. `{{` and `}}`
are braces. What a value says is text and is never read as a placeholder. Plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher, get_close_matches

from motcua.drafting.types import (
    PARTS,
    Datum,
    Fault,
    Merged,
    Mismatch,
    PartChange,
    Piece,
    Placeholder,
    ValueKind,
    Wording,
)

LONGEST = {
    "subject": 300, "addressee": 300, "authority": 200, "grounds": 4_000, "body": 20_000,
    "recipients": 1_000, "signer": 300,
}  # fmt: skip
FORMS = {ValueKind.TEXT: ("", "upper"), ValueKind.DATE: ("", "long")}
_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}\n]*\}|[{}]")
_NAME = re.compile(r"(\??)([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?::([a-z]+))?")
# To the end of the line where it is not closed: what looks like a mark is never printed.
_MARK = re.compile(r"\[\[.*?(?:\]\]+|$)", re.MULTILINE)
_BRACKETS = str.maketrans("[]", "()")
_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Named:
    """A placeholder as it stands in a text."""

    name: str
    form: str
    condition: bool
    spot: str


def tokens(line: str) -> Iterator[str | Named]:
    """Return a paragraph's texts and placeholders; a wrong spot is a `Named` without a name."""
    at = 0
    for found in _TOKEN.finditer(line):
        if found.start() > at:
            yield line[at : found.start()]
        at = found.end()
        spot = found[0]
        if spot in {"{{", "}}"}:
            yield spot[0]
            continue
        read = _NAME.fullmatch(spot[1:-1].strip()) if len(spot) > 1 else None
        if read is None:
            yield Named("", "", condition=False, spot=spot)
        else:
            yield Named(read[2], read[3] or "", condition=bool(read[1]), spot=spot)
    if at < len(line):
        yield line[at:]


def wording_faults(wording: Wording, known: Mapping[str, Placeholder]) -> tuple[Fault, ...]:
    """Return everything that keeps the texts of a template from being saved."""
    return tuple(
        fault
        for part, text in wording.parts.items()
        for number, line in enumerate(text.split("\n"), start=1)
        for fault in _line_faults(part, number, line, known)
    )


def _line_faults(
    part: str, number: int, line: str, known: Mapping[str, Placeholder]
) -> Iterator[Fault]:
    for place, token in enumerate(tokens(line)):
        if isinstance(token, str):
            continue
        if not token.name:
            yield Fault(part, number, "brace", token.spot)
        elif token.name not in known:
            near = get_close_matches(token.name, list(known), n=1, cutoff=0.6)
            yield Fault(part, number, "unknown", token.spot, near[0] if near else "")
        elif token.form not in FORMS[known[token.name].kind]:
            yield Fault(part, number, "form", token.spot)
        elif token.condition and (place > 0 or token.form):
            yield Fault(part, number, "condition", token.spot)


def names_used(wording: Wording) -> tuple[str, ...]:
    """Return the names of the placeholders in a template, each once, in order."""
    found = (
        token.name
        for text in wording.parts.values()
        for line in text.split("\n")
        for token in tokens(line)
        if isinstance(token, Named) and token.name
    )
    return tuple(dict.fromkeys(found))


def merge(
    wording: Wording,
    values: Mapping[str, Datum],
    labels: Mapping[str, str],
    mark: Callable[[str], str],
) -> Merged:
    """Fill a template; a value that misses leaves `mark(label)` in its place.

    Each value becomes one line of text: no value can begin a paragraph of its own.
    """
    missing: dict[str, None] = {}

    def paragraph(line: str) -> str | None:
        written = []
        for token in tokens(line):
            if isinstance(token, str):
                written.append(token)
                continue
            shown = value_shown(values.get(token.name, ""), token.form)
            if token.condition:
                if not shown:
                    return None
                continue
            if not shown:
                missing[token.name] = None
                shown = mark(labels.get(token.name, token.name).translate(_BRACKETS))
            written.append(shown)
        text = "".join(written)
        return text.lstrip() if line.startswith("{?") else text

    def filled(text: str) -> str:
        lines = (paragraph(line) for line in text.split("\n"))
        return "\n".join(line for line in lines if line is not None)

    texts = {part: filled(text) for part, text in wording.parts.items()}
    used = {name: value_shown(values.get(name, "")) for name in names_used(wording)}
    return Merged(Wording(**texts), used, tuple(missing))


def value_shown(value: Datum, form: str = "") -> str:
    """Return a value as it is written; dates as Decree 30/2020/NĐ-CP, Annex I writes them."""
    if isinstance(value, date):
        month = f"{value.month:02d}" if value.month < 3 else str(value.month)
        if form == "long":
            return f"ngày {value.day:02d} tháng {month} năm {value.year}"
        return f"{value.day:02d}/{month}/{value.year}"
    text = " ".join(value.split())
    return text.upper() if form == "upper" else text


def marks_open(wording: Wording) -> tuple[str, ...]:
    """Return what is marked as still to be filled in, in the order of the paper."""
    return tuple(found for text in wording.parts.values() for found in _MARK.findall(text))


def mismatches(
    was: Mapping[str, str], now: Mapping[str, Datum], labels: Mapping[str, str]
) -> tuple[Mismatch, ...]:
    """Return the merged values that the dossier tells otherwise now."""
    shown = {name: value_shown(now.get(name, "")) for name in was}
    return tuple(
        Mismatch(name, labels.get(name, name), text, shown[name])
        for name, text in was.items()
        if text != shown[name]
    )


def wordings_compare(old: Wording, new: Wording) -> tuple[PartChange, ...]:
    """Return part by part what was taken out and put in; parts empty in both are left out."""
    return tuple(
        PartChange(part, texts_compare(old.parts[part], new.parts[part]))
        for part in PARTS
        if old.parts[part] or new.parts[part]
    )


def texts_compare(old: str, new: str) -> tuple[Piece, ...]:
    """Return runs of text: `same` with `gone` is the old text, `same` with `new` the new one."""
    pieces: list[Piece] = []
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        pieces += [Piece("same", gone)] if what == "equal" else _words(gone, come)
    return tuple(_joined(piece for piece in pieces if piece.text))


def _words(gone: str, come: str) -> list[Piece]:
    before, after = _WORD.findall(gone), _WORD.findall(come)
    pieces = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(before[i:j])))
        else:
            pieces += [Piece("gone", "".join(before[i:j])), Piece("new", "".join(after[k:m]))]
    return pieces


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.what == piece.what:
            last = replace(last, text=last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def wording_clean(given: Mapping[str, str], clean: Callable[[str], str]) -> Wording:
    """Return the texts line by line in normal form, without blank lines at both ends."""
    texts = {}
    for part in PARTS:
        lines = [clean(line) for line in given.get(part, "").replace("\r\n", "\n").split("\n")]
        kept = [line for line in lines if line]
        texts[part] = "\n".join(kept)
    return Wording(**texts)
