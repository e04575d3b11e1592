"""Random histories of files: what anything points at opens for ever, the rest is gone in the end.

Contents are stored, stored again, pointed at by foreign keys, by a plain number and from inside
of JSON, let go of, ordered to be forgotten, swept; the store is away at times and days go by.
`MOTCUA_EXAMPLES` is the number of histories.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run
from tests.builders.documents import pdf_make
from tests.builders.forgetting import NOW, forget, pointed

from motcua.citizens.models import Person, Relation
from motcua.documents import forgetting, pointing, store
from motcua.documents.models import Forgotten, StoredFile
from motcua.documents.queries import file_open, files_verify
from motcua.documents.services import orphans_sweep, output_store
from motcua.documents.types import StoreDown
from motcua.filing.models import SupplyFile
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use

EXAMPLES = int(os.environ.get("MOTCUA_EXAMPLES", "12"))
CONTENTS = [pdf_make(text=f"{n}") for n in range(4)]
contents = st.integers(0, len(CONTENTS) - 1)


class History(RuleBasedStateMachine):
    """Links by kind: number of the file → content."""

    person: int

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()
        self.days = 0
        self.known: dict[int, int] = {}  # every file that ever was: its content
        self.rows: dict[int, int] = {}  # links by foreign key: row → file
        self.numbers: dict[int, int] = {}  # links by a plain number
        self.inside: set[int] = set()  # links in JSON
        pointing._readers.append(self.reader)

    def reader(self, _file_ids: Any) -> set[int]:
        return self.inside

    def teardown(self) -> None:
        pointing._readers.remove(self.reader)
        transaction.savepoint_rollback(self.mark)

    def stored(self, content: int) -> int:
        with scope_use(SYSTEM):
            file_id = output_store(data=CONTENTS[content], name="a.pdf").id
        assert self.known.setdefault(file_id, content) == content
        return file_id

    def night(self, work: Any) -> None:
        with clock.clock_set(clock.now() + timedelta(days=self.days)):
            work()

    @rule(content=contents)
    def store(self, content: int) -> None:
        self.stored(content)

    @rule(content=contents, way=st.sampled_from(("row", "number", "inside")))
    def link(self, content: int, way: str) -> None:
        """Store a content (once more) and point at it, in one transaction as everybody does."""
        file_id = self.stored(content)
        with scope_use(SYSTEM):
            if way == "row":
                self.rows[pointed(file_id).pk] = file_id
            elif way == "number":
                row = Relation.objects.create(
                    kind="parent", person_id=self.person, proof_file_id=file_id
                )
                self.numbers[row.pk] = file_id
            else:
                self.inside.add(file_id)

    @rule(which=st.integers(0, 9), way=st.sampled_from(("row", "number", "inside")))
    def let_go(self, which: int, way: str) -> None:
        links = {"row": self.rows, "number": self.numbers, "inside": self.inside}[way]
        if not links:
            return
        one = sorted(links)[which % len(links)]
        with scope_use(SYSTEM):
            if way == "row":
                SupplyFile.objects.filter(pk=one).delete()
            elif way == "number":
                Relation.objects.filter(pk=one).delete()
        if isinstance(links, dict):
            del links[one]
        else:
            links.discard(one)

    @rule(up_to=st.integers(1, 12))
    def order(self, up_to: int) -> None:
        forget(*sorted(self.known)[-up_to:])

    @rule()
    def sweep(self) -> None:
        self.night(lambda: forgetting.files_unlinked_forget(part=None, untouched=NOW))

    @rule(away=st.booleans())
    def erase(self, *, away: bool) -> None:
        real = store.erase

        def erase(sha256: str) -> bool:
            if away:
                raise StoreDown
            return real(sha256)

        store.erase = erase
        try:
            forgetting.forgotten_erase(untouched=NOW)
        finally:
            store.erase = real

    @rule()
    def orphans(self) -> None:
        orphans_sweep(older_than=NOW)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.days += days

    @invariant()
    def what_is_pointed_at_opens(self) -> None:
        reachable = {*self.rows.values(), *self.numbers.values(), *self.inside}
        for file_id in reachable:
            assert file_open(file_id).read() == CONTENTS[self.known[file_id]]
        assert not Forgotten.objects.filter(number__in=reachable).exists()
        assert list(files_verify()) == []

    @invariant()
    def a_file_is_there_or_was_forgotten(self) -> None:
        there = set(StoredFile.objects.values_list("pk", flat=True))
        gone = set(Forgotten.objects.values_list("number", flat=True))
        assert there.isdisjoint(gone)
        assert set(self.known) <= there | gone


class Ending(History):
    """The same, and at the end everything is let go of: then nothing is left anywhere."""

    def teardown(self) -> None:
        try:
            for way in ("row", "number", "inside"):
                links = {"row": self.rows, "number": self.numbers, "inside": self.inside}[way]
                while links:
                    self.let_go(0, way)
            self.days += 40
            for _day in range(7):
                self.days += 1
                self.sweep()
            self.erase(away=False)
            for file_id, content in self.known.items():
                with pytest.raises(NotFound):
                    file_open(file_id)
                assert CONTENTS[content]
            left = set(Forgotten.objects.filter(ended_at=None).values_list("pk", flat=True))
            assert left == set()
            for sha256 in Forgotten.objects.values_list("sha256", flat=True):
                assert not store.path_of(sha256).exists()
        finally:
            super().teardown()


@pytest.fixture
def histories(
    django_db_setup: None, django_db_blocker: Any, settings: Any, tmp_path: Any
) -> Iterator[None]:
    """One transaction for all histories; what each writes is undone."""
    settings.FILES_DIR = tmp_path / "files"
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            with scope_use(SYSTEM):
                History.person = Person.objects.create().pk
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def test_nothing_reachable_is_forgotten_and_nothing_unreachable_stays(histories: None) -> None:
    run(
        Ending,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            phases=[Stage.reuse, Stage.generate],
            derandomize=EXAMPLES <= 12,
            suppress_health_check=list(HealthCheck),
        ),
    )
