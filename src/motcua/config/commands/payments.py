"""`motcua payments`: after how many working days a counter's transfer must stand on a statement."""

from __future__ import annotations

from datetime import date

import click


@click.group()
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, data: str | None) -> None:
    """Say what the reconciliation of payments goes by."""
    del data


@command.command("transfer-rules")
def transfer_rules() -> None:
    """List after how many working days a transfer seen at the counter must have come."""
    from motcua.payments import queries

    for rule in queries.transfer_rules():
        until = f" until {rule.valid_to}" if rule.valid_to else ""
        click.echo(f"{rule.working_days} working days from {rule.valid_from}{until}: {rule.source}")


@command.command("transfer-rule")
@click.argument("working_days", type=int)
@click.option("--from", "day", required=True, help="First day, YYYY-MM-DD.")
@click.option("--source", required=True, help="The decision that says so.")
def transfer_rule(*, working_days: int, day: str, source: str) -> None:
    """Say it anew from a day on; transfers that were booked before keep the rule of their day."""
    from motcua.kernel.errors import Refused
    from motcua.payments.services import transfer_rule_set

    try:
        transfer_rule_set(
            working_days=working_days, valid_from=date.fromisoformat(day), source=source
        )
    except (ValueError, Refused) as error:
        raise click.BadParameter(str(error)) from error
    click.echo(f"{working_days} working days from {day}")
