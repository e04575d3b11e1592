"""Two people at once at a drawn process, really committed: one wins, the other is told."""

from __future__ import annotations

import pytest
from tests.builders.drawn import whole
from tests.builders.identity import actor_make
from tests.builders.workflow import AT, live_item, office_make
from tests.workflow.test_at_once import at_once, one_wins
from tests.workflow.test_drafts import Place
from tests.workflow.test_drawn_runs import edge_text

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow import queries, services
from motcua.workflow.models import Timer, Use
from motcua.workflow.services.timers import timers_fire
from motcua.workflow.types import ProcessStatus

pytestmark = pytest.mark.invariant


def test_two_at_one_draft(fresh_database: str) -> None:
    with scope_use(SYSTEM), clock.clock_set(AT):
        place = Place()
        second = actor_make(role=Role.LEADER, unit=place.province)
    one_wins(at_once(place.start, place.start))
    with scope_use(SYSTEM):
        [draft] = queries.drafts_list(place.drawer)
    one_wins(at_once(*(lambda h=h: place.save(draft, whole(hours=h)) for h in ("2", "3"))))
    with scope_use(SYSTEM):
        draft = place.submit(queries.draft_get(place.drawer, draft.id))
    one_wins(at_once(lambda: place.approve(draft), lambda: place.approve(draft, actor=second)))
    with scope_use(SYSTEM):
        assert Use.objects.count() == 1
        assert [v.version for v in queries.process_versions(place.drawer) if v.key == "drawn"] == [
            1
        ]


def test_a_step_is_done_at_the_instant_when_its_time_is_over(fresh_database: str) -> None:
    with scope_use(SYSTEM):
        office = office_make()
        services.process_deploy(key="drawn", bpmn=edge_text(), at=AT)
        started = [
            services.process_start(key="drawn", subject=f"dossier:{n}", units=office.units, at=AT)
            for n in range(4)
        ]
        fires = Timer.objects.order_by("-fires_at").values_list("fires_at", flat=True)[0]
    for one in started:
        with scope_use(SYSTEM):
            item = live_item(one.process_id)

        def done(version: int = item.version, id_: int = item.id) -> object:
            return services.work_item_complete(
                item_id=id_, account_id=None, outcome="done", at=fires, expected_version=version
            )

        completed, fired = at_once(done, lambda: timers_fire(at=fires))
        with scope_use(SYSTEM):
            process = queries.process_get(one.process_id)
            live = [i.element for i in queries.live_items_of(one.process_id)]
        assert not isinstance(fired, BaseException), fired
        if isinstance(completed, Refused):
            assert (process.status, live) == (ProcessStatus.ACTIVE, ["chase"])
        else:
            assert not isinstance(completed, BaseException), completed
            assert (process.status, live) == (ProcessStatus.DONE, [])
