"""`motcua due`: when something is due, and why."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from motcua.deadlines.types import DueRule, Suspension
from motcua.kernel.clock import LEGAL_ZONE

if TYPE_CHECKING:
    from motcua.deadlines.rules import Calendar, Due


def _instant(value: str) -> datetime:
    """Return an aware instant; without offset it is local time. A date alone is refused."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        message = f"{value!r} is no existing time; write it as 2026-08-28T15:30."
        raise click.BadParameter(message) from error
    if not any(mark in value for mark in "T :"):
        raise click.BadParameter(f"{value!r} lacks the time of day; write 2026-08-28T15:30.")
    return moment if moment.tzinfo else moment.replace(tzinfo=LEGAL_ZONE)


def _pause(value: str) -> Suspension:
    """Return a suspension; whether its times make sense is for the rules to say."""
    parts = value.split("/")
    if len(parts) != 2:
        raise click.BadParameter(f"{value!r} must read FROM/TO, two times with a slash between.")
    return Suspension(_instant(parts[0].strip()), _instant(parts[1].strip()))


def _received_read(_ctx: click.Context, _param: click.Parameter, value: str) -> datetime:
    return _instant(value)


def _suspend_read(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> tuple[Suspension, ...]:
    return tuple(map(_pause, value))


@click.command()
@click.option(
    "--received", required=True, callback=_received_read, help="Local time of acceptance."
)
@click.option("--limit", required=True, help="8wh, 3wd, 10d, 2mo or same-day.")
@click.option(
    "--rule",
    type=click.Choice([rule.value for rule in DueRule]),
    default=DueRule.CLOCK.value,
    show_default=True,
)
@click.option("--unit", default=None, help="Code of the unit; without it, the whole country.")
@click.option("--suspend", multiple=True, callback=_suspend_read, help="FROM/TO; repeatable.")
@click.option("--language", type=click.Choice(["vi", "en", "id"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--data", default=None, help="Folder of the installation's data.")
def command(
    received: datetime,
    limit: str,
    rule: str,
    unit: str | None,
    suspend: tuple[Suspension, ...],
    language: str,
    as_json: bool,  # noqa: FBT001 - click passes options by name
    data: str | None,
) -> None:
    """Compute when something is due, and explain why.

    Exit status: 0 computed, 1 the calendar does not allow an answer, 2 bad usage.
    """
    del data  # read before Django starts
    from django.utils import translation

    from motcua.deadlines.rules import due_compute, limit_parse
    from motcua.kernel.errors import Invalid

    with translation.override(language):
        try:
            parsed = limit_parse(limit)
            due = due_compute(
                limit=parsed,
                received=received,
                calendar=_calendar(unit),
                rule=DueRule(rule),
                suspensions=suspend,
            )
        except Invalid as error:
            fields = {"suspensions": "--suspend"}
            where = ", ".join(fields.get(p.field, f"--{p.field}") for p in error.problems)
            raise click.UsageError(f"{where}: {error.message}") from error
        except OverflowError as error:
            raise click.UsageError("--received: this date is out of range.") from error
        except _refusals() as error:
            raise click.ClickException(str(error)) from error
        click.echo(_json(due, limit, rule, unit) if as_json else _text(due))


def _refusals() -> type[Exception]:
    from motcua.kernel.errors import Refused

    return Refused


def _calendar(unit: str | None) -> Calendar:
    """Return the calendar; an unknown unit is bad usage, a missing one fails."""
    from django.db import ProgrammingError

    from motcua.deadlines.queries import calendar_for
    from motcua.kernel.errors import NotFound
    from motcua.organisations.queries import unit_by_code

    try:
        return calendar_for(unit_by_code(unit).id if unit is not None else None)
    except NotFound as error:
        raise click.UsageError(f"--unit: {error.message}") from error
    except ProgrammingError as error:
        raise click.ClickException("The database has no tables yet. Run: motcua migrate") from error


def _json(due: Due, limit: str, rule: str, unit: str | None) -> str:
    from motcua.deadlines.explain import explanation_lines
    from motcua.kernel.clock import local

    answer = {
        "due": local(due.instant).isoformat(),
        "start": local(due.start).isoformat(),
        "limit": limit,
        "rule": rule,
        "unit": unit,
        "explanation": due.explanation_json(),
        "lines": explanation_lines(due),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _text(due: Due) -> str:
    from motcua.deadlines.explain import explanation_lines, instant_text

    lines = [instant_text(due.instant), *(f"  {line}" for line in explanation_lines(due))]
    return "\n".join(lines)
