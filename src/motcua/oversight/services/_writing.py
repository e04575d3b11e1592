"""Adding one event to a difficulty: lock, version, guard, then the copies on its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import due_compute, limit_parse
from motcua.deadlines.types import Suspension
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight import rules
from motcua.oversight.models import Addressee, Difficulty, DifficultyEvent, DifficultyFile
from motcua.oversight.queries.places import posting_in
from motcua.oversight.queries.standing import happened_of, standing_of
from motcua.oversight.types import RUNNING, Answer, Fact, Kind, State

FILES_MOST = 10
Files = Sequence[tuple[int, str]]  # id in the store of documents, name
_NEXT = """
INSERT INTO oversight_numbering AS n (unit_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (unit_id, year) DO UPDATE SET last = n.last + 1 RETURNING last"""


@dataclass(frozen=True)
class Said:
    """What an event says besides who and when."""

    fact: Fact
    text: str = ""
    unit: int = 0
    blocked: int | None = None
    addressee: int | None = None
    answer: Answer | None = None
    promised_on: date | None = None
    other: int | None = None
    codes: tuple[str, ...] = ()
    letter: str = ""
    keeper: bool = False


def number_next(unit_id: int, year: int) -> int:
    """Return the next number; the row stays locked until the transaction ends, so none is lost."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit_id, year])
        row = cursor.fetchone()
    return int(row[0])


def locked(code: str, version: int | None) -> Difficulty:
    """Return the row, locked until the transaction ends; NotFound, Stale."""
    row = Difficulty.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("difficulty_unknown", _("There is no such difficulty here."))
    if version is not None and row.version != version:
        raise Stale("stale", _("Somebody else wrote here meanwhile. Read what is new, then go on."))
    return row


def with_main(code: str, version: int | None) -> tuple[Difficulty, Difficulty | None]:
    """Lock a difficulty and the one of which it is a part, the older one first.

    The other one may be out of the person's sight: it is read for the system, nothing of it is
    shown. Raises NotFound, Stale.
    """
    seen = Difficulty.objects.filter(code=code).first()
    if seen is None:
        raise NotFound("difficulty_unknown", _("There is no such difficulty here."))
    main_id = seen.merged_into_id
    with scope_use(SYSTEM):
        both = Difficulty.objects.select_for_update().filter(pk__in=[seen.pk, main_id])
        rows = {one.pk: one for one in both.order_by("pk")}
    row = rows[seen.pk]
    if row.merged_into_id != main_id or (version is not None and row.version != version):
        raise Stale("stale", _("Somebody else wrote here meanwhile. Read what is new, then go on."))
    return row, rows.get(main_id) if main_id is not None else None


def speaking(actor: Actor, unit_id: int, register_id: int) -> PostingView:
    """Return the posting by which somebody speaks for a unit; Forbidden."""
    posting = posting_in(actor, unit_id, register_id)
    if posting is None:
        raise Forbidden("not_allowed", _("None of your postings allows this here."))
    return posting


def keeper(actor: Actor, row: Difficulty) -> PostingView:
    """Return the posting that keeps the register; Forbidden."""
    return actor.posting_for(Action.OVERSIGHT_KEEP, row.unit_id)


def having_or_keeper(actor: Actor, row: Difficulty) -> tuple[PostingView, bool]:
    """Return the posting of a unit that has it, else the keeper's, and whether it is that."""
    found = (posting_in(actor, one, row.unit_id) for one in row.places)
    posting = next((one for one in found if one is not None), None)
    return (posting, False) if posting is not None else (keeper(actor, row), True)


def answering(actor: Actor, row: Difficulty) -> PostingView:
    """Return the posting that answers: the addressee's, for those outside the keeper's."""
    to = row.addressee
    if to is None:
        raise Refused("not_there", why("not_there"))
    if to.kind == Kind.UNIT and to.answers_id is not None:
        return actor.posting_for(Action.OVERSIGHT_ANSWER, to.answers_id)
    return keeper(actor, row)


def write(
    actor: Actor, posting: PostingView, row: Difficulty, said: Said, files: Files = ()
) -> DifficultyEvent:
    """Append an event, or refuse in words; the row is locked by the caller, or new."""
    if len(files) > FILES_MOST:
        raise Invalid([FieldProblem("file", _("At most ten files at a time."))])
    event = DifficultyEvent(
        difficulty=row,
        at=clock.now(),
        fact=said.fact.value,
        account_id=actor.account_id,
        posting_id=posting.id,
        text=said.text,
        unit_id=said.unit,
        blocked=said.blocked,
        addressee_id=said.addressee,
        answer=said.answer.value if said.answer else "",
        promised_on=said.promised_on,
        other_id=said.other,
        codes=list(said.codes),
        letter=said.letter,
        keeper=said.keeper,
    )
    before, happened = standing_of(row), happened_of(event)
    code = rules.problem(before, happened)
    if code:
        raise Refused(code, why(code))
    after = rules.step(before, happened)
    _copy(row, after, event.at)
    event.due_at = row.due_at
    event.save(force_insert=True)
    row.save()
    DifficultyFile.objects.bulk_create(
        DifficultyFile(event=event, file_id=file_id, name=name[:200]) for file_id, name in files
    )
    return event


def _copy(row: Difficulty, now: rules.Standing, at: datetime) -> None:
    """Put where it stands onto the row, to search by.

    Units that have it too do not see it by that: they see their own (`Followed`).
    """
    late = now.state is State.ASKED and row.due_at is not None and row.due_at < at
    row.state = now.state.value
    row.places, row.blocked = list(now.places), sum(now.blocked.values())
    row.addressee_id = now.addressee
    row.promised_on, row.unclear = now.promised_on, now.unclear
    row.first_promised_on, row.postponed = now.first_promised_on, now.postponed
    row.closed_at, row.merged_into_id = now.closed_at, now.merged_into
    row.merged_code = row.merged_code if now.merged_into else ""
    row.published = now.published
    if not late:  # whoever asks back after the day stays late
        row.due_at = None
    if now.state in RUNNING and now.turn is not None and now.addressee is not None:
        row.due_at = _due(row, now.addressee, now.turn)
    row.first_due_at = row.first_due_at or row.due_at
    row.reach = sorted({*row.reach, row.unit_id, *_answerers(now.addressee)})
    row.version += 1


def _answerers(addressee_id: int | None) -> Iterable[int]:
    if addressee_id is None:
        return ()
    found = Addressee.objects.get(pk=addressee_id).answers_id
    return () if found is None else (found,)


def _due(row: Difficulty, addressee_id: int, turn: rules.Turn) -> datetime:
    """Return when the answer is due: the addressee's limit, on the calendar of who answers.

    Of somebody outside the register's own calendar counts. The time in which the question was
    asked back does not count.
    """
    addressee = Addressee.objects.get(pk=addressee_id)
    due = due_compute(
        limit=limit_parse(addressee.limit),
        received=turn.since,
        calendar=calendar_for(addressee.answers_id or row.unit_id),
        suspensions=[Suspension(start, end) for start, end in turn.stood if end is not None],
    )
    return due.instant


def why(code: str) -> str:
    """Return why something is not possible, in words."""
    return {
        "ended": _("It has ended. If it is there again, open it again and say why."),
        "not_there": _("This is not possible now. Read how it stands."),
        "same_addressee": _("It is with them already, and the clock runs."),
        "own_answer": _("You answered it: whether that helps is said by somebody else."),
        "theirs_first": _(
            "Those who asked say first whether the answer helps. If they say nothing for ten "
            "days, it can be closed here."
        ),
        "has_it": _("Your unit has it already. Say how many dossiers it blocks now."),
        "has_not": _("Your unit does not have it."),
        "reported_it": _("Your unit reported it: close it instead."),
        "no_answer": _("There is no answer to publish yet."),
        "shown": _("It is published already. Withdraw that first."),
        "not_shown": _("It is not published."),
    }[code]
