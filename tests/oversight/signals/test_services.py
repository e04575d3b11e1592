"""Reading events once, raising what stands out, explaining and concluding."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.dossiers import services as dossiers
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.types import StopKind
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.signals.models import (
    SignalCase,
    SignalMatter,
    SignalMember,
    SignalReading,
    SignalTally,
)
from motcua.oversight.signals.queries.comparing import comparison_of, rates_of
from motcua.oversight.signals.queries.matters import cases_of, matters_of
from motcua.oversight.signals.services import reading
from motcua.oversight.signals.services.raising import signals_raise
from motcua.oversight.signals.services.reading import signals_follow, signals_verify
from motcua.oversight.signals.services.saying import matter_conclude, matter_explain, verdict_read
from motcua.oversight.signals.types import Months, Verdict
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make
from tests.builders.organisations import province_make
from tests.builders.signals import MONTH, NOW, SIGNAL, noted, read_now, suspect_make

SEPTEMBER = Months(MONTH, MONTH)


@pytest.fixture
def now(system_scope):
    with clock.clock_set(NOW):
        yield NOW


@pytest.fixture
def look(closed):
    """Look at everything, each time in a transaction of its own."""

    def ask(question):
        with scope_use(SYSTEM):
            return question()

    return ask


def read_all() -> int:
    number = 0
    while events := signals_follow(limit=7):
        number += events
    return number


def tallies(unit_id: int) -> dict[str, int]:
    rows = SignalTally.objects.filter(unit_id=unit_id).values_list("signal", "exposed")
    return {signal: exposed for signal, exposed in rows if exposed}


@pytest.fixture
def closed(fresh_database, settings, tmp_path):
    """Return a commune with a dossier stopped an hour before it was due, and one that goes on."""
    settings.SEALS_FILE = tmp_path / "seals.log"
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_accepted(commune)
        dossier_accepted(commune)
        due = Dossier.objects.get(code=code).due_at
    with clock.clock_set(due - timedelta(hours=1)), scope_use(SYSTEM):
        dossiers.dossier_stop(
            actor=commune.leader, code=code, reason="Không đủ điều kiện", legal_basis="Điều 1",
            kind=StopKind.FINAL,
        )  # fmt: skip
    yield commune, code


def test_each_event_is_counted_once_whatever_the_pieces(closed, look):
    commune, code = closed
    assert read_all() == look(Event.objects.count)
    assert look(lambda: tallies(commune.unit.id)) == {
        "closed-before-due": 1, "closed-together": 1, "due-moved": 2,
    }  # fmt: skip
    first = look(lambda: SignalCase.objects.get(signal="closed-before-due"))
    assert (first.code, first.account_id) == (code, commune.leader.account_id)
    assert signals_follow() == 0
    assert look(lambda: tallies(commune.unit.id))["due-moved"] == 2
    assert look(lambda: list(signals_verify())) == []
    look(lambda: SignalTally.objects.filter(signal="due-moved").update(exposed=20))
    assert len(look(lambda: list(signals_verify()))) == 1  # a sum that somebody changed


def test_everything_may_be_read_anew_and_what_was_found_stays(closed, look, monkeypatch):
    commune, code = closed
    honest = reading.life_of

    def broken(hands):
        if hands.code == code:
            raise ValueError("changed")
        return honest(hands)

    monkeypatch.setattr(reading, "life_of", broken)
    read_all()  # a dossier that cannot be read waits, the others are read
    assert look(lambda: tallies(commune.unit.id)) == {"due-moved": 1}
    monkeypatch.setattr(reading, "life_of", honest)
    signals_follow()
    assert look(lambda: tallies(commune.unit.id))["due-moved"] == 2
    assert look(lambda: list(signals_verify())) == []
    before = look(lambda: set(SignalCase.objects.values_list("pk", flat=True)))
    look(lambda: SignalReading.objects.update(made_by="motcua.signals/0"))
    look(lambda: SignalTally.objects.update(made_by="motcua.signals/0"))
    read_all()
    assert look(lambda: set(SignalCase.objects.values_list("pk", flat=True))) == before
    assert look(lambda: list(signals_verify())) == []


def test_a_dossier_that_cannot_be_read_is_named_and_hides_no_other(closed, look, monkeypatch):
    _commune, code = closed
    read_all()
    honest = reading.life_of
    other = look(lambda: Dossier.objects.exclude(code=code).get().code)

    def broken(hands):
        if hands.code == other:
            raise ValueError("changed")
        return honest(hands)

    def found():
        return [one.where for one in look(lambda: list(signals_verify()))]

    monkeypatch.setattr(reading, "life_of", broken)
    assert found() == [other]
    case = look(lambda: SignalCase.objects.filter(code=code).first())
    look(lambda: SignalCase.objects.create(
        signal=case.signal, unit_id=case.unit_id, month=case.month, at=case.at,
        dossier_id=case.dossier_id, code=code, seq=999, seqs=[999], account_id=case.account_id,
    ))  # fmt: skip
    assert found() == [other, code]


@pytest.mark.parametrize("table", ["signalcase", "signalmember", "signalsaid"])
def test_the_application_takes_nothing_back(system_scope, table):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM oversight_{table}")


def test_who_stands_out_is_raised_once_with_its_cases(now):
    found = suspect_make(raised=False)
    assert signals_raise() == 1
    [matter] = matters_of([found.unit.id])
    assert (matter.signal, matter.cases, matter.exposed, matter.members) == (SIGNAL, 18, 60, 18)
    assert matter.chance < 1e-6
    assert not matters_of([found.peer.id])
    assert signals_raise() == 0
    noted(found.unit.id, exposed=5, cases=4, first=100)
    read_now()
    assert signals_raise() == 0
    assert [one.members for one in matters_of([found.unit.id])] == [22]


def test_a_burst_counts_only_when_it_is_large_enough(now):
    found = suspect_make()
    noted(found.unit.id, exposed=60, cases=9, signal="closed-together")
    read_now()
    assert rates_of(comparison_of(SEPTEMBER))["closed-together"] == (0, 60)
    noted(found.unit.id, exposed=1, cases=1, signal="closed-together", first=10)
    read_now()
    assert rates_of(comparison_of(SEPTEMBER))["closed-together"] == (10, 61)
    noted(found.unit.id, exposed=30, cases=5, signal="due-moved", first=50)
    noted(found.unit.id, exposed=30, cases=4, signal="due-moved", first=60)
    read_now()
    assert rates_of(comparison_of(SEPTEMBER))["due-moved"] == (5, 60)


def test_what_was_concluded_is_not_raised_again_and_new_cases_are(now):
    found = suspect_make()
    [matter] = matters_of([found.unit.id])
    matter_explain(actor=found.head, matter_id=matter.id, text="Do mất điện hai ngày (mẫu).")
    matter_conclude(
        actor=found.inspector, matter_id=matter.id, verdict=Verdict.EXPLAINED, text="Đã kiểm tra."
    )
    assert signals_raise() == 0
    standing = next(
        one
        for one in comparison_of(SEPTEMBER).standings
        if one.count.unit_id == found.unit.id and one.count.signal == SIGNAL
    )
    assert (standing.count.cases, standing.count.exposed, standing.named) == (0, 42, False)
    noted(found.unit.id, exposed=20, cases=12, first=200)
    read_now()
    assert signals_raise() == 1
    newest, old = matters_of([found.unit.id], signal=SIGNAL)
    assert (newest.members, old.members) == (12, 18)
    assert old.conclusion is not None
    assert old.conclusion.verdict is Verdict.EXPLAINED
    open_ = cases_of(SIGNAL, found.unit.id, SEPTEMBER, persons=True, concluded=False)
    assert len(open_) == 12


def test_concluded_cases_leave_a_base_only_where_they_were_in_it(now):
    """Due times that were moved are no acceptances: the acceptances stay to be compared with."""
    found = suspect_make(raised=False)
    noted(found.unit.id, exposed=60, cases=50, signal="due-moved", first=50)
    matter = SignalMatter.objects.create(
        signal="due-moved", unit_id=found.unit.id, raised_at=NOW, first_month=MONTH,
        last_month=MONTH, exposed=60, cases=50, expected=1.0, chance=0.0, concluded=True,
    )  # fmt: skip
    SignalMember.objects.bulk_create(
        SignalMember(matter=matter, case=case, added_at=NOW)
        for case in SignalCase.objects.filter(signal="due-moved")
    )
    read_now()
    [standing] = [
        one for one in comparison_of(SEPTEMBER).standings if one.count.signal == "due-moved"
    ]
    assert (standing.count.cases, standing.count.exposed) == (0, 60)


def test_explained_by_the_unit_and_concluded_by_whoever_inspects(now):
    found = suspect_make()
    [matter] = matters_of([found.unit.id])
    province = province_make()
    chairman = actor_make(role=Role.LEADER, unit=province)
    for stranger in (found.inspector, chairman, actor_make(role=Role.LEADER, unit=found.peer)):
        with pytest.raises(Forbidden):
            matter_explain(actor=stranger, matter_id=matter.id, text="Tôi giải thích thay.")
    for stranger in (found.head, chairman):
        with pytest.raises(Forbidden):
            matter_conclude(
                actor=stranger, matter_id=matter.id, verdict=Verdict.NOTHING, text="Không có gì."
            )
    with pytest.raises(Invalid):
        matter_explain(actor=found.head, matter_id=matter.id, text=" … ")
    with pytest.raises(NotFound):
        matter_explain(actor=found.head, matter_id=matter.id + 999, text="Có.")
    with pytest.raises(Invalid):
        verdict_read("")


def test_nobody_concludes_what_he_explained_himself(now):
    found = suspect_make()
    [matter] = matters_of([found.unit.id])
    both = actor_make(role=Role.LEADER, unit=found.unit)
    inspects = actor_make(role=Role.INSPECTOR, unit=province_make())
    two_hats = type(both)(
        both.account_id, both.username, both.name, (*both.postings, *inspects.postings)
    )
    matter_explain(actor=two_hats, matter_id=matter.id, text="Do mất điện (mẫu).")
    with pytest.raises(Refused) as refusal:
        matter_conclude(
            actor=two_hats, matter_id=matter.id, verdict=Verdict.NOTHING, text="Không có gì."
        )
    assert refusal.value.code == "own_explanation"


def test_a_conclusion_is_the_last_word_and_covers_only_what_was_seen(now):
    found = suspect_make()
    [matter] = matters_of([found.unit.id])
    told = {"actor": found.inspector, "matter_id": matter.id, "text": "Đã kiểm tra từng hồ sơ."}
    with pytest.raises(Stale):
        matter_conclude(**told, verdict=Verdict.TO_MEND, members=17)
    matter_conclude(**told, verdict=Verdict.TO_MEND, members=18)
    with pytest.raises(Refused) as refusal:
        matter_conclude(**told, verdict=Verdict.NOTHING)
    assert refusal.value.code == "signal_concluded"
    with pytest.raises(Refused):
        matter_explain(actor=found.head, matter_id=matter.id, text="Muộn rồi.")


def test_another_unit_sees_neither_cases_nor_matter(now):
    found = suspect_make()
    [matter] = matters_of([found.unit.id])
    stranger = actor_make(role=Role.LEADER, unit=found.peer)
    with scope_use(stranger.scope):
        assert cases_of(SIGNAL, found.unit.id, SEPTEMBER, persons=True) == []
        assert matters_of([found.unit.id]) == []
        assert not SignalMember.objects.exists()
        assert not SignalTally.objects.filter(unit_id=found.unit.id).exists()
        with pytest.raises(NotFound):
            matter_explain(actor=stranger, matter_id=matter.id, text="Xem thử.")
    with scope_use(found.head.scope):
        assert len(cases_of(SIGNAL, found.unit.id, SEPTEMBER, persons=False)) == 18
    with scope_use(SYSTEM):
        assert SignalMatter.objects.count() == 1


def test_the_statements_do_not_grow_with_the_units(now, django_assert_max_num_queries):
    suspect_make()
    read_now()
    with django_assert_max_num_queries(10):
        comparison_of(SEPTEMBER)
