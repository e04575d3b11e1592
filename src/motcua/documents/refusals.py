"""What a person reads when a file is not taken in: what happened, and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.documents.rules import FileProblem
from motcua.documents.types import FileRefused, active_words

_TAKEN = _("We take PDF files and JPEG or PNG photos.")
_MESSAGES = {
    "empty": _("The file is empty. Please choose it again or scan the paper again."),
    "size": _(
        "The file is too large (%(size)s MB). At most %(limit)s MB. "
        "Please take the photo again in normal mode."
    ),
    "name_empty": _("The file has no name. Please give it a name and send it again."),
    "name_long": _(
        "The file's name is too long (%(length)s characters). At most %(limit)s. "
        "Please give it a shorter name."
    ),
    "name_characters": _(
        "The file's name contains hidden characters. Please give it a plain name."
    ),
    "type_office": _(
        "This is a document of an office program. Please save it as PDF and send the PDF."
    ),
    "type_heic": _(
        "This photo is in the HEIC format. Please set the camera to “Most compatible” or save "
        "the photo as JPEG."
    ),
    "type_archive": _("This is a packed file (such as ZIP). Please send the papers one by one."),
    "type_image": _("This kind of picture cannot be taken in. Please save it as JPEG or PNG."),
    "type_media": _("This is a video or sound file. Please send a photo or a PDF."),
    "type_web": _("This is a web page. Please save it as PDF and send the PDF."),
    "type_program": _("This is a program. Please send the paper as PDF or photo."),
    "type_other": _("We cannot tell what kind of file this is."),
    "mislabelled": _(
        "The file is labelled %(label)s, but its content is %(content)s. "
        "Please save it again in the right format."
    ),
    "polyglot": _(
        "The file contains something else besides the paper (%(found)s). "
        "Please scan the paper again or print it to PDF."
    ),
    "trailing": _(
        "Behind its end the PDF carries other data. Please scan the paper again or print it to PDF."
    ),
    "truncated": _("The file is incomplete. Please send it again or scan the paper again."),
    "damaged": _("The file is damaged and cannot be read. Please scan the paper again."),
    "encrypted": _(
        "The PDF is protected by a password. Please remove the protection and send it again."
    ),
    "pages": _(
        "The PDF has too many pages (%(pages)s). At most %(limit)s. Please divide it into parts."
    ),
    "pixels": _(
        "The picture is too large (%(megapixels)s megapixels). At most %(limit)s. "
        "Please take the photo again in normal mode."
    ),
    "active": _(
        "The PDF contains active content (%(found)s). Please print it to PDF and send that one."
    ),
    "active_signed": _(
        "The PDF is signed and contains active content. Taking that out would break the "
        "signature, so the file is left as it is and not taken in. Please ask whoever issued it "
        "for a PDF without it, or bring the paper to the counter."
    ),
    "active_whole": _(
        "The PDF is an interactive form or a collection of files that works only with its active "
        "content. Please print it to PDF and send that one."
    ),
    "budget_files": _(
        "You have put up %(limit)s files within a day; more is not possible. What has arrived "
        "stays. Please go on tomorrow, or bring the paper to the counter."
    ),
    "budget_size": _(
        "Together your files of one day would be larger than %(limit)s MB; more is not possible. "
        "What has arrived stays. Please send smaller files, go on tomorrow, or bring the paper to "
        "the counter."
    ),
    "complex": _(
        "The file is too complicated to be checked. Please scan the paper again or print it to PDF."
    ),
    "bomb": _(
        "The file unpacks to far more than its size. "
        "Please scan the paper again or print it to PDF."
    ),
    "malware": _(
        "The file contains malicious software (%(signature)s) and was not kept. "
        "Please check your device."
    ),
    "store": _(
        "Files cannot be stored at the moment, so this one was not taken in. Everything else is "
        "kept. Please try again in a few minutes."
    ),
    "scanner": _(
        "Files cannot be checked at the moment, so this one was not taken in. "
        "Please try again in a few minutes."
    ),
}
_WITH_KINDS = {
    *("type_other", "type_media", "type_archive", "type_program"),
}


def refusal(problem: FileProblem, *, field: str) -> FileRefused:
    """Return the refusal of a problem in the language of the moment."""
    params: dict[str, Any] = dict(problem.params)
    if "removable" in params:
        params["found"] = active_words(params["removable"])
    text = str(_MESSAGES[problem.code])
    message = text % params if params else text
    if problem.code in _WITH_KINDS:
        message = f"{message} {_TAKEN}"
    return FileRefused(problem.code, message, field=field, **params)


def codes() -> frozenset[str]:
    """Return every code that a refusal may carry (for tests and the manual)."""
    return frozenset(_MESSAGES)
