"""Upload a draft of the result; the file is checked by its content before anything is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.documents.services import file_store
from motcua.dossiers.services import dossier_draft_result as draft_store
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask


class DraftForm(ActForm):
    """Title, kind and file."""

    title = forms.CharField(label=_("Title of the document"), max_length=300)
    kind = forms.ChoiceField(
        label=_("What it says"),
        choices=[
            ("grant", _("It grants what was asked for")),
            ("refusal", _("It refuses, with reasons")),
        ],
        initial="grant",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": _("Choose the file of the draft.")},
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def build(self) -> None:
        """Keep the title of the draft that is replaced."""
        draft = self.dossier.draft
        if draft is not None:
            self.fields["title"].initial = draft.title


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def dossier_draft_result(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for the file, store it, put it into the dossier."""

    def operate(data: dict[str, Any], version: int) -> object:
        del version  # a draft replaces a draft; an approved one is refused by itself
        upload = data["file"]
        stored = file_store(data=upload, name=upload.name, claimed_type=upload.content_type or "")
        return draft_store(
            actor=request.actor,
            code=code,
            file_id=stored.id,
            file_name=stored.name,
            title=data["title"],
            kind=data["kind"],
        )

    return act_ask(request, code, "draft_result", DraftForm, operate)
