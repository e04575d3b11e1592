"""How sure a session is of its person: the second factor, and how long ago the password was given.

Kept in the session, so that a request costs nothing more:

- FACTOR_AT: the instant at which a code was given in this session; absent without second factor.
- FACTOR_ROLES, FACTOR_DUE: the roles that were looked at, and from when on they get nowhere
  without a second factor. Other roles than these are looked at anew.
- FRESH_AT: when the person last proved to be the one: at sign-in, or on the page for it.
- KEPT: the fields of a form that was sent when that was too long ago, encrypted.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from motcua.identity.access import is_before_factor, is_fresh, is_keeping_form
from motcua.identity.factors import roles_of
from motcua.identity.models import Account
from motcua.identity.services import factor_demand
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.vault import VaultClosed, vault_put, vault_take

SIGNED_IN_AT = "motcua_signed_in_at"
SEEN_AT = "motcua_seen_at"
FACTOR_AT = "motcua_factor_at"
FACTOR_DUE = "motcua_factor_due"
FACTOR_ROLES = "motcua_factor_roles"
FRESH_AT = "motcua_fresh_at"
PENDING = "motcua_pending"
KEPT = "motcua_kept_form"
KEPT_MAX = 50_000  # characters of all fields together
PENDING_SECONDS = 5 * 60  # between the password and the code
BACKEND = "motcua.identity.backends.AccountBackend"


def more_needed(
    request: HttpRequest, actor: Actor, view: Callable[..., Any]
) -> HttpResponse | None:
    """Return where somebody goes first who may enter but must prove more; None: go on.

    API tokens prove themselves with every request and need nothing more.
    """
    if actor.token_id is not None:
        return None
    if not is_before_factor(view) and factor_missing(request, actor):
        return _go(request, settings.FACTOR_URL)
    return proof_needed(request, actor, keep=is_keeping_form(view)) if is_fresh(view) else None


def proof_needed(request: HttpRequest, actor: Actor, *, keep: bool) -> HttpResponse | None:
    """Return where somebody proves again who it is, None when that was a moment ago.

    For views that are sensitive only in part; the others are marked `@fresh`. With `keep` the
    fields of a form that was sent too late wait for its person (`form_kept`).
    """
    if actor.token_id is not None:
        return None
    posted = request.method == "POST"
    if is_proved_lately(request, late=posted):
        if posted:
            request.session.pop(KEPT, None)
        return None
    if posted:
        if keep and _form_keep(request, actor):
            words = _(
                "Nothing was signed yet. Confirm that it is you, then press once more: what you"
                " chose and typed is still there."
            )
        else:
            words = _("Nothing was changed yet. Confirm that it is you, then press once more.")
        messages.warning(request, words)
    return _go(request, settings.FRESH_URL, here=request.path if posted and keep else "")


def _form_keep(request: HttpRequest, actor: Actor) -> bool:
    """Keep what was typed, encrypted in the person's own session; False when it is too much."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if len(text) > KEPT_MAX:
        return False
    sealed = vault_put(text.encode(), owner=f"form:{actor.account_id}:{request.path}")
    request.session[KEPT] = {
        "path": request.path,
        "at": clock.now().timestamp(),
        "fields": b64encode(sealed).decode(),
    }
    return True


def form_kept(request: HttpRequest) -> QueryDict | None:
    """Return what this person had typed on this page before the proof; None when nothing waits.

    It waits until the form is sent, for as long as a proof is good at most.
    """
    kept = request.session.get(KEPT)
    actor: Actor | None = getattr(request, "actor", None)
    if not kept or actor is None or kept["path"] != request.path:
        return None
    if clock.now().timestamp() - kept["at"] >= 2 * settings.FRESH_SECONDS:
        return None
    owner = f"form:{actor.account_id}:{request.path}"
    try:
        return QueryDict(vault_take(b64decode(kept["fields"]), owner=owner))
    except VaultClosed:
        return None


def factor_missing(request: HttpRequest, actor: Actor) -> bool:
    """Return whether the person gets nowhere before a second factor is set up."""
    session = request.session
    if not settings.SECOND_FACTOR or session.get(FACTOR_AT) is not None:
        return False
    roles = sorted(role.value for role in roles_of(actor))
    if session.get(FACTOR_ROLES) != roles:
        due = factor_demand(account_id=actor.account_id, roles=roles_of(actor))
        session[FACTOR_ROLES] = roles
        session[FACTOR_DUE] = due.timestamp() if due else None
    due_at = session.get(FACTOR_DUE)
    return due_at is not None and clock.now().timestamp() >= due_at


def is_proved_lately(request: HttpRequest, *, late: bool = False) -> bool:
    """Return whether the password was given within MOTCUA_FRESH_SECONDS; `late`: twice as long.

    What is sent may come later than the page was opened: nobody loses a form half filled in.
    """
    given = request.session.get(FRESH_AT)
    most: int = settings.FRESH_SECONDS * (2 if late else 1)
    return given is not None and clock.now().timestamp() - given < most


def proved_now(request: HttpRequest) -> None:
    """Note that the person has just given password and code again."""
    request.session[FRESH_AT] = clock.now().timestamp()


def factor_given(request: HttpRequest) -> None:
    """Note that a code was given in this session."""
    request.session[FACTOR_AT] = clock.now().timestamp()
    request.session.pop(FACTOR_DUE, None)


def pending_begin(request: HttpRequest, account: Any, goal: str) -> None:
    """Note whose password was right; nobody is signed in before the code."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "account": account.pk,
        "mark": account.get_session_auth_hash(),  # a password changed meanwhile ends it
        "at": clock.now().timestamp(),
        "goal": goal,
    }


def pending_of(request: HttpRequest) -> tuple[Any, str] | None:
    """Return whose code is waited for and where it leads; None when the time is over."""
    noted = request.session.get(PENDING)
    if not noted or clock.now().timestamp() - noted["at"] >= PENDING_SECONDS:
        return None
    account = Account.objects.filter(pk=noted["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != noted["mark"]:
        return None
    return account, noted["goal"]


def pending_end(request: HttpRequest, account: Any) -> None:
    """Sign the person in whose code was good."""
    request.session.pop(PENDING, None)
    login(request, account, BACKEND)
    factor_given(request)


def page_to_return_to(request: HttpRequest) -> str:
    """Return the page a person was on: a fragment or a POST cannot be opened again."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        return request.get_full_path()
    seen = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if url_has_allowed_host_and_scheme(seen, {request.get_host()}, request.is_secure()):
        parts = urlsplit(seen)
        path = f"/{parts.path.lstrip('/')}"  # never "//host", which would be another site
        return f"{path}?{parts.query}" if parts.query else path
    return ""


def _go(request: HttpRequest, place: str, *, here: str = "") -> HttpResponse:
    query = QueryDict(mutable=True)
    query["next"] = here or page_to_return_to(request)
    url = f"{resolve_url(place)}?{query.urlencode(safe='/')}"
    if "HX-Request" in request.headers:  # the whole page leaves, not the fragment
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
