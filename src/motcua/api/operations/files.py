"""Uploads: a file is checked and kept, then named by its hash."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from motcua.api.answers import answer
from motcua.api.schemas.queries import FileQuery
from motcua.api.schemas.work import StoredFileOut
from motcua.api.tokens import Bearer
from motcua.documents.services import file_store
from motcua.identity.types import Action

router = Router()


@router.post(
    "/files",
    response={201: StoredFileOut},
    auth=Bearer(Action.DOSSIER_INTAKE, Action.DOSSIER_APPRAISE),
)
def file_upload(
    request: HttpRequest, file: File[UploadedFile], wanted: Query[FileQuery]
) -> HttpResponse:
    """Take a PDF, JPEG or PNG in; content decides the type, and what is dangerous is refused.

    A PDF that carries something that can act by itself is refused with `file.active`. On the word
    of the person whose file it is send it again with `?clean=true`: that is taken out, the pages
    stay, `cleaned` says what it was, and officials see it.
    """
    del request
    stored = file_store(
        data=file,  # type: ignore[arg-type]
        name=file.name or "",
        claimed_type=file.content_type or "",
        clean=wanted.clean,
    )
    return answer(
        StoredFileOut(
            sha256=stored.sha256,
            received_sha256=stored.received_sha256,
            size=stored.size,
            media_type=stored.media_type.value,
            pages=stored.pages,
            name=stored.name,
            cleaned=list(stored.cleaned),
        ),
        status=201,
    )
