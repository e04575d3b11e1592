"""How every act on a dossier is asked and done: one form page, one domain call, plain refusals.

A view names its act, its form and the call; here are the page, the version that the person saw,
and what happens when somebody else was quicker: the page as it is now, what was typed kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motcua.documents.queries import files_by_ids
from motcua.dossiers.queries import actions_allowed
from motcua.dossiers.queries.actions import ActionOffer
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import Forbidden, NotFound, Refused, Stale
from motcua.office.acts import ACTS, act_title, act_url, offer_find
from motcua.office.present import due_words
from motcua.office.reading import dossier_read
from motcua.office.refusals import refusal_show

VERSION_MAX = 2**31 - 1


class ActForm(forms.Form):
    """Base of the forms of acts; knows the dossier and, for a step, its piece of work."""

    def __init__(self, *args: Any, dossier: DossierView, offer: ActionOffer, **more: Any) -> None:
        self.dossier = dossier
        self.offer = offer
        super().__init__(*args, **more)
        self.build()

    def build(self) -> None:
        """Adapt the fields to the dossier."""

    @property
    def line_forms(self) -> list[Any]:
        """Return the forms of lines within this one, for the summary of errors; mostly none."""
        return []


Operation = Callable[[dict[str, Any], int], object]


def version_read(request: SignedInRequest) -> int:
    """Return the version that the page showed; a damaged one is as stale as can be."""
    text = request.POST.get("version", "")
    digits = text.isascii() and text.isdigit() and len(text) < 11
    return min(int(text), VERSION_MAX) if digits else 0


def act_do(
    request: SignedInRequest, code: str, name: str, operation: Callable[[int], object]
) -> HttpResponse:
    """Do an act that asks nothing, and go back to the dossier's page; refusals stand there."""
    try:
        operation(version_read(request))
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Stale as refusal:
        messages.warning(request, str(refusal))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(ACTS[name].done))
    return redirect("office:dossier", code)


def act_ask(
    request: SignedInRequest,
    code: str,
    name: str,
    form_class: Callable[..., ActForm],
    operation: Operation,
    item_id: int | None = None,
) -> HttpResponse:
    """Show an act's form; a POST does the act and goes back to the dossier's page."""
    dossier = dossier_read(request, code)
    offer = offer_find(actions_allowed(request.actor, dossier), name, item_id)
    if offer is None:
        return _not_now(request, dossier, item_id)
    if request.method != "POST":
        form = form_class(dossier=dossier, offer=offer)
        return _page(request, dossier, offer, form)
    form = form_class(request.POST, request.FILES, dossier=dossier, offer=offer)
    version = version_read(request)
    if form.is_valid():
        try:
            operation(form.cleaned_data, version)
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Stale as refusal:
            return _again(request, code, name, form_class, refusal, item_id)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            words = str(ACTS[name].done)
            step = offer.item.name if offer.item else ""
            messages.success(request, words % {"step": step} if "%(step)s" in words else words)
            return redirect("office:dossier", dossier.code)
    return _page(request, dossier, offer, form, version=version, status=422)


def _not_now(request: SignedInRequest, dossier: DossierView, item_id: int | None) -> HttpResponse:
    """Answer an act that is not lawful (any more): the dossier's page says how it stands."""
    if item_id is not None and all(item.id != item_id for item in dossier.items):
        raise Http404
    messages.warning(
        request,
        _("This step is not possible now. Below you see how the dossier stands at present."),
    )
    return redirect("office:dossier", dossier.code)


def _again(
    request: SignedInRequest,
    code: str,
    name: str,
    form_class: Callable[..., ActForm],
    refusal: Stale,
    item_id: int | None,
) -> HttpResponse:
    """Show the dossier as it is now, with the message and what was typed."""
    dossier = dossier_read(request, code)
    offer = offer_find(actions_allowed(request.actor, dossier), name, item_id)
    if offer is None:
        return _not_now(request, dossier, item_id)
    form = form_class(request.POST, request.FILES, dossier=dossier, offer=offer)
    form.is_valid()
    form.add_error(None, str(refusal))
    return _page(request, dossier, offer, form, status=409)


def _page(
    request: SignedInRequest,
    dossier: DossierView,
    offer: ActionOffer,
    form: forms.Form,
    *,
    version: int | None = None,
    status: int = 200,
) -> HttpResponse:
    act = ACTS[offer.name]
    fresh = dossier.version if offer.item is None else offer.item.version
    draft = dossier.draft
    context = {
        "dossier": dossier,
        "act": act,
        "title": act_title(offer),
        "form": form,
        "action": act_url(offer, dossier.code),
        "version": fresh if version is None else version,
        "has_file": form.is_multipart(),
        "item": offer.item,
        "due": due_words(
            status=dossier.status,
            due_at=dossier.due_at,
            suspended_from=dossier.suspended_from,
            ended_at=dossier.ended_at,
        ),
        "draft": draft,
        "draft_size": files_by_ids([draft.file_id])[draft.file_id].size if draft else 0,
        "proposed": dossier.open_supplement if offer.name == "approve_supplement" else None,
        "obligation": dossier.open_obligation if offer.name == "fulfil_obligation" else None,
        "fees": [f for f in dossier.fees if f.paid_at is None]
        if offer.name == "collect_fee"
        else (),
    }
    part = "HX-Request" in request.headers and request.method == "GET"
    template = "office/_act_form.html" if part else "office/_act_page.html"
    return render(request, template, context, status=status)
