"""Writes of the notices: the only way in."""

from motcua.notices.services.deliver import deliveries_run
from motcua.notices.services.preferences import notice_read, preference_set
from motcua.notices.services.send import notice_send

__all__ = ["deliveries_run", "notice_read", "notice_send", "preference_set"]
