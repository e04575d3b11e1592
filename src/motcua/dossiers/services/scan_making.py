"""The slow part of digitisation: pages straightened, read, bound. Safe to repeat anywhere.

Called by the page that waits for it (for some seconds) and by the worker (for the rest); one of
them works, the other leaves at once. Pictures are worked on outside of every transaction, and each
page is saved in one of its own: a killed worker loses the page it had in hand, and the next one
begins with it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.documents.passing import passing_open, passing_store
from motcua.documents.queries import file_get, file_open, files_told
from motcua.documents.scans import text
from motcua.documents.scans.kept import picture_kept
from motcua.documents.scans.pages import (
    BookPage,
    PageMade,
    PageWish,
    leaf_take,
    page_make,
    pages_bind,
)
from motcua.documents.scans.quality import quality_check
from motcua.documents.scans.standards import standard_on
from motcua.documents.services import output_store
from motcua.documents.types import FileRefused, FileUnchecked, Hold, MediaType, StoredFileView
from motcua.dossiers.models import Scan, ScanPage
from motcua.dossiers.scan_types import PageState, ScanState
from motcua.dossiers.services.scans import TOPIC, pages_failed
from motcua.kernel import clock
from motcua.kernel.claims import Claim, claimed
from motcua.kernel.errors import NotFound
from motcua.kernel.failpoints import failpoint
from motcua.kernel.outbox import Message, NotYet, outbox_publish
from motcua.kernel.scope import SYSTEM, Scope, scope_current, scope_use

SECONDS: Final = 25  # of one message: well within a worker's lease
DPI_LEAST: Final = 72


class Left(StrEnum):
    """Why a scan is not finished."""

    NOTHING = ""
    TIME = "time"  # it goes on with the next message
    BUSY = "busy"  # somebody else is at it
    UNCHECKED = "unchecked"  # the scanner's verdict on a file is waited for


class ScanWaits(NotYet):
    """Nothing can be done now: its message is delivered again, later and later."""


def scan_worked(message: Message) -> None:
    """Go on with a scan; what is not done in this time waits for the next message.

    Begins when the transaction of the delivery has ended, for it would keep every page's row
    locked; an error still fails the message.
    """
    transaction.on_commit(partial(_go_on, int(message.subject.partition(":")[2])))


def _go_on(scan_id: int) -> None:
    left = _work_alone(scan_id, SYSTEM, seconds=SECONDS)
    if left in {Left.BUSY, Left.UNCHECKED}:
        raise ScanWaits(f"scan {scan_id}: {left.value}")


def scan_work(scan_id: int, *, seconds: float, scope: Scope | None = None) -> bool:
    """Straighten the pages of a scan and, once asked for, make its PDF; False: not finished.

    To be called outside of a transaction, with the scope to work under (else the one in force).
    """
    scope = scope_current() if scope is None else scope
    return _work_alone(scan_id, scope, seconds=seconds) is Left.NOTHING


def _work_alone(scan_id: int, scope: Scope, *, seconds: float) -> Left:
    with claimed(Scan, scan_id, scope) as claim:
        ends = time.monotonic() + seconds
        left = _work(scan_id, scope, ends, claim) if claim.held else Left.BUSY
    if left is Left.TIME:
        with scope_use(scope):
            outbox_publish(topic=TOPIC, messages=[(f"scan:{scan_id}", {})])
    return left


def _work(scan_id: int, scope: Scope, ends: float, claim: Claim) -> Left:
    with scope_use(scope):
        live = Scan.objects.filter(pk=scan_id, state__in=[ScanState.OPEN, ScanState.MAKING])
        scan = live.select_related("component").first()
        ids = [page.pk for page in _pages(scan_id)]
    if scan is None:
        return Left.NOTHING
    left = _straightened(ids, scope, ends, claim)
    if left is not Left.NOTHING or scan.state != ScanState.MAKING:
        return left
    with scope_use(scope):
        if any(page.state == PageState.FAILED for page in _pages(scan_id)):
            refusal = str(pages_failed().message)
            _scan_save(scan, {"state": ScanState.OPEN.value, "problem": refusal[:300]})
            return Left.NOTHING
    left = _texts_read(ids, scope, ends, claim)
    if left is Left.NOTHING:
        _bind(scan, scope)
    return left


def _straightened(ids: list[int], scope: Scope, ends: float, claim: Claim) -> Left:
    left = Left.NOTHING
    for page in _each(ids, scope):
        if not claim.keep():
            return Left.BUSY
        if page.state == PageState.WAITING or _picture_gone(page):
            if not page_straighten(page, scope):
                left = Left.UNCHECKED
            if time.monotonic() > ends:
                return Left.TIME
    return left


def _texts_read(ids: list[int], scope: Scope, ends: float, claim: Claim) -> Left:
    for page in _each(ids, scope):
        if not claim.keep():
            return Left.BUSY
        if text.is_installed() and _text_wanted(page):
            _text_make(page, scope)
            if time.monotonic() > ends:
                return Left.TIME
    return Left.NOTHING if claim.keep() else Left.BUSY


def _pages(scan_id: int) -> list[ScanPage]:
    return list(ScanPage.objects.filter(scan=scan_id, removed=False).order_by("order", "id"))


def _each(ids: list[int], scope: Scope) -> Iterator[ScanPage]:
    """Yield pages as they are now: the officer may go on arranging them."""
    for one in ids:
        with scope_use(scope):
            page = ScanPage.objects.filter(pk=one, removed=False).first()
        if page is not None:
            yield page


def page_file(page: ScanPage) -> int:
    """Return the source of a page; raises NotFound for one that went nowhere and was let go."""
    if page.file_id is None:
        raise NotFound("page_forgotten", _("There is no picture of this page any more."))
    return page.file_id


def page_straighten(page: ScanPage, scope: Scope) -> bool:
    """Make the picture of a page from its source, or say why it cannot be made.

    False: not now, for the scanner's verdict is waited for.
    """
    standard = standard_on(clock.today())
    try:
        with scope_use(scope), file_open(page_file(page)) as stream:
            data = stream.read()
        source, dpi = _source(page, data)
        if source is None:
            fields: dict[str, Any] = {"facts": {"kind": "drawn"}, "state": PageState.READY.value}
        else:
            made, found = _upright(page, source, dpi, standard.jpeg_quality)
            fields = _kept(made, page) | {"turn_found": found, "state": PageState.READY.value}
    except FileUnchecked as refusal:
        with scope_use(scope):
            held = files_told([page_file(page)])[page_file(page)].hold
        if held is not Hold.MALWARE:
            return False
        fields = {"state": PageState.FAILED.value, "problem": str(refusal.message)[:300]}
    except FileRefused as refusal:
        words = str(refusal.problems[0].message)[:300]
        fields = {"state": PageState.FAILED.value, "problem": words}
    failpoint("scan.straightened")
    # Not when the officer has asked for something else in the meantime.
    same = ScanPage.objects.filter(pk=page.pk, turn=page.turn, tone=page.tone)
    corners = page.corners
    same = same.filter(corners__isnull=True) if corners is None else same.filter(corners=corners)
    with scope_use(scope):
        same.update(**fields)
    return True


def _upright(page: ScanPage, source: bytes, dpi: int, quality: int) -> tuple[PageMade, int]:
    """Return the page as it was asked for, or (when nobody turned it by hand) as it reads."""
    corners = None if page.corners is None else tuple((x, y) for x, y in page.corners)
    wish = PageWish(
        corners, (page.turn + page.turn_found) % 360, tone=page.tone, dpi=dpi, quality=quality
    )
    made = page_make(source, wish)
    if page.turn or page.turn_found or page.corners is not None or made.facts["blank"]:
        return made, page.turn_found
    found = text.turn_needed(made.data)
    if not found:
        return made, 0
    return page_make(source, replace(wish, turn=found)), found


def _source(page: ScanPage, data: bytes) -> tuple[bytes | None, int]:
    """Return the picture that a page comes from; none for a page of a PDF that is drawn."""
    if page.leaf is None:
        return data, int(page.facts.get("scanner_dpi", 0))
    leaf = leaf_take(data, page.leaf)
    return leaf.picture, leaf.dpi


def _kept(made: PageMade, page: ScanPage) -> dict[str, Any]:
    picture, size = passing_store(made.data)
    preview, preview_size = passing_store(made.preview)
    return {
        "facts": _said_by_scanner(page) | dict(made.facts),
        "picture_sha256": picture,
        "picture_size": size,
        "preview_sha256": preview,
        "preview_size": preview_size,
        "text_sha256": "",
        "text_size": 0,
    }


def _said_by_scanner(page: ScanPage) -> dict[str, Any]:
    return {key: page.facts[key] for key in ("scanner_dpi",) if key in page.facts}


def _passed(sha256: str, size: int) -> bytes | None:
    try:
        with passing_open(sha256, size) as stream:
            return stream.read()
    except (FileNotFoundError, ValueError):
        return None


def _picture_gone(page: ScanPage) -> bool:
    """Tell whether the picture of a finished page was swept in the meantime."""
    if page.state != PageState.READY or not page.picture_sha256:
        return False
    return not picture_kept(page.picture_sha256, page.picture_size)


def _text_wanted(page: ScanPage) -> bool:
    if not page.picture_sha256 or page.facts.get("blank") or page.facts.get("unread"):
        return False
    return not page.text_sha256 or not picture_kept(page.text_sha256, page.text_size)


def _text_make(page: ScanPage, scope: Scope) -> None:
    picture = _passed(page.picture_sha256, page.picture_size)
    read = text.text_read(picture, dpi=page.facts["dpi"]) if picture is not None else None
    if read is None:
        fields: dict[str, Any] = {"facts": page.facts | {"unread": True}}
    else:
        sha256, size = passing_store(read.pdf)
        facts = page.facts | {"words": read.words, "confidence": read.confidence}
        fields = {"facts": facts, "text_sha256": sha256, "text_size": size}
    # Not under a picture that was made anew in the meantime.
    same = ScanPage.objects.filter(pk=page.pk, picture_sha256=page.picture_sha256)
    with scope_use(scope):
        same.update(**fields)


def _bind(scan: Scan, scope: Scope) -> None:
    """Make the PDF, store it, check it; the last step, in one write."""
    with scope_use(scope):
        pages = _pages(scan.pk)
    fields: dict[str, Any] = {"state": ScanState.MADE.value, "problem": ""}
    try:
        stored = _stored(scan, pages, scope)
    except FileRefused as refusal:
        words = str(refusal.problems[0].message)[:300]
        fields = {"state": ScanState.OPEN.value, "problem": words}
    except FileUnchecked as refusal:  # held back since its pages were looked at
        fields = {"state": ScanState.OPEN.value, "problem": str(refusal.message)[:300]}
    else:
        quality = quality_check(
            [page.facts for page in pages],
            declared=scan.declared_pages,
            standard=standard_on(clock.today()),
        )
        read = [page for page in pages if page.picture_sha256 and not page.facts.get("blank")]
        fields |= {
            "file_id": stored.id,
            "sha256": stored.sha256,
            "pages": stored.pages,
            "has_text": all(page.text_sha256 for page in read) and bool(pages),
            "quality": quality.data(),
        }
    failpoint("scan.bound")
    with scope_use(scope):
        _scan_save(scan, fields)


def _scan_save(scan: Scan, fields: dict[str, Any]) -> None:
    """Save how the making went, unless the pages have been changed since."""
    unchanged = Scan.objects.filter(pk=scan.pk, change=scan.change, state=ScanState.MAKING.value)
    unchanged.update(**fields, changed_at=clock.now())


def _stored(scan: Scan, pages: list[ScanPage], scope: Scope) -> StoredFileView:
    with scope_use(scope):
        whole = _whole_pdf(pages)
        if whole is not None:  # a PDF without any picture stays as it came, with its signatures
            return file_get(whole)
        sources: dict[int, bytes] = {}
        for page in pages:
            if not page.picture_sha256 and page_file(page) not in sources:
                with file_open(page_file(page)) as stream:
                    sources[page_file(page)] = stream.read()
    book = []
    for page in pages:
        if page.picture_sha256:
            data = _passed(page.picture_sha256, page.picture_size) or b""
            layer = _passed(page.text_sha256, page.text_size) if page.text_sha256 else None
            book.append(BookPage(data, dpi=max(DPI_LEAST, page.facts["dpi"]), text=layer))
        else:
            book.append(BookPage(sources[page_file(page)], number=page.leaf))
    made = pages_bind(book, title=scan.component.name[:200])
    with scope_use(scope):
        return output_store(data=made, name=f"so-hoa-{scan.pk}.pdf", pages=len(book))


def _whole_pdf(pages: list[ScanPage]) -> int | None:
    """Return the file whose pages these are, all and in their order, when none is a picture."""
    if any(page.picture_sha256 for page in pages) or len({page.file_id for page in pages}) != 1:
        return None
    view = file_get(page_file(pages[0]))
    same = [page.leaf for page in pages] == list(range(view.pages))
    return view.id if same and view.media_type is MediaType.PDF else None
