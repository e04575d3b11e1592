"""Paper that travels on officials' pages: a manifest read, states in words, where paper is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.dossiers.manifest_types import LineState, ManifestState, ManifestView, Place
from motcua.dossiers.queries.manifests import manifest_get, paper_moved
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import units_by_ids

# Words, tone of the badge.
LINES = {
    LineState.LISTED: (pgettext_lazy("paper", "Listed"), "neutral"),
    LineState.SENT: (pgettext_lazy("paper", "On the way"), "running"),
    LineState.RECEIVED: (pgettext_lazy("paper", "Arrived"), "done"),
    LineState.DAMAGED: (pgettext_lazy("paper", "Arrived damaged"), "due_soon"),
    LineState.MISSING: (pgettext_lazy("paper", "Missing"), "overdue"),
    LineState.STAYED: (pgettext_lazy("paper", "Never left"), "neutral"),
    LineState.LOST: (pgettext_lazy("paper", "Lost"), "overdue"),
}
MANIFESTS = {
    ManifestState.OPEN: (pgettext_lazy("manifest", "Being put together"), "neutral"),
    ManifestState.SENT: (pgettext_lazy("manifest", "Sent"), "running"),
    ManifestState.CLOSED: (pgettext_lazy("manifest", "Done"), "done"),
    ManifestState.CANCELLED: (pgettext_lazy("manifest", "Cancelled"), "neutral"),
}
REPORTED = [
    (LineState.MISSING.value, gettext_lazy("It is missing")),
    (LineState.DAMAGED.value, gettext_lazy("It arrived damaged or incomplete")),
]
EXPLAINED = [
    (LineState.STAYED.value, gettext_lazy("It never left: it is still here")),
    (LineState.LOST.value, gettext_lazy("It is lost")),
]


def manifest_read(request: SignedInRequest, manifest_id: int, purpose: str) -> ManifestView:
    """Return a manifest of the person's own units; the reading is recorded, others get 404."""
    try:
        view = manifest_get(manifest_id, request.actor.unit_ids_for(Action.WORK_CLAIM))
    except NotFound as refusal:
        raise Http404(str(refusal)) from None
    reading_record(
        account_id=request.actor.account_id,
        posting_id=request.actor.posting_for(Action.WORK_CLAIM).id,
        subject=f"manifest:{view.id}",
        purpose=purpose,
        route=request.resolver_match.view_name if request.resolver_match else "",
    )
    return view


@dataclass(frozen=True)
class PlaceWords:
    """Where the paper is, for the dossier's page."""

    text: str
    tone: str
    since: datetime | None
    manifest_id: int | None


def place_words(view: DossierView) -> PlaceWords | None:
    """Return where the paper of a dossier is; None where it has none."""
    place = paper_moved(view.id)
    if place is None:
        on_paper = any(one.originals or one.copies for one in view.components)
        if view.accepted_at is None or not on_paper:
            return None
        return PlaceWords(view.receiving_unit.full_name, "neutral", view.accepted_at, None)
    ids = {one for one in (place.unit_id, place.to_unit_id) if one}
    names = {key: unit.full_name for key, unit in units_by_ids(ids).items()}
    told = {"unit": names.get(place.unit_id or 0, ""), "to": names.get(place.to_unit_id or 0, "")}
    words = {
        Place.THERE: "%(unit)s",
        Place.UNDER_WAY: _("On the way from %(unit)s to %(to)s"),
        Place.MISSING: _("Missing on the way from %(unit)s to %(to)s"),
        Place.LOST: _("Lost on the way from %(unit)s to %(to)s"),
    }
    tones = {Place.UNDER_WAY: "running", Place.MISSING: "overdue", Place.LOST: "overdue"}
    return PlaceWords(
        words[place.place] % told,
        tones.get(place.place, "neutral"),
        place.since,
        place.manifest_id,
    )
