"""`motcua second-factor`: which roles must have one; help for an account that is locked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click


@click.group()
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, data: str | None) -> None:
    """Say which roles must have a second factor; reset one; open a closed account."""
    del data


@command.command("rules")
def rules() -> None:
    """List the roles that must have a second factor, from when on, and who says so."""
    from motcua.identity.factors import factor_rules
    from motcua.kernel import clock

    for rule in factor_rules():
        until = f" until {clock.local(rule.valid_to):%Y-%m-%d}" if rule.valid_to else ""
        click.echo(
            f"{rule.role.value:18} from {clock.local(rule.valid_from):%Y-%m-%d}{until},"
            f" {rule.grace_days} days of grace: {rule.source}"
        )


@command.command("rule")
@click.argument("role")
@click.option("--from", "day", required=True, help="First day, YYYY-MM-DD.")
@click.option("--grace", type=click.IntRange(0, 90), help="Days after it is first asked for.")
@click.option("--free", is_flag=True, help="From that day on the role need not have one.")
@click.option("--source", required=True, help="The decision that says so.")
def rule(*, role: str, day: str, grace: int | None, free: bool, source: str) -> None:
    """Say from when on a role must have a second factor, or need not any more."""
    from motcua.identity.services import factor_rule_set
    from motcua.identity.types import Role
    from motcua.kernel import clock
    from motcua.kernel.errors import Refused

    try:
        start = clock.midnight(date.fromisoformat(day))
        factor_rule_set(
            role=Role(role),
            valid_from=start,
            grace_days=None if free else grace or 0,
            source=source,
        )
    except (ValueError, Refused) as error:
        raise click.BadParameter(str(error)) from error
    click.echo(f"{role}: from {day} {'free' if free else 'must have a second factor'}")


@command.command("reset")
@click.argument("username")
@click.option("--reason", required=True, help="How you made sure whom you help; it is shown.")
def reset(*, username: str, reason: str) -> None:
    """Reset the second factor of an account: for the last administrator, whom nobody else helps."""
    from motcua.identity.services import factor_reset

    _on_account(
        username, lambda account_id: factor_reset(actor=None, account_id=account_id, reason=reason)
    )


@command.command("reopen")
@click.argument("username")
def reopen(*, username: str) -> None:
    """Open an account again that was deactivated, by itself or by somebody."""
    from motcua.identity.services import account_reactivate

    _on_account(username, lambda account_id: account_reactivate(actor=None, account_id=account_id))


def _on_account(username: str, act: Callable[[int], object]) -> None:
    from motcua.identity.queries import account_find
    from motcua.kernel.errors import Refused
    from motcua.kernel.scope import SYSTEM, scope_use

    with scope_use(SYSTEM):
        account = account_find(username)
        if account is None:
            raise click.BadParameter(f"there is no account {username}")
        try:
            act(account.id)
        except Refused as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{username}: done")
