"""An interim slip on the ordinary intake page: put right by an officer, then entered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from motcua.dossiers.services.interim import interim_offering
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.office.counter.forms import ComponentForm
from motcua.office.counter.held import reuse_record
from motcua.office.counter.intake import DEFAULTS, Intake, form_counts, intake_given
from motcua.office.counter.intake_send import intake_submission
from motcua.office.counter.offline import fields_kept, problems_of, querydict_of
from motcua.office.counter.uploads import file_token
from motcua.organisations.queries import unit_get
from motcua.procedures.queries import version_get
from motcua.procedures.types import OfferingView, VersionView
from motcua.reception.handwritten import NOTED
from motcua.reception.interim import NEEDS_ANOTHER, InterimState, SlipFile, SlipView
from motcua.reception.queries.interim import slip_data, slip_files, slip_get
from motcua.reception.services.interim_hand import hand_typed
from motcua.reception.services.interim_slips import decision_action, interim_settle

ACTIONS = frozenset({"accept", "register"})


def slip_asked(request: SignedInRequest, text: str) -> SlipView | None:
    """Return the slip for which an intake was opened; None when there is none to decide here."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        slip = slip_get(int(text))
    except NotFound:
        return None
    mine = request.actor.may(Action.DOSSIER_INTAKE, slip.unit_id)
    return slip if mine and slip.state is InterimState.DOUBT else None


def slip_asks_reason(slip: SlipView) -> bool:
    """Tell whether the page has a field for a reason; the note of a slip by hand is one."""
    return not (slip.to_type and set(slip.doubts) <= NOTED)


def slip_offering(
    slip: SlipView, unit_id: int | None = None, code: str | None = None
) -> OfferingView:
    """Return what was offered at the true reception, or another procedure of that day.

    Raises NotFound or Refused.
    """
    unit = slip.competent_unit_id if unit_id is None else unit_id
    return interim_offering(unit_id=unit or 0, code=code or slip.procedure_code, at=slip.taken_at)


def slip_page(request: SignedInRequest, slip: SlipView, offering: OfferingView, key: str) -> Intake:
    """Return the intake page filled in with what was typed off-line; the reading is recorded."""
    slip_reading(request, slip)
    data = querydict_of(slip_data(slip.id) or {name: [said] for name, said in DEFAULTS.items()})
    for one in slip_files(slip.id):  # whoever has the page open carries them on
        token = file_token(one.file_id, one.name, one.size, one.cleaned, request.actor.account_id)
        data.appendlist(f"{one.place}-file", token)
    return intake_given(
        request,
        data,
        offering,
        unit_get(offering.unit_id),
        key,
        known=_version(slip),
        lenient=True,
    )


def slip_reading(request: SignedInRequest, slip: SlipView) -> None:
    """Record that somebody reads what was typed on a slip."""
    numbers = slip_data(slip.id).get("applicant-id_number", [])
    posting = request.actor.posting_for(Action.RECEPTION_SERVE, slip.unit_id)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject=f"interim-slip:{slip.id}",
        purpose="decide about an interim slip",
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=numbers,
    )


def _version(slip: SlipView) -> VersionView | None:
    try:
        return version_get(slip.version_id or 0)
    except NotFound:
        return None


def slip_send(request: SignedInRequest, page: Intake, action: str) -> HttpResponse:
    """Enter the slip as it stands on the page now.

    Raises what `interim_settle` raises; Refused `slip_decided` when it waits no more, or for a
    button that does not serve a slip.
    """
    slip = slip_asked(request, request.POST.get("slip", ""))
    if slip is None or action not in ACTIONS:
        raise Refused(
            "slip_decided",
            _(
                "An interim slip is accepted or registered here, once; it may have been decided "
                "meanwhile. Other steps follow afterwards."
            ),
        )
    if slip.may_type and _another_decides(request, slip):
        return _typed(request, slip, page, action)
    done = interim_settle(
        actor=request.actor,
        slip_id=slip.id,
        submission=intake_submission(page),
        reason=request.POST.get("slip_reason", ""),
        accept=action == "accept",
    )
    reuse_record(request, request.POST.get("applicant-id_number", ""), page.held, done.dossier_code)
    if slip.taken_by is not None:
        said = _("Slip %(number)s became dossier %(code)s at its true time.")
        told = {"number": done.number, "code": done.dossier_code}
        messages.success(request, said % told)
    return redirect("office:intake_done", done.dossier_code)


def _another_decides(request: SignedInRequest, slip: SlipView) -> bool:
    """Tell whether a doubt about the time is for somebody else than who types now."""
    actor, doubts = request.actor, set(slip.doubts)
    if not actor.may(decision_action(actor, slip.unit_id, doubts), slip.unit_id):
        return True
    return slip.taken_by == actor.account_id and bool(doubts & NEEDS_ANOTHER)


def _typed(request: SignedInRequest, slip: SlipView, page: Intake, action: str) -> HttpResponse:
    """Keep what was typed for the person who decides; nothing is typed twice.

    Raises Invalid at what only this person could send: papers used again.
    """
    problems = _held_problems(page)
    if problems:
        raise Invalid(problems)
    done = hand_typed(
        actor=request.actor,
        slip_id=slip.id,
        submission=intake_submission(page),
        data=fields_kept(request.POST),
        accept=action == "accept",
        reason=request.POST.get("slip_reason", ""),
        files=_files(page),
    )
    messages.success(
        request,
        _("Slip %(number)s is typed in. Another person enters it, as its time is in doubt.")
        % {"number": done.number},
    )
    return redirect("office:interim_slip", done.id)


def _files(page: Intake) -> list[SlipFile]:
    """Return the files of a page with the places that carry them."""
    placed = [(f"c{line.form.component.id}", line.files) for line in page.lines]
    placed += [("proof", form.proofs) for form in page.parties if form_counts(form)]
    return [
        SlipFile(place, one.file_id, one.name, one.size, one.cleaned)
        for place, files in placed
        for one in files
    ]


def _held_problems(page: Intake) -> list[FieldProblem]:
    """Return a problem for each paper that is used again: that is an act with the person there.

    Whoever decides has nobody before them, and reads the earlier dossier with a right of their own.
    """
    words = _(
        "Another person enters this slip, so no paper is used again with it: take it out and tick "
        "the paper as received. Use it again in the dossier once the slip is entered."
    )
    lines = enumerate(page.lines)
    return [FieldProblem(f"components.{n}.given", words) for n, line in lines if line.held]


def slip_problems(page: Intake) -> str:
    """Return in words what a page that was checked lacks, each with its paper or field."""
    found = []
    for line in page.lines:
        said = [str(one) for told in line.form.errors.values() for one in told]
        found += [f"{line.form.component.label}: {one}" for one in said]
    forms = [one for one in page.forms if not isinstance(one, ComponentForm)]
    found += problems_of(*(one for one in forms if form_counts(one)))
    return " ".join(dict.fromkeys(found))
