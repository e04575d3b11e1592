"""What a unit does that has a difficulty: report, join, count, say whether the answer helps."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.services.citing import dossier_cited
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.saying import said
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc, search_key
from motcua.organisations.types import UnitView
from motcua.oversight import rules
from motcua.oversight.models import Difficulty, Publication
from motcua.oversight.queries.places import register_unit
from motcua.oversight.queries.ways import way_for
from motcua.oversight.services._writing import (
    Files,
    Said,
    having_or_keeper,
    locked,
    number_next,
    speaking,
    why,
    with_main,
    write,
)
from motcua.oversight.types import Fact, Group, Report, Severity, State
from motcua.procedures.queries import procedures_listed

PURPOSE = "dossier named as blocked by a difficulty"


@transaction.atomic
def difficulty_report(*, actor: Actor, report: Report, files: Files = ()) -> str:
    """Report what hinders a unit; return its number.

    It goes to whoever a rule of routing names, whose clock begins at once; without a rule it
    waits for whoever keeps the register. Dossiers that are named are read under the person's own
    right, and the reading is recorded. Raises Forbidden, Invalid with every wrong field.
    """
    unit = register_unit(report.place_id)
    posting = speaking(actor, report.place_id, unit.id)
    title = said(nfc(report.title), "title", rules.TITLE_MOST)
    text = said(report.text, "text")
    proposal = said(report.proposal, "proposal") if report.proposal.strip() else ""
    procedure = _procedure(report.procedure)
    blocked, codes = _counted(actor, report.blocked, report.codes)
    words = replace(
        report, title=title, text=text, proposal=proposal, procedure=procedure,
        system=nfc(report.system)[:120],
    )  # fmt: skip
    row = _open(actor, posting, unit, words)
    first = Said(Fact.REPORTED, text, report.place_id, blocked, codes=codes)
    write(actor, posting, row, first, files)
    way = way_for(unit.id, group=report.group, system=words.system, procedure=procedure)
    if way is not None:
        write(actor, posting, row, Said(Fact.ROUTED, addressee=way.addressee))
    return row.code


def _open(actor: Actor, posting: PostingView, unit: UnitView, report: Report) -> Difficulty:
    """Write the row with the next number of the register's year; its words are clean."""
    now = clock.now()
    year = clock.local(now).year
    number = number_next(unit.id, year)
    return Difficulty.objects.create(
        unit_id=unit.id,
        place_id=report.place_id,
        year=year,
        number=number,
        code=rules.code_of(unit.code, year, number),
        group=report.group.value,
        severity=report.severity.value,
        state=State.NEW.value,
        title=report.title,
        text=report.text,
        proposal=report.proposal,
        system=report.system,
        procedure=report.procedure,
        search=search_key(f"{report.title} {report.system} {report.procedure}")[:400],
        places=[report.place_id],
        opened_by_id=actor.account_id,
        opened_at=now,
        reach=sorted({unit.id, report.place_id, posting.unit_id}),
    )


@transaction.atomic
def difficulty_count(
    *, actor: Actor, code: str, version: int, unit_id: int, blocked: int, codes: tuple[str, ...]
) -> None:
    """Say how many dossiers of a unit it blocks now. Raises NotFound, Forbidden, Stale, Invalid.

    Of a difficulty that goes on as part of another one, that one counts them too.
    """
    row, main = with_main(code, version)
    posting = speaking(actor, unit_id, row.unit_id)
    number, named = _counted(actor, blocked, codes)
    counted = Said(Fact.COUNTED, unit=unit_id, blocked=number, codes=named)
    write(actor, posting, row, counted)
    if main is not None and unit_id in main.places:
        with scope_use(SYSTEM):  # another unit's words stand there: only the number goes over
            write(actor, posting, main, replace(counted, codes=(), other=row.id))


@transaction.atomic
def difficulty_join(*, actor: Actor, code: str, unit_id: int, blocked: int, text: str = "") -> str:
    """Say that a unit has a published difficulty too; return the number of its own.

    The unit gets a difficulty of its own that goes on as part of the published one: it sees that
    one's state and answer, never another unit's words and files. Raises Forbidden, NotFound for
    one that is not published, Refused, Invalid.
    """
    unit = register_unit(unit_id)
    posting = speaking(actor, unit_id, unit.id)
    number, _codes = _counted(actor, blocked, ())
    words = said(text, "text", 1000) if text.strip() else ""
    with scope_use(SYSTEM):
        main = _published(code, unit_id)
        shown = Publication.objects.get(difficulty=main, withdrawn_at__isnull=True)
        own = Report(
            unit_id, Group(main.group), Severity(main.severity), shown.title,
            words or shown.title, system=shown.system, procedure=shown.procedure,
        )  # fmt: skip
        row = _open(actor, posting, unit, own)
        write(actor, posting, row, Said(Fact.REPORTED, own.text, unit_id, number))
        row.merged_code = main.code
        write(actor, posting, row, Said(Fact.MERGED, "", unit_id, other=main.id))
        if main.state == State.CLOSED:
            again = _("Another unit has it too.")
            write(actor, posting, main, Said(Fact.REOPENED, again, unit_id))
        write(actor, posting, main, Said(Fact.JOINED, "", unit_id, number, other=row.id))
    return row.code


