"""Who may do what: the table of domain brief 1.5, published as docs/permissions.md.

Plain data and plain functions; a posting gives its role's actions in its unit and all units
below it. Several roles per person are lawful ("multi-hat" communes); the one used is logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from motcua.identity.types import Action, Capacity, Role

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
        # Whoever answers for what the unit shows; not who only reads.
        Action.BOARD_SCREEN: frozenset({Role.LEADER, Role.DIRECTOR, Role.CONTROLLER}),
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
        # Whoever signs as maker; another one approves (Action.LETTER_SIGN).
        Action.REPORT_MAKE: frozenset({Role.LEADER, Role.DIRECTOR, Role.CONTROLLER}),
        Action.PROCEDURE_READ: _EVERYBODY,
        Action.PROCEDURE_OFFER: frozenset({Role.CONTROLLER, Role.BUSINESS_ADMIN}),
        Action.FORM_EDIT: frozenset({Role.BUSINESS_ADMIN}),
        Action.FORM_PUBLISH: frozenset({Role.BUSINESS_ADMIN, Role.CONTROLLER}),
        Action.PROCESS_DRAW: frozenset({Role.BUSINESS_ADMIN, Role.CONTROLLER}),
        # Decided by the chairman, who may leave it to whoever controls procedures (brief 2.8).
        Action.PROCESS_APPROVE: frozenset({Role.LEADER, Role.CONTROLLER, Role.BUSINESS_ADMIN}),
        Action.TEMPLATE_EDIT: frozenset({Role.BUSINESS_ADMIN, Role.CONTROLLER}),
        # Whoever signs such papers, or answers for the centre's forms.
        Action.TEMPLATE_APPROVE: frozenset({Role.LEADER, Role.CONTROLLER, Role.BUSINESS_ADMIN}),
        Action.CALENDAR_EDIT: frozenset({Role.BUSINESS_ADMIN}),
        Action.ACCOUNT_ADMIN: frozenset({Role.TECHNICAL_ADMIN}),
        Action.HISTORY_IMPORT: frozenset({Role.BUSINESS_ADMIN}),
        Action.PETITION_HANDLE: frozenset({Role.CONTROLLER, Role.DIRECTOR}),  # domain brief 1.5
        Action.RECEPTION_SERVE: frozenset({Role.COUNTER, Role.DIRECTOR}),
        Action.RECEPTION_EDIT: frozenset({Role.DIRECTOR, Role.BUSINESS_ADMIN}),
        Action.QUALITY_READ: _EVERYBODY
        - {
            Role.BUSINESS_ADMIN,
            Role.TECHNICAL_ADMIN,
            Role.VIEWER,
            Role.FINANCE,
            Role.GUIDE,
        },
        Action.QUALITY_REPORT: frozenset(
            {
                Role.COUNTER,
                Role.SPECIALIST,
                Role.COORDINATOR,
                Role.LEADER,
                Role.CLERK,
                Role.DIRECTOR,
                Role.CONTROLLER,
            }
        ),
        Action.QUALITY_KEEP: frozenset({Role.LEADER, Role.DIRECTOR, Role.CONTROLLER}),
        Action.OVERSIGHT_READ: _EVERYBODY - {Role.GUIDE, Role.TECHNICAL_ADMIN, Role.BUSINESS_ADMIN},
        Action.OVERSIGHT_REPORT: _EVERYBODY
        - {
            Role.GUIDE,
            Role.TECHNICAL_ADMIN,
            Role.BUSINESS_ADMIN,
            Role.VIEWER,
            Role.INSPECTOR,
        },
        Action.OVERSIGHT_ANSWER: frozenset({Role.LEADER, Role.DIRECTOR, Role.CONTROLLER}),
        # Routing and merging decide what counts as answered: whoever controls procedures.
        Action.OVERSIGHT_KEEP: frozenset({Role.CONTROLLER}),
        # A signal is a question to the unit's head; whoever answers never concludes it.
        Action.SIGNAL_READ: frozenset(
            {Role.INSPECTOR, Role.CONTROLLER, Role.LEADER, Role.DIRECTOR}
        ),
        Action.SIGNAL_EXPLAIN: frozenset({Role.LEADER, Role.DIRECTOR}),
        Action.SIGNAL_CONCLUDE: frozenset({Role.INSPECTOR}),
        Action.LETTER_SIGN: frozenset({Role.LEADER, Role.DIRECTOR}),
        Action.HEADING_EDIT: frozenset({Role.LEADER, Role.DIRECTOR, Role.BUSINESS_ADMIN}),
    }
)

TOKEN_ACTIONS = frozenset(Action) - {
    Action.ACCOUNT_ADMIN,
    Action.BOARD_SCREEN,
    Action.CITIZEN_ASSIST,
    Action.IDENTITY_REVIEW,
    Action.OFFICE_ENTER,
    Action.OVERSIGHT_ANSWER,
    Action.OVERSIGHT_KEEP,
    Action.OVERSIGHT_READ,
    Action.OVERSIGHT_REPORT,
    Action.QUALITY_KEEP,
    Action.QUALITY_READ,
    Action.QUALITY_REPORT,
    Action.RELATION_CONFIRM,
    Action.REPORT_MAKE,
    Action.SIGNAL_CONCLUDE,
    Action.SIGNAL_EXPLAIN,
    Action.SIGNAL_READ,
}
"""What an API token may be given: never the granting of rights, never the pages."""
TOKEN_LIFE_MAX = timedelta(days=366)
SAMPLE_PASSWORD = "mot-cua-chao-ban"  # noqa: S105 - printed on the demo's page; refused elsewhere


SUBSTITUTION_MAX = timedelta(days=366)


@dataclass(frozen=True)
class SubstitutionRule:
    """From when on a role may have a substitute, and what its document must say.

    `capacities` are those of article 13 of Decree 30/2020/NĐ-CP; a role that has some signs in
    somebody's stead and needs the number of the document that says so.
    """

    since: date
    roles: frozenset[Role]
    capacities: tuple[Capacity, ...]
    source: str


SUBSTITUTION_RULES = (
    SubstitutionRule(
        date(2020, 3, 5),
        frozenset({Role.LEADER, Role.DIRECTOR}),
        (Capacity.KT, Capacity.TL, Capacity.TUQ),
        "Nghị định 30/2020/NĐ-CP, Điều 13",
    ),
    SubstitutionRule(
        date(2025, 7, 1),
        frozenset({Role.COUNTER, Role.SPECIALIST, Role.COORDINATOR, Role.CLERK}),
        (),
        "Nghị định 118/2025/NĐ-CP: người đứng đầu phân công (to be verified)",
    ),
)
"""Roles without work items of their own (administrators, finance, inspectors) have none: their
rights are lent to nobody, a posting for that time is opened by their administrator."""


def substitution_rule(role: Role, on: date) -> SubstitutionRule | None:
    """Return the rule for a role on a day; None where nobody may stand in."""
    fitting = [one for one in SUBSTITUTION_RULES if role in one.roles and one.since <= on]
    return max(fitting, key=lambda one: one.since, default=None)


STEP_ACTIONS = frozenset(
    {
        Action.DOSSIER_INTAKE,
        Action.DOSSIER_ASSIGN,
        Action.DOSSIER_APPRAISE,
        Action.DOSSIER_OPINE,
        Action.DOSSIER_APPROVE,
        Action.DOSSIER_ISSUE,
        Action.DOSSIER_RETURN,
    }
)
"""What a step of a process may need; reading and claiming are common to nearly all roles."""


def does_steps_of(role: Role, step_role: str) -> bool:
    """Return whether a role may do whatever the role that a step names may do."""
    if step_role not in set(Role):
        return False
    return actions_of(role) >= actions_of(Role(step_role)) & STEP_ACTIONS


def covers(*, period: tuple[datetime, datetime], posting: tuple[datetime, datetime | None]) -> bool:
    """Return whether a posting is in force during the whole of a half-open period."""
    return posting[0] <= period[0] and (posting[1] is None or period[1] <= posting[1])


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
