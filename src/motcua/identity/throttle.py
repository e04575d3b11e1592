"""The only door to django-axes: how long a locked person waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse

from motcua.kernel import clock

TOO_MANY = 429


def is_locked(request: HttpRequest) -> bool:
    """Return whether the attempt just made met the lock, or closed it."""
    return bool(getattr(request, "axes_locked_out", False))


def minutes_to_wait(request: HttpRequest, username: str) -> int:
    """Return whole minutes, at least one, until this name may be tried again from this address."""
    cool_off = get_cool_off(request) or timedelta()
    last = (
        AccessAttempt.objects.filter(username=username, ip_address=get_client_ip_address(request))
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    left = (last + cool_off - clock.now()) if last else cool_off
    return max(1, -int(-left.total_seconds() // 60))


def locked_response(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Keep the page that the sign-in form made, with its plain message; only the status changes."""
    del request, credentials
    response = response if response is not None else HttpResponse()
    response.status_code = TOO_MANY
    return response
