"""Files from a feeder scanner: checked one by one, and said in words which was not taken in."""

from __future__ import annotations

from typing import BinaryIO, Final, cast

from django.contrib import messages
from django.utils.translation import gettext as _

from motcua.documents.scans.stacks import Stack, stack_take
from motcua.documents.types import FileRefused
from motcua.identity.access import SignedInRequest

FILES_MOST: Final = 100
WAIT_SECONDS: Final = 8  # while the officer waits; the worker does the rest


def stacks_taken(request: SignedInRequest) -> list[Stack]:
    """Return the uploaded files that were taken in, and tell of the others."""
    uploads = request.FILES.getlist("file")
    if not uploads:
        messages.warning(request, _("Choose the file from the scanner, or pictures, first."))
    if len(uploads) > FILES_MOST:
        messages.warning(
            request,
            _("At most %(most)s files at once; the rest was left out.") % {"most": FILES_MOST},
        )
    found = []
    for upload in uploads[:FILES_MOST]:
        try:
            found.append(stack_take(cast(BinaryIO, upload), name=upload.name or ""))
        except FileRefused as refusal:
            messages.error(request, f"“{(upload.name or '')[:80]}”: {refusal}")
    return found
