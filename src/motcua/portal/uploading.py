"""Putting up files, one way for every place that takes them: papers of a draft, of a supplement.

A place says where files go; the protocol of pieces, the plain form, what waits and what was refused
are the same everywhere. Both ways keep the bytes under `documents.uploads` until they are linked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from motcua.citizens.access import CitizenRequest
from motcua.citizens.types import CitizenActor
from motcua.documents import uploads
from motcua.documents.budget import Payer
from motcua.documents.types import StoredFileView, active_words
from motcua.documents.uploads import MAX_PIECE, Upload
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.portal.pieces import number, tus

HELPER_TIMES = 10  # whoever helps others puts up files of many persons
ACTS = frozenset({"again", "clean", "forget"})


@dataclass(frozen=True)
class UploadPlace:
    """Where files go: whose uploads, for which paper, and what links a stored file there."""

    owner: str
    mark: str
    add: Callable[[StoredFileView], Any]
    part_url: Callable[[str], str]
    payers: tuple[Payer, ...] = ()


@dataclass(frozen=True)
class UploadTold:
    """A file that is not there yet, in words: `state` is arriving, waiting, refused or offered."""

    id: str
    name: str
    state: str
    text: str


def payers_of(citizen: CitizenActor) -> tuple[Payer, ...]:
    """Return whose budgets a file is drawn from: whoever acts, and whoever helps."""
    payers = [Payer(f"person:{citizen.person_id}")]
    if citizen.helper_id is not None:
        payers.append(Payer(f"helper:{citizen.helper_id}", HELPER_TIMES))
    return tuple(payers)


def announce(request: CitizenRequest, place: UploadPlace) -> HttpResponse:
    """Say what is spoken here, or begin an upload and answer where it goes on."""
    if request.method == "OPTIONS":
        return tus(204)
    said = metadata(request.headers.get("Upload-Metadata", ""))
    made = uploads.upload_create(
        place.owner,
        length=number(request.headers.get("Upload-Length", "")),
        name=said.get("filename", ""),
        claimed_type=said.get("filetype", ""),
        sha256=said.get("sha256", ""),
        mark=place.mark,
        payers=place.payers,
    )
    return tus(201, "", **_expires(made), Location=place.part_url(made.id))


def part(request: CitizenRequest, place: UploadPlace, upload_id: str) -> HttpResponse:
    """Answer the offset, take a piece, or forget the upload; the last piece stores the file."""
    known = _mine(place, upload_id)
    if request.method == "DELETE":
        uploads.upload_drop(place.owner, upload_id)
        return tus(204)
    if request.method == "HEAD":
        at = {"Upload-Offset": known.offset, "Upload-Length": known.length}
        return tus(200, "", **at, **_expires(known))
    piece = request.read(MAX_PIECE + 1)
    if piece and request.content_type != "application/offset+octet-stream":
        return tus(415)
    if len(piece) > MAX_PIECE:
        return tus(413)
    if not _sound(request.headers.get("Upload-Checksum", ""), piece):
        return tus(460)
    offset = number(request.headers.get("Upload-Offset", ""))
    known = uploads.upload_append(place.owner, upload_id, offset=offset, piece=piece)
    if known.offset == known.length and not known.done:
        _finish(place, known)
    return tus(204, "", **{"Upload-Offset": known.offset}, **_expires(known))


def take(place: UploadPlace, files: Iterable[Any], *, field: str = "file") -> None:
    """Store what a plain form brought; one that is refused does not take the others with it.

    Raises Invalid with what was refused, at `field`, after everything else is in.
    """
    problems: list[FieldProblem] = []
    for sent in files:
        try:
            known = uploads.upload_whole(
                place.owner,
                file=sent,
                size=sent.size,
                name=sent.name,
                claimed_type=sent.content_type or "",
                mark=place.mark,
                payers=place.payers,
            )
            place.add(uploads.upload_finish(place.owner, known.id))
            uploads.upload_drop(place.owner, known.id)  # a browser sends the whole form again
        except Invalid as refusal:
            problems += [
                FieldProblem(field, f"{sent.name}: {one.message}") for one in refusal.problems
            ]
        except Refused as refusal:
            if refusal.code != "too_many_uploads":
                raise
            problems.append(FieldProblem(field, f"{sent.name}: {refusal.message}"))
    if problems:
        raise Invalid(problems)


def act(place: UploadPlace, action: str, upload_id: str) -> None:
    """Do what a button beside a file says: try again, clean it and keep the rest, forget it.

    Raises NotFound, Invalid with the reason when it is not possible (yet).
    """
    known = _mine(place, upload_id)
    if action == "forget":
        uploads.upload_drop(place.owner, upload_id)
    elif action == "clean":
        _finish(place, known, clean=True)
    else:
        _finish(place, known)


def told(place: UploadPlace) -> list[UploadTold]:
    """Return what is not there yet and why."""
    return [_told(one) for one in uploads.uploads_of(place.owner, place.mark)]


def _told(one: Upload) -> UploadTold:
    if one.removable:
        return UploadTold(one.id, one.name, "offered", active_words(one.removable))
    if one.refused:
        return UploadTold(one.id, one.name, "refused", one.refused)
    if one.whole:
        text = _("It has arrived and could not be stored. Nothing is lost; please try again.")
        return UploadTold(one.id, one.name, "waiting", text)
    percent = 100 * one.offset // one.length
    text = _("%(percent)s%% have arrived. Choose the same file again: it goes on where it stopped.")
    return UploadTold(one.id, one.name, "arriving", text % {"percent": percent})


def _finish(place: UploadPlace, known: Upload, *, clean: bool = False) -> None:
    """Store the whole file, link it, then forget the pieces: a break between is made good."""
    place.add(uploads.upload_finish(place.owner, known.id, clean=clean))
    transaction.on_commit(lambda: uploads.upload_close(place.owner, known.id))


def _mine(place: UploadPlace, upload_id: str) -> Upload:
    known = uploads.upload_get(place.owner, upload_id)
    if known.mark != place.mark:
        raise NotFound("upload_unknown", _("There is no such upload here."))
    return known


def metadata(header: str) -> dict[str, str]:
    """Return the pairs of an Upload-Metadata header; what cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _expires(known: Upload) -> dict[str, str]:
    """Return when an upload that nothing is added to will be forgotten (tus, expiration)."""
    if known.expires_at is None or known.done:
        return {}
    return {"Upload-Expires": http_date(known.expires_at.timestamp())}


def _sound(header: str, piece: bytes) -> bool:
    """Whether a piece is what its sender read from the disk; without a checksum nobody knows."""
    if not header:
        return True
    kind, _space, value = header.partition(" ")
    return kind == "sha256" and value == base64.b64encode(hashlib.sha256(piece).digest()).decode()
