"""Published answers: what other units asked, and “we have it too”."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.office.difficulties import difficulty_tabs, place_choices
from motcua.office.difficulty_forms import JoinForm
from motcua.office.refusals import refusal_show
from motcua.oversight.queries.published import is_published, published_page
from motcua.oversight.services.reporting import difficulty_join
from motcua.oversight.types import Group, Published
from motcua.oversight.words import GROUPS
from motcua.ui.links import chips_for, url_with


@requires(Action.OVERSIGHT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: SignedInRequest) -> HttpResponse:
    """Show them; a POST says that one's own unit has one too."""
    places = place_choices(request.actor)
    if request.method != "POST":
        return _page(request, places)
    code = request.POST.get("code", "")[:40].replace("\x00", "")
    if not is_published(code):
        messages.warning(request, _("It is no longer published."))
        return redirect("office:answers")
    form = JoinForm(request.POST, places=places, prefix=code)
    if form.is_valid():
        data = form.cleaned_data
        try:
            own = difficulty_join(
                actor=request.actor, code=code, unit_id=data["unit_id"],
                blocked=data["blocked"], text=data["text"],
            )  # fmt: skip
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("Recorded. From now on you see what becomes of it."))
            return redirect("office:difficulty", own)
    return _page(request, places, (code, form))


def _page(
    request: SignedInRequest,
    places: list[tuple[int, str]],
    typed: tuple[str, JoinForm] | None = None,
) -> HttpResponse:
    words = request.GET.get("q", "")[:120].replace("\x00", "")
    asked = request.GET.get("group", "")
    group = Group(asked) if asked in set(Group) else None
    after = request.GET.get("after", "")
    try:
        rows, following = published_page(words=words, group=group, after=after)
    except Invalid:
        after = ""
        rows, following = published_page(words=words, group=group)
    joins = request.actor.may(Action.OVERSIGHT_REPORT)
    context: dict[str, Any] = {
        "tabs": difficulty_tabs("answers"),
        "rows": [
            {
                "one": one,
                "group": GROUPS[one.group],
                "form": _form(one, places, typed) if joins else None,
                "open": typed is not None and typed[0] == one.code,
            }
            for one in rows
        ],
        "failed": [typed[1]] if typed else [],
        "filters": chips_for(request, "group", [(one.value, GROUPS[one]) for one in Group]),
        "query": words,
        "narrowed": bool(words or group),
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "office/answers.html", context, status=422 if typed else 200)


def _form(
    one: Published, places: list[tuple[int, str]], typed: tuple[str, JoinForm] | None
) -> JoinForm | None:
    """Return the form for those of one's units that do not have it yet, None without any."""
    if typed is not None and typed[0] == one.code:
        return typed[1]
    without = [pair for pair in places if pair[0] not in one.places]
    return JoinForm(places=without, prefix=one.code) if without else None
