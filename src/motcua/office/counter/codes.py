"""Codes that come to the card field: a photo's, and those of our own papers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from motcua.documents.scans.codes import MAX_BYTES, read_codes
from motcua.documents.types import FileRefused
from motcua.dossiers.queries import dossier_exists, dossier_get
from motcua.dossiers.types import Status

# A slip's code: the address at which the applicant follows the dossier.
_TRACKING = re.compile(r"/t/([A-Z0-9][A-Z0-9.\-]{5,59})/[a-z2-7]{26}/?$")
_CODE = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)*(-[A-Z0-9]+)+")


@dataclass(frozen=True)
class OtherCode:
    """A dossier of ours; `waits` when it is one that waits for a supplement. No code: not here."""

    code: str
    waits: bool = False


def code_of_ours(text: str) -> OtherCode | None:
    """Return the dossier that a code of ours names; None for any other text."""
    found = _TRACKING.search(text.strip())
    code = found[1] if found else text.strip().upper()
    if not found and not _CODE.fullmatch(code):
        return None
    if not dossier_exists(code):
        return OtherCode("") if found else None
    return OtherCode(code, dossier_get(code).status == Status.SUPPLEMENT)


def code_in(text: str) -> str:
    """Return the dossier's code in a scanned text: a label's, or the address on a slip."""
    found = _TRACKING.search(text.strip())
    return (found[1] if found else text.strip().upper())[:60].replace("\x00", "")


def photo_texts(upload: Any) -> tuple[list[str], str]:
    """Return the texts of the codes in a photo, and why there are none; the photo is not kept."""
    if (upload.size or 0) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 1_000_000}
        return [], _("The photo is larger than %(limit)s MB. Take it in a lower quality.") % limit
    try:
        texts = [one.text for one in read_codes(upload.read(), field="card")]
    except FileRefused as refusal:
        return [], str(refusal)
    if texts:
        return texts, ""
    return [], _(
        "No QR code was found in the photo. Lay the card flat, without glare and shadow, so that "
        "its code fills about a third of the picture, and take the photo again."
    )
