"""Wrong, forged and nasty input: a clear word at the field, nothing lost, nothing let through."""

from __future__ import annotations

import unicodedata

import pytest
from tests.builders.forms import (
    TODAY,
    document,
    form_make,
    question,
    sample_answers,
    sent,
    shipped,
    words,
)

from motcua.forms import rules
from motcua.forms.queries import answers_act, answers_check, answers_parse, page_draw
from motcua.forms.rules import DocumentError
from motcua.forms.rules.expressions import (
    ExpressionError,
    Scope,
    expression_parse,
    expression_value,
)

pytestmark = pytest.mark.django_db


def parse(form, **data):
    lists = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    return answers_parse(form, "one", {k.replace("__", ":"): v for k, v in lists.items()})


def codes(problems):
    return {problem.path: problem.code for problem in problems}


@pytest.mark.parametrize(
    ("kind", "more", "value", "code"),
    [
        ("integer", {}, "ba", "not_integer"),
        ("integer", {}, "3.5", "not_integer"),
        ("integer", {"least": 1}, "0", "too_small"),
        ("money", {}, "nhiều", "not_money"),
        ("decimal", {}, "1,2,3", "not_decimal"),
        ("decimal", {"most": 10}, "11", "too_large"),
        ("choice", {}, "forged", "not_in_list"),
        ("choices", {}, ["a", "forged"], "not_in_list"),
        ("yes_no", {}, "maybe", "not_chosen"),
        ("text", {"max_length": 5}, "sáu chữ", "too_long"),
        ("text", {}, "<script>x</script>", "markup"),
        ("text", {"format": "id_number"}, "12345", "format_id_number"),
        ("text", {"format": "email"}, "lan@@x", "format_email"),
        ("text", {"format": "phone"}, "abc", "format_phone"),
        ("text", {"format": "name"}, "Lan 😀", "format_name"),
        ("text", {"format": "name"}, "123", "format_name"),
        ("text", {}, ["a", "b"], "sent_twice"),
        ("declaration", {}, "no", "not_declared"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field(kind, more, value, code):
    form = form_make(question("it", kind, **more))
    found, problems = parse(form, it=value)
    assert codes(problems) == {"it": code}
    drawing = page_draw(
        form,
        "one",
        found,
        data={"it": value if isinstance(value, list) else [value]},
        problems=problems,
    )
    assert drawing.controls[0].errors
    if kind in {"text", "integer", "money", "decimal"} and isinstance(value, str):
        assert drawing.controls[0].value == value  # what was typed stays


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("31", "2", "2026", "date_not_there"),
        ("29", "2", "2025", "date_not_there"),
        ("1", "", "2025", "date_incomplete"),
        ("1", "1", "25", "year_short"),
        ("x", "1", "2025", "date_not_numbers"),
        ("1", "1", "2099", "date_future"),
        ("²", "1", "2025", "date_not_numbers"),
    ],
)
def test_dates_that_do_not_exist_are_refused_in_words(day, month, year, code):
    form = form_make(question("it", "date", most="today"))
    assert codes(parse(form, it__day=day, it__month=month, it__year=year)[1]) == {"it": code}


def test_a_date_pasted_whole_is_understood():
    form = form_make(question("it", "date"))
    assert parse(form, it__day="9/2/1960") == ({"it": "1960-02-09"}, [])


def test_numbers_are_read_as_people_write_them():
    form = form_make(question("m", "money"), question("d", "decimal"))
    found, problems = parse(form, m="1.500.000 ₫", d="1.234,50")
    assert (found, problems) == ({"m": 1_500_000, "d": "1234.5"}, [])


def test_texts_are_kept_in_one_form_without_direction_marks_and_hidden_signs():
    form = form_make(question("it", format="name"))
    nasty = "\u202e" + unicodedata.normalize("NFD", "Nguyễn  Thị Đẹp") + "\u200b\x00"
    assert parse(form, it=nasty) == ({"it": "Nguyễn Thị Đẹp"}, [])
    # What comes another way than from a page is held to the same.
    assert codes(answers_check(form, {"it": nasty})) == {"it": "unclean"}


def test_forged_fields_are_not_read():
    form = form_make(
        question("open", "yes_no"),
        question("hidden", show="open"),
        question("reckoned", "integer", compute="1 + 1"),
    )
    found, problems = parse(form, open="no", hidden="x", reckoned="99", other="y", __class__="z")
    assert (found, problems) == ({"open": False, "reckoned": 2}, [])
    assert codes(answers_check(form, {"open": False, "hidden": "x", "other": 1})) == {}
    assert rules.submission_parts(form, {"open": False, "hidden": "x"}, TODAY).content[
        "answers"
    ] == {
        "open": False,
        "reckoned": 2,
    }


def test_a_question_that_appears_is_asked_before_going_on():
    form = form_make(question("open", "yes_no"), question("more", show="open", required=False))
    found, problems = parse(form, open="yes")
    assert codes(problems) == {"more": "more"}
    drawing = page_draw(form, "one", found, data={"open": ["yes"]}, problems=problems)
    assert [control.visible for control in drawing.controls] == [True, True]
    assert parse(form, open="yes", more="", __shown="more")[1] == []


def test_a_person_and_rows_that_wait_are_on_the_page_hidden_with_all_their_parts():
    inner = [question("name"), question("more", show='name == "x"')]
    form = form_make(
        question("open", "yes_no"),
        question("who", "person", show="open"),
        question("rows", "group", show="open", least=1, questions=inner),
    )
    _open, who, rows = page_draw(form, "one", {}).controls
    assert (who.visible, rows.visible) == (False, False)
    assert [part.path for part in who.parts] == ["who.name", "who.id_number", "who.phone"]
    assert [part.path for part in rows.rows[0].parts] == ["rows.0.name", "rows.0.more"]
    assert not rows.rows[0].parts[1].visible


def test_rows_are_added_and_removed_without_losing_what_was_typed():
    inner = [question("name"), question("age", "integer")]
    form = form_make(question("rows", "group", least=1, most=3, questions=inner))
    typed = {"rows:rows": ["2"], "rows.0.name": ["A"], "rows.0.age": ["x"], "rows.1.name": ["B"]}
    raw = answers_act(form, "one", {**typed, "action": ["add:rows"]})
    assert (raw["rows:rows"], raw["rows.0.age"]) == (["3"], ["x"])
    raw = answers_act(form, "one", {**raw, "action": ["remove:rows:0"]})
    assert (raw["rows:rows"], raw["rows.0.name"]) == (["2"], ["B"])
    assert "rows.2.name" not in raw
    for action in ("remove:rows:99", "remove:rows:x", "add:nowhere", "remove:rows:-1"):
        assert answers_act(form, "one", {**typed, "action": [action]})["rows:rows"] == ["2"]
    assert answers_act(form, "one", {**typed, "action": ["continue"]}) is None
    many = {"rows:rows": ["999999"], "rows.0.name": ["A"], "rows.0.age": ["1"]}
    found, _problems = answers_parse(form, "one", many)
    assert len(found["rows"]) == 3


def test_an_answer_of_a_source_stays_marked_and_another_is_flagged():
    from motcua.forms.queries import answers_flags, answers_prefill, marks_read
    from motcua.forms.types import Source

    form = form_make(question("who", "person", prefill="person", parts=["name", "phone"]))
    source = Source("person", "VNeID", {"name": "Lan Mẫu", "phone": "not a phone", "sex": "female"})
    found, marks = answers_prefill(form, [source], {})
    assert found == {"who": {"name": "Lan Mẫu"}}  # a wrong source blocks nobody
    assert [mark.path for mark in marks] == ["who.name"]
    marks = marks_read([mark.to_dict() for mark in marks])
    drawn = page_draw(form, "one", found, marks=marks).controls[0].parts[0]
    assert (drawn.source, drawn.told, drawn.wrong) == ("VNeID", "Lan Mẫu", False)
    said = {"who": {"name": "Lan Anh Mẫu", "phone": "0912345678"}}
    assert page_draw(form, "one", said, marks=marks).controls[0].parts[0].wrong
    flag = answers_flags(form, said, marks)[0]
    assert (flag.told, flag.declared, flag.source) == ("Lan Mẫu", "Lan Anh Mẫu", "VNeID")
    assert answers_prefill(form, [source], said)[1] == ()  # nothing typed is written over


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.__class__",
        "(lambda: 1)()",
        "a[0]",
        "f'{a}'",
        "open('x')",
        "a if b else c",
        "[x for x in y]",
        "a ** b",
        "1 < a < 3",
        "a is None",
        "sum(x=1)",
        "_a",
        "a" * 500,
        "(" * 200,
    ],
)
def test_formulas_can_do_nothing_but_reckon(text):
    with pytest.raises(ExpressionError):
        expression_parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 2", 7),
        ("a / 0", None),
        ("a + missing", None),
        ("count(rows.n)", 2),
        ("sum(rows.n)", 30),
        ("age(born) < 18", False),
        ('join(" ", name, missing, "x")', "Lan x"),
        ("first(missing, name)", "Lan"),
        ('kind in ("x", "y")', True),
        ('"x" in chosen', True),
        ("not missing", True),
        ("missing < 3", False),
        ("area > 100", True),
    ],
)
def test_formulas_reckon(text, value):
    known = {"a": 3, "b": 2, "rows": [{"n": 10}, {"n": 20}], "born": "1960", "name": "Lan",
             "kind": "x", "chosen": ["x"], "area": "120.5"}  # fmt: skip
    assert expression_value(text, Scope(known, {}, frozenset(), TODAY)) == value


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d.update(format=2), "other_format"),
        (lambda d: d.update(extra=1), "unknown_key"),
        (lambda d: d.update(pages=[]), "empty"),
        (lambda d: d["pages"][0]["questions"].append(question("a")), "key_twice"),
        (lambda d: d["pages"][0]["questions"].append(question("Bad Key")), "bad_key"),
        (
            lambda d: d["pages"][0]["questions"].append(question("b", show="nothing")),
            "unknown_name",
        ),
        (lambda d: d["pages"][0]["questions"].append(question("b", show="a[0]")), "bad_expression"),
        (lambda d: d["pages"][0]["questions"][0].update(show="b"), "unknown_name"),
        (lambda d: d["pages"][0]["questions"][0].update(show="a"), "circle"),
        (lambda d: d["pages"][0]["questions"][0]["label"].pop("id"), "text_missing"),
        (lambda d: d["pages"][0]["questions"][0].update(kind="magic"), "unknown_value"),
        (lambda d: d.update(submission={"owner": "a"}), "not_a_person"),
    ],
)
def test_a_document_that_is_no_form_is_refused_with_the_reason(change, code):
    wrong = document(question("a"))
    change(wrong)
    with pytest.raises(DocumentError) as caught:
        rules.form_read(wrong)
    assert code in {fault.code for fault in caught.value.faults}
    assert all(fault.message for fault in caught.value.faults)


@pytest.mark.parametrize(
    "nonsense", [None, [], "x", 3, {"pages": 3}, {"pages": [3]}, {"pages": [{"questions": [4]}]}]
)
def test_nonsense_is_refused_and_never_breaks(nonsense):
    with pytest.raises(DocumentError):
        rules.form_read(nonsense)


def test_two_languages_of_a_problem_are_not_mixed(settings):
    from django.utils import translation

    form = form_make(question("it", label=words("Tên")))
    for language, word in (("vi", "Vui lòng"), ("id", "Harap"), ("en", "Please")):
        with translation.override(language):
            assert word in answers_check(form, {})[0].message


def test_replaying_a_page_of_an_older_walk_changes_only_that_page():
    form = shipped("1.000656")
    answers = sample_answers(form)
    again, problems = answers_parse(form, "deceased", sent(form, "deceased", answers), answers)
    assert problems or again == answers
