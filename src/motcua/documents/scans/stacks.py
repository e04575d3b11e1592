"""Stacks of papers that a scanner made into one file: taken in, taken apart, looked at.

A stack is papers of many people and never becomes a stored file itself: its bytes pass (for a day
at most), its pages are stored one by one by whoever takes it apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from motcua.documents import refusals, rules, sandbox
from motcua.documents.passing import passing_hold, passing_open, passing_remove, passing_store
from motcua.documents.rules import FileProblem
from motcua.documents.types import MediaType, StoreDown

STACK_MOST: Final = 150_000_000
"""Bytes of one file: 200 pages in colour at 300 dots per inch have about 100 million."""
CHUNK_PAGES: Final = 8
_CHUNK_BYTES: Final = 60_000_000
_PREVIEW_MOST: Final = 2_000_000
_TIFF: Final = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_TIFF_NAMES: Final = frozenset({"tif", "tiff"})


@dataclass(frozen=True)
class Stack:
    """A file that was taken in: where its bytes pass, its kind and how many pages it has."""

    sha256: str
    size: int
    kind: str  # pdf, tiff, jpeg, png
    pages: int


@dataclass(frozen=True)
class StackPage:
    """One page as a file of its own: a picture, or (`drawn`) a PDF of one page."""

    data: bytes
    name: str
    dpi: int
    drawn: bool


@dataclass(frozen=True)
class Sheet:
    """What a quick look at a page found."""

    labels: tuple[str, ...]
    blank: bool
    preview: bytes


def stack_take(data: BinaryIO, *, name: str, field: str = "file") -> Stack:
    """Check a file from a scanner and keep its bytes for a day.

    PDF, TIFF, JPEG or PNG; what a page alone is refused for (a password, active content, another
    thing inside) a stack is refused for too. Raises FileRefused at `field`.
    """
    try:
        received = _read(data)
        clean_name = rules.name_clean(name)
        kind, pages = _looked_at(received, clean_name)
    except FileProblem as problem:
        raise refusals.refusal(problem, field=field) from problem
    try:
        sha256, size = passing_store(received)
    except StoreDown as error:
        raise refusals.refusal(FileProblem("store"), field=field) from error
    return Stack(sha256, size, kind, pages)


def stack_pages(stack: Stack, first: int, *, most: int = CHUNK_PAGES) -> list[StackPage]:
    """Return some pages of a stack from `first` (from 0) on; at least one, `most` at most.

    Raises FileNotFoundError when its day is over, FileRefused when a page cannot be taken out.
    """
    try:
        with passing_open(stack.sha256, stack.size) as stream:
            data = stream.read()
    except ValueError as error:
        raise FileNotFoundError(stack.sha256) from error
    if stack.kind in {"jpeg", "png"}:
        return [StackPage(data, f"1.{stack.kind}", 0, drawn=False)]
    facts, made = _asked(
        data, {"kind": stack.kind, "first": first, "most": most, "bytes": _CHUNK_BYTES}
    )
    found: list[StackPage] = []
    place = 0
    for told in facts["pages"]:
        part = made[place : place + told["size"]]
        place += told["size"]
        drawn = bool(told["drawn"])
        ending = "pdf" if drawn else "png" if part.startswith(b"\x89PNG") else "jpg"
        found.append(StackPage(part, f"{first + len(found) + 1}.{ending}", told["dpi"], drawn))
    return found


def stack_hold(sha256: str) -> bool:
    """Tell whether the bytes of a stack are here; nobody removes them in this transaction."""
    return passing_hold(sha256)


def stack_gone(sha256: str) -> None:
    """Forget the bytes of a stack whose pages are all stored."""
    passing_remove(sha256)


def sheet_look(data: bytes, *, mark: str, field: str = "file") -> Sheet:
    """Return what a picture of a page shows: labels beginning with `mark`, blank, a small picture.

    Raises FileRefused at `field`.
    """
    try:
        facts, preview = sandbox.tool_run("sheet", data, {"mark": mark}, limit=_PREVIEW_MOST)
    except FileProblem as problem:
        raise refusals.refusal(problem, field=field) from problem
    return Sheet(tuple(str(one) for one in facts["labels"]), bool(facts["blank"]), preview)


def _read(data: BinaryIO) -> bytes:
    received = data.read(STACK_MOST + 1)
    if len(received) > STACK_MOST:
        size = getattr(data, "size", None) or len(received)
        raise FileProblem("size", size=-(-size // 1_000_000), limit=STACK_MOST // 1_000_000)
    return received


def _looked_at(received: bytes, name: str) -> tuple[str, int]:
    """Return kind and number of pages; raises FileProblem."""
    if received.startswith(_TIFF):
        return "tiff", _tiff_pages(received, name)
    media_type = rules.type_sniff(received)
    rules.type_agree(media_type, name=name, claimed_type="")
    rules.content_single(received, media_type)
    verdict = sandbox.file_inspect(received, media_type)
    if verdict.problem == "active":
        raise FileProblem("active", found="", removable=sandbox.file_clean(received)[1])
    if verdict.problem:
        raise FileProblem(verdict.problem, **dict(verdict.params))
    if media_type is MediaType.PDF and not verdict.pages:
        raise FileProblem("damaged")
    return media_type.name.lower(), verdict.pages


def _tiff_pages(received: bytes, name: str) -> int:
    ending = re.search(r"\.([^.\s]{1,8})$", name)
    if ending is not None and ending[1].lower() not in _TIFF_NAMES:
        raise FileProblem("mislabelled", content="TIFF", label=f".{ending[1]}")
    if rules.EICAR in received:
        raise FileProblem("malware", signature="EICAR-Test-File")
    facts, _made = sandbox.tool_run(
        "stack", received, {"kind": "tiff", "first": 0, "most": 0, "bytes": 0}
    )
    return int(facts["total"])


def _asked(data: bytes, wanted: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        return sandbox.tool_run("stack", data, wanted, limit=4 * _CHUNK_BYTES)
    except FileProblem as problem:
        raise refusals.refusal(problem, field="file") from problem
