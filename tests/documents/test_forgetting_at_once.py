"""Two at once: one forgets a file while the other stores it again, or points at it."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection
from tests.builders.forgetting import NOW, forget, kept, pointed
from tests.builders.waiting import somebody_waits

from motcua.documents import queries
from motcua.documents.forgetting import forgotten_erase
from motcua.documents.types import Kept
from motcua.filing.models import SupplyFile
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.invariant


def beside(work):
    """Run `work` in a second connection; returns the thread and what it answered or raised."""
    answers = []

    def run():
        try:
            answers.append(work())
        except Exception as error:  # noqa: BLE001 - looked at by the test
            answers.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


@pytest.fixture
def two(fresh_database, files_dir):
    """Files that are committed, for two connections."""


def test_while_the_same_content_is_being_stored_it_stays(two):
    view = kept()
    with scope_use(SYSTEM):
        again = kept()  # not committed yet
        thread, answers = beside(lambda: forget(view.id))
        thread.join()
        pointed(again.id)
    assert answers[0].kept == {view.id: Kept.BUSY}
    assert queries.file_open(view.id).read()


def test_whoever_stores_the_same_content_meanwhile_waits_and_has_a_file_of_his_own(two):
    view = kept()
    with scope_use(SYSTEM):
        assert forget(view.id).gone == (view.id,)
        thread, answers = beside(kept)
        somebody_waits(unless=lambda: bool(answers))
        assert answers == []
    thread.join()
    assert answers[0].id != view.id
    assert queries.file_open(answers[0].id).read()
    assert forgotten_erase(untouched=NOW) <= 1
    assert queries.file_open(answers[0].id).read()


def test_a_file_is_not_forgotten_that_another_transaction_just_pointed_at(two):
    """A link that was written first, and is not committed: the foreign key decides, not luck."""
    view = kept()
    linked, go_on = threading.Event(), threading.Event()

    def link():
        with scope_use(SYSTEM):
            pointed(view.id)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as the end of it would
            linked.set()
            go_on.wait(20)

    thread, answers = beside(link)
    assert linked.wait(20)
    late, told = beside(lambda: forget(view.id))
    somebody_waits(unless=lambda: bool(told))
    go_on.set()
    thread.join()
    late.join()
    assert answers == [None]
    assert told[0].kept == {view.id: Kept.POINTED}
    assert queries.file_open(view.id).read()


def test_a_link_that_comes_too_late_is_refused_and_points_at_nothing(two):
    view = kept()
    with scope_use(SYSTEM):
        assert forget(view.id).gone == (view.id,)

        def link():
            with scope_use(SYSTEM):
                pointed(view.id)

        thread, answers = beside(link)
        somebody_waits(unless=lambda: bool(answers))
    thread.join()
    assert isinstance(answers[0], IntegrityError)
    with scope_use(SYSTEM):
        assert not SupplyFile.objects.exists()
