"""`motcua verify`: chains, seals, codes, files, leases; exit status 1 names the breaches."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--no-files", is_flag=True, help="Leave the hashes of stored files out.")
@click.option("--reanchor", metavar="REASON", help="First go on sealing after a restore (once).")
@click.option(
    "--recount",
    is_flag=True,
    help="First count what stands, totals of provinces and those kept for the Index anew.",
)
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(
    *, as_json: bool, no_files: bool, reanchor: str | None, recount: bool, data: str | None
) -> None:
    """Check that what the database shows is what really happened."""
    del data
    if reanchor is not None:
        _reanchor(reanchor)
    if recount:
        _recount()
    from motcua.dossiers.services.verify import verify_all

    result = verify_all(files=not no_files)
    if as_json:
        print(json.dumps(asdict(result), ensure_ascii=False, indent=2))
    else:
        print(
            f"{result.dossiers} dossiers, {result.events} events, {result.seals} seals,"
            f" {result.files} files"
        )
        for breach in result.breaches:
            print(f"{breach.invariant}  {breach.where}: {breach.what}")
        print("everything agrees" if result.good else f"{len(result.breaches)} breaches")
    sys.exit(0 if result.good else 1)


def _recount() -> None:
    """Count anew what is kept beside the increments and the dossiers."""
    from motcua.indicators.services.branches import branches_recount
    from motcua.indicators.services.index_look import index_totals_recount

    click.echo(f"what stands and totals of {branches_recount()} provinces summed up anew", err=True)
    made = index_totals_recount()
    click.echo(f"index of {made} units and months counted anew", err=True)


def _reanchor(reason: str) -> None:
    """Chain this server's seals to those that a dump brought."""
    from motcua.dossiers.services.reanchor import seals_reanchor
    from motcua.kernel.errors import Refused

    try:
        anchor = seals_reanchor(reason)
    except Refused as refusal:
        raise click.ClickException(str(refusal.message)) from None
    click.echo(f"seal {anchor.number} is the anchor: events up to {anchor.after_event}", err=True)
