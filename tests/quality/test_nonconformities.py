"""Non-conformities: numbered without a gap, moved in the open, closed by somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of
from tests.builders.quality import (
    acted,
    checked,
    done,
    kept_make,
    report_make,
    reported,
    version_of,
)

from motcua.documents.services import file_store
from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.quality.models import (
    CorrectiveAction,
    Evidence,
    Nonconformity,
    NonconformityEvent,
)
from motcua.quality.queries.people import people_here
from motcua.quality.queries.places import places_of
from motcua.quality.queries.register import nonconformity_get, register_counts, register_page
from motcua.quality.services import nonconformities as services
from motcua.quality.types import Asked, Fact, Source, State


@pytest.fixture
def kept(system_scope):
    return kept_make()


def state(kept, code):
    return nonconformity_get(kept.keeper, code).row.state


def test_the_whole_way_to_closed(kept):
    stored = file_store(data=pdf_make(), name="anh.pdf", claimed_type="application/pdf")
    code = services.nonconformity_report(
        actor=kept.officer, report=report_make(kept), files=[(stored.id, stored.name)]
    )
    assert code.endswith("-001")
    assert state(kept, code) is State.OPEN
    number = acted(kept, code)
    assert state(kept, code) is State.ACTING
    done(kept, code, number)
    assert state(kept, code) is State.CHECKING
    checked(kept, code, number)
    view = nonconformity_get(kept.keeper, code)
    assert view.row.state is State.CLOSED
    assert [one.fact for one in view.events] == [
        Fact.OPENED, Fact.CORRECTED, Fact.ANALYSED, Fact.ACTION_SET, Fact.DONE, Fact.EFFECTIVE,
    ]  # fmt: skip
    assert view.events[0].evidence[0].name == "anh.pdf"
    assert register_counts(kept.keeper, Asked())["closed"] == 1


def test_what_does_not_work_is_analysed_anew_and_counted(kept):
    code = reported(kept)
    number = acted(kept, code)
    done(kept, code, number)
    checked(kept, code, number, effective=False)
    assert state(kept, code) is State.OPEN
    with pytest.raises(Refused, match="cause"):
        services.action_set(
            actor=kept.keeper, code=code, version=version_of(kept, code), text="Khác",
            owner_id=kept.officer.account_id, due_on=clock.today(),
        )  # fmt: skip
    second = acted(kept, code)
    assert second == number + 1
    done(kept, code, second)
    checked(kept, code, second)
    row = nonconformity_get(kept.keeper, code).row
    assert (row.state, row.reopened) == (State.CLOSED, 1)
    services.nonconformity_reopen(
        actor=kept.leader, code=code, version=row.version, reason="Lại xảy ra"
    )
    row = nonconformity_get(kept.keeper, code).row
    assert (row.state, row.reopened) == (State.OPEN, 2)


def test_nobody_checks_what_they_did_or_ever_had(kept):
    code = reported(kept)
    number = acted(kept, code, owner=kept.leader)
    services.action_move(
        actor=kept.keeper, code=code, version=version_of(kept, code), number=number,
        reason="Chuyển việc", owner_id=kept.officer.account_id,
    )  # fmt: skip
    done(kept, code, number, by=kept.keeper)
    for somebody in (kept.keeper, kept.leader):
        with pytest.raises(Refused, match="somebody else"):
            checked(kept, code, number, by=somebody)
    with pytest.raises(Forbidden):
        checked(kept, code, number, by=kept.officer)
    checked(kept, code, number, by=kept.auditor)


def test_the_table_itself_refuses_the_doers_own_check(kept):
    code = reported(kept)
    number = acted(kept, code)
    done(kept, code, number)
    mine = CorrectiveAction.objects.filter(nonconformity__code=code, number=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.update(state="effective", checked_by_id=kept.officer.account_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nonconformity.objects.filter(code=code).update(
            state="dismissed", dismissed_by_id=kept.officer.account_id
        )


def test_a_day_moves_with_a_reason_and_stays_visible_never_by_its_owner(kept):
    code = reported(kept)
    number = acted(kept, code, days=3, owner=kept.leader)
    later = clock.today() + timedelta(days=30)
    asked = {"code": code, "number": number, "due_on": later}
    with pytest.raises(Invalid, match="words"):
        services.action_move(actor=kept.keeper, version=version_of(kept, code), reason=" ", **asked)
    with pytest.raises(Refused, match="move its day"):
        services.action_move(
            actor=kept.leader, version=version_of(kept, code), reason="Bận", **asked
        )
    services.action_move(
        actor=kept.keeper, version=version_of(kept, code), reason="Chờ phần mềm", **asked
    )
    view = nonconformity_get(kept.keeper, code)
    moved = view.events[-1]
    assert moved.old_due_on == clock.today() + timedelta(days=3)
    assert (view.actions[0].first_due_on, view.actions[0].due_on) == (moved.old_due_on, later)


def test_handing_it_over_for_a_while_moves_no_day(kept):
    code = reported(kept)
    number = acted(kept, code, days=3, owner=kept.keeper)
    asked = {"actor": kept.keeper, "code": code, "number": number, "reason": "Bận"}
    services.action_move(version=version_of(kept, code), owner_id=kept.officer.account_id, **asked)
    with pytest.raises(Refused, match="move its day"):
        services.action_move(
            version=version_of(kept, code), due_on=clock.today() + timedelta(days=30), **asked
        )


def test_lines_that_were_written_stay_lines(kept):
    code = reported(kept, happened="Một\r\n\r\n  hai  ba \r\n")
    view = nonconformity_get(kept.keeper, code)
    assert view.row.happened == view.events[0].text == "Một\nhai ba"


def test_a_provinces_register_knows_nobody_of_its_communes(kept):
    province = unit_get(kept.unit.path_ids[0])
    above = kept_make(province)
    below = actor_make(role=Role.SPECIALIST, unit=body_of(kept.unit, "kt"))
    names = {one.account_id for one in people_here(province.id)}
    assert above.officer.account_id in names
    assert names.isdisjoint({kept.officer.account_id, below.account_id})
    assert below.account_id in {one.account_id for one in people_here(kept.unit.id)}
    assert kept.unit.id not in {one.id for one in places_of(above.keeper, Action.QUALITY_KEEP)}
    code = reported(above)
    with pytest.raises(Refused, match="does not work"):
        acted(above, code, owner=below)
    assert nonconformity_get(above.keeper, code).reach == {province.id}


def test_it_is_dismissed_by_somebody_else_before_anything_is_done(kept):
    code = reported(kept, by=kept.keeper)
    asked = {"code": code, "reason": "Đúng quy trình"}
    with pytest.raises(Refused, match="yourself"):
        services.nonconformity_dismiss(actor=kept.keeper, version=1, **asked)
    services.nonconformity_dismiss(actor=kept.leader, version=1, **asked)
    assert state(kept, code) is State.DISMISSED
    with pytest.raises(Refused, match="ended"):
        services.nonconformity_note(actor=kept.leader, code=code, version=2, text="x1") or (
            services.nonconformity_correct(actor=kept.leader, code=code, version=3, text="x1")
        )


def test_the_slower_one_is_told(kept):
    code = reported(kept)
    services.nonconformity_note(actor=kept.leader, code=code, version=1, text="Đã xem")
    with pytest.raises(Stale):
        services.nonconformity_note(actor=kept.keeper, code=code, version=1, text="Đã xem")


def test_numbers_have_no_gap_and_belong_to_the_unit_and_the_year(kept):
    first = [reported(kept) for _ in range(2)]
    with pytest.raises(Invalid):
        reported(kept, happened=" ")
    third = reported(kept)
    assert [one[-3:] for one in (*first, third)] == ["001", "002", "003"]
    other = kept_make()
    assert reported(other).endswith("-001")
    body = body_of(kept.unit, "kt")
    assert reported(kept, by=kept.keeper, place_id=body.id).endswith("-004")
    with clock.clock_set(clock.now() + timedelta(days=400)):
        assert reported(kept).endswith("-001")


def test_a_dossier_is_named_under_its_own_right_and_the_reading_is_recorded(system_scope):
    with at():
        commune = commune_at_work()
        code = dossier_accepted(commune)
        kept = kept_make(commune.unit)
        found = reported(kept, dossier_code=code)
        (reading,) = AccessRecord.objects.filter(purpose__contains="quality")
        assert reading.account_id == kept.officer.account_id
        assert nonconformity_get(kept.keeper, found).row.procedure
        with pytest.raises(Invalid, match="not late"):
            reported(kept, dossier_code=code, source=Source.LATENESS)
        stranger = kept_make()
        with pytest.raises(Invalid, match="may not read"):
            reported(stranger, dossier_code=code)
    with at(24 * 300):
        late = reported(kept, dossier_code=code, source=Source.LATENESS)
        assert nonconformity_get(kept.keeper, late).row.source is Source.LATENESS
    with pytest.raises(Invalid, match="Name the dossier"):
        reported(kept, source=Source.LATENESS)


def test_other_units_find_nothing_by_page_and_by_wall(kept):
    code = reported(kept)
    acted(kept, code)
    other = kept_make()
    with pytest.raises(NotFound):
        nonconformity_get(other.keeper, code)
    assert register_page(other.keeper, Asked())[0] == []
    with scope_use(other.keeper.scope):
        for model in (Nonconformity, NonconformityEvent, CorrectiveAction, Evidence):
            assert model.objects.count() == 0
        with pytest.raises(NotFound):
            services.nonconformity_note(actor=other.keeper, code=code, version=4, text="Tò mò")
    with scope_use(kept.officer.scope):
        assert nonconformity_get(kept.officer, code).row.code == code
        assert NonconformityEvent.objects.count() == 4
    with pytest.raises(Forbidden):
        services.nonconformity_reopen(
            actor=actor_make(role=Role.INSPECTOR, unit=kept.unit), code=code, version=4, reason="x1"
        )


def test_an_owner_in_another_body_of_the_unit_sees_what_they_have(kept):
    body, second = body_of(kept.unit, "kt"), body_of(kept.unit, "vhxh")
    owner = actor_make(role=Role.SPECIALIST, unit=second)
    code = reported(kept, by=kept.keeper, place_id=body.id)
    with scope_use(owner.scope):
        assert Nonconformity.objects.count() == 0
    number = acted(kept, code, owner=owner)
    with scope_use(owner.scope):
        done(kept_like(kept, owner), code, number, by=owner)
    with pytest.raises(Refused, match="does not work"):
        acted(kept, code, owner=kept_make().officer)


def kept_like(kept, keeper):
    return replace(kept, keeper=keeper)


def test_nothing_is_deleted_and_no_event_is_changed(kept):
    reported(kept)
    for sql in (
        "DELETE FROM quality_nonconformity",
        "DELETE FROM quality_correctiveaction",
        "DELETE FROM quality_numbering",
        "UPDATE quality_nonconformityevent SET text = ''",
        "DELETE FROM quality_evidence",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_a_page_of_the_register_begins_with_what_is_overdue(kept):
    codes = [reported(kept) for _ in range(4)]
    acted(kept, codes[3], days=1)
    acted(kept, codes[2], days=3)
    with clock.clock_set(clock.now() + timedelta(days=2)):
        rows, following = register_page(kept.keeper, Asked(), limit=3)
        rest, end = register_page(kept.keeper, Asked(), after=following, limit=3)
        counts = register_counts(kept.keeper, Asked(overdue=True))
        overdue, _none = register_page(kept.keeper, Asked(overdue=True))
    assert [one.code for one in (*rows, *rest)] == [codes[3], codes[0], codes[1], codes[2]]
    assert end == ""
    assert (counts["overdue"], counts["acting"], counts["open"]) == (1, 2, 2)
    assert [one.code for one in overdue] == [codes[3]]
    with pytest.raises(Invalid):
        register_page(kept.keeper, Asked(), after="9~x~1")


def test_two_at_once_get_two_numbers_and_one_check_counts(fresh_database):
    with scope_use(SYSTEM):
        kept = kept_make()
        code = reported(kept)
        number = acted(kept, code)
        done(kept, code, number)
        version = version_of(kept, code)
    barrier, told = Barrier(2), []

    def work(actor):
        barrier.wait()
        try:
            with scope_use(actor.scope):
                told.append(reported(kept, by=actor))
            with scope_use(actor.scope):
                services.action_check(
                    actor=actor, code=code, version=version, number=number, effective=True,
                    text="Đã xem",
                )  # fmt: skip
                told.append("checked")
        except Stale:
            told.append("stale")
        finally:
            connection.close()

    both = [Thread(target=work, args=(one,)) for one in (kept.keeper, kept.leader)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(one[-3:] for one in told if one.startswith("KPH")) == ["002", "003"]
    assert sorted(one for one in told if not one.startswith("KPH")) == ["checked", "stale"]
