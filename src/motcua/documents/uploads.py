"""Files that arrive in pieces: kept on disk under what they are for, until they are whole.

A piece is durable before its new offset is told, so a broken line costs one piece. Nothing here is
read by anybody but the upload that wrote it: a whole file passes all checks of `file_store` first,
and only then there is something to link. Folder: `MOTCUA_UPLOADS_DIR/<owner>/<upload>/`; where
several machines serve the portal they share it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.documents import refusals, rules, services
from motcua.documents.budget import Payer, uploads_spend
from motcua.documents.rules import FileProblem
from motcua.documents.types import FileRefused, StoredFileView
from motcua.kernel.errors import NotFound, Refused

MAX_OPEN = 20  # unfinished uploads of one owner
MAX_PIECE = 4 * 1024 * 1024
LIFE = timedelta(days=1)
_ID = re.compile(r"[0-9a-f]{32}")
_OWNER = re.compile(r"[0-9a-z-]{1,64}")
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Upload:
    """An upload under way: `length` bytes are announced, `offset` are here and durable.

    `sha256` is what the sender announced, empty when it did not; `done` and `refused` tell how it
    ended, for whoever asks again because the answer was lost. Where something in a refused file
    could be taken out, `removable` names it and the bytes are still here.
    """

    id: str
    length: int
    name: str
    claimed_type: str
    sha256: str
    mark: str  # what the sender needs to find its place again: which paper it is for
    offset: int = 0
    done: bool = False
    refused: str = ""
    removable: tuple[str, ...] = ()
    expires_at: datetime | None = None

    @property
    def whole(self) -> bool:
        """Whether everything is here and waits to be stored."""
        return self.offset == self.length and not self.done and not self.refused


def upload_create(
    owner: str,
    *,
    length: int,
    name: str,
    claimed_type: str = "",
    sha256: str = "",
    mark: str = "",
    payers: Iterable[Payer] = (),
) -> Upload:
    """Announce a file and return where it begins; it is drawn from the day's budget of `payers`.

    Raises FileRefused for what is known to be wrong already (size, name) and when a budget is used
    up, Refused `too_many_uploads` when too many or too much is under way for the same owner.
    """
    try:
        if not 0 < length <= settings.UPLOAD_MAX_BYTES:
            raise _size_problem(length)
        clean = rules.name_clean(name)
    except FileProblem as problem:
        raise refusals.refusal(problem, field="file") from problem
    under_way = [
        one for one in _uploads(owner) if not one.done and (one.removable or not one.refused)
    ]
    announced = sum(one.length for one in under_way) + length
    if len(under_way) >= MAX_OPEN or announced > settings.UPLOADS_MAX_BYTES:
        raise Refused(
            "too_many_uploads",
            _("Too many files are under way. Please wait until they have arrived."),
        )
    uploads_spend(payers, length)
    made = Upload(secrets.token_hex(16), length, clean, claimed_type[:120], sha256[:64], mark)
    folder = _folder(owner, made.id)
    folder.mkdir(parents=True, mode=0o700)
    (folder / "data").touch(mode=0o600)
    _tell(folder, made)
    return upload_get(owner, made.id)


def upload_whole(
    owner: str,
    *,
    file: BinaryIO,
    size: int,
    name: str,
    claimed_type: str = "",
    mark: str = "",
    payers: Iterable[Payer] = (),
) -> Upload:
    """Keep a file that arrived in one piece like one that came in many; raises what they raise."""
    made = upload_create(
        owner, length=size, name=name, claimed_type=claimed_type, mark=mark, payers=payers
    )
    with _held(owner, made.id) as folder:
        file.seek(0)
        _add(folder, file.read(size))
    return upload_get(owner, made.id)


def upload_get(owner: str, upload_id: str) -> Upload:
    """Return an upload with what has arrived; raises NotFound, also for another owner's.

    One that nothing was added to for `LIFE` is not there any more, swept or not.
    """
    folder = _folder(owner, upload_id)
    try:
        told = json.loads((folder / "info").read_text(encoding="utf-8"))
        size = (folder / "data").stat().st_size
        ends = _touched(folder) + LIFE.total_seconds()
    except (OSError, ValueError) as error:
        raise NotFound("upload_unknown", _("There is no such upload here.")) from error
    if ends <= time.time():
        raise NotFound("upload_unknown", _("There is no such upload here."))
    ended = told["done"] or told["refused"]
    told |= {
        "offset": told["length"] if ended else size,
        "removable": tuple(told["removable"]),
        "expires_at": datetime.fromtimestamp(ends, UTC),
    }
    return Upload(**told)


def uploads_of(owner: str, mark: str) -> list[Upload]:
    """Return what is not stored yet for one paper: arriving, waiting or refused; oldest first."""
    found = (one for one in _uploads(owner) if one.mark == mark and not one.done)
    return sorted(found, key=lambda one: one.expires_at or datetime.max.replace(tzinfo=UTC))


def upload_append(owner: str, upload_id: str, *, offset: int, piece: bytes) -> Upload:
    """Add a piece at `offset`; it is durable when this returns.

    Raises NotFound, and Refused `upload_offset` when the piece belongs elsewhere, is too large or
    goes over the announced length: the sender asks how much is here and goes on from there.
    """
    with _held(owner, upload_id) as folder:
        known = upload_get(owner, upload_id)
        ended = known.done or known.refused
        wrong = offset != known.offset or len(piece) > min(MAX_PIECE, known.length - known.offset)
        if wrong or (ended and piece):
            raise Refused(
                "upload_offset",
                _("This piece does not follow what has arrived."),
                offset=known.offset,
            )
        if piece:
            _add(folder, piece)
    return upload_get(owner, upload_id)


def upload_finish(owner: str, upload_id: str, *, clean: bool = False) -> StoredFileView:
    """Check a whole file and store it; safe to repeat, the bytes stay until `upload_close`.

    With `clean`, active content is taken out of a file that was refused for it, on the person's
    word. Raises NotFound, Refused `upload_offset` when pieces are missing, FileRefused with the
    reason; a refused file is forgotten at once unless something in it could be taken out, the
    reason is not.
    """
    known = upload_get(owner, upload_id)
    if known.refused and not (clean and known.removable):
        raise FileRefused("refused", known.refused)
    data = (_folder(owner, upload_id) / "data").read_bytes()
    if known.done or len(data) != known.length:
        raise Refused(
            "upload_offset", _("This file has not arrived completely."), offset=known.offset
        )
    try:
        if known.sha256 and hashlib.sha256(data).hexdigest() != known.sha256:
            raise refusals.refusal(FileProblem("truncated"), field="file")
        return services.file_store(
            data=data, name=known.name, claimed_type=known.claimed_type, clean=clean
        )
    except FileRefused as refusal:
        if refusal.code != "file.store":  # that one passes: nothing is wrong with the file
            removable = () if clean else refusal.details.get("removable", ())
            reason = str(refusal.problems[0].message)
            upload_close(owner, upload_id, refused=reason, removable=removable)
        raise


def upload_close(
    owner: str, upload_id: str, *, refused: str = "", removable: Iterable[str] = ()
) -> None:
    """Forget the bytes and keep how it ended, for whoever asks again."""
    with _held(owner, upload_id) as folder:
        known = upload_get(owner, upload_id)
        kept = tuple(removable)
        _tell(folder, known, done=not refused, refused=refused, removable=kept)
        if not kept:
            os.truncate(folder / "data", 0)


def upload_drop(owner: str, upload_id: str) -> None:
    """Forget an upload; one that is gone already is gone."""
    shutil.rmtree(_folder(owner, upload_id), ignore_errors=True)


def uploads_sweep(*, older_than: timedelta = LIFE) -> int:
    """Forget uploads that nothing was added to for so long; return how many."""
    removed = 0
    for owner in Path(settings.UPLOADS_DIR).glob("*"):
        for folder in owner.glob("*"):
            try:
                touched = _touched(folder)
            except OSError:
                touched = 0.0
            if touched < time.time() - older_than.total_seconds():
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
        if not any(owner.iterdir()):
            owner.rmdir()
    return removed


def _uploads(owner: str) -> Iterator[Upload]:
    for folder in _folder(owner, "0" * 32).parent.glob("*"):
        try:
            yield upload_get(owner, folder.name)
        except NotFound:
            continue


def _folder(owner: str, upload_id: str) -> Path:
    """Return the folder; a path is never made from what a person may choose freely."""
    if not _OWNER.fullmatch(owner) or not _ID.fullmatch(upload_id):
        raise NotFound("upload_unknown", _("There is no such upload here."))
    return Path(settings.UPLOADS_DIR) / owner / upload_id


@contextmanager
def _held(owner: str, upload_id: str) -> Iterator[Path]:
    """Hold the lock of one upload: a retry that overtakes its first try waits."""
    folder = _folder(owner, upload_id)
    try:
        lock = os.open(folder / "info", os.O_RDONLY)
    except FileNotFoundError as error:
        raise NotFound("upload_unknown", _("There is no such upload here.")) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(lock)


def _add(folder: Path, piece: bytes) -> None:
    with (folder / "data").open("ab") as file:
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _touched(folder: Path) -> float:
    """Return when something was last added, by the machine's clock; raises OSError."""
    return max(part.stat().st_mtime for part in (folder, folder / "data"))


def _tell(folder: Path, upload: Upload, **over: object) -> None:
    told = {**asdict(upload), **over}
    del told["offset"], told["expires_at"]
    (folder / "info").write_text(json.dumps(told), encoding="utf-8")


def _size_problem(length: int) -> FileProblem:
    limit = settings.UPLOAD_MAX_BYTES
    if length <= 0:
        return FileProblem("empty")
    megabytes = max(-(-length // _MEGABYTE), limit // _MEGABYTE + 1)
    return FileProblem("size", size=megabytes, limit=limit // _MEGABYTE)
