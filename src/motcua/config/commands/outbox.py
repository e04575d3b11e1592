"""`motcua outbox`: messages that could not be delivered, why, and another try."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click


@click.command()
@click.option("--retry", "retried", type=int, multiple=True, help="Try this message again.")
@click.option("--retry-all", is_flag=True, help="Try every parked message again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, retried: tuple[int, ...], retry_all: bool, as_json: bool, data: str | None) -> None:
    """List parked messages with the reason of the last attempt; --retry lets the worker try again.

    A message is parked after 50 attempts. Exit status: 0 nothing is parked, 1 something is, 2 bad
    usage.
    """
    del data  # read before Django starts
    from motcua.kernel.outbox import outbox_parked, outbox_retry
    from motcua.kernel.scope import SYSTEM, scope_use

    with scope_use(SYSTEM):
        if retried or retry_all:
            known = {message.id for message in outbox_parked()}
            unknown = sorted(set(retried) - known)
            if unknown:
                told = ", ".join(map(str, unknown))
                raise click.BadParameter(f"not parked: {told}", param_hint="--retry")
            count = outbox_retry(None if retry_all else retried)
            click.echo(f"{count} messages go out again; a worker takes them up.", err=True)
        parked = outbox_parked()
    if as_json:
        rows = [{**asdict(one), "created_at": one.created_at.isoformat()} for one in parked]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in parked:
            made = f"{one.created_at:%Y-%m-%d %H:%M}"
            click.echo(f"{one.id}  {made}  {one.topic}  {one.subject}  {one.reason}")
        click.echo(f"{len(parked)} parked" if parked else "nothing is parked")
    sys.exit(1 if parked else 0)
