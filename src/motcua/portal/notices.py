"""Ways of telling in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.notices.types import Channel, DeliveryState, DeliveryView
from motcua.ui import formats


def way_told(way: DeliveryView) -> str:
    """Return how one delivery went, in a line."""
    by = _("by e-mail to %(to)s") if way.channel is Channel.EMAIL else _("by text to %(to)s")
    to = by % {"to": way.address}
    if way.state is DeliveryState.SENT and way.sent_at is not None:
        how = _("sent %(at)s") % {"at": formats.instant(way.sent_at)}
    elif way.state is DeliveryState.WAITING:
        how = _("waits to be sent")
    elif way.state is DeliveryState.REFUSED:
        how = _("this address takes no messages")
    else:
        how = _("could not be sent")
    return f"{to}: {how}"
