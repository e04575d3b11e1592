"""Uploads: a file is checked and kept, then named by its hash."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from motcua.api.answers import answer
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
def file_upload(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Take a PDF, JPEG or PNG in; content decides the type, and what is dangerous is refused."""
    del request
    stored = file_store(data=file, name=file.name or "", claimed_type=file.content_type or "")  # type: ignore[arg-type]
    return answer(
        StoredFileOut(
            sha256=stored.sha256,
            received_sha256=stored.received_sha256,
            size=stored.size,
            media_type=stored.media_type.value,
            pages=stored.pages,
            name=stored.name,
        ),
        status=201,
    )
