"""Words of the citizens' realm as people read them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.citizens.types import ConsentPurpose, RelationKind, ReviewState

# Counts up whenever the words of a consent change their meaning; the words themselves are kept
# with each consent.
TEXT_VERSION = 2
CONSENT_KINDS: dict[ConsentPurpose, tuple[str, ...]] = {
    ConsentPurpose.POPULATION_DATA: (
        "name", "birth_date", "sex", "nationality", "ethnicity", "birth_place", "home_town",
        "address", "parents", "marital_status",
    ),
    ConsentPurpose.DOCUMENT_STORE: ("papers",),
    ConsentPurpose.RATING_CONTACT: ("email", "phone"),
}  # fmt: skip


def relation_word(kind: RelationKind) -> str:
    """Return what somebody is to the other for whom he acts."""
    return {
        RelationKind.GUARDIAN: _("parent or guardian"),
        RelationKind.LEGAL_REPRESENTATIVE: _("legal representative"),
        RelationKind.AUTHORISED: _("authorised person"),
    }[kind]


def consent_words(purpose: ConsentPurpose) -> tuple[str, str]:
    """Return what a consent allows: a title and what comes of it."""
    return {
        ConsentPurpose.POPULATION_DATA: (
            _("Fill my forms from the national population database"),
            _("You type less. Each time the form shows where a value comes from."),
        ),
        ConsentPurpose.DOCUMENT_STORE: (
            _("Keep verified papers for my next dossier"),
            _("You choose each time whether one is used. Without it they stay in the old dossier."),
        ),
        ConsentPurpose.RATING_CONTACT: (
            _("Ask me how it was"),
            _("One message after the result. Answering is never required."),
        ),
    }[purpose]


def kind_word(kind: str) -> str:
    """Return what a kind of data is called."""
    words = {
        "name": pgettext("kind of data", "name"),
        "birth_date": pgettext("kind of data", "date of birth"),
        "sex": pgettext("kind of data", "sex"),
        "nationality": pgettext("kind of data", "nationality"),
        "ethnicity": pgettext("kind of data", "ethnic group"),
        "birth_place": pgettext("kind of data", "place of birth"),
        "home_town": pgettext("kind of data", "home town"),
        "address": pgettext("kind of data", "address"),
        "parents": pgettext("kind of data", "parents and spouse"),
        "marital_status": pgettext("kind of data", "marital status"),
        "papers": pgettext("kind of data", "papers that an office has verified"),
        "email": pgettext("kind of data", "e-mail"),
        "phone": pgettext("kind of data", "telephone"),
    }
    return words.get(kind, kind)


def review_word(state: ReviewState) -> str:
    """Return what came of a sign-in under review."""
    return {
        ReviewState.OPEN: _("waits for a decision"),
        ReviewState.SAME: _("the same person"),
        ReviewState.OTHER: _("another person"),
        ReviewState.BLOCKED: _("blocked"),
    }[state]
