"""Going back to where the person was, only to pages of the office."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def place_back(request: HttpRequest) -> str:
    """Return the page named by the hidden field `back`, empty when it is none of the office's."""
    goal = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure())
    return goal if safe and goal.startswith(reverse("office:home")) else ""
