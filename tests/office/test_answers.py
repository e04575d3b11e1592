"""Published answers: searched by all, joined by those who have it too."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.oversight import (
    answered,
    difficulty_make,
    version,
    watch_at_work,
)

from motcua.oversight.services import keeping

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/difficulties/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_published_answers_are_searched_and_joined(watch):
    code = difficulty_make(watch)
    answered(watch, code)
    keeping.difficulty_publish(
        actor=watch.keeper, code=code, version=version(watch, code), title="Lỗi 500 khi gửi",
        answer="Nhập lại sau 14 giờ.",
    )  # fmt: skip
    other = client_for(watch.other)
    assert "Nhập lại sau 14 giờ." in other.get(f"{URL}answers/", {"q": "loi 500"}).content.decode()
    assert "None fits" in other.get(f"{URL}answers/", {"q": "khac han"}).content.decode()
    joined = {f"{code}-unit_id": watch.second.id, f"{code}-blocked": 2, "code": code}
    done = other.post(f"{URL}answers/", joined, follow=True)
    assert "It goes on as part of another difficulty" in done.content.decode()
    assert "Từ sáng nay" not in done.content.decode()
    page = other.get(f"{URL}answers/")
    assert [row["form"] for row in page.context["rows"]] == [None]
    again = other.post(f"{URL}answers/", joined)
    assert again.status_code == 422
    assert "has it already" in again.content.decode()
