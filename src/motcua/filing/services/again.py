"""Filing parts of a group once more, in the same group: a draft with what was said, its sending.

For parts that ended without a result while what they need is there or still possible: refused
themselves, withdrawn, or ended with a lead that is being decided anew. The lead is not filed once
more: with it ends what hangs on it (`group_begin_again`). What is finished is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries import standings
from motcua.dossiers.types import ComponentInput, Receipt, Submission
from motcua.filing.bodies import body_unit
from motcua.filing.groups import GROUPS
from motcua.filing.models import Draft, DraftFile, Group, GroupPart
from motcua.filing.parent import may_be_again
from motcua.filing.queries.drafts import draft_view, drafts_mine, files_of
from motcua.filing.queries.groups import parts_now, parts_of
from motcua.filing.rules import ANSWERED, papers_asked
from motcua.filing.services.follow import group_follow
from motcua.filing.services.group import group_receipt, part_file, part_submission
from motcua.filing.services.group_after import draft_copy, files_copy, group_locked
from motcua.filing.services.submission import papers_given
from motcua.filing.types import DraftState, DraftView, PaperWay
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.procedures.queries import procedure_get


def parts_begin_again(*, citizen: CitizenActor, public_id: str, keys: Iterable[str]) -> DraftView:
    """Begin a draft that files parts of one's own group once more; pressed twice it is one.

    It holds what was answered last, and the parts' own papers: what the group handed in needs not
    be handed in again, and anything may be added. Raises NotFound for another person's, Invalid
    when nothing is chosen, Refused `part_goes_on`, `too_many_drafts`.
    """
    with transaction.atomic():
        group = group_locked(citizen, public_id)
        rows = parts_now(group)
        wanted = {row.key for row in rows} & set(keys)
        if not wanted:
            raise Invalid([FieldProblem("parts", _("Choose at least one part."))])
        _again_expect(group, rows, wanted)
        begun = drafts_mine(citizen).filter(again=public_id, state=DraftState.OPEN)
        for row in begun.order_by("-id"):
            if set(row.parts) == wanted:
                return draft_view(row, files_of(row))
        sent = Draft.objects.filter(again=public_id, subject_id=group.subject_id)
        before = [group.draft, *sent.filter(state=DraftState.SENT).order_by("id")]
        papers = _papers(rows, wanted, before)
        new = draft_copy(
            citizen,
            before[-1],
            parts=tuple(row.key for row in rows if row.key in wanted),
            papers={str(key): said for key, said in papers.items()},
        )
        # Everything is answered; the last page shows it, each part with "change".
        new.again, new.pages = public_id, dict.fromkeys(before[-1].pages, 0)
        new.save(update_fields=["again", "pages"])
        files_copy(new, _files(papers, before))
        return draft_view(new, files_of(new))


def parts_file_again(
    *, citizen: CitizenActor, draft: DraftView, shared: Submission
) -> tuple[Receipt, dict[str, Receipt]]:
    """File the parts of a draft once more, all of them or none, in the present transaction.

    Return the receipt to show (the part's, or the parent's for several) and each part's by its
    procedure. What a part needs is waited for as at the first time. Raises NotFound, Refused
    `part_goes_on` when one was filed meanwhile, and what the filing raises.
    """
    group = group_locked(citizen, draft.again)
    now_counting = parts_now(group)
    _again_expect(group, now_counting, set(draft.parts))
    rows = {row.key: row for row in now_counting}
    lead = now_counting[0]
    told: dict[str, Receipt] = {}
    for key in draft.parts:
        part = GROUPS[group.kind].part(key)
        assert part is not None, "a draft asks only for parts that its group has"
        old = rows[key]
        old.replaced_at = clock.now()
        old.save(update_fields=["replaced_at"])
        row = GroupPart(
            group=group, key=key, order=old.order, procedure_code=part.procedure_code,
            unit_id=body_unit(part.procedure_code, shared.unit_id), state="waiting",
            basis=part.basis, waits_for=old.waits_for,
        )  # fmt: skip
        submission = replace(
            part_submission(row, shared, lead.dossier_code),
            components=_components(draft, part.procedure_code, lead.dossier_code),
        )
        told[part.procedure_code] = part_file(
            citizen,
            row,
            submission,
            rows,
            limit=part.limit,
            key=f"draft:{draft.public_id}:{key}",
        )
        row.save()
        rows[key] = row
    group_follow(group.pk)
    [*receipts] = told.values()
    return (receipts[0] if len(receipts) == 1 else group_receipt(group, lead)), told


def _again_expect(group: Group, rows: list[GroupPart], wanted: set[str]) -> None:
    """Raise Refused for a part that has a result, runs, or needs what will never be there."""
    stands = standings(row.dossier_id for row in rows if row.dossier_id)
    states = {one.key: one for one in parts_of(rows, stands)}
    if not all(key in states and may_be_again(states[key], states) for key in wanted):
        raise Refused(
            "part_goes_on",
            _("This part cannot be filed again now. The page shows how far each part is."),
            group=group.public_id,
        )


def _papers(
    rows: list[GroupPart], wanted: set[str], before: list[Draft]
) -> dict[int, dict[str, Any]]:
    """Return what is said about the parts' own papers: as the last time, else with the group."""
    record = f"group:{rows[0].dossier_code}"[:80]
    known = {"way": PaperWay.DATA.value, "note": "", "record": record}
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        if row.key not in wanted:
            continue
        for one in papers_asked(procedure_get(row.procedure_code).version, own_form=True):
            said = [draft.papers[str(one.id)] for draft in before if str(one.id) in draft.papers]
            if said or one.required:
                found[one.id] = said[-1] if said else known
    return found


def _files(papers: dict[int, Any], before: list[Draft]) -> list[DraftFile]:
    """Return the files to begin with: those of the last answers, and of the parts' own papers."""
    found = list(DraftFile.objects.filter(draft=before[-1], component_id=ANSWERED))
    for component_id in papers:
        for draft in reversed(before):
            files = list(DraftFile.objects.filter(draft=draft, component_id=component_id))
            if files:
                found += files
                break
    return found


def _components(draft: DraftView, code: str, lead_code: str) -> tuple[ComponentInput, ...]:
    """Return what one part hands in; the group's form stands for its own."""
    version = procedure_get(code).version
    asked = {one.id for one in papers_asked(version, own_form=True)}
    form = tuple(
        ComponentInput(component_id=one.id, satisfied_by=f"group:{lead_code}"[:80])
        for one in version.components
        if one.required and one.id not in asked
    )
    return (*form, *papers_given(draft, asked))
