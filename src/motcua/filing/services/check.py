"""What still keeps a draft from being sent, each with the step where it is mended."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.documents.types import Hold
from motcua.filing.rules import ANSWERED, Gap, delivery_gaps, file_mark, papers_gaps
from motcua.filing.steps import papers_of
from motcua.filing.types import DraftView
from motcua.forms.queries import answers_check, answers_files, page_of
from motcua.forms.types import FormView
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import offering_get
from motcua.procedures.types import VersionView


def draft_gaps(draft: DraftView, form: FormView, version: VersionView) -> list[Gap]:
    """Return everything that is open, in the order of the steps; empty: it can be sent."""
    gaps = [] if draft.again else _place(draft, version)  # its parts have bodies of their own
    for problem in answers_check(form, draft.answers):
        page = page_of(form, problem.path)
        gap = Gap(f"page:{page}", "answer", problem.label or problem.message)
        if gap not in gaps:
            gaps.append(gap)
    gaps += [Gap(f"page:{one.page}", "two_versions") for one in draft.others]
    gaps += _files(draft, form)
    gaps += papers_gaps(draft, papers_of(form, version, draft))
    return gaps + delivery_gaps(draft)


def _files(draft: DraftView, form: FormView) -> list[Gap]:
    """Return the answers that name files which are not there, or which nobody may have."""
    known = {file_mark(one.file_id): one for one in draft.files_of(ANSWERED)}
    gaps = []
    for path, question, marks in answers_files(form, draft.answers):
        step = f"page:{page_of(form, path)}"
        held = [known[one].hold for one in marks if one in known]
        if len(held) < len(marks):
            gaps.append(Gap(step, "answer", question.label.text))
        elif Hold.MALWARE in held:
            gaps.append(Gap(step, "paper_malicious", question.label.text))
    return gaps


def _place(draft: DraftView, version: VersionView) -> list[Gap]:
    if draft.unit_id is None:
        return [Gap("place", "place_missing")]
    try:
        offering = offering_get(unit_id=draft.unit_id, code=draft.procedure_code)
    except NotFound:
        return [Gap("place", "place_closed")]
    if not offering.takes_in_on(clock.today()):
        return [Gap("place", "place_closed")]
    if offering.version.id != version.id:
        return [Gap("version", "version_changed")]
    return []


def gap_text(gap: Gap) -> str:
    """Return what is open and what to do, in the active language."""
    about = {"about": gap.about.rstrip("?.: ")}  # questions end with their own sign
    texts = {
        "place_missing": _("Choose where you file."),
        "place_closed": _("This unit does not take in this procedure today. Choose another one."),
        "version_changed": _("The procedure has changed since you began. Please look through it."),
        "answer": _("Please look at: %(about)s.") % about,
        "two_versions": _("There are two versions of a page. Choose which one counts."),
        "paper_undecided": _("Say how this paper comes: %(about)s.") % about,
        "paper_files_missing": _("Add a file: %(about)s.") % about,
        "paper_malicious": _(
            "Malicious software was found in a file. Take it out and add a clean one: %(about)s."
        )
        % about,
        "paper_reason_missing": _("Say why this does not apply to you: %(about)s.") % about,
        "paper_required": _("This paper is needed in every case: %(about)s.") % about,
        "return_undecided": _("Choose how you want to get the result."),
        "return_address_missing": _("Give name, address and telephone for the post."),
    }
    return texts[gap.code]
