"""Whether and by which form a procedure is filed from home."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.forms.queries import form_for
from motcua.forms.types import FormView
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.procedures.types import Channel, VersionView


def form_online(version: VersionView) -> FormView:
    """Return the form by which a procedure is filed from home today.

    Raises Refused `repealed`, `not_online`: with the way that is open instead.
    """
    if version.repealed_on(clock.today()):
        raise Refused("repealed", _("This procedure is no longer in force."))
    form = form_for(version) if Channel.ONLINE in version.channels else None
    if form is None:
        raise Refused(
            "not_online", _("This procedure cannot be filed from home. Please go to the counter.")
        )
    return form
