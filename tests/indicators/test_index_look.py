"""Kept totals of the index that were changed: named, refused, mended; what waits accuses nobody."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from click.testing import CliRunner
from django.db.models import F
from tests.builders.index_world import MONTHS, NOW, World

from motcua.config.commands.verify import command
from motcua.dossiers.services.verify import verify_all
from motcua.indicators.index.standing import following, kept_of, key_of, named_by
from motcua.indicators.models import IndexMonth, IndexTotal, Proof
from motcua.indicators.public import proof
from motcua.indicators.public.proof import MONTHS as STAGE
from motcua.indicators.public.proof import NAMED, Finding, _named, proof_walk
from motcua.indicators.public.standing import NAME, standing
from motcua.indicators.queries.index import index_of
from motcua.indicators.queries.index_all import index_of_all
from motcua.indicators.queries.index_totals import OF_DOSSIERS, OF_PROCEDURES
from motcua.indicators.services import index_look
from motcua.indicators.services.index_look import (
    index_totals_recount,
    index_totals_verify,
    month_look,
    piece_look,
    units_look,
)
from motcua.indicators.services.index_totals import totals_keep
from motcua.indicators.tasks import PIECES, figures_proof
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import Refused

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def now():
    with clock.clock_set(NOW):
        yield


@pytest.fixture
def world(system_scope, monkeypatch):
    # These dossiers have no events: the lap's own look at dossiers has nothing to say of them.
    monkeypatch.setitem(proof._STAGES, proof.DOSSIERS, lambda _row, _size: (True, []))
    made = World(Random(1), monkeypatch)
    for number in range(30):
        made.live(number)
    made.read(made.lives)
    return made


def named():
    return [(one.invariant, one.where) for one in index_totals_verify()]


def months():
    """Walk a lap; return the months that its findings refuse."""
    while not proof_walk():
        pass
    found = Proof.objects.get(name=NAME).found
    assert {one["stage"] for one in found} <= {STAGE}
    return sorted({named_by(one["key"])[0] for one in found})


def period(month):
    return Period(month, following(month) - timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "some"),
    [("more", OF_DOSSIERS), ("gone", OF_PROCEDURES), ("made up", OF_DOSSIERS)],
    ids=["one more", "a procedure gone", "made up"],
)  # fmt: skip
def test_a_changed_total_is_named_refused_and_mended(world, change, some):
    totals_keep()
    assert months() == []
    assert standing().sound
    before = {month: index_of(world.units[1].id, period(month)) for month in MONTHS[:3]}
    ids = [one.id for one in some]
    rows = IndexTotal.objects.filter(month=SEPTEMBER, indicator__in=ids)
    victim = rows.order_by("unit_id").last()
    where = f"index of unit id {victim.unit_id} in 2026-09"
    if change == "more":
        rows.filter(pk=victim.pk).update(numerator=F("numerator") + 1)
    elif change == "gone":
        rows.filter(pk=victim.pk).delete()
    else:  # a row of what is never kept would be read, too
        rows.filter(pk=victim.pk).update(indicator="5.2")
    assert set(named()) == {("I3", where)}
    for month in MONTHS[:3]:
        assert index_of(world.units[1].id, period(month)), "not found yet"
    assert months() == [SEPTEMBER]
    assert not standing().sound, "nothing is published from tables that somebody changes"
    for ask in (
        lambda: index_of(world.units[1].id, period(SEPTEMBER)),
        lambda: index_of_all(SEPTEMBER),
    ):
        with pytest.raises(Refused, match="What is kept of 09/2026 for the index") as refused:
            ask()
        assert refused.value.code == "index_unsound"
    for month in (MONTHS[0], MONTHS[2]):
        assert index_of(world.units[1].id, period(month)) == before[month], "others are shown"
    aside = index_of(world.units[1].id, Period(SEPTEMBER, date(2026, 9, 29)))
    assert aside.whole.values, "what is counted reads nothing that is kept"
    assert index_totals_recount() > 0
    assert named() == []
    assert months() == []
    assert standing().sound
    assert index_of(world.units[1].id, period(SEPTEMBER)) == before[SEPTEMBER]


def test_the_command_names_it_and_recounts(world):
    totals_keep()
    IndexTotal.objects.filter(month=SEPTEMBER).update(unknown=F("unknown") + 1)
    told = [one for one in verify_all(files=False).breaches if one.where.startswith("index of")]
    assert told
    assert all("not known; its dossiers say" in one.what for one in told)
    assert {one.where[-7:] for one in told} == {"2026-09"}
    told = CliRunner().invoke(command, ["--no-files"]).output
    assert "I3  index of unit id" in told
    told = CliRunner().invoke(command, ["--no-files", "--recount"]).output
    assert "units and months counted anew" in told
    assert "I3  index of unit id" not in told


def test_what_waits_to_be_counted_accuses_nobody(world):
    totals_keep()
    world.live(3)
    world.live(4)
    world.read([3, 4])
    stale = IndexMonth.objects.exclude(seen=F("changes"))
    assert stale.exists()
    units = set(stale.filter(month=SEPTEMBER).values_list("unit_id", flat=True))
    assert named() == [], "what is not good any more is not read, nor what stands on it"
    rows = IndexTotal.objects.filter(month=SEPTEMBER, indicator="2.1", unit_id__in=units)
    rows.update(numerator=F("numerator") + 1)
    assert named() == []
    assert months() == []
    with clock.clock_set(NOW + timedelta(days=1)):
        assert named() == [], "a midnight later: the running month waits for the keeper"
    totals_keep()
    assert named() == []


@pytest.mark.parametrize("who", ["somebody reads a dossier", "the keeper counts", "the catalogue"])
def test_what_is_written_while_it_is_looked_at_accuses_nobody(world, monkeypatch, who):
    totals_keep()
    kept = kept_of(SEPTEMBER, clock.now())
    ids = [one.id for one in world.units.values()]
    if who == "the keeper counts":  # what was wrong is put right beside us
        IndexTotal.objects.filter(month=SEPTEMBER).update(numerator=F("numerator") + 1)
        assert units_look(kept, ids)
    whole, times = index_look.totals_count, []

    def beside(*args):
        if who == "somebody reads a dossier":
            for number in range(20):
                world.live(number)
            world.read(range(20))
        counted = whole(*args)
        times.append(counted)
        if who == "the keeper counts":
            index_totals_recount()
        if who == "the catalogue":
            IndexMonth.objects.update(digest="another")
            return dict.fromkeys(counted, (9, 9, 9))
        return counted

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(index_look, "totals_count", beside)
        assert units_look(kept, ids) == []
    assert times


def test_pieces_walk_through_every_unit_of_every_month(world, monkeypatch):
    totals_keep()
    looked = []
    whole = index_look.units_look
    monkeypatch.setattr(
        index_look,
        "units_look",
        lambda kept, ids: looked.extend((kept.month, one) for one in ids) or whole(kept, ids),
    )
    place = 0
    while place is not None:
        place, found = piece_look(place, 2)
        assert found == []
    assert {one.day for one, _unit in looked} == {1, 3, 6, 12}, "months and longer"
    assert sorted(looked) == sorted(IndexMonth.objects.values_list("month", "unit_id"))
    assert len(looked) == len(set(looked)) > 9
    assert named_by(key_of(SEPTEMBER, 77)) == (SEPTEMBER, 77)
    assert key_of(date(2025, 12, 1), 2**39) < key_of(date(2026, 1, 1), 0) < 2**62


def test_a_month_stays_refused_until_nothing_of_it_is_wrong(world):
    totals_keep()
    rows = IndexTotal.objects.filter(month=SEPTEMBER, indicator="2.1").order_by("unit_id")
    first, *_between, last = rows
    rows.filter(pk__in=[first.pk, last.pk]).update(denominator=F("denominator") + 1)
    assert months() == [SEPTEMBER]
    (told,) = Proof.objects.get(name=NAME).found
    assert f"unit id {first.unit_id} in" in told["where"]
    rows.filter(pk=first.pk).update(denominator=F("denominator") - 1)
    proof_walk()
    (told,) = Proof.objects.get(name=NAME).found
    assert f"unit id {last.unit_id} in" in told["where"]
    assert month_look(key_of(SEPTEMBER, 0))[1]
    rows.filter(pk=last.pk).update(denominator=F("denominator") - 1)
    proof_walk()
    row = Proof.objects.get(name=NAME)
    assert row.found == []
    assert row.broken_at is not None, "everybody else waits for a whole lap"


def looks(monkeypatch):
    """Return the units of each look at kept totals from here on."""
    asked = []
    whole = index_look.units_look
    monkeypatch.setattr(
        index_look, "units_look", lambda kept, ids: asked.append([*ids]) or whole(kept, ids)
    )
    return asked


def to_months():
    """Walk until the next piece is one of kept totals."""
    proof_walk()
    while Proof.objects.get(name=NAME).stage != STAGE:
        proof_walk()


def test_a_month_changed_whole_takes_two_looks_and_is_refused_at_once(world, monkeypatch):
    totals_keep()
    assert months() == []
    to_months()
    rows = IndexTotal.objects.filter(month=SEPTEMBER)
    rows.update(numerator=F("numerator") + 1)
    units = sorted(set(rows.values_list("unit_id", flat=True)))
    assert len(units) > 3
    row = Proof.objects.get(name=NAME)
    row.place = key_of(SEPTEMBER, 0)
    row.save()
    asked = looks(monkeypatch)
    proof_walk()
    assert len(asked) == 2, "the piece, and what differs in it together"
    assert set(asked[1]) == set(units)
    (told,) = Proof.objects.get(name=NAME).found
    assert f"unit id {units[0]} in 2026-09" in told["where"]
    assert not standing().sound


def test_after_a_mend_a_step_looks_at_one_piece_of_one_month(world, monkeypatch):
    totals_keep()
    rows = IndexTotal.objects.filter(month__in=MONTHS[:3], indicator="2.1")
    ids = {day: sorted(rows.filter(month=day).values_list("unit_id", flat=True)) for day in MONTHS}
    last = rows.get(month=SEPTEMBER, unit_id=ids[SEPTEMBER][-1])
    rows.update(denominator=F("denominator") + 1)
    assert months() == sorted(MONTHS[:3])
    rows.exclude(pk=last.pk).update(denominator=F("denominator") - 1)
    monkeypatch.setitem(proof._STAGES, proof.DOSSIERS, lambda _row, _size: (False, []))
    row = Proof.objects.get(name=NAME)
    row.stage = proof.DOSSIERS  # what a step looks at here is only what was known
    row.save()
    monkeypatch.setattr(proof, "month_look", lambda key: month_look(key, 1))
    asked = looks(monkeypatch)
    for _step in range(60):
        before = len(asked)
        proof_walk()
        assert len(asked) - before <= 3
        assert all(len(units) == 1 for units in asked[before:])
        found = Proof.objects.get(name=NAME).found
        assert SEPTEMBER in {named_by(one["key"])[0] for one in found}, "refused all the while"
    (told,) = found
    assert f"unit id {last.unit_id} in" in told["where"]
    rows.filter(pk=last.pk).update(denominator=F("denominator") - 1)
    while Proof.objects.get(name=NAME).found:
        proof_walk()
    assert not standing().sound, "not before a whole lap"


def test_a_difference_outweighs_a_month_that_is_being_looked_through():
    walked = Finding(STAGE, key_of(SEPTEMBER, 9), "a", "b", mended=True)
    wrong = Finding(STAGE, key_of(SEPTEMBER, 4), "c", "d")
    assert _named([walked, wrong]) == [wrong]
    assert _named([wrong, walked]) == [wrong]


def test_a_walk_stops_by_time_after_at_least_one_piece(world, monkeypatch):
    walked, seconds = [], iter(range(0, 1_000, 20))
    monkeypatch.setattr(proof, "_piece_walk", lambda *_args: walked.append(1))
    assert proof_walk(pieces=PIECES, seconds=0) is False
    assert len(walked) == 1
    monkeypatch.setattr(proof, "monotonic", lambda: next(seconds))
    figures_proof()
    assert len(walked) == 1 + 2, "pieces of twenty seconds each: none is begun after thirty"


def test_no_month_is_crowded_out_by_other_findings():
    many = [Finding(0, number, "a", "b") for number in range(NAMED + 5)]
    keys = [key_of(month, unit) for month in MONTHS for unit in (1, 2)]
    found = _named([*many, *(Finding(STAGE, key, "c", "d") for key in keys)])
    assert len([one for one in found if one.stage == 0]) == NAMED
    assert sorted(one.key for one in found if one.stage == STAGE) == sorted(keys[::2])
