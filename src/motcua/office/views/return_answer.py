"""Put right what was returned inside the office, or say why it cannot be, and send it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.return_labels import ANSWER_WORDS
from motcua.dossiers.return_rules import ANSWERS, ReturnTo
from motcua.dossiers.return_views import ReturnView
from motcua.dossiers.services import return_answer as answer_give
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.counter.papers import PapersForm
from motcua.office.fields import reason_field
from motcua.office.needed import sometimes


class AnswerForm(PapersForm):
    """What came of it, the papers that came to light (at the counter), and words."""

    answer = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect)
    text = sometimes(
        reason_field(
            gettext_lazy("What you did, or why it cannot be put right here"), rows=3, required=False
        )
    )

    def build(self) -> None:
        """Offer the answers of this way back; the checklist stands only at the counter."""
        super().build()
        found = self._returned()
        to = found.to if found is not None else ReturnTo.COUNTER
        if to is not ReturnTo.COUNTER:
            self.lines = []
        words = [(one.value, ANSWER_WORDS[one]) for one in ANSWERS[to]]
        self.fields["answer"].choices = words  # type: ignore[attr-defined]

    def is_multipart(self) -> bool:
        """Files come with the checklist only."""
        return bool(self.lines)

    def _returned(self) -> ReturnView | None:
        item = self.offer.item
        found = (
            one
            for one in self.dossier.sent_back
            if one.item is not None and item is not None and one.item.id == item.id
        )
        return next(found, None)


def _form(request: SignedInRequest) -> Callable[..., ActForm]:
    return partial(AnswerForm, request=request, taken={})


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "POST"])
def return_answer(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Ask what came of it, then send it back."""

    def operate(data: dict[str, Any], version: int) -> object:
        return answer_give(
            actor=request.actor,
            item_id=item_id,
            answer=data["answer"],
            text=data["text"],
            components=data["components"],
            expected_version=version,
        )

    return act_ask(request, code, "answer_return", _form(request), operate, item_id)
