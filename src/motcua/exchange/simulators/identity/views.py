"""Pages of the simulated sign-in: choose who you are, sign out, and who may ask."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from allauth.idp.oidc.models import Client
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.exchange.simulators.identity.logout import BACK_CHANNEL, logout_token
from motcua.exchange.simulators.identity.people import BY_KEY, PEOPLE


def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody choose a sample person; no password, because nothing here is real."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST" and request.POST.get("person") in BY_KEY:
        made = User.objects.update_or_create(
            username=request.POST["person"],
            defaults={"first_name": BY_KEY[request.POST["person"]].name},
        )
        user: Any = made[0]  # in this process the accounts are Django's own
        login(request, user, "django.contrib.auth.backends.ModelBackend")
        if url_has_allowed_host_and_scheme(goal, {request.get_host()}):
            return redirect(goal)
        return redirect("identity_sign_in")
    chosen = BY_KEY.get(request.user.get_username())
    context = {"people": PEOPLE, "goal": goal, "chosen": chosen}
    return render(request, "identity/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here; the asking sides are told."""
    goal = request.POST.get("next", "")
    logout(request)
    query = f"?{urlencode({'next': goal})}" if goal else ""
    return redirect(reverse("identity_sign_in") + query)


@csrf_exempt  # a testing tool on this machine
@require_POST
def parties(request: HttpRequest) -> HttpResponse:
    """Let one more installation of Motcua ask here: `{"url": "http://localhost:8123"}`."""
    party_add(str(json.loads(request.body)["url"]).rstrip("/"))
    return JsonResponse({"ok": True})


@csrf_exempt  # a testing tool on this machine
@require_POST
def token_of_logout(request: HttpRequest) -> HttpResponse:
    """Make a logout token without sending it: `{"sub": "mau-0001"}`, other claims as given."""
    wanted = json.loads(request.body)
    return JsonResponse({"logout_token": logout_token("motcua", wanted.pop("sub"), **wanted)})


def party_add(url: str) -> None:
    """Register an address of Motcua as asking side `motcua`."""
    client = Client.objects.filter(pk="motcua").first()
    if client is None:
        client = Client(id="motcua", name="Motcua", data={})
        client.set_secret("motcua-simulator")
        client.set_scopes(["openid", "profile"])
    data = client.data or {}
    client.data = data

    def with_one(known: list[str], one: str) -> list[str]:
        return [*(u for u in known if u != one), one][-20:]

    client.set_redirect_uris(with_one(client.get_redirect_uris(), f"{url}/sign-in/back/"))
    client.set_post_logout_redirect_uris(
        with_one(client.get_post_logout_redirect_uris(), f"{url}/sign-in/")
    )
    data[BACK_CHANNEL] = with_one(data.get(BACK_CHANNEL, []), f"{url}/sign-in/ended/")
    client.save()
