"""`motcua index`: the Service Index of a unit, live or from an export of events alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from motcua.indicators.index.answer import Answer

needs_django = False  # with --from-events there is no database; see `_prepared`
SAY_EVERY = 2.0
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--unit", metavar="CODE", help="Code of the unit, such as 05437.")
@click.option(
    "--period", metavar="PERIOD", help="2026, 2026-Q3, 2026-10, 2026-10-05, or two and a slash."
)
@click.option("--from-events", "exported", type=_FOLDER, help="An export; no database is used.")
@click.option("--key", default="", help="Public key that the export must be signed with.")
@click.option("--engine", type=click.Choice(["postgres", "duckdb", "spark"]))
@click.option("--master", default="local[1]", show_default=True, help="Spark's cluster.")
@click.option("--list", "listed", metavar="ID", help="Print the codes behind an indicator.")
@click.option("--side", type=click.Choice(["numerator", "rest", "unknown"]), default="numerator")
@click.option(
    "--option", "options", multiple=True, metavar="ID:NAME=CHOICE", help="Another reading."
)
@click.option("--export", "folder", type=_FOLDER, help="Write sealed events to an empty folder.")
@click.option("--rebuild", is_flag=True, help="Read every event anew, while work goes on.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--language", type=click.Choice(["vi", "en", "id"]), default="vi", show_default=True)
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(**given: Any) -> None:
    """Print the Service Index with numerators, denominators and points.

    Exit status: 0 printed, 1 the events are not what was sealed, 2 bad usage.
    """
    exported, folder = given["exported"], given["folder"]
    if folder is not None and exported is not None:
        raise click.UsageError("--export writes, --from-events reads: not both")
    if given["rebuild"]:
        if exported is not None or folder is not None:
            raise click.UsageError("--rebuild is for the installation's own database")
        _prepare(database=True)
        _rebuild()
        return
    if folder is None and not (given["unit"] and given["period"]):
        raise click.UsageError("--unit and --period are needed")
    if exported is not None and not exported.is_dir():
        raise click.UsageError(f"--from-events: there is no folder {exported}")
    if exported is not None and given["engine"] == "postgres":
        raise click.UsageError("--engine: an export is read by duckdb or spark")
    _prepare(database=exported is None)
    from django.utils import translation

    with translation.override(given["language"]):
        if folder is not None:
            _export(folder, as_json=given["as_json"])
        else:
            _print(given)


def _prepare(*, database: bool) -> None:
    from django.apps import apps

    from motcua.config.cli import prepare

    if not apps.ready:  # tests have it ready
        prepare(database=database)


def _rebuild() -> None:
    """Read everything anew and say how far it is, every two seconds."""
    import time

    from motcua.indicators.index.standing import words_of
    from motcua.indicators.services.rebuild import Progress, index_rebuild

    said = 0.0

    def say(progress: Progress) -> None:
        nonlocal said
        if progress.share < 1 and time.monotonic() - said < SAY_EVERY:
            return
        said = time.monotonic()
        left = "" if progress.left is None else f", {progress.left:,.0f} s left"
        click.echo(
            f"{progress.share:7.1%}  {progress.events:,} events,"
            f" {progress.rate:,.0f}/s, {progress.seconds:,.0f} s{left}"
        )

    went_on = index_rebuild(
        say,
        months=lambda month, made, left: click.echo(
            f"{words_of(month)}  totals of {made:,} units, {left} periods left"
        ),
    )
    click.echo("A rebuild that was under way is finished." if went_on else "Rebuilt.")


def _export(folder: Path, *, as_json: bool) -> None:
    from motcua.indicators.services.export import events_export
    from motcua.kernel.errors import Refused

    try:
        manifest = events_export(folder)
    except Refused as refusal:
        raise click.UsageError(f"--export: {refusal.message}") from refusal
    rows = manifest["rows"]
    if as_json:
        print(json.dumps(manifest, indent=2))
    else:
        print(f"{folder}: {rows['events.jsonl']} events, {rows['seals.jsonl']} seals")
        print(f"public key: {manifest['public_key']}")


def _print(given: dict[str, Any]) -> None:
    from motcua.indicators.index.answer import answer_dict, answer_lines, side_of
    from motcua.indicators.index.proof import Unsound
    from motcua.kernel.errors import Invalid, NotFound, Refused

    try:
        with _asked(given) as answer:
            if given["listed"]:
                keys = answer.keys(given["listed"], side_of(given["side"]))
                print(json.dumps(keys) if given["as_json"] else "\n".join(keys))
            elif given["as_json"]:
                print(json.dumps(answer_dict(answer), ensure_ascii=False, indent=2))
            else:
                print("\n".join(answer_lines(answer)))
    except Unsound as error:
        click.echo(f"The events are not what was sealed; no number is shown. {error}", err=True)
        sys.exit(1)
    except Refused as refusal:
        about = ", ".join(refusal.details.get("codes", ()))
        click.echo(f"No number is shown. {refusal.message} {about}".rstrip(), err=True)
        sys.exit(1)
    except (NotFound, Invalid, ValueError) as error:
        raise click.UsageError(getattr(error, "message", "") or str(error)) from error


@contextmanager
def _asked(given: dict[str, Any]) -> Iterator[Answer]:
    """Yield the engine with the question: live, or over an export."""
    from motcua.indicators.index.answer import Answer, options_parse
    from motcua.indicators.index.periods import period_parse

    period, options = period_parse(given["period"]), options_parse(given["options"])
    if given["exported"] is None:
        from motcua.indicators.index.live import live_open

        with live_open(engine=given["engine"] or "postgres", master=given["master"]) as source:
            yield Answer(source, given["unit"], period, options)
        return
    from motcua.indicators.index.outside import outside_open

    with outside_open(given["exported"], key=given["key"]) as source:
        if given["engine"] != "spark":
            yield Answer(source, given["unit"], period, options)
            return
        from motcua.indicators.index.sources import on_spark

        with on_spark(source, master=given["master"]) as other:
            yield Answer(other, given["unit"], period, options)
