"""Words of the citizens' realm as people read them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.citizens.types import RelationKind


def relation_word(kind: RelationKind) -> str:
    """Return what somebody is to the other for whom he acts."""
    return {
        RelationKind.GUARDIAN: _("parent or guardian"),
        RelationKind.LEGAL_REPRESENTATIVE: _("legal representative"),
        RelationKind.AUTHORISED: _("authorised person"),
    }[kind]
