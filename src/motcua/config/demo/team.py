"""The sample's people at work: one is away with a substitute, some is late and says why."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from motcua.config.demo.live import last_open
from motcua.deadlines.queries import calendar_for
from motcua.dossiers.queries.late import LateList, dossiers_late
from motcua.dossiers.services import lateness_explain, work_bulk_assign
from motcua.dossiers.services.ladder import ladder_sweep_unit
from motcua.dossiers.types import LateCause
from motcua.identity.queries import account_find
from motcua.identity.services import SubstitutionInput, substitution_make
from motcua.identity.substitutions import substitutions_of
from motcua.identity.types import Absence, Actor, Role
from motcua.kernel import clock
from motcua.workflow.queries import items_claimed
from motcua.workflow.types import ItemToAssign

if TYPE_CHECKING:
    from motcua.config.demo.build import Builder

GIVEN = 3  # pieces of work that the absent colleague holds
EXPLAINED = 14
CAUSES = (
    LateCause.COORDINATION,
    LateCause.WORKLOAD,
    LateCause.COORDINATION,
    LateCause.STAFF,
    LateCause.VERIFICATION,
    LateCause.SYSTEM,
)
SECOND = ("bachquang.xahoi2", "Chuyên viên xã hội thứ hai (mẫu)")


def team_part(builder: Builder) -> str:
    """Make a second specialist who is on leave, causes of lateness, and the reminders of today."""
    actor = builder.actor
    unit_id, body_id = builder.bodies["05528"][""].id, builder.bodies["05528"]["vhxh"].id
    fresh = account_find(SECOND[0]) is None
    if fresh:
        builder.account_add(*SECOND, body_id, Role.SPECIALIST)
    leader, first, second = actor("bachquang.lanhdao"), actor("bachquang.xahoi"), actor(SECOND[0])
    if not substitutions_of(second.account_id):
        _leave(leader, first, second, body_id)
    explained = _explain(leader, unit_id) if fresh else 0
    now = last_open(calendar_for(unit_id), clock.now()) - timedelta(minutes=1)
    with clock.clock_set(now):
        told = ladder_sweep_unit(unit_id)
    return f"{explained} causes, {told} reminders"


def _leave(leader: Actor, first: Actor, second: Actor, body_id: int) -> None:
    held = items_claimed(first.account_id, unit_ids=[body_id], limit=GIVEN)
    if held:
        work_bulk_assign(
            actor=leader,
            items=[ItemToAssign(one.id, one.version) for one in held],
            assignee_id=second.account_id,
            note="Cân đối khối lượng",
        )
    substitution_make(
        actor=leader,
        asked=SubstitutionInput(
            posting_id=second.postings[0].id,
            substitute_id=first.account_id,
            valid_from=None,
            valid_to=clock.now() + timedelta(days=5),
            reason=Absence.LEAVE,
        ),
    )


def _explain(leader: Actor, unit_id: int) -> int:
    """Say why some late dossiers were late, once; the others stay without a cause, as in life."""
    known, _more = dossiers_late(LateList.CAUSE, unit_ids=[unit_id], limit=EXPLAINED * 3)
    causes = cycle(CAUSES)
    done = 0
    for row in known[:: 3 if len(known) > EXPLAINED else 1][:EXPLAINED]:
        lateness_explain(actor=leader, code=row.dossier.code, cause=next(causes))
        done += 1
    return done
