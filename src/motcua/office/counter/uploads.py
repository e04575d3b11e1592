"""Files that come with the form: stored at once, then carried as signed tokens.

A stored file has no owner until a dossier links it. A bare id in the form would let anybody link
a stranger's file; the token says that this account uploaded it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.documents.services import file_store
from motcua.documents.types import FileRefused
from motcua.identity.access import SignedInRequest

SALT = "motcua.intake.file"
FILES_MAX = 20
"""Files of one component."""


@dataclass(frozen=True)
class Kept:
    """A file already stored, with the token that the form carries."""

    file_id: int
    name: str
    size: int
    token: str


def files_take(
    request: SignedInRequest, data: QueryDict, place: str
) -> tuple[list[Kept], list[str]]:
    """Return the files of a place (kept ones, then new ones) and the refusals of new ones.

    A place is the prefix of its fields, such as `c17` for a component.
    """
    account = request.actor.account_id
    names = data.getlist(f"{place}-file")
    kept = [file for token in names if (file := _read(token, account)) is not None]
    kept = [file for file in kept if file.token != data.get("remove", "")]
    problems: list[str] = []
    for upload in request.FILES.getlist(f"{place}-upload"):
        name = upload.name or ""
        if len(kept) >= FILES_MAX:
            problems.append(_("“%(name)s”: a component takes 20 files at most.") % {"name": name})
            continue
        try:
            stored = file_store(
                data=cast(BinaryIO, upload), name=name, claimed_type=upload.content_type or ""
            )
        except FileRefused as refusal:
            problems.append(f"“{name[:80]}”: {refusal}")
            continue
        content = [stored.id, stored.name, stored.size, account]
        token = signing.dumps(content, salt=SALT, compress=True)
        if all(file.file_id != stored.id for file in kept):
            kept.append(Kept(stored.id, stored.name, stored.size, token))
    return kept, problems


def _read(token: str, account: int) -> Kept | None:
    try:
        file_id, name, size, owner = signing.loads(token, salt=SALT, max_age=86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Kept(file_id, name, size, token) if owner == account else None
