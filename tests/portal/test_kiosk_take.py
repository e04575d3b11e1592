"""Taking the number: once, whatever is pressed; what is missing is said and refuses nobody."""

from __future__ import annotations

from uuid import uuid4

import pytest

from motcua.dossiers.services.intake import components_missing
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal.kiosk import papers_missing
from motcua.reception.services import queue_open
from motcua.reception.types import RESULTS
from tests.builders.dossiers import at
from tests.builders.walked import components_shipped
from tests.portal.halls import hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


def needed(there):
    return [one.id for one in papers_missing(there.commune.offering.version, ())]


def test_pressed_twice_is_one_number(there):
    key = str(uuid4())
    first, again = (there.post("vi/take/", queue=there.queue, key=key) for _ in range(2))
    assert there.ticket(first) == there.ticket(again)
    ticket = there.ticket(first)
    assert (ticket.name, ticket.language, ticket.procedures) == ("A001", "vi", ())


def test_what_is_missing_is_said_and_the_number_is_given_all_the_same(there):
    have, key = needed(there)[1:], str(uuid4())
    sent = {"queue": there.queue, "code": there.code, "key": key, "have": have}
    asked = there.post("en/take/", **sent)
    text = asked.content.decode()
    assert asked.status_code == 200
    assert "You can take a number all the same" in text
    given = there.ticket(there.post("en/take/", **sent, anyway="1"))
    assert (given.procedures, list(given.papers)) == ((there.code,), have)


def test_with_every_paper_there_is_no_further_question(there):
    answer = there.post(
        "vi/take/", queue=there.queue, code=there.code, key=str(uuid4()), have=needed(there)
    )
    assert list(there.ticket(answer).papers) == needed(there)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "x"},
        {"queue": "x"},
        {"queue": "999999999"},
        {"code": "9.999999"},
        {"code": "\0"},
        {},
    ],
)
def test_what_cannot_be_read_begins_anew(there, wrong):
    sent = {"queue": there.queue, "key": str(uuid4()), **wrong} if wrong else {}
    answer = there.post("vi/take/", **sent)
    assert (answer.status_code, answer.url) == (302, there.kiosk)


def test_nothing_is_given_after_the_closing_or_to_a_paper_of_elsewhere(there):
    closed = there.post("vi/take/", hours=9, queue=there.queue, key=str(uuid4()))
    assert closed.url == there.kiosk
    answer = there.post(
        "vi/take/", queue=there.queue, code=there.code, key=str(uuid4()),
        have=[*needed(there), 999_999],
    )  # fmt: skip
    assert list(there.ticket(answer).papers) == needed(there)


def test_missing_is_what_the_intake_misses_and_no_electronic_form():
    there = hall_open(components=components_shipped("1.001193"))  # the registration of a birth
    version = there.commune.offering.version
    sent = {"queue": there.queue, "code": there.code, "key": str(uuid4())}
    nothing = there.post("vi/take/", **sent).content.decode()
    for name in ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Giấy tờ tùy thân"):
        assert name in nothing, name
    assert "không cần khi đã có bản điện tử ký số" in nothing
    for name in ("Biểu mẫu điện tử", "Giấy chứng minh nơi cư trú", "Văn bản ủy quyền"):
        assert name not in nothing, name
    ids = {one.name.split(",")[0].split(" (")[0]: one.id for one in version.components}
    form, born, card = (
        ids[name] for name in ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Giấy tờ tùy thân")
    )
    without_card = there.post("vi/take/", **sent, have=[form, born]).content.decode()
    assert "Giấy tờ tùy thân" in without_card
    assert "Giấy chứng sinh" not in without_card
    whole = [form, born, card]
    assert there.post("vi/take/", **sent, have=whole).status_code == 302
    assert components_missing(version, [(one, True, False) for one in whole]) == []


def test_who_collects_a_result_waits_where_results_are_returned_and_is_asked_for_no_paper(there):
    general = there.ticket(there.post("vi/take/", act="collect", queue="x", key=str(uuid4())))
    assert (general.ticket.queue, general.collects) == (there.queue, True)
    with scope_use(SYSTEM), at():
        results = queue_open(
            actor=there.hall.director, unit_id=there.hall.centre.id, prefix="K",
            name="Trả kết quả", fields=[RESULTS],
        )  # fmt: skip
    key = str(uuid4())
    first, again = (there.post("en/take/", act="collect", key=key) for _ in range(2))
    ticket = there.ticket(first)
    assert first.url == again.url
    assert (ticket.name, ticket.ticket.queue, ticket.collects) == ("K001", results, True)
    assert (ticket.procedures, ticket.papers) == ((), ())
    with at():
        page = there.client.get(first.url).content.decode()
    assert page.count("To collect a result") == 2, "on the screen and on the slip"
    assert "data-print-now" in page
    other = there.ticket(there.post("en/take/", queue=there.queue, key=str(uuid4())))
    assert not other.collects


def test_a_result_is_not_collected_after_the_closing_or_with_a_key_that_is_none(there):
    for hours, key in ((9, str(uuid4())), (0, "x")):
        assert there.post("vi/take/", hours=hours, act="collect", key=key).url == there.kiosk
