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
from motcua.dossiers.return_views import ReturnView
from motcua.dossiers.views import DossierView, FeeView
from motcua.identity.access import SignedInRequest
from motcua.identity.assurance import form_kept
from motcua.identity.queries import accounts_by_ids
from motcua.kernel.errors import Forbidden, NotFound, Refused, Stale
from motcua.office.act_words import BLOCKED
from motcua.office.acts import ACTS, act_title, act_url, offer_find
from motcua.office.letter_words import letter_lines, letter_words
from motcua.office.present import due_words
from motcua.office.reading import dossier_read
from motcua.office.refusals import refusal_show
from motcua.office.signing import signing_words
from motcua.office.story import timeline_entries
from motcua.ui import formats
from motcua.ui.types import TimelineEntry
from motcua.workflow.types import WorkItemView

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

    @property
    def only_looks(self) -> bool:
        """Whether the button that was pressed asks for something to look at, and does nothing."""
        return False


Operation = Callable[[dict[str, Any], int], object]


def version_read(request: SignedInRequest, name: str = "version") -> int:
    """Return the version that the page showed; a damaged one is as stale as can be."""
    text = request.POST.get(name, "")
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
    ordinal: int = 0,
) -> HttpResponse:
    """Show an act's form; a POST does the act and goes back to the dossier's page.

    `ordinal` is that of the question to another unit that the act is about.
    """
    dossier = dossier_read(request, code)
    offer = offer_find(actions_allowed(request.actor, dossier), name, item_id, ordinal)
    if offer is None:
        return _not_now(request, dossier, name, form_class, item_id)
    if request.method != "POST":
        kept = form_kept(request)  # typed before who it is had to be confirmed once more
        typed = {"initial": {name: kept.get(name) for name in kept}} if kept else {}
        form = form_class(dossier=dossier, offer=offer, **typed)
        return _page(request, dossier, offer, form)
    form = form_class(request.POST, request.FILES, dossier=dossier, offer=offer)
    version = version_read(request)
    if form.only_looks:
        return _page(request, dossier, offer, form, version=version)
    if form.is_valid():
        try:
            operation(form.cleaned_data, version)
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Stale as refusal:
            return _again(request, code, name, form_class, refusal, item_id, ordinal)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            words = str(ACTS[name].done)
            step = offer.item.name if offer.item else ""
            messages.success(request, words % {"step": step} if "%(step)s" in words else words)
            return redirect("office:dossier", dossier.code)
    return _page(request, dossier, offer, form, version=version, status=422)


def _not_now(
    request: SignedInRequest,
    dossier: DossierView,
    name: str,
    form_class: Callable[..., ActForm],
    item_id: int | None,
) -> HttpResponse:
    """Answer an act that is not lawful (any more).

    Nothing was typed: the dossier's page says how it stands. Something was: the words stay on the
    page, to be copied, beside what others did since it was opened.
    """
    item = next((item for item in items_shown(dossier) if item.id == item_id), None)
    if item_id is not None and item is None:
        raise Http404
    if request.method == "POST":
        outcomes = item.outcomes if item is not None else ()
        offer = ActionOffer(name, item=item, outcomes=outcomes)
        form = form_class(request.POST, request.FILES, dossier=dossier, offer=offer)
        typed = typed_lines(form)
        if typed:
            seen = version_read(request, "seen")
            later = [event.account_id for event in dossier.timeline if event.seq > seen]
            more = {
                "typed": typed,
                "since": changes_since(dossier, seen),
                "own": bool(later) and set(later) == {request.actor.account_id},
                "holder": _holder(request, item),
                "why": _gone_why(name, dossier),
            }
            return _page(request, dossier, offer, form, status=409, more=more)
    now = _("This step is not possible now. Below you see how the dossier stands at present.")
    messages.warning(request, f"{_gone_why(name, dossier)} {now}".strip())
    return redirect("office:dossier", dossier.code)


def _again(
    request: SignedInRequest,
    code: str,
    name: str,
    form_class: Callable[..., ActForm],
    refusal: Stale,
    item_id: int | None,
    ordinal: int,
) -> HttpResponse:
    """Show the dossier as it is now: what was typed, what others did, and the button once more."""
    dossier = dossier_read(request, code)
    offer = offer_find(actions_allowed(request.actor, dossier), name, item_id, ordinal)
    if offer is None:
        return _not_now(request, dossier, name, form_class, item_id)
    form = form_class(request.POST, request.FILES, dossier=dossier, offer=offer)
    form.is_valid()
    form.add_error(None, str(refusal))
    more = {"since": changes_since(dossier, version_read(request, "seen"))}
    return _page(request, dossier, offer, form, status=409, more=more)


