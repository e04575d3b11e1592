"""Headers of pages whose address is their leave."""

from __future__ import annotations

from django.http import HttpResponse


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page whose address is its leave out of caches, indexes and referrers."""
    response.headers.setdefault("Cache-Control", "no-store")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
