"""What an office asks for at present."""

from __future__ import annotations

from motcua.dossiers.models import SupplementRequest
from motcua.dossiers.queries.detail import supplement_view
from motcua.dossiers.views import SupplementView


def supplement_requested(code: str) -> SupplementView | None:
    """Return what the applicant of a dossier in scope is asked for now; one statement."""
    row = SupplementRequest.objects.filter(dossier__code=code, state="requested").first()
    return supplement_view(row) if row else None
