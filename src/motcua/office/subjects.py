"""What a piece of work is about: a dossier, or a question of another unit about one.

A unit that was asked for its opinion sees the question, not the dossier: its row bears the
dossier's code and procedure, and who asks in place of the applicant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.opinion_views import OpinionView
from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.queries.opinions import (
    dossier_of_subject,
    opinion_of_subject,
    opinions_by_ids,
    units_placed,
)
from motcua.dossiers.queries.returns import returns_by_subjects
from motcua.dossiers.return_labels import CAUSE_WORDS, TO_WORDS
from motcua.dossiers.return_views import ReturnView
from motcua.dossiers.types import Channel, Status
from motcua.dossiers.views import DossierRow
from motcua.procedures.queries import versions_by_ids
from motcua.ui import formats

PLACE = "CODE.OF-A-DOSSIER"  # stands for a code in an address that is made once for many rows


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of a list: where it leads, what stands in it, and a note such as a reminder."""

    row: DossierRow
    url: str
    note: str = ""


def subjects_build(subjects: Iterable[str]) -> dict[str, Subject]:
    """Return rows by subject, of those that the scope shows; three statements, or six."""
    wanted = set(subjects)
    numbers = {one: number for one in wanted if (number := dossier_of_subject(one)) is not None}
    asked = {one: number for one in wanted if (number := opinion_of_subject(one)) is not None}
    dossiers = dossiers_by_ids(numbers.values())
    address = reverse("office:dossier", args=[PLACE])
    back = returns_by_subjects(wanted)
    built = {
        one: Subject(
            dossiers[number],
            address.replace(PLACE, dossiers[number].code),
            _sent_back(back[one]) if one in back else "",
        )
        for one, number in numbers.items()
        if number in dossiers
    }
    return built | (_questions(asked) if asked else {})


def _questions(asked: Mapping[str, int]) -> dict[str, Subject]:
    found = opinions_by_ids(asked.values())
    names = units_placed({one.asking_unit_id for one in found.values()})
    versions = versions_by_ids({one.procedure_version_id for one in found.values()})
    return {
        subject: Subject(
            _as_row(found[number], names, versions[found[number].procedure_version_id].name),
            reverse("office:opinion", args=[number]),
            _reminded(found[number]),
        )
        for subject, number in asked.items()
        if number in found
    }


def _as_row(one: OpinionView, names: Mapping[int, str], procedure: str) -> DossierRow:
    """Return the question as a list shows it; nothing of the dossier but code and procedure."""
    asking = names[one.asking_unit_id]
    return DossierRow(
        id=0,
        code=one.code,
        status=Status.PROCESSING,
        procedure_code="",
        procedure_name=procedure,
        applicant_name=_("Asked by %(unit)s") % {"unit": asking},
        competent_unit_id=one.asking_unit_id,
        competent_unit_name=asking,
        receiving_unit_id=one.asking_unit_id,
        receiving_unit_name=asking,
        channel=Channel.COUNTER,
        submitted_at=one.asked_at,
        accepted_at=None,
        due_at=one.due_at,
        suspended_from=None,
        ended_at=None,
    )


def _sent_back(one: ReturnView) -> str:
    return f"{TO_WORDS[one.to]}: {CAUSE_WORDS[one.cause]}"


def _reminded(one: OpinionView) -> str:
    if one.reminded_at is None:
        return ""
    return _("Reminded %(at)s") % {"at": formats.instant_short(one.reminded_at)}
