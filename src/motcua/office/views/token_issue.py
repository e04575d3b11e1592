"""A new API token for a program: posting, actions, last day; its secret is shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.programs import program_postings
from motcua.identity.rules import TOKEN_ACTIONS, token_actions
from motcua.identity.services import token_issue as issue
from motcua.identity.types import Action, PostingView
from motcua.identity.words import action_name, role_name
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.refusals import refusal_show

USUAL_DAYS = 180


class TokenForm(forms.Form):
    """What the token is called, what it may do, its last day."""

    name = forms.CharField(
        label=gettext_lazy("Name of the token"),
        max_length=80,
        help_text=gettext_lazy("Which program on which machine: you will look for it one day."),
        error_messages={"required": gettext_lazy("Enter a name of at most 80 characters.")},
    )
    actions = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple(),
        help_text=gettext_lazy("As little as the program needs."),
        error_messages={"required": gettext_lazy("Choose at least one action.")},
    )
    expires_at = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "required": gettext_lazy("Enter the last day."),
            "invalid": gettext_lazy("Enter a day that exists."),
        },
    )

    def __init__(self, posting: PostingView, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        may = token_actions(role=posting.role, wanted=TOKEN_ACTIONS)
        choices = sorted((action_name(one), one.value) for one in may)
        self.fields["actions"].choices = [(value, name) for name, value in choices]  # type: ignore[attr-defined]


@requires(Action.ACCOUNT_ADMIN)
@fresh
@never_cache
@require_http_methods(["GET", "POST"])
def token_issue(request: SignedInRequest) -> HttpResponse:
    """Ask for the program's posting, then for the rest; a POST issues and shows the secret."""
    offered = program_postings(request.actor)
    wanted = request.POST.get("posting") or request.GET.get("posting") or ""
    posting = next((view for view, _name in offered if str(view.id) == wanted), None)
    context: dict[str, Any] = {
        "offered": [(view, name, role_name(view.role)) for view, name in offered],
        "posting": posting,
        "form": None,
        "issued": None,
    }
    status = 200
    if posting is not None:
        last = clock.local(clock.now()).date() + timedelta(days=USUAL_DAYS)
        form = TokenForm(posting, request.POST or None, initial={"expires_at": last})
        if request.method == "POST":
            context["issued"] = _issue(request, posting, form)
            status = 200 if context["issued"] else 422
        context["form"] = form
        context["role"] = role_name(posting.role)
        context["name"] = next(name for view, name in offered if view.id == posting.id)
    return render(request, "office/token_issue.html", context, status=status)


def _issue(request: SignedInRequest, posting: PostingView, form: TokenForm) -> Any:
    """Return the token with its secret, None after a refusal."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    try:
        return issue(
            actor=request.actor,
            posting_id=posting.id,
            name=given["name"],
            actions=[Action(one) for one in given["actions"]],
            expires_at=clock.midnight(given["expires_at"] + timedelta(days=1)),
        )
    except OverflowError:
        form.add_error("expires_at", _("Enter a day that exists."))
    except Refused as refusal:
        refusal_show(form, refusal)
    return None
