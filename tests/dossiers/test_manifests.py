"""Paper that travels: one hop at a time, confirmed by whoever receives, differences explained."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_accepted,
    dossier_registered,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.manifests import begin, seen, sent

from motcua.dossiers.manifest_types import LineState, ManifestState, Place
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries import manifests as queries
from motcua.dossiers.queries.manifests import (
    manifest_find,
    manifests_closed,
    manifests_on_the_way,
    manifests_to_confirm,
    manifests_with_differences,
    paper_hops,
    paper_place,
    papers_to_send,
)
from motcua.dossiers.services import manifests as services
from motcua.dossiers.services.verify import chains_verify
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def place(code):
    return paper_place(Dossier.objects.get(code=code))


def refusal(wanted, call, /, **given):
    with pytest.raises(Refused) as found:
        call(**given)
    assert found.value.code == wanted


def test_paper_goes_when_sent_and_is_there_when_the_receiver_says_so(commune):
    code = dossier_accepted(commune)
    here = place(code)
    assert (here.place, here.unit_id) == (Place.THERE, commune.centre.id)
    manifest_id = begin(commune, code)
    assert place(code) == here
    services.manifest_send(actor=commune.counter, manifest_id=manifest_id)
    way = place(code)
    assert (way.place, way.unit_id, way.to_unit_id) == (
        Place.UNDER_WAY, commune.centre.id, commune.office.id,
    )  # fmt: skip
    with clock.clock_set(MORNING + timedelta(hours=1)):
        services.manifest_confirm_code(actor=commune.specialist, manifest_id=manifest_id, code=code)
    there = place(code)
    assert (there.place, there.unit_id) == (Place.THERE, commune.office.id)
    assert there.since == MORNING + timedelta(hours=1)
    view = seen(manifest_id, commune)
    assert (view.state, view.lines[0].answered_by) == (
        ManifestState.CLOSED, commune.specialist.name,
    )  # fmt: skip
    kinds = [event.type for event in dossier_get(code).timeline]
    assert kinds[-2:] == ["paper_sent", "paper_received"]
    assert list(chains_verify()) == []
    (hop,) = paper_hops(dossier_get(code).id)
    assert (hop.giver, hop.receiver) == (commune.counter.name, commune.specialist.name)


def test_the_work_stays_where_it_is_when_paper_moves(commune):
    code = dossier_accepted(commune)
    before = dossier_get(code)
    manifest_id = sent(commune, code)
    services.manifest_confirm_code(actor=commune.specialist, manifest_id=manifest_id, code=code)
    after = dossier_get(code)
    assert (after.status, after.items, after.hand_overs) == (
        before.status, before.items, before.hand_overs,
    )  # fmt: skip


def test_numbers_run_per_giving_unit_and_year_and_the_barcode_finds_the_manifest(commune):
    first, second = begin(commune), begin(commune)
    names = [seen(one, commune).name for one in (first, second)]
    assert names == ["1/2026", "2/2026"]
    services.manifest_cancel(actor=commune.counter, manifest_id=first)
    third = seen(begin(commune), commune)
    assert third.name == "3/2026"
    units = [commune.centre.id]
    assert manifest_find(third.code.lower(), units) == third.id
    assert manifest_find(third.code, [commune.office.id]) is None  # not sent to them yet
    assert manifest_find("BG-x-2026-1", units) is None


def test_what_is_to_be_sent_is_where_the_work_is_and_the_paper_is_not(commune):
    code = dossier_accepted(commune)
    work_do(code, Act.ASSIGN, commune.leader, "assigned", assign_to=commune.specialist.account_id)
    (row,) = papers_to_send([commune.centre.id])
    assert (row.code, row.from_unit_id, row.to_unit_id) == (
        code, commune.centre.id, commune.office.id,
    )  # fmt: skip
    sent(commune, code)
    assert papers_to_send([commune.centre.id]) == []


def test_what_is_to_be_sent_is_found_behind_newer_dossiers_of_other_units(commune, monkeypatch):
    monkeypatch.setattr(queries, "LOOKED", 1)
    code = dossier_accepted(commune)
    work_do(code, Act.ASSIGN, commune.leader, "assigned", assign_to=commune.specialist.account_id)
    with clock.clock_set(MORNING + timedelta(hours=1)):
        dossier_accepted(commune_at_work(name="Xa"))
    centre, office = [commune.centre.id], [commune.office.id]
    assert [row.code for row in papers_to_send(centre)] == [code]
    manifest_id = sent(commune, code)
    (line,) = seen(manifest_id, commune).lines
    services.manifest_report(
        actor=commune.specialist, manifest_id=manifest_id, line_id=line.id,
        state=LineState.MISSING, words="Chưa thấy",
    )  # fmt: skip
    assert papers_to_send(centre) == []
    services.manifest_explain(
        actor=commune.counter, manifest_id=manifest_id, line_id=line.id,
        end=LineState.STAYED, words="Còn ở tủ",
    )  # fmt: skip
    assert [row.code for row in papers_to_send(centre)] == [code]
    again = sent(commune, code)
    services.manifest_confirm_code(actor=commune.specialist, manifest_id=again, code=code)
    assert papers_to_send([*centre, *office]) == [], "it lies where the work is"
    assert place(code).unit_id == commune.office.id


def test_lists_tell_each_side_its_own(commune):
    one, other = dossier_accepted(commune), dossier_accepted(commune)
    manifest_id = sent(commune, one, other)
    giver, receiver = [commune.centre.id], [commune.office.id]
    assert [row.id for row in manifests_on_the_way(giver)] == [manifest_id]
    (coming,) = manifests_to_confirm(receiver)
    assert (coming.lines, coming.waiting, coming.differences) == (2, 2, 0)
    assert manifests_to_confirm(giver) == []
    first, second = seen(manifest_id, commune).lines
    services.manifest_report(
        actor=commune.specialist, manifest_id=manifest_id, line_id=first.id,
        state=LineState.MISSING, words="Không có trong túi",
    )  # fmt: skip
    services.manifest_confirm(
        actor=commune.specialist, manifest_id=manifest_id, line_ids=[second.id]
    )
    for side in (giver, receiver):
        (row,) = manifests_with_differences(side)
        assert (row.waiting, row.differences) == (0, 1)
    assert manifests_closed(giver) == []


def test_missing_paper_stays_open_until_the_giver_explains_it(commune):
    code = dossier_accepted(commune)
    manifest_id = sent(commune, code)
    (line,) = seen(manifest_id, commune).lines
    services.manifest_report(
        actor=commune.specialist, manifest_id=manifest_id, line_id=line.id,
        state=LineState.MISSING, words="Không có trong túi",
    )  # fmt: skip
    assert place(code).place is Place.MISSING
    explain = {"manifest_id": manifest_id, "line_id": line.id, "words": "Còn ở tủ"}
    with pytest.raises(Forbidden):
        services.manifest_explain(actor=commune.specialist, end=LineState.STAYED, **explain)
    with pytest.raises(Invalid):
        services.manifest_explain(actor=commune.counter, end=LineState.RECEIVED, **explain)
    services.manifest_explain(actor=commune.counter, end=LineState.STAYED, **explain)
    back = place(code)
    assert (back.place, back.unit_id) == (Place.THERE, commune.centre.id)
    assert seen(manifest_id, commune).state is ManifestState.CLOSED
    again = {"actor": commune.counter, "end": LineState.LOST, **explain}
    refusal("nothing_to_explain", services.manifest_explain, **again)
    sent(commune, code)  # it may be sent anew
    event = Event.objects.filter(type="paper_missing").get()
    assert "Không có trong túi" not in event.payload  # free words stay behind the wall
    assert list(chains_verify()) == []


def test_lost_paper_that_is_found_again_lies_with_the_giver_and_travels(commune):
    code = dossier_accepted(commune)
    manifest_id = sent(commune, code)
    (line,) = seen(manifest_id, commune).lines
    services.manifest_report(
        actor=commune.specialist, manifest_id=manifest_id, line_id=line.id,
        state=LineState.MISSING, words="Không có trong túi",
    )  # fmt: skip
    explain = {"actor": commune.counter, "manifest_id": manifest_id, "line_id": line.id}
    services.manifest_explain(end=LineState.LOST, words="Rơi trên đường", **explain)
    closed = seen(manifest_id, commune).closed_at
    refusal(
        "nothing_to_explain", services.manifest_explain, end=LineState.LOST, words="x", **explain
    )
    with pytest.raises(Forbidden):
        services.manifest_explain(
            **{**explain, "actor": commune.specialist}, end=LineState.STAYED, words="Đã thấy"
        )
    with clock.clock_set(MORNING + timedelta(days=1)):
        services.manifest_explain(end=LineState.STAYED, words="Người dân mang trả", **explain)
    back = place(code)
    assert (back.place, back.unit_id) == (Place.THERE, commune.centre.id)
    assert seen(manifest_id, commune).closed_at == closed
    told = [event.type for event in dossier_get(code).timeline]
    assert told.count("paper_explained") == 2
    again = {"end": LineState.STAYED, "words": "x", **explain}
    refusal("nothing_to_explain", services.manifest_explain, **again)
    sent(commune, code)
    assert list(chains_verify()) == []


def test_missing_paper_that_comes_after_all_is_confirmed(commune):
    code = dossier_accepted(commune)
    manifest_id = sent(commune, code)
    (line,) = seen(manifest_id, commune).lines
    services.manifest_report(
        actor=commune.specialist, manifest_id=manifest_id, line_id=line.id,
        state=LineState.MISSING, words="Chưa thấy",
    )  # fmt: skip
    services.manifest_confirm_code(actor=commune.specialist, manifest_id=manifest_id, code=code)
    assert place(code).unit_id == commune.office.id
    assert seen(manifest_id, commune).state is ManifestState.CLOSED


def test_damaged_paper_is_there_and_the_difference_open(commune):
    code = dossier_accepted(commune)
    manifest_id = sent(commune, code)
    (line,) = seen(manifest_id, commune).lines
    report = {"actor": commune.specialist, "manifest_id": manifest_id, "line_id": line.id}
    with pytest.raises(Invalid):
        services.manifest_report(state=LineState.DAMAGED, words="  ", **report)
    services.manifest_report(state=LineState.DAMAGED, words="Ướt trang 2", **report)
    assert place(code).unit_id == commune.office.id
    assert seen(manifest_id, commune).state is ManifestState.SENT
    services.manifest_explain(
        actor=commune.counter, manifest_id=manifest_id, line_id=line.id,
        end=LineState.LISTED, words="Mưa trên đường",
    )  # fmt: skip
    view = seen(manifest_id, commune)
    assert (view.state, view.lines[0].state) == (ManifestState.CLOSED, LineState.DAMAGED)


def test_what_may_not_be_put_on_a_manifest(commune):
    code, fresh = dossier_accepted(commune), dossier_registered(commune)
    manifest_id = begin(commune, code)
    add = {"actor": commune.counter, "manifest_id": manifest_id}
    refusal("already_listed", services.manifest_add, code=code, **add)
    refusal("no_paper", services.manifest_add, code=fresh, **add)
    with pytest.raises(NotFound):
        services.manifest_add(code="H99-260101-0001", **add)
    other = begin(commune)
    second = {"actor": commune.counter, "manifest_id": other}
    refusal("on_other_manifest", services.manifest_add, code=code, **second)
    services.manifest_send(actor=commune.counter, manifest_id=manifest_id)
    services.manifest_confirm_code(actor=commune.specialist, manifest_id=manifest_id, code=code)
    refusal("paper_elsewhere", services.manifest_add, code=code, **second)
    refusal("not_open", services.manifest_add, code=code, **add)


def test_dossiers_are_locked_in_one_order_and_an_unknown_unit_is_told(commune):
    codes = [dossier_accepted(commune) for _three in range(3)]
    made = begin(commune, *codes[::-1])
    assert [line.code for line in seen(made, commune).lines] == codes
    with pytest.raises(NotFound) as unknown:
        services.manifest_begin(
            actor=commune.counter, from_unit_id=commune.centre.id, to_unit_id=999_999_999
        )
    assert unknown.value.code == "unit_unknown"


def test_paper_goes_to_no_unit_without_a_part(commune):
    code = dossier_accepted(commune)
    stranger = commune_at_work(name="Xa")
    found, refused = services.manifest_begin(
        actor=commune.counter, from_unit_id=commune.centre.id,
        to_unit_id=stranger.office.id, codes=[code],
    )  # fmt: skip
    assert len(refused) == 1
    assert seen(found, commune).lines == ()
    send = {"actor": commune.counter, "manifest_id": found}
    refusal("manifest_empty", services.manifest_send, **send)
    with pytest.raises(Invalid):
        begin(commune, to=commune.centre)


def test_who_may_give_and_who_may_confirm(commune):
    code = dossier_accepted(commune)
    with pytest.raises(Forbidden):
        services.manifest_begin(
            actor=commune.specialist, from_unit_id=commune.centre.id,
            to_unit_id=commune.office.id,
        )  # fmt: skip
    manifest_id = begin(commune, code)
    line_id = seen(manifest_id, commune).lines[0].id
    confirm = {"manifest_id": manifest_id, "line_ids": [line_id]}
    with pytest.raises(NotFound):  # not sent: the receiver knows nothing of it
        services.manifest_confirm(actor=commune.specialist, **confirm)
    services.manifest_send(actor=commune.counter, manifest_id=manifest_id)
    stranger = commune_at_work(name="Xa")
    with pytest.raises(NotFound):
        services.manifest_confirm(actor=stranger.specialist, **confirm)
    with pytest.raises(Forbidden):
        services.manifest_confirm(actor=commune.counter, **confirm)
    both = actor_make(role=Role.COUNTER, unit=commune.unit)
    second = begin(commune, dossier_accepted(commune))
    services.manifest_send(actor=both, manifest_id=second)
    own = [one.id for one in seen(second, commune).lines]
    confirm_own = {"actor": both, "manifest_id": second, "line_ids": own}
    refusal("giver_confirms", services.manifest_confirm, **confirm_own)


def test_the_same_paper_is_confirmed_once_and_foreign_codes_are_told(commune):
    code, other = dossier_accepted(commune), dossier_accepted(commune)
    manifest_id = sent(commune, code)
    sent(commune, other)
    scan = {"actor": commune.specialist, "manifest_id": manifest_id}
    refusal("not_on_manifest", services.manifest_confirm_code, code=other, **scan)
    services.manifest_confirm_code(code=code, **scan)
    refusal("already_confirmed", services.manifest_confirm_code, code=code, **scan)
    refusal("nothing_chosen", services.manifest_confirm, line_ids=[], **scan)


def test_the_database_shows_a_manifest_to_both_units_only(commune):
    from motcua.dossiers.models import Manifest, ManifestLine

    sent(commune, dossier_accepted(commune))
    stranger = commune_at_work(name="Xa")
    counted = []
    for actor in (commune.counter, commune.specialist, stranger.counter):
        with scope_use(actor.scope):
            counted.append((Manifest.objects.count(), ManifestLine.objects.count()))
    assert counted == [(1, 1), (1, 1), (0, 0)]
