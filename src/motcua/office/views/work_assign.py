"""Give a piece of work to a person of its unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.services import work_assign as assign
from motcua.dossiers.types import right_to
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field
from motcua.office.people import people_choices


class AssignForm(ActForm):
    """Who, and a word to them."""

    assignee = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=int)
    note = reason_field(gettext_lazy("Note"), rows=2, required=False)

    def build(self) -> None:
        """Offer the people of the unit who may do the step."""
        item = self.offer.item
        assert item is not None, "assigning belongs to a piece of work"
        people = people_choices([item.unit_id], [right_to(item.act, item.role)])
        self.fields["assignee"].choices = [("", _("Choose a person")), *people]  # type: ignore[attr-defined]


@requires(Action.WORK_REASSIGN)
@require_http_methods(["GET", "POST"])
def work_assign(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Ask for the person, then assign."""

    def operate(data: dict[str, Any], version: int) -> object:
        return assign(
            actor=request.actor,
            item_id=item_id,
            assignee_id=data["assignee"],
            expected_version=version,
            note=data["note"],
        )

    return act_ask(request, code, "assign_item", AssignForm, operate, item_id)
