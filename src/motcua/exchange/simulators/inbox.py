"""What reached a simulator of a channel, kept in its one process and shown on a page."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from motcua.kernel import clock

KEPT = 500


@dataclass(frozen=True)
class Received:
    """One message as it arrived."""

    id: str
    to: str
    title: str
    text: str
    reference: str
    at: str = field(default_factory=lambda: clock.now().isoformat(timespec="seconds"))


class Inbox:
    """The last messages, each reference once."""

    def __init__(self) -> None:
        self._messages: deque[Received] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def add(self, *, to: str, title: str, text: str, reference: str) -> Received:
        """Keep a message; one with a known reference is the one that is there."""
        with self._lock:
            for known in self._messages:
                if known.reference == reference:
                    return known
            made = Received(f"{len(self._messages) + 1:06d}", to, title, text, reference)
            self._messages.append(made)
            return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._messages.clear()

    def answer(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show what arrived, newest first: a page, or JSON with `?json`."""
        with self._lock:
            messages = list(reversed(self._messages))
        if "json" in request.GET:
            return JsonResponse({"messages": [asdict(one) for one in messages]})
        return render(request, "simulators/inbox.html", {"name": name, "messages": messages})
