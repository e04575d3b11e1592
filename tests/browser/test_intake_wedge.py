"""The card by the keys of a hand scanner, wherever the cursor stands when its trigger is pulled."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders.dossiers import Commune, commune_at_work

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
CARD = "019188000123|090123456|Nông Thị Mai Hương|14031988|Nữ|Tổ 5, phường Bách Quang|12082021"
BOXES = "() => [...document.querySelectorAll('[data-paper] input')].map((o) => o.type === 'checkbox' ? o.checked : o.value)"


@pytest.fixture
def commune(served: str) -> Commune:
    with scope_use(SYSTEM):
        return commune_at_work()


@pytest.fixture
def page(commune: Commune, visit: Any) -> Any:
    made = visit("/office/intake/", commune.counter)
    made.keyboard.type("hon nhan")
    made.keyboard.press("Enter")
    made.wait_for_selector("[name=applicant-card]:focus")
    return made


def wedge(page: Any, text: str = CARD) -> None:
    """Type as a scanner does: a key at a time; letters that no key has come as text."""
    for letter in text:
        page.keyboard.type(letter)
    page.keyboard.press("Enter")


def card_was_read(page: Any, person: str = "applicant") -> None:
    page.wait_for_selector(f"#person-{person}[data-filled]")
    assert page.input_value(f"[name={person}-name]") == "Nông Thị Mai Hương"
    assert page.input_value(f"[name={person}-id_number]") == "019188000123"


def test_where_the_cursor_stands_in_its_field(page: Any) -> None:
    wedge(page)
    card_was_read(page)


def test_on_a_paper_whose_number_a_digit_would_change(page: Any) -> None:
    papers = page.locator("[data-given]")
    papers.first.focus()
    page.keyboard.press("2")
    before = page.evaluate(BOXES)
    lacking = page.locator("[data-lacks]:visible").count()
    wedge(page)
    card_was_read(page)
    assert page.evaluate(BOXES) == before
    assert page.locator("[data-lacks]:visible").count() == lacking


@pytest.mark.parametrize("field", ["applicant-phone", "applicant-address", "applicant-id_number"])
def test_in_another_field_which_keeps_what_it_had(page: Any, field: str) -> None:
    page.fill(f"[name={field}]", "0912")
    page.focus(f"[name={field}]")
    wedge(page)
    card_was_read(page)
    if field == "applicant-phone":
        assert page.input_value(f"[name={field}]") == "0912"


def test_nowhere_at_all(page: Any) -> None:
    page.evaluate("document.activeElement.blur()")
    wedge(page)
    card_was_read(page)


def test_the_person_among_whose_fields_the_cursor_stands(page: Any) -> None:
    page.locator("#person-owner summary").click()
    page.focus("[name=owner-name]")
    wedge(page)
    card_was_read(page, "owner")
    assert page.input_value("[name=applicant-card]") == ""
    assert page.input_value("[name=applicant-name]") == ""


def test_what_a_person_types_stays_where_it_is_typed(page: Any) -> None:
    page.focus("[name=applicant-phone]")
    page.keyboard.type("0912345678")
    page.focus("[name=applicant-address]")
    page.keyboard.type("Tổ 5|019188000123")
    page.locator("[data-given]").first.focus()
    page.keyboard.type("3")
    assert page.input_value("[name=applicant-phone]") == "0912345678"
    assert page.input_value("[name=applicant-address]") == "Tổ 5|019188000123"
    assert page.locator("[data-paper] [name$='-originals']").first.input_value() == "3"
    assert page.input_value("[name=applicant-card]") == ""
