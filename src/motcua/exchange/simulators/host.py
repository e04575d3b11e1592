"""What every simulator has: a way to be told to fail, kept in this one process.

`POST /<name>/fault` with `{"mode": "down"}` (JSON or a form) sets it, an empty mode ends it; a
page of the same address shows it. `down` and `slow` are done here for every address below
`/<name>/`; what else a simulator can do wrong is its own.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.urls.resolvers import URLPattern
from django.views.decorators.csrf import csrf_exempt

SLOW_SECONDS = 30.0


def own_url() -> str:
    """Return the address of the simulators; a setting of theirs alone."""
    return str(getattr(settings, "URL", ""))


@dataclass
class Fault:
    """What a simulator does wrong at present; `seconds` is how slow it is."""

    modes: dict[str, str] = field(default_factory=dict)
    mode: str = ""
    seconds: float = SLOW_SECONDS


_faults: dict[str, Fault] = {}


def fault_of(name: str) -> Fault:
    """Return the fault of a simulator."""
    return _faults.setdefault(name, Fault())


def fault_path(name: str, modes: dict[str, Any]) -> URLPattern:
    """Return the address that shows and sets the fault; `modes` explains its own ones."""
    fault = fault_of(name)
    fault.modes = {"down": "answers 503", "slow": "answers late", **modes}

    @csrf_exempt  # a testing tool on this machine
    def view(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            context = {"name": name, "fault": fault}
            return render(request, "simulators/fault.html", context)
        by_machine = request.content_type == "application/json"
        data = json.loads(request.body) if by_machine else request.POST
        mode = str(data.get("mode", ""))
        if mode and mode not in fault.modes:
            return JsonResponse({"modes": fault.modes}, status=422)
        fault.mode, fault.seconds = mode, float(data.get("seconds", SLOW_SECONDS))
        return JsonResponse({"mode": mode}) if by_machine else redirect(request.path)

    return path("fault", view, name=f"{name}_fault")


class FaultMiddleware:
    """Makes a simulator that is told so be down or slow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Fail, wait, or pass on."""
        name, _, rest = request.path.lstrip("/").partition("/")
        fault = _faults.get(name)
        if fault is not None and rest != "fault":
            if fault.mode == "down":
                return HttpResponse("simulated failure", status=503, content_type="text/plain")
            if fault.mode == "slow":
                time.sleep(fault.seconds)
        return self.get_response(request)
