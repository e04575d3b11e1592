"""What a person does with a group after the sending: withdraw parts of it, or begin again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries import standings
from motcua.dossiers.services.citizen_after import dossier_withdraw_own
from motcua.filing.models import Draft, DraftFile, Group
from motcua.filing.queries.drafts import draft_view, files_of
from motcua.filing.queries.groups import group_mine, parts_now
from motcua.filing.services.drafts import draft_start
from motcua.filing.services.follow import group_follow
from motcua.filing.types import DraftView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused


def group_withdraw(
    *, citizen: CitizenActor, public_id: str, keys: Iterable[str], reason: str
) -> int:
    """Withdraw parts of one's own group, all of them or none; return how many were.

    Those that wait for a withdrawn part's result end with it (`follow`); what is finished stays
    valid. Raises NotFound for another person's, Invalid when nothing is chosen, Refused
    `not_in_this_status` for a part that has ended meanwhile.
    """
    with transaction.atomic():
        group = group_locked(citizen, public_id)
        wanted = set(keys)
        rows = [row for row in parts_now(group) if row.key in wanted]
        if not rows:
            raise Invalid([FieldProblem("parts", _("Choose at least one part."))])
        for row in rows:
            if row.dossier_code:
                dossier_withdraw_own(citizen=citizen, code=row.dossier_code, reason=reason)
        group_follow(group.pk)
    return len(rows)


def group_begin_again(*, citizen: CitizenActor, public_id: str) -> DraftView:
    """Begin a draft with the answers and papers of a group whose lead ended without a result.

    It asks for the parts that have no result; those that have one stay as they are. Raises
    NotFound, Refused `group_goes_on` while the lead may still come to a result,
    `too_many_drafts`.
    """
    with transaction.atomic():
        group = group_locked(citizen, public_id)
        rows = parts_now(group)
        stands = standings(row.dossier_id for row in rows if row.dossier_id)
        by_key = {row.key: stands[row.dossier_id] for row in rows if row.dossier_id}
        lead = by_key.get(rows[0].key)
        if lead is None or not lead.failed:
            raise Refused(
                "group_goes_on", _("The first part has not ended; nothing is to be redone.")
            )
        old = Draft.objects.get(pk=group.draft_id)
        parts = tuple(
            row.key for row in rows[1:] if row.key not in by_key or not by_key[row.key].granted
        )
        new = draft_copy(citizen, old, parts=parts, papers=old.papers)
        files_copy(new, DraftFile.objects.filter(draft=old))
        return draft_view(new, files_of(new))


def draft_copy(
    citizen: CitizenActor, old: Draft, *, parts: tuple[str, ...], papers: dict[str, Any]
) -> Draft:
    """Begin a draft with what was answered in a sent one. Raises Refused `too_many_drafts`."""
    draft = draft_start(
        citizen=citizen,
        procedure_code=old.procedure_code,
        version_id=old.version_id,
        form_id=old.form_id,
        form_number=old.form_number,
        unit_id=old.unit_id,
        case=old.case,
        parts=parts,
        papers=papers,
        answers=old.answers,
        marks=old.marks,
        fees=old.fees,
    )
    new = Draft.objects.get(public_id=draft.public_id)
    new.delivery, new.sources = old.delivery, old.sources
    new.save(update_fields=["delivery", "sources"])
    return new


def files_copy(new: Draft, files: Iterable[DraftFile]) -> None:
    """Put files of sent drafts into a new one, at the same places."""
    now = clock.now()
    DraftFile.objects.bulk_create(
        DraftFile(
            draft=new, component_id=one.component_id, file_id=one.file_id, name=one.name,
            order=one.order, source=one.source, item_id=one.item_id, added_at=now,
        )
        for one in files
    )  # fmt: skip


def group_locked(citizen: CitizenActor, public_id: str) -> Group:
    """Return one's own group with its row locked; raises NotFound."""
    group = group_mine(citizen).select_for_update().filter(public_id=public_id).first()
    if group is None:
        raise NotFound("group_unknown", _("There is no such filing here."))
    return group
