"""A row of certified copies is corrected before certification: fee, history, refusals, walls."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.builders.certified import (
    BOOK,
    CARD,
    DIPLOMA,
    batch_certified,
    batch_checked,
    batch_taken,
    certifying_commune,
)
from tests.builders.dossiers import MORNING, at
from tests.builders.identity import actor_make
from tests.builders.waiting import somebody_waits

from motcua.certification import services
from motcua.certification.models import Entry, Row, RowChange
from motcua.certification.queries import batch_get
from motcua.certification.types import Correction, Refusal
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_collect_fee
from motcua.dossiers.services.verify import verify_all
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.money import receipts_shown
from motcua.payments.services import refund_request

RIGHT = Correction(1, 1, "Bằng tốt nghiệp đại học (bản dịch)", 4, 3, "Đếm nhầm số trang")


def correct(actor, code, **over):
    return services.row_correct(actor=actor, code=code, correction=replace(RIGHT, **over))


def owed(code):
    return sum(one.total_vnd for one in dossier_get(code).fees)


class TestCorrect:
    """One after the other."""

    @pytest.fixture(autouse=True)
    def commune(self, system_scope):  # asked for here: what is autouse comes before the class's
        with at():
            self.commune = certifying_commune()
            yield

    def taken(self, *rows):
        return batch_taken(self.commune, *(rows or (DIPLOMA, CARD)))

    def test_the_row_says_what_is_right_and_the_fee_follows(self):
        code = self.taken()
        assert (owed(code), correct(self.commune.specialist, code)) == (14_000, 0)
        batch = batch_get(code)
        row = batch.rows[0]
        assert (row.name, row.pages, row.copies, row.version) == (RIGHT.name, 4, 3, 2)
        assert (row.fee_vnd, owed(code)) == (18_000, 20_000)
        told = batch.changes[0]
        assert (told.name_before, told.pages_before, told.copies_before) == (DIPLOMA.name, 2, 3)
        assert (told.fee_before_vnd, told.fee_vnd, told.reason) == (12_000, 18_000, RIGHT.reason)
        assert told.by == self.commune.specialist.name
        assert verify_all(files=False).good

    def test_the_register_takes_what_was_corrected(self):
        code = self.taken()
        correct(self.commune.specialist, code)
        services.batch_check(actor=self.commune.specialist, code=code)
        services.batch_certify(actor=self.commune.leader, code=code)
        line = Entry.objects.get(row__position=1)
        assert (line.paper, line.pages, line.copies, line.fee_vnd) == (RIGHT.name, 4, 3, 18_000)

    def test_a_title_alone_leaves_the_fee_as_it_is(self):
        code = self.taken()
        facts = len(dossier_get(code).timeline)
        assert correct(self.commune.specialist, code, pages=2) == 0
        assert (owed(code), len(dossier_get(code).timeline)) == (14_000, facts)

    def test_what_was_paid_too_much_is_told_less_what_was_asked_back(self):
        code = self.taken()
        dossier_collect_fee(actor=self.commune.counter, code=code)
        assert correct(self.commune.specialist, code, pages=2, copies=1) == 8_000
        order = receipts_shown(dossier_get(code).id)[0].order_code
        finance = actor_make(role=Role.FINANCE, unit=self.commune.unit)
        refund_request(actor=finance, order_code=order, reason="Đếm nhầm", amount_vnd=4_000)
        assert correct(self.commune.specialist, code, version=2, pages=1, copies=1) == 6_000

    def test_more_than_was_paid_is_refused_and_nothing_changes(self):
        code = self.taken()
        dossier_collect_fee(actor=self.commune.counter, code=code)
        with pytest.raises(Refused) as refusal, transaction.atomic():
            correct(self.commune.specialist, code)
        assert refusal.value.code == "paid_less"
        assert not RowChange.objects.exists()
        assert batch_get(code).rows[0].pages == 2
        assert correct(self.commune.specialist, code, pages=2, copies=1) == 8_000
        again = correct(self.commune.specialist, code, version=2, pages=2, copies=3)
        assert again == 0  # up to what was paid

    @pytest.mark.parametrize(
        ("over", "fields"),
        [
            ({"name": " ", "reason": ""}, {"name", "reason"}),
            ({"pages": 0, "copies": 1000}, {"pages", "copies"}),
            ({"reason": "x" * 501}, {"reason"}),
            ({"name": DIPLOMA.name, "pages": 2}, {"name"}),  # nothing differs
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, over, fields):
        code = self.taken()
        with pytest.raises(Invalid) as refusal:
            correct(self.commune.specialist, code, **over)
        assert {one.field for one in refusal.value.problems} == fields
        assert not RowChange.objects.exists()

    def test_only_whoever_compares_and_only_at_that_step(self):
        code = self.taken()
        with pytest.raises(Forbidden):
            correct(self.commune.counter, code)
        with pytest.raises(NotFound):
            correct(self.commune.specialist, code, position=9)
        other = certifying_commune(name="Phong Quang")
        with scope_use(other.specialist.scope), pytest.raises(NotFound):
            correct(other.specialist, code)
        services.batch_check(actor=self.commune.specialist, code=code)
        with pytest.raises(Refused) as refusal:
            correct(self.commune.specialist, code)
        assert refusal.value.code == "not_this_step"
        services.batch_send_back(actor=self.commune.leader, code=code, reason="Đếm lại")
        assert correct(self.commune.specialist, code) == 0

    def test_a_refused_paper_is_not_corrected_nor_one_seen_before_a_change(self):
        code = self.taken(DIPLOMA, BOOK, CARD)
        services.rows_refuse(
            actor=self.commune.specialist, code=code, refusals=[Refusal(2, "altered")]
        )
        with pytest.raises(Refused) as refusal:
            correct(self.commune.specialist, code, position=2)
        assert refusal.value.code == "row_settled"
        correct(self.commune.specialist, code)
        with pytest.raises(Stale) as stale:
            correct(self.commune.specialist, code, pages=5)
        assert stale.value.code == "row_changed"
        assert batch_get(code).rows[0].pages == 4

    def test_the_history_is_seen_with_the_dossier_and_never_changed(self):
        code = self.taken()
        correct(self.commune.specialist, code)
        other = certifying_commune(name="Phong Quang")
        with scope_use(other.specialist.scope):
            assert not RowChange.objects.exists()
        with scope_use(self.commune.specialist.scope):
            assert RowChange.objects.count() == 1
            with pytest.raises(ProgrammingError), transaction.atomic():
                RowChange.objects.update(reason="khác")

    def test_nothing_is_corrected_once_certified(self):
        for code in (batch_checked(self.commune), batch_certified(self.commune)):
            with pytest.raises(Refused) as refusal:
                correct(self.commune.specialist, code)
            assert refusal.value.code == "not_this_step"


def test_two_at_once_correct_once_and_the_other_is_told(fresh_database):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = certifying_commune()
        second = actor_make(role=Role.SPECIALIST, unit=commune.office)
        code = batch_taken(commune, DIPLOMA, CARD)

    def other():
        try:
            with clock.clock_set(MORNING), transaction.atomic(), scope_use(second.scope):
                return correct(second, code, pages=9)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with clock.clock_set(MORNING), transaction.atomic(), scope_use(commune.specialist.scope):
            correct(commune.specialist, code)
            waits = pool.submit(other)
            somebody_waits(unless=waits.done)
        assert waits.result() == "row_changed"
    with scope_use(SYSTEM):
        assert RowChange.objects.count() == 1
        row = Row.objects.get(position=1)
        assert (row.pages, row.version) == (4, 2)
