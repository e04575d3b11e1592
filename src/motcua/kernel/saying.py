"""Words of a person that are kept as they were said."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc_lines

TEXT_MOST = 4000


def said(words: str, field: str, most: int = TEXT_MOST) -> str:
    """Return words in normal form, their lines kept; Invalid at `field`: none, or over `most`."""
    text = nfc_lines(words)
    if not any(letter.isalnum() for letter in text):
        raise Invalid([FieldProblem(field, _("Please say it in your own words."))])
    if len(text) > most:
        raise Invalid([FieldProblem(field, _("Please say it in at most %d letters.") % most)])
    return text
