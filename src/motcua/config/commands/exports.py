"""`motcua exports`: downloads of all data that wait, which of them failed for good, another try."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click


@click.command()
@click.option("--retry", "retried", type=int, multiple=True, help="Try this download again.")
@click.option("--retry-all", is_flag=True, help="Try every stuck download again.")
@click.option(
    "--give-up", "given_up", type=int, multiple=True, help="Give up: its person may ask anew."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(
    *,
    retried: tuple[int, ...],
    retry_all: bool,
    given_up: tuple[int, ...],
    as_json: bool,
    data: str | None,
) -> None:
    """List downloads of all data that people wait for; names nobody.

    A stuck one failed 50 times, nobody tries it any more: mend the cause that the reason names,
    then --retry. Exit status: 0 nothing is stuck, 1 something is, 2 bad usage.
    """
    del data  # read before Django starts
    from motcua.filing.queries import exports_waiting
    from motcua.filing.services import export_give_up, exports_retry

    stuck = {one.number for one in exports_waiting() if one.reason}
    for option, numbers in (("--retry", retried), ("--give-up", given_up)):
        unknown = sorted(set(numbers) - stuck)
        if unknown:
            told = ", ".join(map(str, unknown))
            raise click.BadParameter(f"not stuck: {told}", param_hint=option)
    for number in given_up:
        export_give_up(number)
    again = stuck - set(given_up) if retry_all else set(retried)
    if again:
        click.echo(f"{exports_retry(sorted(again))} tried again; a worker takes them up.", err=True)
    left = exports_waiting()
    if as_json:
        rows = [{**asdict(one), "requested_at": one.requested_at.isoformat()} for one in left]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in left:
            state = f"stuck: {one.reason}, {one.attempts} attempts" if one.reason else "waits"
            click.echo(f"{one.number}  {one.requested_at:%Y-%m-%d %H:%M}  {state}")
        click.echo(f"{len(left)} wait" if left else "nobody waits")
    sys.exit(1 if any(one.reason for one in left) else 0)
