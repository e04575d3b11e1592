"""One account: its postings, sessions and tokens, and who gave or took which right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.capacities import offices_of
from motcua.identity.capacity_rules import newest
from motcua.identity.factors import factor_has
from motcua.identity.queries import (
    account_administered,
    postings_of,
    rights_of,
    sessions_count,
    tokens_of,
)
from motcua.identity.services import (
    account_deactivate,
    account_reactivate,
    account_sign_out,
    factor_reset,
    posting_end,
    posting_open,
    token_revoke,
)
from motcua.identity.types import Action, PostingKind, PostingView, Role
from motcua.identity.words import kind_name, office_name, rights_name, role_name
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.office.refusals import refusal_show
from motcua.office.unit_choice import unit_lines, unit_named
from motcua.office.views.posting_office import may_record


class PostingForm(forms.Form):
    """Which role, where, until when."""

    role = forms.TypedChoiceField(label=gettext_lazy("Role"), coerce=Role)
    unit_code = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=300,
        help_text=gettext_lazy(
            "Type a part of the name, or the code. The role holds there and in all units below it."
        ),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    kind = forms.TypedChoiceField(label=gettext_lazy("Kind of posting"), coerce=PostingKind)
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["role"].choices = [(role.value, role_name(role)) for role in Role]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(one.value, kind_name(one)) for one in PostingKind]  # type: ignore[attr-defined]


class FactorResetForm(forms.Form):
    """Why the second factor is reset: how the administrator made sure whom he helps."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy(
            "Say how you made sure that it is this person. The person reads it."
        ),
        error_messages={"required": gettext_lazy("Give the reason.")},
    )


@requires(Action.ACCOUNT_ADMIN)
@fresh
@require_http_methods(["GET", "POST"])
def account(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Show an account; a POST does one act on it. Accounts of other units answer 404."""
    row = account_administered(request.actor, account_id)
    if row is None:
        raise Http404
    # What was typed stays, also where the button's word is none that we know.
    typed = request.POST.get("act") == "open" or "unit_code" in request.POST
    form = PostingForm(request.POST if typed else None)
    reset = FactorResetForm(request.POST if request.POST.get("act") == "reset_factor" else None)
    if request.method == "POST":
        done = _act(request, account_id, reset if reset.is_bound else form)
        if done:
            messages.success(request, done)
            return redirect("office:account", account_id)
        row = account_administered(request.actor, account_id) or row
    now = clock.now()
    reach = request.actor.unit_ids_for(Action.ACCOUNT_ADMIN)
    context = {
        "row": row,
        "own": account_id == request.actor.account_id,
        "form": form,
        "units": unit_lines(reach),
        "reset": reset if factor_has(account_id) else None,
        "postings": _postings(request, postings_of(account_id), now, reach),
        "tokens": [
            (one, one.revoked_at is None and one.expires_at > now) for one in tokens_of(account_id)
        ],
        "sessions": sessions_count(account_id),
        "rights": [(rights_name(one.kind), one) for one in rights_of(account_id)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/account.html", context, status=status)


def _act(request: SignedInRequest, account_id: int, form: forms.Form) -> str:
    """Do what the button says; return the words of success, empty after a refusal."""
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "open": (lambda: _open(request, account_id, form), _("The posting is open.")),
        "end": (lambda: _end(request, account_id), _("The posting has ended.")),
        "sign_out": (
            lambda: account_sign_out(actor=request.actor, account_id=account_id),
            _("All sessions of this account have ended."),
        ),
        "deactivate": (
            lambda: account_deactivate(actor=request.actor, account_id=account_id),
            _("The account is deactivated. Its sessions and tokens have ended."),
        ),
        "reactivate": (
            lambda: account_reactivate(actor=request.actor, account_id=account_id),
            _("The account is open again."),
        ),
        "reset_factor": (
            lambda: factor_reset(
                actor=request.actor, account_id=account_id, reason=form.cleaned_data["reason"]
            ),
            _("The second factor is reset. The person is told by e-mail."),
        ),
        "revoke": (lambda: _revoke(request, account_id), _("The token is revoked.")),
    }
    operation, words = acts.get(request.POST.get("act", ""), (None, ""))
    needs_form = request.POST.get("act") in {"open", "reset_factor"}
    if operation is None or (needs_form and not form.is_valid()):
        return ""
    try:
        operation()
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        if form.is_bound:
            refusal_show(form, refusal)
        else:
            messages.error(request, str(refusal))
        return ""
    return words


def _open(request: SignedInRequest, account_id: int, form: forms.Form) -> None:
    given = form.cleaned_data
    reach = request.actor.unit_ids_for(Action.ACCOUNT_ADMIN)
    unit_id = unit_named(given["unit_code"], reach, field="unit_code")
    until = given["until"]
    end = clock.midnight(until + timedelta(days=1)) if until else None
    if end is not None and end <= clock.now():
        raise Invalid([FieldProblem("until", _("This day has passed."))])
    posting_open(
        actor=request.actor,
        account_id=account_id,
        unit_id=unit_id,
        role=given["role"],
        valid_to=end,
        kind=given["kind"],
    )


def _end(request: SignedInRequest, account_id: int) -> None:
    wanted = request.POST.get("posting", "")
    found = next((one for one in postings_of(account_id) if str(one.id) == wanted), None)
    if found is None:
        raise NotFound("posting_unknown", _("There is no such posting."))
    posting_end(actor=request.actor, posting_id=found.id)


def _revoke(request: SignedInRequest, account_id: int) -> None:
    wanted = request.POST.get("token", "")
    found = next((one for one in tokens_of(account_id) if str(one.id) == wanted), None)
    if found is None:
        raise NotFound("token_unknown", _("There is no such token."))
    token_revoke(actor=request.actor, token_id=found.id)


def _postings(
    request: SignedInRequest, views: list[PostingView], now: datetime, reach: frozenset[int]
) -> list[dict[str, Any]]:
    """Return the lines of postings, newest first, each with the office that it holds now."""
    lines = offices_of([one.id for one in views])
    held = {one.posting_id: one.office for some in lines.values() for one in newest(some, now)}
    return [
        _posting(one, now, reach)
        | {
            "may_record": may_record(request, one),
            "office": office_name(office) if (office := held.get(one.id)) else "",
        }
        for one in reversed(views)
    ]


def _posting(view: PostingView, now: datetime, reach: frozenset[int]) -> dict[str, Any]:
    ended = view.valid_to is not None and view.valid_to <= now
    return {
        "view": view,
        "role": role_name(view.role),
        "kind": kind_name(view.kind),
        "ended": ended,
        "future": not ended and view.valid_from > now,
        "may_end": not ended and view.unit_id in reach,
    }
