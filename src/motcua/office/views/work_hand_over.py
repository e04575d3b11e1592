"""Hand a piece of work over to another unit; the giver answers for it until they confirm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.services import work_hand_over as hand_over
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field
from motcua.organisations.queries import unit_children, units_by_ids


class HandOverForm(ActForm):
    """To which unit, and a word to them."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    note = reason_field(gettext_lazy("Note"), rows=2, required=False)

    def build(self) -> None:
        """Offer the units of the dossier and the bodies around the competent one."""
        item = self.offer.item
        assert item is not None, "a hand-over belongs to a piece of work"
        choices = [c for c in unit_choices(self.dossier) if c[0] != str(item.unit_id)]
        self.fields["unit"].choices = [("", _("Choose a unit")), *choices]  # type: ignore[attr-defined]


def unit_choices(dossier: DossierView) -> list[tuple[str, str]]:
    """Return the units that may have a part in the work, by name; three statements."""
    competent = dossier.competent_unit
    units = units_by_ids({*dossier.visible_unit_ids, *competent.path_ids[-2:]})
    units |= {unit.id: unit for unit in unit_children(competent.id)}
    if competent.parent_id is not None:
        around = unit_children(competent.parent_id, competent.kind)
        # A body hands over to its sisters; a commune does not hand over to another commune.
        if "." in competent.code:
            units |= {unit.id: unit for unit in around}
    return sorted(((str(u.id), u.full_name) for u in units.values()), key=lambda pair: pair[1])


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "POST"])
def work_hand_over(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Ask for the unit, then hand over."""

    def operate(data: dict[str, Any], version: int) -> object:
        return hand_over(
            actor=request.actor,
            item_id=item_id,
            to_unit_id=data["unit"],
            expected_version=version,
            note=data["note"],
        )

    return act_ask(request, code, "hand_over", HandOverForm, operate, item_id)
