"""Rules of silence: in which procedure the law takes no answer in time for consent, and since when.

Whoever works here may read them; who keeps procedures at the province writes one, another approves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.opinion_rules import RuleDraftState
from motcua.dossiers.queries.opinion_rules import (
    RuleDraftView,
    RuleView,
    opinion_rule_drafts,
    opinion_rules_all,
)
from motcua.dossiers.services.opinion_rule_drafts import (
    BASIS_MAX,
    RuleSaid,
    may_keep,
    opinion_rule_write,
)
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.refusals import refusal_show
from motcua.procedures.queries.names import procedure_names
from motcua.ui.types import Label, Tone

STATES = {
    RuleDraftState.RETURNED: gettext_lazy("sent back"),
    RuleDraftState.RECALLED: gettext_lazy("taken back by who wrote it"),
}


class RuleForm(forms.Form):
    """A rule as it is written."""

    procedure = forms.CharField(label=gettext_lazy("Code of the procedure"), max_length=20)
    silence = forms.ChoiceField(
        label=gettext_lazy("When the asked unit does not answer in time"),
        choices=(
            ("yes", gettext_lazy("that is consent")),
            ("no", gettext_lazy("that is no consent: the answer is waited for")),
        ),
        widget=forms.RadioSelect,
    )
    valid_from = forms.DateField(
        label=gettext_lazy("From which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        help_text=gettext_lazy("Document and article that say so."),
        max_length=BASIS_MAX,
    )


@dataclass(frozen=True)
class Line:
    """A rule or a draft with names."""

    one: RuleView | RuleDraftView
    code: str
    name: str
    who: str
    other: str
    label: Label
    mine: bool = False


@requires(Action.PROCEDURE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_rules(request: SignedInRequest) -> HttpResponse:
    """Show what holds, what waits and what was before; a POST writes a rule down."""
    keeps = may_keep(request.actor)
    form = RuleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _written(request, form):
        messages.success(request, _("Written down. It holds when somebody else has approved it."))
        return redirect("office:opinion_rules")
    rules, waiting = opinion_rules_all(), opinion_rule_drafts(waiting=True)
    ended = opinion_rule_drafts(waiting=False)
    wanted = request.GET.get("procedure", "")[:20].replace("\x00", "")
    make = _Lines(request, [*rules, *waiting, *ended])
    context = {
        "form": form,
        "keeps": keeps,
        "works": request.actor.may(Action.WORK_READ),
        "waiting": make.lines(waiting),
        "rules": [one for one in make.lines(rules) if not wanted or one.code == wanted],
        "ended": make.lines(ended),
        "wanted": wanted,
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/opinion_rules.html", context, status=status)


def _written(request: SignedInRequest, form: RuleForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    said = RuleSaid(data["procedure"], data["valid_from"], data["silence"] == "yes", data["basis"])
    try:
        opinion_rule_write(actor=request.actor, said=said)
    except Refused as refusal:
        refusal_show(form, refusal)
        return False
    return True


class _Lines:
    """Names of procedures and people for several lists at once."""

    def __init__(self, request: SignedInRequest, found: list[RuleView | RuleDraftView]) -> None:
        """Read the names once."""
        self._me = request.actor.account_id
        self._names = procedure_names(one.procedure_id for one in found)
        people = {one.written_by for one in found} | {_second(one) for one in found}
        self._people = accounts_by_ids({one for one in people if one})

    def lines(self, found: list[RuleView] | list[RuleDraftView]) -> list[Line]:
        """Return rules or drafts with names."""
        return [self._line(one) for one in found]

    def _line(self, one: RuleView | RuleDraftView) -> Line:
        code, name = self._names.get(one.procedure_id, ("–", ""))
        who = self._person(one.written_by) if one.written_by else _("the operator, by a file")
        mine = one.written_by == self._me
        return Line(one, code, name, who, self._person(_second(one)), _label(one), mine)

    def _person(self, account_id: int | None) -> str:
        return self._people[account_id].name if account_id in self._people else ""


def _second(one: RuleView | RuleDraftView) -> int | None:
    return one.approved_by if isinstance(one, RuleView) else one.decided_by


def _label(one: RuleView | RuleDraftView) -> Label:
    if isinstance(one, RuleDraftView):
        return Label(STATES.get(one.state, ""), "arrow-back-up", Tone.NEUTRAL)
    if one.holds:
        return Label(_("in force"), "circle-check", Tone.DONE)
    if one.valid_from > clock.today():
        return Label(_("holds later"), "clock", Tone.RUNNING)
    return Label(_("no longer in force"), "history", Tone.NEUTRAL)