def changes_since(dossier: DossierView, seen: int) -> list[TimelineEntry]:
    """Return what happened in the dossier after the version that a page showed, newest first."""
    return timeline_entries(dossier, after=seen) if 0 < seen < dossier.version else []


def typed_lines(form: ActForm) -> list[tuple[str, str]]:
    """Return what was typed or chosen in a form as label and words; nothing that stood there."""
    bounds = [(str(bound.label), bound) for bound in form]
    for line in form.line_forms:
        bounds += [(f"{line.component.label}: {bound.label}", bound) for bound in line]
    lines = []
    for label, bound in bounds:
        value, stood = bound.value(), bound.initial
        if bound.is_hidden or not value or hasattr(value, "read") or str(value) == str(stood):
            continue
        choices = {str(key): str(words) for key, words in getattr(bound.field, "choices", ())}
        words = _("yes") if value is True else choices.get(str(value), str(value))
        if isinstance(bound.field, forms.DateField):
            words = _day_words(bound.field, value)
        lines.append((label, words))
    return lines


def items_shown(dossier: DossierView) -> list[WorkItemView]:
    """Return the pieces of work that acts on a dossier may be about: its own, and returns."""
    return [*dossier.items, *(one.item for one in dossier.sent_back if one.item is not None)]


def _day_words(field: forms.DateField, value: Any) -> str:
    """Write a day as everywhere; what is no day stays as it was typed."""
    try:
        day = field.to_python(value)
    except forms.ValidationError:
        day = None
    return formats.day(day) if day is not None else str(value)


def _gone_why(name: str, dossier: DossierView) -> str:
    """Return the law's reason why an act is over; empty where the status says it."""
    if name == "apologise" and dossier.promised_at is not None:
        return _("An apology with a new date was sent already; the law allows it once.")
    if name.startswith(("propose_supplement", "request_supplement")) and dossier.open_supplement:
        return _("A request for a supplement is open already.")
    return ""


def _holder(request: SignedInRequest, item: WorkItemView | None) -> str:
    """Say who has the piece of work now, when it is somebody else; a claim is no event."""
    holder = item.claimed_by_id if item is not None and item.state.is_live else None
    if holder is None or holder == request.actor.account_id:
        return ""
    found = accounts_by_ids([holder]).get(holder)
    return _("%(name)s has this piece of work now.") % {"name": found.name} if found else ""


def _came_back(dossier: DossierView, offer: ActionOffer) -> ReturnView | None:
    """Return the return that an act answers or takes back."""
    if offer.name not in {"answer_return", "recall_return"} or offer.item is None:
        return None
    number = offer.item.id
    return next((one for one in dossier.sent_back if one.item and one.item.id == number), None)


def _fees(dossier: DossierView, offer: ActionOffer) -> list[FeeView]:
    """Return the fees that an act takes in or gives back."""
    if offer.name == "collect_fee":
        return [fee for fee in dossier.fees if fee.paid_at is None]
    return [fee for fee in dossier.fees if fee.paid_at] if offer.name == "reverse_fee" else []


def _page(
    request: SignedInRequest,
    dossier: DossierView,
    offer: ActionOffer,
    form: forms.Form,
    *,
    version: int | None = None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    act = ACTS[offer.name]
    fees = _fees(dossier, offer)
    fresh = dossier.version if offer.item is None else offer.item.version
    draft = dossier.draft
    context = {
        "dossier": dossier,
        "act": act,
        "title": act_title(offer),
        "form": form,
        "action": act_url(offer, dossier.code),
        "version": fresh if version is None else version,
        "seen": dossier.version if version is None else version_read(request, "seen"),
        "has_file": form.is_multipart(),
        "item": offer.item,
        "left_out": BLOCKED.get(offer.left_out, ""),
        "due": due_words(
            status=dossier.status,
            due_at=dossier.due_at,
            suspended_from=dossier.suspended_from,
            ended_at=dossier.ended_at,
        ),
        "draft": draft,
        "signs": signing_words(dossier, offer) or letter_words(request.actor, dossier, offer.name),
        "letter": letter_lines(dossier) if offer.name == "decide_letter" else [],
        "draft_size": files_by_ids([draft.file_id])[draft.file_id].size if draft else 0,
        "proposed": dossier.open_supplement if offer.name == "approve_supplement" else None,
        "asked_for": dossier.open_supplement if offer.name == "receive_supplement" else None,
        "came_back": _came_back(dossier, offer),
        "obligation": dossier.open_obligation if offer.name == "fulfil_obligation" else None,
        "fees": fees,
        "fees_vnd": sum(fee.total_vnd for fee in fees),
        **(more or {}),
    }
    part = "HX-Request" in request.headers and request.method == "GET"
    template = "office/_act_form.html" if part else "office/_act_page.html"
    return render(request, template, context, status=status)
