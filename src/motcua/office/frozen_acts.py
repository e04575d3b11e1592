"""What somebody may do next with a frozen report, and its forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity.types import Action, Actor
from motcua.office.offers import Offer
from motcua.office.quality_forms import words
from motcua.oversight.frozen.queries import Report, acts_at
from motcua.oversight.frozen.rules import may_renew
from motcua.oversight.frozen.services import acting, asking
from motcua.oversight.frozen.types import OPEN, TO_SIGN, State


class SureForm(forms.Form):
    """A yes to what the label says."""

    sure = forms.BooleanField()

    def __init__(self, *args: Any, said: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["sure"].label = said


class WhyForm(forms.Form):
    """Why."""

    text = words(gettext_lazy("Why"), rows=3, most=1000)


def _text(data: dict[str, Any]) -> dict[str, Any]:
    return {"text": data["text"]}


def _nothing(_data: dict[str, Any]) -> dict[str, Any]:
    return {}


def offers_of(actor: Actor, view: Report, *, busy: bool = False) -> list[Offer]:
    """Return the acts that this person may do now, in the order of the work.

    `busy`: the worker is at this report; nothing more is asked of it meanwhile.
    """
    found = [
        *_signing(actor, view),
        *_deciding(actor, view),
        *_keeping(actor, view),
        *_taking(actor, view),
    ]
    return [one for one in found if not (busy and one.act in {"send", "renew"})]


def _signing(actor: Actor, view: Report) -> Iterator[Offer]:
    unit_id, state = view.line.unit_id, view.standing.state
    if not acts_at(actor, Action.REPORT_MAKE, unit_id):
        return
    if state in TO_SIGN and view.sheet.good:
        said = _("I have compared the figures and answer for them as the maker of this report.")
        yield Offer(
            "sign", 0, _("Sign it as its maker"), _("Sign"), SureForm, _nothing,
            acting.report_sign, first=True, more=(("said", said),),
        )  # fmt: skip
    if state is State.APPROVED:
        to = view.line.to_name or _("nobody in this system")
        said = _("It goes to %(to)s; afterwards only a new version corrects it.") % {"to": to}
        yield Offer(
            "send", 0, _("Send it"), _("Send"), SureForm, _nothing,
            asking.report_send, first=True, icon="send", more=(("said", said),),
        )  # fmt: skip


def _deciding(actor: Actor, view: Report) -> Iterator[Offer]:
    now, unit_id = view.standing, view.line.unit_id
    if not acts_at(actor, Action.LETTER_SIGN, unit_id):
        return
    own = now.signed is not None and now.signed.account_id == actor.account_id
    if now.state is State.SIGNED and not own:
        said = _("I approve these figures for the unit.")
        yield Offer(
            "approve", 0, _("Approve it"), _("Approve"), SureForm, _nothing,
            acting.report_approve, first=True, more=(("said", said),),
        )  # fmt: skip
    if now.state in {State.SIGNED, State.APPROVED}:
        yield Offer(
            "return", 0, _("Send it back to its maker"), _("Send it back"), WhyForm, _text,
            acting.report_return, icon="arrow-back-up",
        )  # fmt: skip


def _keeping(actor: Actor, view: Report) -> Iterator[Offer]:
    if not acts_at(actor, Action.REPORT_MAKE, view.line.unit_id):
        return
    if may_renew(view.standing) and view.versions[-1].code == view.line.code:
        yield Offer(
            "renew", 0, _("Freeze it anew"), _("Freeze a new version"), WhyForm,
            lambda data: {"reason": data["text"]}, asking.report_renew, icon="refresh",
        )  # fmt: skip
    if view.standing.state in OPEN:
        yield Offer(
            "withdraw", 0, _("Withdraw the report"), _("Withdraw the report"), WhyForm, _text,
            acting.report_withdraw, icon="ban",
        )  # fmt: skip


def _taking(actor: Actor, view: Report) -> Iterator[Offer]:
    to, now = view.line.to_id, view.standing
    if to is None or not now.was_sent or not acts_at(actor, Action.REPORT_READ, to):
        return
    if now.state in {State.SENT, State.REPLACED} and not any(
        one.account_id == actor.account_id for one in now.seen
    ):
        said = _("The report has arrived at the unit that receives it.")
        yield Offer(
            "seen", 0, _("Confirm the receipt"), _("Confirm"), SureForm, _nothing,
            acting.report_seen, first=True, more=(("said", said),),
        )  # fmt: skip