def _published(code: str, unit_id: int) -> Difficulty:
    """Return a published difficulty, locked; NotFound, Refused for a unit that has it."""
    row = Difficulty.objects.select_for_update().filter(code=code).first()
    if row is None or not row.published:
        raise NotFound("difficulty_unknown", _("There is no such difficulty here."))
    if unit_id in row.places:
        raise Refused("has_it", why("has_it"))
    return row


@transaction.atomic
def difficulty_leave(*, actor: Actor, code: str, version: int, unit_id: int, reason: str) -> None:
    """Say that a unit no longer has what it shares with others: its own one is closed.

    Raises as `difficulty_count`; Refused `not_there` for one that is no part of another.
    """
    row, main = with_main(code, version)
    posting = speaking(actor, unit_id, row.unit_id)
    if main is None:
        raise Refused("not_there", why("not_there"))
    words = said(reason, "text", 1000)
    write(actor, posting, row, Said(Fact.CLOSED, words, unit_id))
    if unit_id in main.places[1:]:
        with scope_use(SYSTEM):
            write(actor, posting, main, Said(Fact.LEFT, "", unit_id, other=row.id))


@transaction.atomic
def difficulty_clarify(
    *, actor: Actor, code: str, version: int, text: str, files: Files = ()
) -> None:
    """Say more to whoever has to answer; their clock goes on. Raises as `difficulty_count`."""
    row = locked(code, version)
    posting, keeps = having_or_keeper(actor, row)
    write(actor, posting, row, Said(Fact.CLARIFIED, said(text, "text"), keeper=keeps), files)


@transaction.atomic
def difficulty_unclear(
    *, actor: Actor, code: str, version: int, text: str, files: Files = ()
) -> None:
    """Send an answer back as unclear, with what is missing; the clock runs anew."""
    row = locked(code, version)
    posting, keeps = having_or_keeper(actor, row)
    write(actor, posting, row, Said(Fact.UNCLEAR, said(text, "text"), keeper=keeps), files)


@transaction.atomic
def difficulty_close(*, actor: Actor, code: str, version: int, text: str) -> None:
    """Say that it is over, and why: by a unit that has it, or by the register after ten days.

    Never by whoever gave the answer. Raises as `difficulty_count`.
    """
    row = locked(code, version)
    posting, keeps = having_or_keeper(actor, row)
    write(actor, posting, row, Said(Fact.CLOSED, said(text, "text", 1000), keeper=keeps))


@transaction.atomic
def difficulty_reopen(*, actor: Actor, code: str, version: int, text: str) -> None:
    """Open one again that is closed: it is there again. Raises as `difficulty_count`."""
    row = locked(code, version)
    posting, keeps = having_or_keeper(actor, row)
    write(actor, posting, row, Said(Fact.REOPENED, said(text, "text", 1000), keeper=keeps))


@transaction.atomic
def difficulty_note(*, actor: Actor, code: str, version: int, text: str, files: Files = ()) -> None:
    """Add a remark or a file; it changes nothing. By anybody who sees it and may report."""
    row = locked(code, version)
    posting = actor.posting_for(Action.OVERSIGHT_REPORT, *row.reach)
    write(actor, posting, row, Said(Fact.NOTED, said(text, "text")), files)


def _procedure(code: str) -> str:
    wanted = code.strip()
    if wanted and not procedures_listed([wanted]):
        raise Invalid([FieldProblem("procedure", _("There is no procedure with this code."))])
    return wanted


def _counted(actor: Actor, blocked: int, codes: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Return how many dossiers and which, each once; Invalid for impossible ones."""
    named = tuple(dict.fromkeys(one.strip() for one in codes if one.strip()))
    if len(named) > rules.CODES_MOST:
        words = _("Name at most %d dossiers; count the others.") % rules.CODES_MOST
        raise Invalid([FieldProblem("codes", words)])
    if not 0 <= blocked <= rules.BLOCKED_MOST:
        raise Invalid([FieldProblem("blocked", _("This number of dossiers is not possible."))])
    for one in named:
        dossier_cited(actor, one, purpose=PURPOSE, field="codes")
    return max(blocked, len(named)), named
