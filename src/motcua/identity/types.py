"""Roles, actions and the person who acts (domain brief 1.5, 9.3).

The table of who may do what is `rules.PERMISSIONS`; an `Actor` carries what it yields for him.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel.errors import Forbidden
from motcua.kernel.scopes import Scope, scope_units


class Role(StrEnum):
    """A role that a posting gives in a unit and its dependants."""

    COUNTER = "counter_officer"  # cán bộ tiếp nhận
    SPECIALIST = "specialist"  # chuyên viên thụ lý
    COORDINATOR = "coordinator"  # cơ quan phối hợp
    LEADER = "leader"  # lãnh đạo, người có thẩm quyền
    CLERK = "clerk"  # văn thư
    DIRECTOR = "centre_director"  # giám đốc trung tâm
    CONTROLLER = "controller"  # kiểm soát TTHC
    FINANCE = "finance"  # kế toán
    BUSINESS_ADMIN = "business_admin"  # quản trị nghiệp vụ
    TECHNICAL_ADMIN = "technical_admin"  # quản trị kỹ thuật; no implicit read of dossiers
    INSPECTOR = "inspector"  # thanh tra; reads by mandate
    GUIDE = "guide"  # hướng dẫn, Tổ công nghệ số cộng đồng, nhân viên bưu chính
    VIEWER = "dashboard_viewer"  # lãnh đạo xem bảng điều hành


class Action(StrEnum):
    """What can be allowed. A route and an operation each name exactly one."""

    OFFICE_ENTER = "office.enter"  # home, own profile, style page
    DOSSIER_READ = "dossier.read"
    DOSSIER_INTAKE = (
        "dossier.intake"  # submit at the counter, accept, refuse, supplement before acceptance
    )
    DOSSIER_ASSIGN = "dossier.assign"
    DOSSIER_APPRAISE = "dossier.appraise"  # work on it, draft, ask for supplement or obligation
    DOSSIER_OPINE = "dossier.opine"
    DOSSIER_APPROVE = "dossier.approve"  # sign, approve supplements, stop
    DOSSIER_ISSUE = "dossier.issue"  # number and issue
    DOSSIER_RETURN = "dossier.return"
    DOSSIER_FEE = "dossier.fee"
    PAYMENT_RECONCILE = "payment.reconcile"  # statements, differences, figures of a day
    REFUND_REQUEST = "refund.request"
    REFUND_APPROVE = "refund.approve"  # never what the same person asked for
    RELATION_CONFIRM = "relation.confirm"  # who may act for whom at the portal
    IDENTITY_REVIEW = "identity.review"  # sign-ins that two persons seem to claim
    CITIZEN_ASSIST = "citizen.assist"  # help somebody signed in, under one's own name
    WORK_READ = "work.read"
    WORK_CLAIM = "work.claim"
    WORK_REASSIGN = "work.reassign"
    BOARD_READ = "board.read"
    BOARD_SCREEN = "board.screen"  # hang a board on a wall: a link that needs no sign-in
    REPORT_READ = "report.read"
    REPORT_MAKE = "report.make"  # freeze, sign as its maker, schedule and send the own unit's
    PROCEDURE_READ = "procedure.read"
    PROCEDURE_OFFER = "procedure.offer"  # open a procedure for intake in a unit
    FORM_EDIT = "form.edit"  # draft what a procedure asks online
    FORM_PUBLISH = "form.publish"  # by another account than the last editor
    PROCESS_DRAW = "process.draw"  # draft and submit the unit's own processes
    PROCESS_APPROVE = "process.approve"  # by another account than who drew or submitted
    TEMPLATE_EDIT = "template.edit"  # write templates of results and submit them
    TEMPLATE_APPROVE = "template.approve"  # by another account than who wrote or submitted
    CALENDAR_EDIT = "calendar.edit"
    ACCOUNT_ADMIN = "account.admin"
    HISTORY_IMPORT = "history.import"
    PETITION_HANDLE = "petition.handle"
    RECEPTION_SERVE = "reception.serve"  # call numbers at a counter
    RECEPTION_EDIT = "reception.edit"  # queues and counters of the hall
    QUALITY_READ = "quality.read"  # audits, non-conformities, corrective actions
    QUALITY_REPORT = "quality.report"  # report one, record findings, say what was done
    QUALITY_KEEP = "quality.keep"  # plan audits, decide actions, check their effect
    OVERSIGHT_READ = "oversight.read"  # what hinders units, targets, the weekly brief
    OVERSIGHT_REPORT = "oversight.report"  # report a difficulty, say whether the answer helps
    OVERSIGHT_ANSWER = "oversight.answer"  # answer for the unit that has to
    OVERSIGHT_KEEP = "oversight.keep"  # route, merge, publish; set targets; freeze the brief
    SIGNAL_READ = "signal.read"  # where polished figures are suspected, with the cases
    SIGNAL_EXPLAIN = "signal.explain"  # say for the own unit what it was
    SIGNAL_CONCLUDE = "signal.conclude"  # say what it was found to be; sees whose hand
    LETTER_SIGN = "letter.sign"  # decide on and sign a form that another proposed for the unit
    HEADING_EDIT = "heading.edit"  # heading, telephone and hints on a unit's papers


class PostingKind(StrEnum):
    """How a person came to a posting (domain brief 9.3)."""

    PERMANENT = "permanent"
    TRANSFER = "transfer"
    SECONDMENT = "secondment"
    CONCURRENT = "concurrent"


class Absence(StrEnum):
    """Why somebody is away."""

    LEAVE = "leave"  # nghỉ phép
    SICK = "sick"  # nghỉ ốm
    TRIP = "trip"  # đi công tác
    TRAINING = "training"  # đi học
    OTHER = "other"


class NewWork(StrEnum):
    """Where new work for somebody who is away goes."""

    SUBSTITUTE = "substitute"
    POOL = "pool"  # it stays with the unit, for whoever claims it


class OnReturn(StrEnum):
    """What happens to work that a substitute has taken and not finished at the end."""

    BACK = "back"
    STAY = "stay"


class Capacity(StrEnum):
    """In whose stead a leader signs (Decree 30/2020/NĐ-CP, article 13)."""

    KT = "KT"  # ký thay: a deputy for the head
    TL = "TL"  # thừa lệnh: by order
    TUQ = "TUQ"  # thừa ủy quyền: by written delegation, which goes no further


ROW_ACTIONS = frozenset(
    {Action.DOSSIER_READ, Action.WORK_READ, Action.BOARD_READ, Action.REPORT_READ}
)
"""Actions that need rows of dossiers; only postings with one of them widen the scope."""


@dataclass(frozen=True)
class PostingView:
    """A posting as others see it: (person, unit, role, from, to), half-open [from, to).

    `unit_ids` are the unit and all its dependants; `actions` is what the role allows, less what
    the API token in use leaves out.
    """

    id: int
    account_id: int
    role: Role
    unit_id: int
    unit_name: str
    unit_ids: frozenset[int]
    valid_from: datetime
    valid_to: datetime | None
    actions: frozenset[Action]
    kind: PostingKind = PostingKind.PERMANENT
    for_account_id: int | None = None  # whose work it is, where a substitute acts

    def may(self, action: Action, unit_id: int | None = None) -> bool:
        """Return whether this posting allows the action (in that unit, or anywhere)."""
        return action in self.actions and (unit_id is None or unit_id in self.unit_ids)


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, with the postings in force at the instant of the request.

    `token_id` is set when an API token acts for the person.
    """

    account_id: int
    username: str
    name: str
    postings: tuple[PostingView, ...]
    token_id: int | None = None

    def may(self, action: Action, unit_id: int | None = None) -> bool:
        """Return whether any posting allows the action (in that unit, or anywhere)."""
        return any(posting.may(action, unit_id) for posting in self.postings)

    def posting_for(self, action: Action, *unit_ids: int) -> PostingView:
        """Return the posting under which the person does this; callers log its role.

        With units, a posting that covers at least one of them. Of several, the one closest to
        the work: the smallest area, then the oldest. Raises Forbidden when there is none.
        """
        fitting = [
            posting
            for posting in self.postings
            if action in posting.actions
            and (not unit_ids or not posting.unit_ids.isdisjoint(unit_ids))
        ]
        if not fitting:
            raise Forbidden(
                "not_allowed", _("None of your postings allows this here."), action=action.value
            )
        return min(fitting, key=lambda posting: (len(posting.unit_ids), posting.id))

    def unit_ids_for(self, action: Action) -> frozenset[int]:
        """Return all units in which the person may do this."""
        return frozenset[int]().union(
            *(posting.unit_ids for posting in self.postings if action in posting.actions)
        )

    @cached_property
    def scope(self) -> Scope:
        """The rows the database may show: all units of postings that need rows of dossiers.

        A technical administrator's posting needs none, so it never widens the scope.
        """
        return scope_units(
            unit_id
            for posting in self.postings
            if posting.actions & ROW_ACTIONS
            for unit_id in posting.unit_ids
        )


