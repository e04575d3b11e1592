"""Reading a dossier for one picture of it: recorded once by the page that shows the pictures.

A picture that is asked for by itself has no such page before it, and is recorded then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.http import Http404

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.audit import readings_of
from motcua.kernel.errors import Forbidden, NotFound
from motcua.office.reading import dossier_read

STILL_OPEN: Final = timedelta(minutes=15)  # a page stays a while on the screen
LAST: Final = 50  # readings of the dossier's people among which the page's is looked for


def dossier_pictured(
    request: SignedInRequest, code: str, *, purpose: str, covers: Callable[[str], bool]
) -> DossierView:
    """Return a dossier of which a picture is handed out; 404 as `dossier_read` answers it.

    `covers` tells from the purpose of a reading whether its page showed this picture; without
    such a reading by the same person a short while ago, this one is recorded under `purpose`.
    """
    try:
        dossier = dossier_get(code)
        request.actor.posting_for(Action.DOSSIER_READ, *dossier.visible_unit_ids)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    number = next((one.id_number for one in dossier.parties if one.id_number), "")
    since, subject = clock.now() - STILL_OPEN, f"dossier:{dossier.id}"
    account = request.actor.account_id
    told = readings_of(number, limit=LAST) if number else []
    if any(
        one.account_id == account
        and one.subject == subject
        and one.at >= since
        and covers(one.purpose)
        for one in told
    ):
        return dossier
    return dossier_read(request, code, purpose=purpose)
