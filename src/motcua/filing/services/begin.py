"""Beginning a draft: the form in force, what is known already, what need not be handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.filing.queries.drafts import draft_view, files_of
from motcua.filing.queries.online import form_online
from motcua.filing.rules import (
    ANSWERED,
    ASSURANCE_NEEDED,
    papers_asked,
    papers_by_account,
    papers_by_data,
)
from motcua.filing.services.drafts import draft_lock, draft_start, draft_store
from motcua.filing.services.known import sources_of
from motcua.filing.sources import SourceAnswer
from motcua.filing.types import DraftView, PaperWay
from motcua.forms.queries import answers_migrate, answers_prefill, form_get
from motcua.forms.types import FormView
from motcua.procedures.queries import procedure_get, version_get
from motcua.procedures.types import VersionView


def draft_begin(
    *,
    citizen: CitizenActor,
    procedure_code: str,
    unit_id: int | None = None,
    case: str = "",
    parts: tuple[str, ...] = (),
    known: Mapping[str, SourceAnswer] | None = None,
) -> DraftView:
    """Begin to file a procedure: the form is prefilled, what sources confirm is not asked.

    `known` is what `sources.sources_ask` answered, asked before with the person's consent. Raises
    NotFound, Refused `not_online`, `repealed`, `too_many_drafts`.
    """
    version = procedure_get(procedure_code).version
    form = form_online(version)
    answers, marks = answers_prefill(form, sources_of(citizen, known or {}))
    shown = papers_by_account(
        papers_asked(version, own_form=bool(form.procedure)), citizen.assurance
    )
    draft = draft_start(
        citizen=citizen,
        papers={
            str(key): {"way": paper.way.value, "note": "", "record": paper.record}
            for key, paper in shown.items()
        },
        procedure_code=procedure_code,
        version_id=version.id,
        form_id=form.id,
        form_number=form.number,
        unit_id=unit_id,
        case=case,
        parts=parts,
        answers=answers,
        marks=[mark.to_dict() for mark in marks],
        fees={"groups": ["vneid2"]} if citizen.assurance >= ASSURANCE_NEEDED else {},
    )
    return draft_known(citizen=citizen, public_id=draft.public_id, known=known or {})


def draft_known(
    *, citizen: CitizenActor, public_id: str, known: Mapping[str, SourceAnswer]
) -> DraftView:
    """Keep what sources answered: confirmed ones make papers needless, differences become flags.

    A paper that somebody has settled already stays as it is. Raises NotFound, `draft_closed`.
    """
    if not known:
        with transaction.atomic():
            row = draft_lock(citizen, public_id)
            return draft_view(row, files_of(row))
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        version, form = procedure_get(row.procedure_code).version, form_get(row.form_id)
        row.sources = {**row.sources, **{key: one.to_dict() for key, one in known.items()}}
        confirmed = {key: one.record for key, one in known.items() if one.satisfies}
        asked = papers_asked(version, own_form=bool(form.procedure))
        for component_id, paper in papers_by_data(asked, confirmed).items():
            said = row.papers.get(str(component_id))
            if said is None or said["way"] == PaperWay.UNDECIDED.value:
                row.papers[str(component_id)] = {
                    "way": paper.way.value,
                    "note": "",
                    "record": paper.record,
                }
        draft_store(row, "sources", "papers")
        return draft_view(row, files_of(row))


def draft_renew(*, citizen: CitizenActor, public_id: str) -> DraftView:
    """Carry a draft over to the procedure and form in force now; `changes` tells what changed.

    As long as the procedure's version is in force a draft under an older form is sent as it is.
    Raises NotFound, Refused `draft_closed`, `not_online`, `repealed`.
    """
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        version = procedure_get(row.procedure_code).version
        if version.id == row.version_id:
            return draft_view(row, files_of(row))
        old, new = form_get(row.form_id), form_online(version)
        row.answers, changes = answers_migrate(old, new, row.answers)
        row.changes = [change.message for change in changes] or [
            _("The procedure has changed. Your answers still fit; please look through them.")
        ]
        keys = {one.path.split(".")[0] for one in changes}
        row.pages = {key: 0 for key in row.pages if _untouched(new, key, keys)}
        row.others = {}
        row.papers, moved = _papers_moved(row.papers, row.version_id, version)
        for one in files_of(row):
            if one.component_id in moved:
                row.files.filter(pk=one.id).update(component_id=moved[one.component_id])
            elif one.component_id != ANSWERED:
                row.files.filter(pk=one.id).delete()
        row.version_id, row.form_id, row.form_number = version.id, new.id, new.number
        draft_store(
            row, "answers", "changes", "pages", "others", "papers", "version_id", "form_id",
            "form_number",
        )  # fmt: skip
        return draft_view(row, files_of(row))


def _untouched(form: FormView, page: str, keys: set[str]) -> bool:
    found = form.screen(page)
    return found is not None and not any(one.key in keys for one in found.questions)


def _papers_moved(
    papers: dict[str, Any], old_version: int, version: VersionView
) -> tuple[dict[str, Any], dict[int, int]]:
    """Return what was said about papers under the new version's components of the same name."""
    names = {one.name: one.id for one in version.components}
    moved = {
        one.id: names[one.name] for one in version_get(old_version).components if one.name in names
    }
    kept = {str(moved[int(key)]): said for key, said in papers.items() if int(key) in moved}
    return kept, moved
