"""What people read when something is not there, not allowed or broken: plain words, a way on."""

from __future__ import annotations

import logging

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.ui.templatetags.parts_forms import errors_text

log = logging.getLogger(__name__)

LAST_RESORT = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Motcua</title>'
    "<h1>Hệ thống đang gặp sự cố</h1><p>Hồ sơ của quý vị không bị mất. "
    "Vui lòng thử lại sau ít phút.</p><p lang=en>Something broke on our side. "
    "Nothing you filed is lost. Please try again in a few minutes.</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the browser sent what the server cannot read."""
    del exception
    return _page(
        request,
        400,
        _("We could not read this request"),
        _("Something in the address or the form was damaged on the way."),
        _("Please go back, check what you typed and send it once more."),
    )


def form_refused(request: HttpRequest, form: BaseForm) -> HttpResponse:
    """Answer 400 with what is wrong with a form of which there is no page: a file was asked for."""
    actor = getattr(request, "actor", None)
    return _page(
        request,
        400,
        _("We could not read this request"),
        errors_text(form),
        _("Please go back, check what you typed and send it once more."),
        inside=bool(getattr(actor, "account_id", None)),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: known, but not allowed."""
    del exception
    return _page(
        request,
        403,
        _("You may not do this here"),
        _("Your present postings do not allow this step."),
        _("If you think they should, please ask the person who manages accounts in your unit."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; the same words whether it never existed or lies outside what one may see."""
    del exception
    return _page(
        request,
        404,
        _("This page is not here"),
        _("The address may be mistyped, the page may have moved, or you may need to sign in."),
        _("Please check the address, or start again from the first page."),
    )


def not_this_way(request: HttpRequest) -> HttpResponse:
    """Answer 405: the address is that of a button or a form, and somebody opened it by itself."""
    actor = getattr(request, "actor", None)
    return _page(
        request,
        405,
        _("This address is not a page of its own"),
        _("It belongs to a button or a form on another page. Nothing was done."),
        _("Please go back and press the button on that page once more."),
        inside=bool(getattr(actor, "account_id", None)),
    )


def file_not_now(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """Answer a download that is not possible now: the store is down, or nobody has checked it."""
    return _page(
        request,
        status,
        _("This file cannot be opened now"),
        why,
        _("Nothing is lost. Please go back and try again later."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose key has expired."""
    del reason
    return _page(
        request,
        403,
        _("This form was open for too long"),
        _("For your safety a form expires. Nothing was sent."),
        _("Please go back, reload the page and send it once more. Cookies must be allowed."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, even when the database or the templates are what broke."""
    try:
        return _page(
            request,
            500,
            _("Something broke on our side"),
            _("The fault has been recorded. Nothing that was filed before is lost."),
            _("Please try again in a few minutes. If it is urgent, please go to the counter."),
        )
    except Exception:
        log.exception("the page for errors could not be made")
        return HttpResponse(LAST_RESORT, status=500)


def _page(
    request: HttpRequest,
    status: int,
    title: str,
    meaning: str,
    next_step: str,
    *,
    inside: bool = False,  # an official, who goes back to the office
) -> HttpResponse:
    # No messages: reading them could touch the session, which may be what broke.
    context: dict[str, object] = {
        "title": title,
        "meaning": meaning,
        "next_step": next_step,
        "messages": (),
        "inside": inside,
    }
    return render(request, "ui/error.html", context, status=status)
