"""What the office asked for, in words, and where its files go."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.views import SupplementView
from motcua.filing.services import supply_file_add
from motcua.filing.types import SupplyView
from motcua.portal.uploading import UploadPlace, payers_of
from motcua.ui.types import Tone


@dataclass(frozen=True)
class AskedTold:
    """One thing that is asked for: where it stands, in words."""

    place: int
    text: str
    url: str
    word: str
    tone: Tone
    sent: str


def asked_told(asked: SupplementView, supply: SupplyView | None, code: str) -> list[AskedTold]:
    """Return every item with what is there and what was sent already."""
    sent = {one.item: one for one in asked.answers}
    told = []
    for place, text in enumerate(asked.items):
        files = len(supply.files_of(place)) if supply else 0
        words = bool(supply and place in supply.texts)
        answer = sent.get(place)
        word, tone = _word(files, words=words, sent=answer is not None)
        url = reverse("portal:my_dossier_supply_item", args=[code, place])
        gone = _there(len(answer.file_ids), words=bool(answer.text)) if answer else ""
        told.append(AskedTold(place, text, url, word, tone, gone))
    return told


def item_place(request: CitizenRequest, code: str, place: int, supply: SupplyView) -> UploadPlace:
    """Return where the files of one item go."""
    return UploadPlace(
        owner=supply.public_id,
        mark=str(place),
        add=lambda stored: supply_file_add(
            citizen=request.citizen, code=code, place=place, file=stored
        ),
        part_url=lambda upload_id: reverse(
            "portal:my_dossier_supply_upload_part", args=[code, place, upload_id]
        ),
        payers=payers_of(request.citizen),
    )


def _word(files: int, *, words: bool, sent: bool) -> tuple[str, Tone]:
    if files or words:
        return _("Not sent yet: %(what)s") % {"what": _there(files, words=words)}, Tone.RUNNING
    if sent:
        return _("Sent"), Tone.DONE
    return _("Still open"), Tone.DUE_SOON


def _there(files: int, *, words: bool) -> str:
    parts = []
    if files:
        parts.append(ngettext("%(count)s file", "%(count)s files", files) % {"count": files})
    if words:
        parts.append(_("an answer in words"))
    return ", ".join(parts)
