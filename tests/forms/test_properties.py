"""What holds for every form and every answer."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.forms import DATA, TODAY, document, question, sample_answers, shipped, words

from motcua.forms import rules
from motcua.forms.rules.parts import leaves
from motcua.forms.rules.reading import page_read, raw_of, values_raw
from motcua.forms.rules.settle import decimal_text
from motcua.forms.rules.texts import text_clean
from motcua.forms.types import Kind

NAMES = sorted(path.stem for path in DATA.glob("*.json"))
FORMS = {name: shipped(name) for name in NAMES}
EVERY_KIND = rules.form_read(
    document(
        question("text"),
        question("long", "long_text"),
        question("whole", "integer", least=-(10**9)),
        question("parts", "decimal"),
        question("money", "money"),
        question("day", "date"),
        question("about", "partial_date"),
        question("one", "choice"),
        question("some", "choices"),
        question("yes", "yes_no"),
        question("who", "person", parts=["name", "birth_date", "sex", "email?"]),
        question("where", "address"),
        question(
            "rows", "group", most=5, questions=[question("a", "integer"), question("b", "date")]
        ),
        question("sure", "declaration"),
        question("paper", "attachment"),
    )
)
texts = st.text(min_size=1, max_size=60).map(text_clean).filter(bool)
lines = st.text(min_size=1, max_size=200).map(lambda t: text_clean(t, lines=True)).filter(bool)
days = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(date.isoformat)
partial = days.flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))
whole = st.integers(-(10**9), 10**9)
numbers = st.decimals(-(10**9), 10**9, places=3).map(decimal_text)
answers = st.fixed_dictionaries(
    {},
    optional={
        "text": texts,
        "long": lines,
        "whole": whole,
        "parts": numbers,
        "money": st.integers(0, 10**12),
        "day": days,
        "about": partial,
        "one": st.sampled_from(["a", "b", "c"]),
        "some": st.sets(st.sampled_from(["a", "b", "c"]), min_size=1).map(sorted),
        "yes": st.booleans(),
        "who": st.fixed_dictionaries(
            {"name": texts},
            optional={"birth_date": partial, "sex": st.sampled_from(["male", "female"])},
        ),
        "where": st.fixed_dictionaries({"province": st.just("19")}, optional={"detail": texts}),
        "rows": st.lists(
            st.fixed_dictionaries({"a": whole}, optional={"b": days}), min_size=1, max_size=5
        ),
        "sure": st.just(True),
        "paper": st.lists(st.uuids().map(str), min_size=1, max_size=3, unique=True),
    },
)


@settings(max_examples=150, deadline=None)
@given(answers)
def test_what_is_drawn_and_sent_back_unchanged_is_read_as_it_was(given_answers):
    page = EVERY_KIND.pages[0]
    found, problems = page_read(EVERY_KIND, page, values_raw(page.questions, given_answers))
    assert problems == []
    assert found == given_answers


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(
    ["text", "whole", "parts", "money", "day", "day:day", "day:month", "day:year", "one", "some",
     "yes", "who.name", "who.birth_date:year", "where:province", "where:commune", "rows:rows",
     "rows.0.a", "rows.1.b:day", "sure", "paper", ":shown", "action", "__class__", "rows.9999.a"]),
    st.lists(st.text(max_size=40), max_size=3)))  # fmt: skip
def test_whatever_is_sent_is_read_or_refused_in_words_and_never_breaks(data):
    page = EVERY_KIND.pages[0]
    found, unread = page_read(EVERY_KIND, page, raw_of(data))
    problems = rules.answers_problems(EVERY_KIND, found, TODAY)
    assert all(problem.message and problem.label for problem in (*unread, *problems))
    # What was read can be shown and read again.
    again, _unread = page_read(EVERY_KIND, page, values_raw(page.questions, found))
    assert again == found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.booleans(), st.integers(0, 10**6))
def test_hidden_answers_never_leave(name, first, seed):
    form = FORMS[name]
    full = sample_answers(form, first=True) | sample_answers(form, first=not first)
    turned = dict(full)
    for one in form.questions:  # answers that decide about others are turned at random
        if one.kind is Kind.YES_NO:
            turned[one.key] = random.Random(f"{seed}{one.key}").random() < 0.5
        elif one.kind is Kind.CHOICE:
            turned[one.key] = random.Random(f"{seed}{one.key}").choice(one.options).value
    turned |= (
        {"forged": "x", "child": {**turned.get("child", {}), "forged": "x"}}
        if "child" in turned
        else {"forged": "x"}
    )
    settled = rules.settle(form, turned, TODAY)
    left = rules.submission_parts(form, turned, TODAY).content["answers"]
    assert left == settled.answers
    assert "forged" not in str(left)
    for path, _question, value in leaves(form.questions, left):
        assert value is None or path in settled.visible
    assert rules.settle(form, settled.answers, TODAY) == settled  # settling twice changes nothing


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)), whole, whole)
def test_computed_values_do_not_depend_on_the_order_of_questions(order, a, b):
    asked = [
        question("a", "integer"),
        question("b", "integer"),
        question("sum", "integer", compute="a + b"),
        question("twice", "integer", compute="sum * 2"),
        question("shown", "integer", compute="twice - sum", show="twice == sum + sum"),
    ]
    form = rules.form_read(document(*(asked[place] for place in order)))
    found = rules.settle(form, {"a": a, "b": b}, TODAY).answers
    assert found == {"a": a, "b": b, "sum": a + b, "twice": 2 * (a + b), "shown": a + b}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans())
def test_migrating_never_invents_an_answer(old_name, new_name, first):
    old, new = FORMS[old_name], FORMS[new_name]
    before = sample_answers(old, first=first)
    carried, changes = rules.answers_carried(old, new, before, TODAY)
    given_before = {path: value for path, _q, value in leaves(old.questions, before)}
    computed = {q.key for q in new.questions if q.compute} | {
        f"{q.key}.{c.key}" for q in new.questions for c in q.questions if c.compute
    }
    for path, _question, value in leaves(new.questions, carried):
        plain = ".".join(part for part in path.split(".") if not part.isdigit())
        if value is not None and plain not in computed:
            assert given_before[path] == value
    assert all(change.message for change in changes)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_migrates_to_itself_without_a_word(name):
    form = FORMS[name]
    before = sample_answers(form)
    assert rules.answers_carried(form, form, before, TODAY) == (before, ())


def test_migrating_says_what_was_dropped_what_no_longer_fits_and_what_is_new():
    old = rules.form_read(document(question("a"), question("b", "choice"), question("c")))
    fewer = [{"value": "z", "label": words("Z")}, {"value": "y", "label": words("Y")}]
    new = rules.form_read(
        document(question("a"), question("b", "choice", options=fewer), question("d"))
    )
    carried, changes = rules.answers_carried(old, new, {"a": "1", "b": "a", "c": "3"}, TODAY)
    assert carried == {"a": "1"}
    assert [(change.path, change.code) for change in changes] == [
        ("b", "unfit"),
        ("c", "dropped"),
        ("d", "new"),
    ]
    assert "your answer “3” was taken out" in changes[1].message
