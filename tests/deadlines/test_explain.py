"""Why this date, in three languages; refusals in the reader's language."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from tests.builders.deadlines import at, calendar_make, make_up, off

import motcua.deadlines
from motcua.deadlines import explain
from motcua.deadlines.explain import (
    date_text,
    explanation_lines,
    instant_text,
    limit_text,
    problem_text,
    remaining_text,
)
from motcua.deadlines.rules import (
    CalendarInvalid,
    DayReason,
    DeadlineInvalid,
    DueRule,
    Layer,
    Level,
    Remaining,
    Suspension,
    due_compute,
    limit_parse,
)

PACKAGE = Path(motcua.deadlines.__file__).parent


def due(received="2026-08-28T15:30", limit="3wd", **more):
    calendar = more.pop("calendar", None) or calendar_make()
    return due_compute(limit=limit_parse(limit), received=at(received), calendar=calendar, **more)


def test_lines_in_english():
    with translation.override("en"):
        assert explanation_lines(due()) == [
            "The limit is 3 working days. The day of acceptance is not counted; the limit ends on the last working day at the same time of day (Civil Code 2015, Articles 147 and 148).",
            "The time starts at acceptance: Friday 28/8/2026, 15:30.",
            "Not counted: Saturday 29/8/2026, Sunday 30/8/2026 (weekly rest).",
            "Not counted: Monday 31/8/2026 (day off in lieu: Swapped day off (worked on 22 August); 9441/TB-BNV 16/10/2025).",
            "Not counted: Tuesday 1/9/2026 (public holiday: National Day (adjacent day); 9441/TB-BNV 16/10/2025).",
            "Not counted: Wednesday 2/9/2026 (public holiday: National Day; 45/2019/QH14 Art. 112).",
            "Not counted: Saturday 5/9/2026, Sunday 6/9/2026 (weekly rest).",
            "Due: Monday 7/9/2026, 15:30.",
        ]


def test_lines_in_vietnamese():
    with translation.override("vi"):
        lines = explanation_lines(due())
    assert lines[1] == "Thời hạn tính từ khi tiếp nhận: thứ Sáu 28/8/2026, 15:30."
    assert lines[2] == "Không tính: thứ Bảy 29/8/2026, Chủ nhật 30/8/2026 (nghỉ hằng tuần)."
    assert (
        lines[5] == "Không tính: thứ Tư 2/9/2026 (nghỉ lễ, tết: Quốc khánh; 45/2019/QH14 Art. 112)."
    )
    assert lines[-1] == "Hẹn trả kết quả: thứ Hai 7/9/2026, 15:30."


def test_lines_in_indonesian():
    with translation.override("id"):
        lines = explanation_lines(due())
    assert lines[1] == "Waktu dihitung sejak penerimaan: Jumat 28/8/2026, 15.30."
    assert "Hari Nasional" in lines[5]


def test_stored_steps_read_like_the_answer_itself():
    answer = due()
    assert explanation_lines(answer.explanation_json()) == explanation_lines(answer)
    assert explanation_lines(answer.explanation) == explanation_lines(answer)


def test_a_step_of_a_later_version_is_left_out():
    assert explanation_lines([{"code": "unheard_of", "params": {}}]) == []


def every_answer():
    unit = Layer(
        Level.UNIT, (off("2026-06-02", DayReason.CLOSED), make_up("2026-06-06", "13:00-14:00"))
    )
    calendar = calendar_make(unit=unit)
    pauses = [
        Suspension(at("2026-06-08T10:00"), at("2026-06-09T10:00"), "12/TB"),
        Suspension(at("2026-06-09T10:00"), at("2026-06-10T10:00")),
        Suspension(at("2027-06-09T10:00"), at("2027-06-10T10:00")),
    ]
    for limit in ("3wd", "20wh", "10d", "1mo", "same-day"):
        for received in ("2026-06-01T18:00", "2026-06-05T15:30", "2026-06-05T09:00"):
            yield due(received, limit, calendar=calendar, suspensions=pauses)
            yield due(received, limit, calendar=calendar)
            yield due(received, "1wd", calendar=calendar)
    yield due("2026-06-05T15:30", "1wd", rule=DueRule.CLOSE)
    yield due()
    yield due("2026-08-12T10:00", "10d")
    yield due("2026-06-03T10:00", "10d")
    yield due("2026-08-21T10:00", "2wd")
    yield due("2026-08-21T10:00", "6wd")


# Said by the dossier, which alone knows of another one's result (tests/dossiers/test_waiting.py).
WAITING = {"waits_for", "waited_for"}


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_every_step_has_its_line_in_every_language(language):
    told = set()
    with translation.override(language):
        for answer in every_answer():
            lines = explanation_lines(answer)
            assert all(line and "%(" not in line for line in lines)
            told |= {step.code for step in answer.explanation}
    assert told | WAITING == {*explain._DAYS, *explain._STEPS}


def test_limits_and_what_remains_in_words():
    with translation.override("vi"):
        assert [limit_text(text) for text in ("8wh", "3wd", "10d", "2mo", "same-day")] == [
            "8 giờ làm việc",
            "3 ngày làm việc",
            "10 ngày",
            "2 tháng",
            "trong ngày",
        ]
        assert remaining_text(Remaining(False, 180, 0)) == "còn 3 giờ"
        assert remaining_text(Remaining(False, 185, 1)) == "còn 3 giờ 5 phút"
        assert remaining_text(Remaining(True, 960, 2)) == "quá hạn 2 ngày làm việc"
        assert date_text(date(2026, 8, 30)) == "Chủ nhật 30/8/2026"
    with translation.override("en"):
        assert remaining_text(Remaining(False, 0, 0)) == "0 minutes left"
        assert remaining_text(Remaining(False, 60, 0)) == "1 hour left"
        assert instant_text(at("2026-08-28T07:05")) == "Friday 28/8/2026, 07:05"


def test_refusals_speak_the_language_of_the_reader():
    with translation.override("vi"):
        with pytest.raises(DeadlineInvalid) as limit:
            limit_parse("3")
        with pytest.raises(CalendarInvalid) as year:
            due("2027-12-20T10:00", "30d")
    assert limit.value.problems[0].message.startswith("Thời hạn “3” chưa có đơn vị.")
    assert (
        year.value.message == "Chưa có lịch nghỉ lễ, tết năm 2028 nên chưa tính được ngày hẹn trả."
    )


def test_every_refusal_of_the_rules_has_its_words():
    raised = set()
    for file in [*(PACKAGE / "rules").glob("*.py"), PACKAGE / "queries.py"]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if (
                named
                and node.func.id in {"DeadlineInvalid", "CalendarInvalid"}
                and isinstance(node.args[0], ast.Constant)
            ):
                raised.add(node.args[0].value)
    raised |= {"suspension_before_received", "suspensions_overlap"}
    assert raised == set(explain._problems())
    assert problem_text("unheard_of", {}) == "The deadline cannot be computed."


@pytest.mark.parametrize("language", ["vi", "id"])
def test_the_words_are_complete(language):
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file)
    missing = [
        m.id
        for m in catalogue
        if m.id and (not all([m.string] if isinstance(m.string, str) else m.string) or m.fuzzy)
    ]
    assert missing == []
    assert list(catalogue.check()) == []
