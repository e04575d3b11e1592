"""Show papers of one's own at a counter: choose all or some, and what was shown before."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import documents_usable
from motcua.filing.queries.shares import shares_of
from motcua.filing.services import share_make
from motcua.filing.types import StoreItemView
from motcua.kernel.errors import Invalid, Refused
from motcua.portal.filing import filing_page, level_two
from motcua.portal.kept import documents_told
from motcua.portal.showing import state_words


class ChooseForm(forms.Form):
    """Which papers are shown."""

    items = forms.TypedMultipleChoiceField(
        label=_("Which papers?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one paper."),
            "invalid_choice": _(
                "One of the papers is no longer there, or no longer in force. Choose again."
            ),
        },
    )

    def __init__(self, *args: object, items: Iterable[StoreItemView], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        told = documents_told(items)
        field = self.fields["items"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [
            (
                one.item.id,
                format_html(
                    '{}{}<br><span class="muted">{}. {}</span>',
                    one.name,
                    f" ({one.count})" if one.count else "",
                    one.origin,
                    one.word,
                ),
            )
            for one in told
        ]
        if len(told) == 1:
            field.initial = [told[0].item.id]


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_shares(request: CitizenRequest) -> HttpResponse:
    """Ask which papers; show them on POST, all or those that were ticked."""
    items = documents_usable(request.citizen)
    every = request.POST.get("which") == "all"
    data = MultiValueDict({"items": [one.id for one in items]}) if every else request.POST
    form = ChooseForm(data if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            share = share_make(citizen=request.citizen, item_ids=form.cleaned_data["items"])
        except Invalid as refusal:
            form.add_error("items", [str(one.message) for one in refusal.problems])
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("portal:my_share", share.public_id)
    shares = shares_of(request.citizen)
    context = {
        "citizen": request.citizen,
        "form": form,
        "count": len(items),
        "minutes": settings.SHARE_MINUTES,
        "live": next((one for one in shares if one.is_live), None),
        "earlier": [(one, *state_words(one)) for one in shares if not one.is_live],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portal/my_shares.html", context, status=status)
