"""The register of difficulties: reported, routed, answered, closed by those who asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.documents.services import file_store
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import scope_use
from motcua.kernel.scopes import scope_units
from motcua.oversight.models import Difficulty, DifficultyEvent
from motcua.oversight.queries.published import published_page
from motcua.oversight.queries.register import register_counts, register_page
from motcua.oversight.queries.ways import addressees_of, routes_of
from motcua.oversight.services import addressees, answering, keeping, reporting
from motcua.oversight.types import Answer, Asked, Fact, Group, State
from tests.builders.deadlines import holidays_there
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make
from tests.builders.oversight import (
    addressee_make,
    answered,
    difficulty_make,
    difficulty_report_make,
    ministry_make,
    seen,
    version,
    watch_make,
)


@pytest.fixture
def watch(system_scope):
    with clock.clock_set(MORNING):
        holidays_there()
        yield watch_make()


def routed(watch, **over):
    """Return the number of a difficulty that the department has to answer."""
    to = addressee_make(watch)
    addressees.route_add(actor=watch.keeper, addressee_id=to, group=Group.SYSTEM)
    return difficulty_make(watch, **over)


def test_the_whole_way_to_closed(watch):
    code = routed(watch)
    assert code == f"VM.{watch.province.code}-2026-001"
    view = seen(watch, code, watch.answerer)
    assert (view.line.state, view.line.blocked) == (State.ASSIGNED, 7)
    assert view.line.due_at > clock.now() + timedelta(days=2)
    answered(watch, code, answer=Answer.PROMISE, promised_on=date(2026, 12, 1))
    assert seen(watch, code).line.promised_on == date(2026, 12, 1)
    reporting.difficulty_unclear(
        actor=watch.officer, code=code, version=version(watch, code), text="Chưa rõ ai làm."
    )
    view = seen(watch, code)
    assert (view.line.state, view.line.unclear, view.line.promised_on) == (State.UNCLEAR, 1, None)
    answered(watch, code, answer=Answer.SOLVED)
    reporting.difficulty_close(
        actor=watch.officer, code=code, version=version(watch, code), text="Đã chạy lại."
    )
    view = seen(watch, code)
    assert view.line.state is State.CLOSED
    assert view.line.due_at is None
    assert [one.fact for one in view.events] == [
        Fact.REPORTED, Fact.ROUTED, Fact.ANSWERED, Fact.UNCLEAR, Fact.ANSWERED, Fact.CLOSED,
    ]  # fmt: skip
    assert difficulty_make(watch).endswith("-002")


def test_without_a_rule_it_waits_for_the_register(watch):
    code = difficulty_make(watch)
    assert seen(watch, code).line.state is State.NEW
    to = ministry_make(watch)
    keeping.difficulty_route(
        actor=watch.keeper, code=code, version=version(watch, code), addressee_id=to
    )
    with pytest.raises(Refused) as refusal:
        keeping.difficulty_route(
            actor=watch.keeper, code=code, version=version(watch, code), addressee_id=to, text="x"
        )
    assert refusal.value.code == "same_addressee"
    first = seen(watch, code).first_due_at
    with clock.clock_set(MORNING + timedelta(days=1)):
        other = addressee_make(watch)
        with pytest.raises(Invalid):  # to another one only with the reason
            keeping.difficulty_route(
                actor=watch.keeper, code=code, version=version(watch, code), addressee_id=other
            )
        keeping.difficulty_route(
            actor=watch.keeper, code=code, version=version(watch, code), addressee_id=other,
            text="Thuộc Sở",
        )  # fmt: skip
    view = seen(watch, code)
    assert view.addressee.unit_id == watch.department.id
    assert view.first_due_at == first


def test_what_comes_from_outside_needs_its_letter(watch):
    code = difficulty_make(watch)
    keeping.difficulty_route(
        actor=watch.keeper, code=code, version=version(watch, code),
        addressee_id=ministry_make(watch),
    )  # fmt: skip
    with pytest.raises(Forbidden):
        answered(watch, code)
    said = {
        "actor": watch.keeper, "code": code, "answer": Answer.SOLVED, "text": "Đã sửa.",
    }  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        answering.difficulty_answer(version=version(watch, code), **said)
    assert refusal.value.problems[0].field == "letter"
    answering.difficulty_answer(
        version=version(watch, code), letter="12/BM-VP ngày 20/11/2026", **said
    )
    with pytest.raises(Refused) as closing:  # whoever recorded it does not close it
        reporting.difficulty_close(
            actor=watch.keeper, code=code, version=version(watch, code), text="Xong."
        )
    assert closing.value.code == "own_answer"


def test_the_register_closes_after_ten_days_of_silence_only(watch):
    code = routed(watch)
    answered(watch, code)
    close = {"actor": watch.keeper, "code": code, "text": "Không có ý kiến thêm."}
    with pytest.raises(Refused) as refusal:
        reporting.difficulty_close(version=version(watch, code), **close)
    assert refusal.value.code == "theirs_first"
    with clock.clock_set(MORNING + timedelta(days=10)):
        reporting.difficulty_close(version=version(watch, code), **close)
    assert seen(watch, code).line.state is State.CLOSED


def test_the_clock_stands_while_the_question_is_asked_back(watch):
    code = routed(watch)
    first = seen(watch, code).line.due_at
    with clock.clock_set(MORNING + timedelta(hours=1)):
        answering.difficulty_ask(
            actor=watch.answerer, code=code, version=version(watch, code), text="Lỗi nào?"
        )
    assert seen(watch, code).line.due_at is None
    with clock.clock_set(MORNING + timedelta(days=2)):
        reporting.difficulty_clarify(
            actor=watch.officer, code=code, version=version(watch, code), text="Lỗi 500."
        )
    assert seen(watch, code).line.due_at > first
    assert seen(watch, code).first_due_at == first


def test_two_wards_with_one_question_are_merged_and_parted_again(watch):
    code = routed(watch)
    twin = reporting.difficulty_report(
        actor=watch.other, report=difficulty_report_make(watch, place_id=watch.second.id, blocked=4)
    )
    merge = {"actor": watch.keeper, "code": twin, "text": "Cùng một lỗi"}
    with pytest.raises(Invalid):
        keeping.difficulty_merge(version=version(watch, twin), into=twin, **merge)
    keeping.difficulty_merge(version=version(watch, twin), into=code, **merge)
    view = seen(watch, code)
    assert view.line.places == (watch.first.id, watch.second.id)
    assert (view.line.blocked, view.merged_here) == (11, (twin,))
    assert seen(watch, twin).line.merged_into == code
    with scope_use(scope_units([watch.second.id])), pytest.raises(NotFound):
        seen(watch, code, watch.other)  # their words are theirs, also when it is one question
    keeping.difficulty_split(
        actor=watch.keeper, code=twin, version=version(watch, twin), text="Khác lỗi"
    )
    assert seen(watch, code).line.blocked == 7
    assert seen(watch, twin).line.state is State.ASSIGNED


def test_a_published_answer_is_read_by_all_and_joined_by_others(watch):
    code = routed(watch)
    answered(watch, code)
    keeping.difficulty_publish(
        actor=watch.keeper, code=code, version=version(watch, code),
        title="Phần mềm hộ tịch báo lỗi 500", answer="Nhập lại sau 14 giờ.",
    )  # fmt: skip
    with scope_use(scope_units([watch.second.id])):
        found, _next = published_page(words="ho tich loi")
        assert [one.code for one in found] == [code]
        own = reporting.difficulty_join(
            actor=watch.other, code=code, unit_id=watch.second.id, blocked=3
        )
        with pytest.raises(NotFound):
            seen(watch, code, watch.other)
        followed = seen(watch, own, watch.other)
        assert (followed.main.code, followed.main.answer) == (code, "Nhập lại sau 14 giờ.")
        assert not followed.main.visible
        assert "Từ sáng nay" not in repr(followed)  # the other unit's words
        with pytest.raises(Refused):
            reporting.difficulty_join(
                actor=watch.other, code=code, unit_id=watch.second.id, blocked=3
            )
        reporting.difficulty_count(
            actor=watch.other, code=own, version=followed.line.version,
            unit_id=watch.second.id, blocked=5, codes=(),
        )  # fmt: skip
    assert seen(watch, code).line.blocked == 12
    with scope_use(scope_units([watch.second.id])):
        reporting.difficulty_leave(
            actor=watch.other, code=own, version=followed.line.version + 1,
            unit_id=watch.second.id, reason="Đã hết",
        )  # fmt: skip
        assert seen(watch, own, watch.other).line.state is State.CLOSED
    assert seen(watch, code).line.blocked == 7
    keeping.difficulty_withdraw(
        actor=watch.keeper, code=code, version=version(watch, code), text="Nhầm"
    )
    assert published_page() == ([], "")
    with pytest.raises(NotFound):
        reporting.difficulty_join(actor=watch.other, code=code, unit_id=watch.second.id, blocked=3)
    above = actor_make(role=Role.LEADER, unit=watch.province)
    with pytest.raises(Forbidden):
        reporting.difficulty_join(actor=above, code=code, unit_id=watch.second.id, blocked=3)


def test_a_merger_withdraws_what_was_published_and_counts_what_both_have(watch):
    code, twin = routed(watch), difficulty_make(watch, blocked=3)
    answered(watch, twin)
    keeping.difficulty_publish(
        actor=watch.keeper, code=twin, version=version(watch, twin), title="Lỗi", answer="Chờ"
    )
    keeping.difficulty_merge(
        actor=watch.keeper, code=twin, version=version(watch, twin), into=code, text="Cùng lỗi"
    )
    assert published_page() == ([], "")
    assert seen(watch, code).line.blocked == 10
    keeping.difficulty_split(
        actor=watch.keeper, code=twin, version=version(watch, twin), text="Khác lỗi"
    )
    assert seen(watch, code).line.blocked == 7


def test_whoever_asks_back_after_the_day_stays_late(watch):
    code = routed(watch)
    with clock.clock_set(MORNING + timedelta(days=20)):
        answering.difficulty_ask(
            actor=watch.answerer, code=code, version=version(watch, code), text="Lỗi nào?"
        )
        assert seen(watch, code).line.overdue
        assert [one.code for one in register_page(watch.keeper, Asked(overdue=True))[0]] == [code]


def test_a_province_does_not_speak_for_its_communes(watch):
    code = routed(watch)
    answered(watch, code)
    above = actor_make(role=Role.LEADER, unit=watch.province)
    with pytest.raises(Forbidden):
        reporting.difficulty_close(
            actor=above, code=code, version=version(watch, code), text="Xong."
        )
    with pytest.raises(Forbidden):
        reporting.difficulty_count(
            actor=watch.keeper, code=code, version=version(watch, code),
            unit_id=watch.first.id, blocked=0, codes=(),
        )  # fmt: skip
    with pytest.raises(Forbidden):
        reporting.difficulty_count(
            actor=watch.officer, code=code, version=version(watch, code),
            unit_id=watch.second.id, blocked=0, codes=(),
        )  # fmt: skip


def test_dossiers_that_are_named_are_read_under_ones_own_right_and_recorded(watch):
    commune = commune_at_work()
    code = dossier_accepted(commune)
    with pytest.raises(Invalid) as refusal:
        difficulty_make(watch, codes=(code,))
    assert refusal.value.problems[0].field == "codes"
    report = difficulty_report_make(
        watch, place_id=commune.office.id, blocked=0, codes=(code, code)
    )
    number = reporting.difficulty_report(actor=commune.specialist, report=report)
    assert seen(watch, number).line.blocked == 1
    assert AccessRecord.objects.filter(purpose=reporting.PURPOSE).count() == 1


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": " … "}, "title"),
        ({"text": ""}, "text"),
        ({"blocked": -1}, "blocked"),
        ({"procedure": "9.999999"}, "procedure"),
    ],
)
def test_a_wrong_report_names_its_field(watch, over, field):
    with pytest.raises(Invalid) as refusal:
        difficulty_make(watch, **over)
    assert refusal.value.problems[0].field == field
    assert not Difficulty.objects.exists()


def test_who_has_to_answer_is_dated_and_checked(watch):
    with pytest.raises(Invalid) as refusal:
        addressee_make(watch, limit="5")
    assert refusal.value.problems[0].field == "limit"
    with pytest.raises(Invalid):
        addressee_make(watch, limit="1mo")
    with pytest.raises(Forbidden):
        addressees.addressee_add(
            actor=watch.officer, register_id=watch.province.id, name="x", limit="3wd",
            kind=addressees.Kind.VENDOR, source="x",
        )  # fmt: skip
    to = addressee_make(watch)
    addressees.route_add(actor=watch.keeper, addressee_id=to)
    code = difficulty_make(watch)
    addressees.addressee_end(actor=watch.keeper, addressee_id=to)
    assert addressees_of(watch.province.id) == []
    assert routes_of(watch.province.id) == []
    assert seen(watch, difficulty_make(watch)).line.state is State.NEW
    answered(watch, code)  # what was theirs stays theirs


def test_late_comes_first_then_what_blocks_most_and_pages_join(watch):
    to = addressee_make(watch)
    codes = [difficulty_make(watch, blocked=number) for number in (1, 9, 5, 3)]
    keeping.difficulty_route(
        actor=watch.keeper, code=codes[0], version=version(watch, codes[0]), addressee_id=to
    )
    reporting.difficulty_close(
        actor=watch.officer, code=codes[1], version=version(watch, codes[1]), text="Tự hết"
    )
    with clock.clock_set(MORNING + timedelta(days=20)):
        shown, after = register_page(watch.keeper, Asked(), limit=3)
        rest, end = register_page(watch.keeper, Asked(), after=after, limit=3)
        counts = register_counts(watch.keeper, Asked())
        late, _ = register_page(watch.keeper, Asked(overdue=True))
    assert [one.code for one in shown + rest] == [codes[0], codes[2], codes[3], codes[1]]
    assert end == ""
    assert [one.code for one in late] == [codes[0]]
    assert (counts["overdue"], counts["new"], counts["closed"], counts["stopped"]) == (1, 2, 1, 9)
    with pytest.raises(Invalid):
        register_page(watch.keeper, Asked(), after="1~x~3")
    assert [one.code for one in register_page(watch.keeper, Asked(words="phan mem"))[0]]


def test_two_at_once_are_told(watch):
    code = routed(watch)
    old = version(watch, code)
    answered(watch, code)
    with pytest.raises(Stale):
        answering.difficulty_ask(actor=watch.answerer, code=code, version=old, text="?a")


def test_strangers_see_nothing_and_nothing_is_changed_afterwards(watch):
    code = routed(watch)
    with scope_use(scope_units([watch.second.id])):
        with pytest.raises(NotFound):
            seen(watch, code, watch.other)
        assert register_page(watch.other, Asked()) == ([], "")
        with pytest.raises(NotFound):
            reporting.difficulty_note(actor=watch.other, code=code, version=2, text="abc")
        assert not DifficultyEvent.objects.exists()
    for statement in (
        "UPDATE oversight_difficultyevent SET text = ''",
        "DELETE FROM oversight_difficulty",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_files_stay_with_what_was_said(watch):
    stored = file_store(data=pdf_make(), name="loi.pdf", claimed_type="application/pdf")
    code = reporting.difficulty_report(
        actor=watch.officer, report=difficulty_report_make(watch), files=[(stored.id, "loi.pdf")]
    )
    assert [file.name for file in seen(watch, code).events[0].files] == ["loi.pdf"]
    with pytest.raises(Invalid):
        reporting.difficulty_note(
            actor=watch.officer, code=code, version=version(watch, code), text="Thêm",
            files=[(stored.id, "a.pdf")] * 11,
        )  # fmt: skip
