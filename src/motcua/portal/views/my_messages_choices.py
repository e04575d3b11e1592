"""How I want to be told: ways, language, hours of quiet."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.queries import preference_get
from motcua.notices.services import preference_set
from motcua.notices.types import Preference
from motcua.portal.filing import filing_page

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class ChoicesForm(forms.Form):
    """Ways, language and hours."""

    email = forms.BooleanField(label=gettext_lazy("By e-mail"), required=False)
    sms = forms.BooleanField(label=gettext_lazy("By text message"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the messages"), choices=settings.LANGUAGES
    )
    quiet_from = forms.TypedChoiceField(
        label=gettext_lazy("No text messages from"), choices=HOURS, coerce=int
    )
    quiet_to = forms.TypedChoiceField(label=gettext_lazy("Until"), choices=HOURS, coerce=int)


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_messages_choices(request: CitizenRequest) -> HttpResponse:
    """Show and keep what was chosen."""
    person = request.citizen.subject_id
    chosen = preference_get(person)
    initial = {
        "email": chosen.email,
        "sms": chosen.sms,
        "language": chosen.language or request.LANGUAGE_CODE,
        "quiet_from": chosen.quiet_from,
        "quiet_to": chosen.quiet_to,
    }
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        with scope_use(SYSTEM):
            preference_set(person_id=person, preference=Preference(**form.cleaned_data))
        messages.success(request, _("Your choice is kept."))
        return redirect("portal:my_messages")
    status = 422 if form.is_bound else 200
    return render(request, "portal/my_messages_choices.html", {"form": form}, status=status)