@dataclass(frozen=True)
class AccountView:
    """An account as others see it."""

    id: int
    username: str
    name: str
    is_active: bool
    is_sample: bool
    closed_idle: bool = False
    is_program: bool = False  # no password: nobody signs in to it, tokens act for it


@dataclass(frozen=True)
class AccountRow:
    """An account as its administrators see it; `posted` when a posting is in force now."""

    view: AccountView
    email: str
    last_login: datetime | None
    created_at: datetime
    posted: bool


@dataclass(frozen=True)
class RightsView:
    """A line of the record of rights; `by` is empty for work at the command line."""

    at: datetime
    kind: str
    by: str
    data: dict[str, Any]


@dataclass(frozen=True)
class DemoAccount:
    """A sample account with one of its postings, for the demo's sign-in page."""

    username: str
    name: str
    role: Role
    unit_name: str
    factor: bool = False


@dataclass(frozen=True)
class TokenView:
    """An API token without its secret; `last_used_on` is a day, not an instant."""

    id: int
    name: str
    posting_id: int
    actions: frozenset[Action]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class IssuedToken:
    """A fresh API token; the secret is shown this once and kept nowhere."""

    token: TokenView
    secret: str


@dataclass(frozen=True)
class FactorState:
    """The second factor of an account: since when, how many recovery codes are left.

    `demanded` tells whether a role of it must have one, `due_at` when the days of grace end
    (None: not asked for yet, or nothing is due). `begun` is a key shown and not yet confirmed.
    """

    confirmed_at: datetime | None
    codes_left: int
    begun: bool
    demanded: bool
    due_at: datetime | None


