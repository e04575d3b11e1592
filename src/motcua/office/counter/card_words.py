"""What an officer reads about a card: why it cannot be read, what to compare, what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.dossiers.card import Card
from motcua.dossiers.card_checks import Doubt, card_until
from motcua.ui import formats


def card_problem(part: str) -> str:
    """Return what is wrong with a card's text, by the piece that cannot be read."""
    known = {
        "format": _("This is not the text of a citizen card's QR code. Please scan it again."),
        "cut": _(
            "Only a part of the code arrived. Scan it again and hold the scanner still until it "
            "beeps; if it happens often, let the scanner type more slowly (its manual says how)."
        ),
        "id": _("The card's number does not have 12 digits. Please scan the code again."),
        "old_id": _("The old number on the card cannot be read. Please scan the code again."),
        "name": _("The card's text holds no name. Please scan the code again."),
        "birth_date": _("The card's date of birth does not exist. Please scan the code again."),
        "issued": _("The card's date of issue does not exist. Please scan the code again."),
    }
    return known.get(part, known["format"])


def mended_words(mended: str) -> str:
    """Return what was put right in a scanner's text, and how to set the scanner."""
    if mended == "letters":
        return _(
            "The scanner sends its letters in a way that this computer misreads; they were put "
            "right. Set the scanner to UTF-8 (Unicode) so that it does not happen again."
        )
    return _(
        "The scanner types on another keyboard layout than this computer; the text was put right. "
        "Set both to English (United States)."
    )


def doubt_words(doubt: Doubt, card: Card) -> str:
    """Return what to compare with the card in the hand, and what to do."""
    until = card_until(card.birth_date, card.issued_on) if card.issued_on else None
    words = {
        Doubt.METHOD: _(
            "The name looks as if it had passed through a Vietnamese input method (Telex, VNI). "
            "Compare it with the card. Switch the input method off (UniKey: E) before scanning, "
            "and scan again."
        ),
        Doubt.LOST: _(
            "Letters with marks were lost between scanner and computer. Compare name and address "
            "with the card, or photograph the card instead; set the scanner to UTF-8 (Unicode)."
        ),
        Doubt.PLAIN: _(
            "Name and address have no Vietnamese marks at all. Compare them with the card; if the "
            "scanner drops the marks, set it to UTF-8 (Unicode)."
        ),
        Doubt.NUMBER: _(
            "The number says another year of birth or sex than the card. Compare each digit with "
            "the card."
        ),
        Doubt.ISSUED: _("No card was issued on this day. Compare the date of issue with the card."),
        Doubt.EXPIRED: _(
            "By the age of its holder the card ran out on %(day)s. The person and the number stay "
            "the same: take the dossier in, and tell them to exchange the card."
        ),
    }
    return words[doubt] % ({"day": formats.day(until)} if doubt is Doubt.EXPIRED and until else {})
