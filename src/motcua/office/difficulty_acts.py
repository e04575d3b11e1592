"""What somebody may do next about a difficulty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.office.difficulty_forms import (
    AnswerForm,
    AskForm,
    CountForm,
    LeaveForm,
    MergeForm,
    PublishForm,
    ReasonForm,
    RouteForm,
    TextForm,
    codes_of,
)
from motcua.office.offers import Offer
from motcua.office.quality import files_kept
from motcua.organisations.queries import units_by_ids
from motcua.oversight.queries.places import places_had
from motcua.oversight.queries.ways import addressees_of
from motcua.oversight.rules import SILENCE
from motcua.oversight.services import answering, keeping, reporting
from motcua.oversight.types import ENDED, RUNNING, Answer, DifficultyView, Fact, Kind, State

ANSWERABLE = RUNNING | {State.ASKED, State.ANSWERED}


@dataclass(frozen=True)
class Standing:
    """What a person is to a difficulty: keeper, who answers, whose unit has it."""

    account_id: int
    keeps: bool
    answers: bool
    places: tuple[tuple[int, str], ...]  # their units that have it

    @property
    def speaks(self) -> bool:
        """Return whether they may speak for those who asked."""
        return self.keeps or bool(self.places)


def standing_of(actor: Actor, view: DifficultyView) -> Standing:
    """Return what this person is to it, as the operations ask it."""
    line, to = view.line, view.addressee
    keeps = actor.may(Action.OVERSIGHT_KEEP, line.unit_id)
    if to is None:
        answers = False
    elif to.kind is Kind.UNIT and to.unit_id is not None:
        answers = actor.may(Action.OVERSIGHT_ANSWER, to.unit_id)
    else:
        answers = keeps
    mine = places_had(actor, line.places, line.unit_id)
    names = units_by_ids(mine)
    return Standing(
        actor.account_id, keeps, answers, tuple((one, names[one].full_name) for one in mine)
    )


def offers_of(actor: Actor, view: DifficultyView) -> list[Offer]:
    """Return the acts that this person may do now, in the order of the work."""
    who = standing_of(actor, view)
    found = [*_answering(who, view), *_asking(who, view), *_keeping(who, view)]
    if actor.may(Action.OVERSIGHT_REPORT):
        found.append(_note())
    return found


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {"text": data["text"], "files": files_kept(data.get("file"))}


def _words(data: dict[str, Any]) -> dict[str, Any]:
    return {"text": data["text"]}


def _letter(data: dict[str, Any]) -> dict[str, Any]:
    return {"letter": data["letter"]} if "letter" in data else {}


def _answering(who: Standing, view: DifficultyView) -> Iterator[Offer]:
    if not who.answers or view.line.state not in ANSWERABLE:
        return
    outside = view.addressee is not None and view.addressee.kind is not Kind.UNIT
    again = view.line.state is State.ANSWERED
    yield Offer(
        "answer", 0,
        _("Answer again") if again else _("Answer"), _("Send the answer"), AnswerForm,
        lambda data: {
            **_said(data), **_letter(data),
            "answer": Answer(data["answer"]), "promised_on": data["promised_on"],
        },
        answering.difficulty_answer, first=not again, icon="send", more=(("outside", outside),),
    )  # fmt: skip
    if view.line.state in RUNNING:
        yield Offer(
            "ask", 0, _("Ask what it means"), _("Ask back"), AskForm,
            lambda data: {**_words(data), **_letter(data)},
            answering.difficulty_ask, icon="message", more=(("outside", outside),),
        )  # fmt: skip


def _asking(who: Standing, view: DifficultyView) -> Iterator[Offer]:
    state = view.line.state
    if who.speaks and state is State.ASKED:
        yield Offer(
            "clarify", 0, _("Explain what was asked back"), _("Send the explanation"), TextForm,
            _said, reporting.difficulty_clarify, first=bool(who.places), icon="send",
        )  # fmt: skip
    if who.speaks and state is State.ANSWERED:
        yield Offer(
            "unclear", 0, _("The answer is not clear"), _("Send it back"), TextForm,
            _said, reporting.difficulty_unclear, icon="arrow-back-up",
        )  # fmt: skip
    if state not in ENDED and who.speaks and _may_close(who, view):
        yield Offer(
            "close", 0, _("It is over"), _("Close it"), ReasonForm, _words,
            reporting.difficulty_close, first=bool(who.places) and state is State.ANSWERED,
        )  # fmt: skip
    if who.speaks and state is State.CLOSED:
        yield Offer(
            "reopen", 0, _("It is there again"), _("Open it again"), ReasonForm, _words,
            reporting.difficulty_reopen, icon="arrow-back-up",
        )  # fmt: skip
    yield from _counting(who, view)


def _may_close(who: Standing, view: DifficultyView) -> bool:
    """Return whether the operation would let this person close it (`rules.SILENCE`)."""
    answer = next((one for one in reversed(view.events) if one.fact is Fact.ANSWERED), None)
    state = view.line.state
    if answer is not None and state is State.ANSWERED:
        silent = clock.now() >= answer.at + SILENCE
        return answer.by_id != who.account_id and (bool(who.places) or silent)
    return bool(who.places) or state is State.NEW


def _counting(who: Standing, view: DifficultyView) -> Iterator[Offer]:
    if not who.places or view.line.state is State.CLOSED:
        return
    yield Offer(
        "count", 0, _("Count the blocked dossiers anew"), _("Record the number"), CountForm,
        lambda data: {
            "unit_id": data["unit_id"], "blocked": data["blocked"],
            "codes": codes_of(data["codes"]),
        },
        reporting.difficulty_count, icon="list-check", more=(("places", who.places),),
    )  # fmt: skip
    if view.line.state is State.MERGED:
        yield Offer(
            "leave", 0, _("We no longer have it"), _("Record it"), LeaveForm,
            lambda data: {"unit_id": data["unit_id"], "reason": data["reason"]},
            reporting.difficulty_leave, icon="x", more=(("places", who.places),),
        )  # fmt: skip


def _keeping(who: Standing, view: DifficultyView) -> Iterator[Offer]:
    line = view.line
    if not who.keeps:
        return
    if line.state not in ENDED:
        yield Offer(
            "route", 0,
            _("Give it to somebody else") if line.addressee else _("Say who has to answer"),
            _("Give it to them"), RouteForm,
            lambda data: {"addressee_id": data["addressee_id"], "text": data["text"]},
            keeping.difficulty_route, first=line.state is State.NEW, icon="send",
            more=(("addressees", addressees_of(line.unit_id)),),
        )  # fmt: skip
        yield Offer(
            "merge", 0, _("It is the same as another one"), _("Merge it"), MergeForm,
            lambda data: {"into": data["into"], "text": data["text"]},
            keeping.difficulty_merge, icon="files",
        )  # fmt: skip
    if line.state is State.MERGED:
        yield Offer(
            "split", 0, _("It is not the same after all"), _("Take the merger back"), ReasonForm,
            _words, keeping.difficulty_split, icon="arrow-back-up",
        )  # fmt: skip
    yield from _publishing(view)


def _publishing(view: DifficultyView) -> Iterator[Offer]:
    line = view.line
    if line.published:
        yield Offer(
            "withdraw", 0, _("No longer show it to all"), _("Withdraw it"), ReasonForm, _words,
            keeping.difficulty_withdraw, icon="ban",
        )  # fmt: skip
    elif view.answer and line.state in {State.ANSWERED, State.CLOSED}:
        begun = {"title": line.title, "answer": view.answer, "system": line.system}
        yield Offer(
            "publish", 0, _("Show question and answer to all units"), _("Publish"), PublishForm,
            lambda data: {name: data[name] for name in ("title", "answer", "system")},
            keeping.difficulty_publish, icon="eye", more=(("begun", begun),),
        )  # fmt: skip


def _note() -> Offer:
    return Offer(
        "note", 0, _("Add a remark or a file"), _("Add it"), TextForm, _said,
        reporting.difficulty_note, icon="paperclip",
    )  # fmt: skip
