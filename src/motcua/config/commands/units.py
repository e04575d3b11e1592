"""`motcua units resolve|load`: find a unit by any name it ever had; load the shipped directory."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from motcua.organisations.types import SuccessionView, UnitResolution, UnitView

_DATA = click.option(
    "--data", type=click.Path(file_okay=False), help="Folder of the installation's data."
)


class Day(click.ParamType[date]):
    """A day written as 2025-07-01."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day; a wrong one is bad usage."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a day that exists, written as YYYY-MM-DD.", param, ctx)


@click.group()
def command() -> None:
    """Units of the country: find one, load the directory."""


@command.command("resolve")
@click.argument("text")
@click.option("--on", type=Day(), help="Only units of this day, under the name they bore then.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_DATA
def resolve(*, text: str, on: date | None, as_json: bool, data: str | None) -> None:
    """Find units by a new or old name or code.

    TEXT may lack diacritics and the type word; parts after commas are units around it, as in
    "Thủy Xuân, Huế". Exit status: 0 found, 1 nothing found, 2 bad usage.
    """
    del data  # read before Django started
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.organisations.queries import units_resolve

    with scope_use(SYSTEM):
        found = units_resolve(text, on=on)
    if as_json:
        plain = {
            "query": text,
            "on": on.isoformat() if on else None,
            "results": [resolution.to_dict() for resolution in found],
        }
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    elif not found:
        click.echo(f"No unit found for “{text}”.", err=True)
    else:
        click.echo("\n\n".join(_described(resolution) for resolution in found))
    sys.exit(0 if found else 1)


@command.command("load")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_DATA
def load(*, as_json: bool, data: str | None) -> None:
    """Load the shipped directory: today's and former units with their succession; repeatable."""
    del data  # read before Django started
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.organisations.services import units_load

    with scope_use(SYSTEM):
        reports = units_load()
    if as_json:
        plain = {table: report.to_dict() for table, report in reports.items()}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        for table, report in reports.items():
            click.echo(
                f"{table}: {report.accepted} rows taken, {report.unchanged} unchanged,"
                f" {report.refused_rows} refused"
            )
    sys.exit(1 if any(report.refused for report in reports.values()) else 0)


def _described(resolution: UnitResolution) -> str:
    lines = [_line(resolution.unit, resolution.chain)]
    if resolution.matched_name not in {resolution.unit.full_name, resolution.unit.code}:
        lines.append(f"  found as {resolution.matched_name}")
    if not resolution.exact:
        lines.append("  not an exact match")
    if len(resolution.names) > 1:
        lines += [
            f"  called {name.full_name} {_period(name.valid_from, name.valid_to)}"
            for name in resolution.names
        ]
    lines += [f"  from {_link(one)}" for one in resolution.predecessors]
    lines += [f"  to   {_link(one)}" for one in resolution.successors]
    if resolution.is_split:
        lines.append("  split: the successor cannot be told from an old address alone")
    return "\n".join(lines)


def _line(unit: UnitView, chain: tuple[UnitView, ...]) -> str:
    place = ", ".join((unit.full_name, *(parent.full_name for parent in chain)))
    return f"{unit.code}  {place}  ({_period(unit.valid_from, unit.valid_to)})"


def _period(since: date, until: date | None) -> str:
    return f"since {since}" if until is None else f"{since} to {until}"


def _link(one: SuccessionView) -> str:
    basis = f", {one.legal_basis}" if one.legal_basis else ""
    note = f" [{one.note}]" if one.note else ""
    place = ", ".join((one.unit.full_name, *(parent.full_name for parent in one.chain)))
    kind = one.transfer.value.replace("_", " ")
    return f"{one.unit.code}  {place}  ({kind}, {one.effective_on}{basis}){note}"
