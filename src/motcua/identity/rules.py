"""Who may do what: the table of domain brief 1.5, published as docs/permissions.md.

Plain data and plain functions; a posting gives its role's actions in its unit and all units
below it. Several roles per person are lawful ("multi-hat" communes); the one used is logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from motcua.identity.types import Action, Role

_EVERYBODY = frozenset(Role)

PERMISSIONS: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.OFFICE_ENTER: _EVERYBODY,
        Action.DOSSIER_READ: _EVERYBODY
        - {Role.BUSINESS_ADMIN, Role.TECHNICAL_ADMIN, Role.VIEWER, Role.GUIDE},
        Action.DOSSIER_INTAKE: frozenset({Role.COUNTER}),
        Action.DOSSIER_ASSIGN: frozenset({Role.LEADER}),
        Action.DOSSIER_APPRAISE: frozenset({Role.SPECIALIST}),
        # A department's own specialist appraises for it when a process asks the province: that
        # too is an opinion, for the commune's official decides (processes/provincial_step.bpmn).
        Action.DOSSIER_OPINE: frozenset({Role.COORDINATOR, Role.SPECIALIST}),
        Action.DOSSIER_APPROVE: frozenset({Role.LEADER}),
        Action.DOSSIER_ISSUE: frozenset({Role.CLERK}),
        Action.DOSSIER_RETURN: frozenset({Role.COUNTER}),
        Action.DOSSIER_FEE: frozenset({Role.COUNTER, Role.FINANCE}),
        Action.PAYMENT_RECONCILE: frozenset({Role.FINANCE}),
        Action.REFUND_REQUEST: frozenset({Role.FINANCE}),
        Action.REFUND_APPROVE: frozenset({Role.FINANCE, Role.LEADER, Role.DIRECTOR}),
        Action.RELATION_CONFIRM: frozenset({Role.COUNTER}),
        # Never whoever takes papers in alone: it opens or closes somebody's account.
        Action.IDENTITY_REVIEW: frozenset({Role.DIRECTOR, Role.CONTROLLER}),
        Action.CITIZEN_ASSIST: frozenset({Role.GUIDE, Role.COUNTER}),
        Action.WORK_READ: _EVERYBODY
        - {Role.BUSINESS_ADMIN, Role.TECHNICAL_ADMIN, Role.VIEWER, Role.FINANCE, Role.GUIDE},
        Action.WORK_CLAIM: frozenset(
            {Role.COUNTER, Role.SPECIALIST, Role.COORDINATOR, Role.LEADER, Role.CLERK}
        ),
        Action.WORK_REASSIGN: frozenset({Role.LEADER, Role.DIRECTOR}),
        Action.BOARD_READ: frozenset(
            {Role.LEADER, Role.DIRECTOR, Role.CONTROLLER, Role.INSPECTOR, Role.VIEWER}
        ),
        Action.REPORT_READ: frozenset(
            {
                Role.LEADER,
                Role.DIRECTOR,
                Role.CONTROLLER,
                Role.FINANCE,
                Role.INSPECTOR,
                Role.VIEWER,
            }
        ),
        Action.PROCEDURE_READ: _EVERYBODY,
        Action.PROCEDURE_OFFER: frozenset({Role.CONTROLLER, Role.BUSINESS_ADMIN}),
        Action.FORM_EDIT: frozenset({Role.BUSINESS_ADMIN}),
        Action.FORM_PUBLISH: frozenset({Role.BUSINESS_ADMIN, Role.CONTROLLER}),
        Action.CALENDAR_EDIT: frozenset({Role.BUSINESS_ADMIN}),
        Action.ACCOUNT_ADMIN: frozenset({Role.TECHNICAL_ADMIN}),
        Action.HISTORY_IMPORT: frozenset({Role.BUSINESS_ADMIN}),
        Action.PETITION_HANDLE: frozenset({Role.CONTROLLER, Role.DIRECTOR}),  # domain brief 1.5
        Action.RECEPTION_SERVE: frozenset({Role.COUNTER, Role.DIRECTOR}),
        Action.RECEPTION_EDIT: frozenset({Role.DIRECTOR, Role.BUSINESS_ADMIN}),
        Action.HEADING_EDIT: frozenset({Role.LEADER, Role.DIRECTOR, Role.BUSINESS_ADMIN}),
    }
)

TOKEN_ACTIONS = frozenset(Action) - {
    Action.ACCOUNT_ADMIN,
    Action.CITIZEN_ASSIST,
    Action.IDENTITY_REVIEW,
    Action.OFFICE_ENTER,
    Action.RELATION_CONFIRM,
}
"""What an API token may be given: never the granting of rights, never the pages."""
TOKEN_LIFE_MAX = timedelta(days=366)
SAMPLE_PASSWORD = "mot-cua-chao-ban"  # noqa: S105 - printed on the demo's page; refused elsewhere


def actions_of(role: Role) -> frozenset[Action]:
    """Return what a role allows."""
    return frozenset(action for action, roles in PERMISSIONS.items() if role in roles)


def in_force(*, valid_from: datetime, valid_to: datetime | None, at: datetime) -> bool:
    """Return whether the half-open period [from, to) holds at the instant."""
    return valid_from <= at and (valid_to is None or at < valid_to)


def periods_overlap(
    *,
    first: tuple[datetime, datetime | None],
    second: tuple[datetime, datetime | None],
) -> bool:
    """Return whether two half-open periods have an instant in common; an empty one has none."""
    if first[0] == first[1] or second[0] == second[1]:
        return False
    return (first[1] is None or second[0] < first[1]) and (
        second[1] is None or first[0] < second[1]
    )


def session_ended(
    *,
    signed_in_at: datetime,
    seen_at: datetime,
    at: datetime,
    idle: timedelta,
    absolute: timedelta,
) -> bool:
    """Return whether a session is over: idle for so long, or so old (ASVS 5.0, 7.3.1 and 7.3.2)."""
    return at - seen_at >= idle or at - signed_in_at >= absolute


def token_actions(*, role: Role, wanted: Iterable[Action]) -> frozenset[Action]:
    """Return what a token with these scopes may do under a posting of this role today."""
    return actions_of(role) & TOKEN_ACTIONS & frozenset(wanted)
