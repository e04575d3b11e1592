"""A unit explains, whoever inspects concludes: append-only, and never the same account."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.saying import said
from motcua.oversight.signals.models import SignalMatter, SignalSaid
from motcua.oversight.signals.queries.matters import explaining, inspecting
from motcua.oversight.signals.types import Kind, Verdict


@transaction.atomic
def matter_explain(*, actor: Actor, matter_id: int, text: str) -> None:
    """Record what a unit says about what was raised; as often as there is something to say.

    Raises NotFound, Forbidden for whoever does not speak for the unit, Invalid at `text`, Refused
    `signal_concluded` when a conclusion was recorded before.
    """
    matter = _locked(matter_id)
    posting = explaining(actor, matter.unit_id)
    if posting is None:
        raise Forbidden("not_allowed", _("You do not speak for this unit."))
    _open_check(matter)
    SignalSaid.objects.create(
        matter=matter, kind=Kind.EXPLANATION.value, text=said(text, "text"), at=clock.now(),
        account_id=actor.account_id, posting_id=posting.id,
    )  # fmt: skip


@transaction.atomic
def matter_conclude(
    *, actor: Actor, matter_id: int, verdict: Verdict, text: str, members: int | None = None
) -> None:
    """Record what an inspector finds; the matter is closed and its cases are not raised again.

    `members`: how many cases whoever concludes has seen; Stale when others came in meanwhile.
    Raises NotFound, Forbidden, Invalid at `text`, Refused `own_explanation` for whoever explained,
    `signal_concluded` for a second conclusion.
    """
    matter = _locked(matter_id)
    posting = inspecting(actor, matter.unit_id)
    if posting is None:
        raise Forbidden("not_allowed", _("You do not inspect this unit."))
    _open_check(matter)
    if matter.said.filter(account_id=actor.account_id).exists():
        raise Refused(
            "own_explanation", _("You explained this yourself; somebody else concludes it.")
        )
    if members is not None and matter.members.count() != members:
        raise Stale(
            "signal_cases_came", _("Further cases came in meanwhile. Please look at them first.")
        )
    SignalSaid.objects.create(
        matter=matter, kind=Kind.CONCLUSION.value, verdict=verdict.value, text=said(text, "text"),
        at=clock.now(), account_id=actor.account_id, posting_id=posting.id,
    )  # fmt: skip
    matter.concluded = True
    matter.save(update_fields=["concluded"])


def verdict_read(raw: str) -> Verdict:
    """Return a verdict of a form; raises Invalid when none was chosen."""
    try:
        return Verdict(raw)
    except ValueError:
        raise Invalid([FieldProblem("verdict", _("Choose what you found."))]) from None


def _locked(matter_id: int) -> SignalMatter:
    matter = SignalMatter.objects.select_for_update().filter(pk=matter_id).first()
    if matter is None:
        raise NotFound("signal_unknown", _("There is no such matter here."))
    return matter


def _open_check(matter: SignalMatter) -> None:
    if matter.concluded:
        raise Refused("signal_concluded", _("This was concluded already."))
