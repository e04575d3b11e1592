"""Questions to other units in words: whom to ask, what to send, how each one stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers import opinion_rules as rules
from motcua.dossiers.opinion_labels import OUTCOMES, STATES
from motcua.dossiers.opinion_rules import OpinionOutcome, OpinionState
from motcua.dossiers.opinion_views import AnswerView, OpinionView
from motcua.dossiers.queries.actions import ActionOffer
from motcua.dossiers.queries.opinions import takers_of, units_answering, units_placed
from motcua.dossiers.queries.parts import units_at_work
from motcua.dossiers.types import PartyRole
from motcua.dossiers.views import DossierView
from motcua.forms.types import Section
from motcua.identity.queries import accounts_by_ids
from motcua.kernel import clock
from motcua.office.acts import Offered, offered_build
from motcua.organisations.queries import unit_children, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView
from motcua.ui.types import Tone
from motcua.workflow.types import Act

Choices = list[tuple[str, str]]
TONES = {
    OpinionOutcome.AGREE: Tone.DONE,
    OpinionOutcome.AGREE_IF: Tone.DUE_SOON,
    OpinionOutcome.DISAGREE: Tone.OVERDUE,
    OpinionOutcome.NOT_OURS: Tone.NEUTRAL,
    OpinionOutcome.MORE: Tone.DUE_SOON,
}
ROLES = {
    PartyRole.APPLICANT: gettext_lazy("Applicant"),
    PartyRole.OWNER: gettext_lazy("Owner of the dossier"),
    PartyRole.AUTHORISED: gettext_lazy("Authorised person"),
    PartyRole.ASSISTANT: gettext_lazy("Assistant"),
}


@dataclass(frozen=True)
class Askable:
    """Whom a question may go to, by name; a body is named with whose body it is.

    `silent` are the values of those where nobody can answer. `working` would be offered, did they
    not hold a step of the dossier themselves: they are not asked.
    """

    near: Choices
    communes: Choices
    silent: frozenset[str]
    working: list[str]


@dataclass(frozen=True)
class OpinionLine:
    """A question on the dossier's page: its unit, badge, answers with names, what may be done."""

    view: OpinionView
    words: str
    tone: Tone
    asked_by: str
    answers: list[tuple[AnswerView, str, str, Tone]]  # answer, who, outcome in words, tone
    offers: list[Offered]

    @property
    def waiting(self) -> bool:
        """Whether its due date is what counts."""
        return self.view.state is OpinionState.ASKED


def opinion_lines(dossier: DossierView, offers: Iterable[ActionOffer]) -> list[OpinionLine]:
    """Return every question of a dossier; one statement where there is one."""
    if not dossier.opinions:
        return []
    ids = {one.asked_by for one in dossier.opinions}
    ids |= {given.answered_by for one in dossier.opinions for given in one.answers}
    names = {key: one.name for key, one in accounts_by_ids(ids).items()}
    may = list(offers)
    return [
        OpinionLine(
            view=one,
            words=state_words(one),
            tone=state_tone(one),
            asked_by=names.get(one.asked_by, ""),
            answers=answer_lines(one, names),
            offers=offered_build([o for o in may if o.ordinal == one.ordinal], dossier),
        )
        for one in reversed(dossier.opinions)
    ]


def answer_lines(
    one: OpinionView, names: Mapping[int, str]
) -> list[tuple[AnswerView, str, str, Tone]]:
    """Return the answers, the newest first, with who gave them and what they say."""
    return [
        (
            given,
            names.get(given.answered_by, ""),
            str(OUTCOMES[given.outcome]),
            TONES[given.outcome],
        )
        for given in reversed(one.answers)
    ]


def state_words(one: OpinionView) -> str:
    """Return how a question stands; an answer by what it says."""
    if one.waived_at is not None and one.outcome is OpinionOutcome.NONE:
        return _("Not waited for, by decision of the leader")
    if one.state is OpinionState.ANSWERED:
        return str(OUTCOMES[one.outcome])
    return str(STATES[one.state])


def state_tone(one: OpinionView) -> Tone:
    """Return the tone of `state_words`."""
    if one.state is OpinionState.ANSWERED:
        return TONES[one.outcome]
    if one.state is OpinionState.ASKED and one.waived_at is None:
        return Tone.OVERDUE if one.overdue else Tone.RUNNING
    return Tone.NEUTRAL


def units_to_ask(dossier: DossierView) -> Askable:
    """Return whom to ask: departments of the own commune and the province, its other communes."""
    competent = dossier.competent_unit
    around = units_by_ids(competent.path_ids)
    province = next((u for u in around.values() if u.kind in PROVINCE_KINDS), None)
    commune = next((u for u in around.values() if u.kind in COMMUNE_KINDS), None)
    near = [*(unit_children(commune.id) if commune else ())]
    others: list[UnitView] = []
    if province is not None:
        below = unit_children(province.id)
        near += [unit for unit in below if unit.kind not in COMMUNE_KINDS]
        others = [
            u for u in below if u.kind in COMMUNE_KINDS and (not commune or u.id != commune.id)
        ]
    own = (competent.id, dossier.receiving_unit.id, dossier.return_unit.id)
    working = units_at_work(dossier.progress, own)
    near = [u for u in near if u.kind is not UnitKind.POINT]
    names = units_placed(u.id for u in near)
    takers = takers_of([*near, *others])
    answering = units_answering(takers.values())
    silent = frozenset(str(key) for key, one in takers.items() if one.id not in answering)
    asked = ((str(u.id), names[u.id]) for u in near if u.id not in working)
    return Askable(
        near=_marked(asked, silent),
        communes=_marked(((str(u.id), u.full_name) for u in others), silent),
        silent=silent,
        working=[names[u.id] for u in near if u.id in working],
    )


def _marked(choices: Iterable[tuple[str, str]], silent: frozenset[str]) -> Choices:
    """Return choices, those that can be chosen first; the others say why they cannot."""
    text = _("%(unit)s (nobody there can answer in this system yet)")
    told = [(key, text % {"unit": name} if key in silent else name) for key, name in choices]
    return sorted(told, key=lambda one: one[0] in silent)


def needed_by(dossier: DossierView) -> datetime | None:
    """Return by when answers must be there, so that every step after them keeps its hours."""
    dues = (i.due_at for i in dossier.items if i.state.is_live and i.act is Act.APPRAISE)
    return rules.needed_by(dues, dossier.due_at, clock.now())


def people_told(dossier: DossierView) -> list[tuple[str, str]]:
    """Return who the dossier is about, as it may be sent: name and address, no numbers."""
    return [
        (str(ROLES[one.role]), ", ".join(part for part in (one.name, one.address) if part))
        for one in dossier.parties
        if one.role is not PartyRole.ASSISTANT
    ]


def answers_told(sections: Iterable[Section]) -> list[tuple[str, str]]:
    """Return what was filled in, as it may be sent."""
    return [
        (line.label, line.text)
        for section in sections
        for line in section.lines
        if not line.heading and line.text
    ]
