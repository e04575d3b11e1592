"""Two people at once, really committed: one wins, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.builders.workflow import AT, live_item, office_make, process_make, step_do

from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow import queries, services
from motcua.workflow.types import ProcessStatus

pytestmark = pytest.mark.invariant


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run every work in a thread and transaction of its own; return results or refusals."""
    gate = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(20)
            with scope_use(SYSTEM):
                results[index] = work()
        except Refused as refusal:
            results[index] = refusal
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def one_wins(results: list[Any]) -> None:
    refusals = [r for r in results if isinstance(r, Refused)]
    others = [r for r in results if isinstance(r, BaseException) and not isinstance(r, Refused)]
    assert (len(refusals), others) == (len(results) - 1, []), results
    assert all(refusal.message for refusal in refusals)


def test_two_claim_the_same_item(fresh_database: str) -> None:
    with scope_use(SYSTEM):
        office = office_make()
        items = [process_make(office=office).items[0] for _ in range(5)]
    people = (office.people["handling"], office.people["receiving"])
    for item in items:
        one_wins(
            at_once(
                *(
                    lambda who=who, item=item: services.work_item_claim(
                        item_id=item.id, account_id=who, at=AT, expected_version=1
                    )
                    for who in people
                )
            )
        )
        with scope_use(SYSTEM):
            assert queries.item_get(item.id).version == 2
            hops = queries.hand_overs_of(item.process_id)
            assert [hop.confirmed_by_id in people for hop in hops] == [True]


def test_two_complete_the_same_item(fresh_database: str) -> None:
    with scope_use(SYSTEM):
        office = office_make()
        items = [process_make(office=office).items[0] for _ in range(5)]
    for item in items:
        one_wins(
            at_once(
                *(
                    lambda item=item: services.work_item_complete(
                        item_id=item.id, account_id=None, outcome="assigned", at=AT,
                        expected_version=1,
                    )
                    for _ in range(3)
                )
            )
        )  # fmt: skip
        with scope_use(SYSTEM):
            assert [i.element for i in queries.items_of(item.process_id)] == [
                "receive", "assign", "appraise",
            ]  # fmt: skip


def test_two_branches_completed_at_once_open_the_join_once(fresh_database: str) -> None:
    with scope_use(SYSTEM):
        office = office_make()
        processes = [process_make(office=office, key="with_opinion").process_id for _ in range(5)]
        for process_id in processes:
            step_do(process_id)
    for process_id in processes:
        results = at_once(
            lambda process_id=process_id: step_do(process_id, "appraise"),
            lambda process_id=process_id: step_do(process_id, "opinion"),
        )
        assert sorted(len(result.opened) for result in results) == [0, 1], results
        with scope_use(SYSTEM):
            assert live_item(process_id).element == "approve"


def test_two_start_for_the_same_subject(fresh_database: str) -> None:
    with scope_use(SYSTEM):
        office = office_make()
        services.processes_ship(at=AT)

    def start() -> int:
        return services.process_start(
            key="standard", subject="dossier:1", units=office.units, at=AT
        ).process_id

    one_wins(at_once(start, start, start))
    with scope_use(SYSTEM):
        process = queries.process_for("dossier:1")
        assert process is not None
        assert len(queries.items_of(process.id)) == 2


def test_cancelling_and_completing_at_once_ends_in_one_of_both(fresh_database: str) -> None:
    with scope_use(SYSTEM):
        office = office_make()
        made = [process_make(office=office) for _ in range(5)]
    for process_id, item in [(one.process_id, one.items[0]) for one in made]:
        results = at_once(
            lambda item=item: services.work_item_complete(
                item_id=item.id, account_id=None, outcome=item.outcomes[0].code, at=AT,
                expected_version=item.version,
            ),
            lambda process_id=process_id: services.process_cancel(
                process_id=process_id, reason="x", at=AT
            ),
        )  # fmt: skip
        assert not [
            r for r in results if isinstance(r, BaseException) and not isinstance(r, Refused)
        ]
        with scope_use(SYSTEM):
            assert queries.process_get(process_id).status is ProcessStatus.CANCELLED
            assert queries.live_items_of(process_id) == []