@dataclass(frozen=True)
class FactorKey:
    """A fresh key for an authenticator, as text and as the address in its QR code."""

    text: str
    address: str


@dataclass(frozen=True)
class FactorRuleView:
    """From when to when a role must have a second factor, and the source of the rule."""

    role: Role
    valid_from: datetime
    valid_to: datetime | None
    grace_days: int
    source: str


@dataclass(frozen=True)
class TokenRow:
    """An API token as an administrator sees it: whose it is, under which posting."""

    token: TokenView
    account_id: int
    name: str
    role: Role
    unit_name: str
    in_force: bool


@dataclass(frozen=True)
class SubstitutionView:
    """Who does whose work from when to when; `reason` is None for whoever may not know it."""

    id: int
    posting_id: int
    account_id: int
    name: str
    role: Role
    unit_id: int
    unit_name: str
    unit_ids: frozenset[int]
    substitute_id: int
    substitute_name: str
    substitute_posting_id: int
    valid_from: datetime
    valid_to: datetime
    new_work: NewWork
    on_return: OnReturn
    capacity: Capacity | None
    document: str
    made_by_id: int
    version: int
    reason: Absence | None = None

    def in_force(self, at: datetime) -> bool:
        """Return whether it holds at the instant."""
        return self.valid_from <= at < self.valid_to
