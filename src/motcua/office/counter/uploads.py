"""Files that come with the form: stored at once, then carried as signed tokens.

A stored file has no owner until a dossier links it. A bare id in the form would let anybody link
a stranger's file; the token says that this account uploaded it here. A PDF that was refused for
what can act in it is kept aside for a while: on the applicant's word it is taken in cleaned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple, cast

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.documents import uploads
from motcua.documents.services import file_store
from motcua.documents.types import FileRefused, StoredFileView, active_words
from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import NotFound, Refused

SALT = "motcua.intake.file"
OFFER_SALT = "motcua.intake.clean"
DAY = 86_400
FILES_MAX = 20
"""Files of one component."""


@dataclass(frozen=True)
class Kept:
    """A file already stored, with the token that the form carries; `cleaned` what was taken out."""

    file_id: int
    name: str
    size: int
    token: str
    cleaned: str = ""


@dataclass(frozen=True)
class Offer:
    """A PDF that is taken in when the applicant agrees to what is taken out of it, in words."""

    token: str
    name: str
    found: str


class Taken(NamedTuple):
    """What is there of a place: files, refusals of new ones, and what could be cleaned."""

    kept: list[Kept]
    problems: list[str]
    offers: list[Offer]


class Placed:
    """A line of the checklist: a component with its form."""

    form: Any

    @property
    def place(self) -> str:
        """Return what the names of the line's file fields begin with."""
        return f"c{self.form.component.id}"


NOTHING = Taken([], [], [])


def files_take(request: SignedInRequest, data: QueryDict, place: str) -> Taken:
    """Return the files of a place (kept ones, then new ones) and the refusals of new ones.

    A place is the prefix of its fields, such as `c17` for a component. What another person added,
    or what is older than a day, is not taken and is told as a problem, by name.
    """
    account = request.actor.account_id
    problems: list[str] = []
    kept = []
    for token in data.getlist(f"{place}-file"):
        if token in {"", data.get("remove", "")}:
            continue
        file = _read(token, account)
        if file is not None:
            kept.append(file)
        else:
            problems.append(_lost(token, SALT))
    offers = _offers(data, place, account, kept, problems)
    for upload in request.FILES.getlist(f"{place}-upload"):
        name = upload.name or ""
        if len(kept) >= FILES_MAX:
            problems.append(_too_many(name))
            continue
        try:
            stored = file_store(
                data=cast(BinaryIO, upload), name=name, claimed_type=upload.content_type or ""
            )
        except FileRefused as refusal:
            problems.append(f"“{name[:80]}”: {refusal}")
            offer = _offer(upload, place, account, refusal)
            offers += [offer] if offer else []
            continue
        _keep(kept, stored, account)
    return Taken(kept, problems, offers)


def _offers(
    data: QueryDict, place: str, account: int, kept: list[Kept], problems: list[str]
) -> list[Offer]:
    """Take in what the applicant agreed to, cleaned; return what is still offered."""
    agreed, open_ = set(data.getlist(f"{place}-clean")), []
    for token in data.getlist(f"{place}-offer"):
        found = _loads(token, OFFER_SALT)
        if found is None or found[3:] != [account, place]:
            problems.append(_lost(token, OFFER_SALT))
            continue
        upload_id, name, words = found[:3]
        if token not in agreed:
            open_.append(Offer(token, name, words))
        elif len(kept) >= FILES_MAX:
            problems.append(_too_many(name))
        else:
            try:
                _keep(kept, uploads.upload_finish(_owner(account), upload_id, clean=True), account)
            except NotFound:
                gone = _("It is not kept any more; please choose the file again.")
                problems.append(f"“{name[:80]}”: {gone}")
            except FileRefused as refusal:
                problems.append(f"“{name[:80]}”: {refusal}")
            uploads.upload_drop(_owner(account), upload_id)
    return open_


def _offer(upload: Any, place: str, account: int, refusal: FileRefused) -> Offer | None:
    """Keep a refused PDF aside when what can act in it could be taken out."""
    removable = refusal.details.get("removable", ())
    if not removable:
        return None
    try:
        known = uploads.upload_whole(
            _owner(account),
            file=upload,
            size=upload.size or 0,
            name=upload.name or "",
            claimed_type=upload.content_type or "",
            mark=place,
        )
    except (FileRefused, Refused):  # too much is kept aside: choose it again later
        return None
    words = active_words(removable)
    content = [known.id, known.name, words, account, place]
    return Offer(signing.dumps(content, salt=OFFER_SALT, compress=True), known.name, words)


def _owner(account: int) -> str:
    return f"counter-{account}"


def file_token(file_id: int, name: str, size: int, cleaned: str, account: int) -> str:
    """Return the token by which a form of this account carries a file that is stored."""
    return signing.dumps([file_id, name, size, account, cleaned], salt=SALT, compress=True)


def _keep(kept: list[Kept], stored: StoredFileView, account: int) -> None:
    token = file_token(stored.id, stored.name, stored.size, stored.cleaned_words, account)
    if all(file.file_id != stored.id for file in kept):
        kept.append(Kept(stored.id, stored.name, stored.size, token, stored.cleaned_words))


def _too_many(name: str) -> str:
    return _("“%(name)s”: a component takes 20 files at most.") % {"name": name}


def _read(token: str, account: int) -> Kept | None:
    found = _loads(token, SALT)
    if found is None or found[3] != account:
        return None
    file_id, name, size, _owner, cleaned = found
    return Kept(file_id, name, size, token, cleaned)


def _lost(token: str, salt: str) -> str:
    """Return the words for a file that cannot be carried on; nothing goes without a word."""
    found = _loads(token, salt, age=None)
    if found is None:
        return _("A file that was here cannot be read any more; please choose it again.")
    words = _(
        "“%(name)s”: the file was added by another person, elsewhere or more than a day ago, and "
        "is not here any more. Please add it again."
    )
    return words % {"name": str(found[1])[:80]}


def _loads(token: str, salt: str, age: int | None = DAY) -> list[Any] | None:
    """Return what a token of ours says; None for anything else, and after a day."""
    try:
        found = signing.loads(token, salt=salt, max_age=age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return found if isinstance(found, list) and len(found) == 5 else None
