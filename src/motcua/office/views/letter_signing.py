"""Who signs forms 02 to 05 in a unit, and how: set for a unit and all below it, with its source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.letter_rules import (
    CAPACITIES,
    MAY_CHOOSE,
    LetterAct,
    LetterSigner,
    SetRules,
    SignatureWay,
    SignRule,
    law_rule,
)
from motcua.dossiers.queries.letters import set_rules_history, sign_rules
from motcua.dossiers.services.letter_rules_edit import (
    SOURCE_MAX,
    LetterRulesInput,
    letter_rules_edit,
)
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, Capacity
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.headings import unit_of, units_headed
from motcua.office.letter_words import ACT_NAMES, SIGNERS, WAYS
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView

CAPACITY_NAMES = {
    Capacity.KT: gettext_lazy("KT. (a deputy in the head's stead)"),
    Capacity.TL: gettext_lazy("TL. (by order of the head)"),
    Capacity.TUQ: gettext_lazy("TUQ. (by written delegation)"),
}


class SigningForm(forms.Form):
    """Three questions for each act that issues a form; what is left open stays with the law."""

    source = forms.CharField(
        label=gettext_lazy("Document by which this was decided"),
        help_text=gettext_lazy("Number and day of the decision."),
        max_length=SOURCE_MAX,
    )
    valid_from = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def __init__(self, *args: Any, above: dict[LetterAct, SignRule], **more: Any) -> None:
        """Ask for every act that no unit above has set."""
        super().__init__(*args, **more)
        self.fields["valid_from"].widget.attrs["min"] = clock.today().isoformat()
        self.acts = [act for act in LetterAct if act not in above]
        for act in self.acts:
            self.fields[f"{act.value}_way"] = forms.ChoiceField(
                label=gettext_lazy("How it is signed"),
                choices=[("", _("Not set here")), *((w.value, words) for w, words in WAYS.items())],
                required=False,
            )
            if act in MAY_CHOOSE:
                self.fields[f"{act.value}_signer"] = forms.ChoiceField(
                    label=gettext_lazy("Who signs"),
                    choices=[
                        ("", _("Not set here")),
                        *((one.value, words) for one, words in SIGNERS.items()),
                    ],
                    required=False,
                )
            if act is not LetterAct.WITHDRAWAL:
                self.fields[f"{act.value}_capacities"] = forms.MultipleChoiceField(
                    label=gettext_lazy("Besides the head, who signs as"),
                    choices=[(one.value, words) for one, words in CAPACITY_NAMES.items()],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )

    @property
    def groups(self) -> list[tuple[Any, Any, list[Any]]]:
        """Return each act's name, who signs it by law, and its fields."""
        return [
            (
                ACT_NAMES[act],
                law_rule(act),
                [
                    self[name]
                    for part in ("signer", "way", "capacities")
                    if (name := f"{act.value}_{part}") in self.fields
                ],
            )
            for act in self.acts
        ]

    def given(self) -> LetterRulesInput:
        """Return what was set."""
        data = self.cleaned_data
        rules = {}
        for act in self.acts:
            way, signer = data[f"{act.value}_way"], data.get(f"{act.value}_signer")
            law, chosen = law_rule(act), data.get(f"{act.value}_capacities")
            told = CAPACITIES if chosen is None else frozenset(Capacity(one) for one in chosen)
            if not way and not signer and told == law.capacities:
                continue
            rules[act] = SignRule(
                LetterSigner(signer or law.signer), SignatureWay(way or law.way), told
            )
        return LetterRulesInput(data["valid_from"], data["source"], rules)


@requires(Action.HEADING_EDIT)
@require_http_methods(["GET", "POST"])
def letter_signing(request: SignedInRequest) -> HttpResponse:
    """Show who signs in a unit, by whose decision, and set it."""
    units = units_headed(request.actor)
    unit = unit_of(units, request.GET.get("unit", ""))
    history = set_rules_history(unit.id)
    above = {
        act: rule
        for act, rule in sign_rules(unit).items()
        if rule.unit_id is not None and rule.unit_id != unit.id
    }
    if request.method != "POST":
        form = SigningForm(initial=_initial(history), above=above)
        return _page(request, units, unit, history, form, above)
    form = SigningForm(request.POST, above=above)
    if form.is_valid():
        try:
            letter_rules_edit(
                actor=request.actor, unit_id=unit.id, given=form.given(), version=_version(request)
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("Saved. Forms are signed like this from that day on."))
            return redirect(f"{request.path}?unit={unit.code}")
    return _page(request, units, unit, history, form, above, status=422)


def _capacities(rule: SignRule) -> str:
    """Return in which capacities others than the head sign; empty for an officer."""
    if rule.signer is LetterSigner.OFFICER:
        return ""
    return ", ".join(f"{one.value}." for one in Capacity if one in rule.capacities)


def _version(request: SignedInRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _initial(history: list[SetRules]) -> dict[str, Any]:
    initial: dict[str, Any] = {"valid_from": clock.today()}
    known = history[0].rules if history else {}
    for act in LetterAct:
        rule = known.get(act, law_rule(act))
        initial[f"{act.value}_signer"] = rule.signer.value if act in known else ""
        initial[f"{act.value}_way"] = rule.way.value if act in known else ""
        initial[f"{act.value}_capacities"] = sorted(one.value for one in rule.capacities)
    return initial | ({"source": history[0].source} if history else {})


def _page(
    request: SignedInRequest,
    units: list[UnitView],
    unit: UnitView,
    history: list[SetRules],
    form: SigningForm,
    above: dict[LetterAct, SignRule],
    *,
    status: int = 200,
) -> HttpResponse:
    rules = sign_rules(unit)
    names = units_by_ids({rule.unit_id for rule in rules.values() if rule.unit_id})
    context = {
        "unit": unit,
        "units": units,
        "form": form,
        "version": history[0].version if history else 0,
        "history": history,
        "above": bool(above),
        "now": [
            {
                "name": ACT_NAMES[act],
                "signer": SIGNERS[rule.signer],
                "way": WAYS[rule.way],
                "capacities": _capacities(rule),
                "by": names[rule.unit_id].full_name if rule.unit_id in names else "",
                "source": rule.cited,
                "since": rule.valid_from,
            }
            for act, rule in rules.items()
        ],
    }
    return render(request, "office/letter_signing.html", context, status=status)
