"""What whoever has to answer does: ask back, answer, promise a day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.saying import said
from motcua.kernel.text import nfc
from motcua.oversight.models import Difficulty
from motcua.oversight.services._writing import Files, Said, answering, locked, write
from motcua.oversight.types import Answer, Fact, Kind


@transaction.atomic
def difficulty_ask(*, actor: Actor, code: str, version: int, text: str, letter: str = "") -> None:
    """Ask the unit what it means; the clock stands until it says so.

    :raises Refused: NotFound, Forbidden, Stale, Invalid; Refused when it is not there.
    """
    row = locked(code, version)
    posting = answering(actor, row)
    write(actor, posting, row, Said(Fact.ASKED, said(text, "text"), letter=_letter(row, letter)))


@transaction.atomic
def difficulty_answer(
    *,
    actor: Actor,
    code: str,
    version: int,
    answer: Answer,
    text: str,
    promised_on: date | None = None,
    letter: str = "",
    files: Files = (),
) -> None:
    """Answer: solved, how to go on, until when it will be solved, or why it stays.

    A promise names its day, which lies ahead; an answer from outside its letter. Whatever is
    missing is told at once. Whether it helps is said by those who asked. Raises as
    `difficulty_ask`.
    """
    row = locked(code, version)
    posting = answering(actor, row)
    problems = promise_problems(promised_on) if answer is Answer.PROMISE else []
    words = letter_said = ""
    try:
        words = said(text, "text")
    except Invalid as refusal:
        problems += refusal.problems
    try:
        letter_said = _letter(row, letter)
    except Invalid as refusal:
        problems += refusal.problems
    if problems:
        raise Invalid(problems)
    event = Said(
        Fact.ANSWERED,
        words,
        answer=answer,
        promised_on=promised_on if answer is Answer.PROMISE else None,
        letter=letter_said,
    )
    write(actor, posting, row, event, files)


def promise_problems(promised_on: date | None) -> list[FieldProblem]:
    """Return what is wrong with the day of a promise: it is missing or lies behind."""
    if promised_on is None or promised_on < clock.today():
        return [FieldProblem("promised_on", _("Choose today or a later day."))]
    return []


def _letter(row: Difficulty, letter: str) -> str:
    """Return number and day of the letter: what comes from outside is proved by it."""
    outside = row.addressee is not None and row.addressee.kind != Kind.UNIT
    text = nfc(letter)[:120]
    if outside and not any(one.isalnum() for one in text):
        raise Invalid([FieldProblem("letter", _("Give number and day of the letter."))])
    return text
