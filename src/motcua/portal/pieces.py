"""What the two pages of uploads in pieces share: tus 1.0 core, creation, checksum, termination.

https://tus.io/protocols/resumable-upload as of 1.0.0; the version must be said by the sender.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from motcua.citizens.access import CitizenRequest
from motcua.filing.steps import component_of
from motcua.filing.types import DraftView
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.portal.filing import draft_open
from motcua.procedures.queries import version_get

VERSION = "1.0.0"
View = Callable[..., HttpResponse]


class VersionUnknown(Exception):
    """The sender speaks another version; told only to whoever may send here."""


def tus(status: int, text: str = "", **headers: Any) -> HttpResponse:
    """Return an answer of the protocol; `text` is what the person reads when it is a refusal."""
    answer = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Tus-Resumable"] = VERSION
    answer.headers["Tus-Version"] = VERSION
    answer.headers["Tus-Extension"] = "creation,checksum,termination,expiration"
    answer.headers["Tus-Checksum-Algorithm"] = "sha256"
    answer.headers["Tus-Max-Size"] = str(settings.UPLOAD_MAX_BYTES)
    for name, value in headers.items():
        answer.headers[name] = str(value)
    return answer


def piecewise(view: View) -> View:
    """Speak the protocol: the version is demanded, refusals are plain text for the script."""

    @wraps(view)
    def answer(request: CitizenRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound as refusal:
            return tus(404, str(refusal.message))
        except VersionUnknown:
            return tus(412)
        except Invalid as refusal:
            status = {"file.size": 413, "file.store": 503}.get(refusal.code, 422)
            # The page offers to take out what must not be there and to keep the rest.
            offer = {"Upload-Offer": "clean"} if refusal.details.get("removable") else {}
            return tus(status, " ".join(str(one.message) for one in refusal.problems), **offer)
        except Refused as refusal:
            at = refusal.details.get("offset")
            return tus(409, str(refusal.message), **({} if at is None else {"Upload-Offset": at}))

    return answer


def version_expect(request: CitizenRequest) -> None:
    """Raise VersionUnknown when the sender does not speak this version."""
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise VersionUnknown


def paper_open(request: CitizenRequest, code: str, draft_id: str, component_id: int) -> DraftView:
    """Return the open draft of a paper; raises NotFound, Refused when it was sent meanwhile."""
    draft = draft_open(request, code, draft_id)
    if component_of(draft, version_get(draft.version_id), component_id) is None:
        raise NotFound("component_unknown", _("This procedure has no such component."))
    version_expect(request)
    if not draft.is_open:
        raise Refused("draft_closed", _("This was sent already."))
    return draft


def number(text: str) -> int:
    """Return a count of bytes; -1 for anything else, which no operation accepts."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
