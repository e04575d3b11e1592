"""Where the files of a paper go: to a component of a draft."""

from __future__ import annotations

from django.urls import reverse

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_file_add
from motcua.filing.types import DraftView
from motcua.portal.uploading import UploadPlace, payers_of


def paper_place(request: CitizenRequest, draft: DraftView, component_id: int) -> UploadPlace:
    """Return where the files of one component of a draft go."""
    return UploadPlace(
        owner=draft.public_id,
        mark=str(component_id),
        add=lambda stored: draft_file_add(
            citizen=request.citizen,
            public_id=draft.public_id,
            component_id=component_id,
            file=stored,
        ),
        part_url=lambda upload_id: reverse(
            "portal:file_upload_part",
            args=[draft.procedure_code, draft.public_id, component_id, upload_id],
        ),
        payers=payers_of(request.citizen),
    )
