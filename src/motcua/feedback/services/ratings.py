"""A rating: once, after the result, by whoever the dossier is for; never by an official."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from motcua.feedback import rules
from motcua.feedback.models import Rating
from motcua.feedback.types import Score
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.scope import SYSTEM, Scope, scope_use
from motcua.kernel.text import nfc

RATED = frozenset({Status.DONE, Status.RETURNED})


def rating_give(*, scope: Scope, code: str, score: int, comment: str = "") -> None:
    """Keep what somebody says about a dossier.

    `scope` is that of a person signed in, or of the dossier whose second factor was given. The
    same score again has no effect, and a comment may follow the score once. Raises NotFound for a
    dossier that the scope does not show, Refused `not_yet` before the result, `rated_already`
    when another score or comment stands, Invalid for a score that is none.
    """
    with scope_use(scope):
        dossier = dossier_get(code)
    if score not in set(Score):
        raise Invalid([FieldProblem("score", _("Choose one of the five faces."))])
    said = nfc(comment)
    if len(said) > rules.COMMENT_MOST:
        raise Invalid([FieldProblem("comment", _("Please say it in at most 1,000 letters."))])
    if dossier.status not in RATED:
        raise Refused("not_yet", _("You can rate this dossier when its result is ready."))
    with scope_use(SYSTEM), transaction.atomic():
        Rating.objects.bulk_create(
            [
                Rating(
                    dossier_id=dossier.id,
                    unit_id=dossier.competent_unit.id,
                    score=score,
                    comment=said,
                    rated_at=clock.now(),
                )
            ],
            ignore_conflicts=True,
        )
        kept = Rating.objects.select_for_update().get(dossier_id=dossier.id)
        if kept.score != score or (kept.comment and said and kept.comment != said):
            raise Refused("rated_already", _("You have rated this dossier already. Thank you."))
        if said and not kept.comment:
            Rating.objects.filter(pk=kept.pk).update(comment=said)
