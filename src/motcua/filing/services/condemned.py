"""A file that was taken in while the scanner was away turned out to be malicious."""

from __future__ import annotations

from motcua.citizens.queries import person_get
from motcua.documents.events import FileCondemned
from motcua.filing.models import Draft, DraftFile, Supply, SupplyFile
from motcua.filing.types import DraftState
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Notice, Recipient
from motcua.procedures.queries import version_get


def file_condemned(event: FileCondemned) -> None:
    """Tell whoever put it up and has not sent it yet; a sent one is the dossier's matter."""
    with scope_use(SYSTEM):
        drafts = DraftFile.objects.filter(file_id=event.file_id).values("draft_id")
        for draft in Draft.objects.filter(pk__in=drafts, state=DraftState.OPEN).order_by("pk"):
            name = version_get(draft.version_id).name
            path = f"/file/{draft.procedure_code}/{draft.public_id}/papers/"
            _tell(draft.person_id, event, f"draft:{draft.public_id}", name, path)
        supplies = SupplyFile.objects.filter(file_id=event.file_id).values("supply_id")
        for supply in Supply.objects.filter(pk__in=supplies).order_by("pk"):
            path = f"/my/dossiers/{supply.dossier_code}/supply/"
            subject = f"supply:{supply.public_id}"
            _tell(supply.person_id, event, subject, supply.dossier_code, path)


def _tell(person_id: int, event: FileCondemned, subject: str, what: str, path: str) -> None:
    person = person_get(person_id)
    notice_send(
        Notice(
            key=f"{subject}:file:{event.file_id}",
            template="upload_malicious",
            recipient=Recipient(
                person_id=person.id,
                email=person.email,
                phone=person.phone,
                language=person.language,
            ),
            subject=subject,
            values={"procedure": what},
            path=path,
        )
    )
