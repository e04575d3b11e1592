"""Addresses below /sms/."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from motcua.exchange.simulators.host import fault_of, fault_path
from motcua.exchange.simulators.inbox import Inbox

INBOX = Inbox()
MODES = {
    "refuse": "says that no number exists (422)",
    "lose": "takes the message and loses its answer (500)",
    "nonsense": "answers something that is no answer",
}


@csrf_exempt
def messages(request: HttpRequest) -> HttpResponse:
    """Take a message (POST) or show what came."""
    if request.method != "POST":
        return INBOX.answer(request, "sms")
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        return JsonResponse({"error": "unauthorised"}, status=401)
    try:
        body = json.loads(request.body)
        to, text, reference = str(body["to"]), str(body["text"]), str(body["reference"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "malformed"}, status=400)
    return _taken(to, text, reference, fault_of("sms").mode)


def _taken(to: str, text: str, reference: str, mode: str) -> HttpResponse:
    if mode == "refuse" or not to.startswith("+"):
        return JsonResponse({"error": "unknown number"}, status=422)
    if mode == "nonsense":
        return HttpResponse("<html>OK</html>")
    kept = INBOX.add(to=to, title="", text=text, reference=reference)
    if mode == "lose":
        return HttpResponse(status=500)
    return JsonResponse({"id": kept.id}, status=202)


urlpatterns: list[URLPattern] = [
    path("", messages, name="sms"),
    path("messages", messages, name="sms_messages"),
    fault_path("sms", MODES),
]
