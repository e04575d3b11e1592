"""A file of a difficulty."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_make
from tests.builders.identity import client_for
from tests.builders.oversight import (
    difficulty_make,
    version,
    watch_at_work,
)

from motcua.documents.services import file_store
from motcua.oversight.models import DifficultyFile
from motcua.oversight.services import reporting

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/difficulties/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_the_file_is_read_by_those_who_see_the_difficulty(watch):
    stored = file_store(data=pdf_make(), name="loi.pdf", claimed_type="application/pdf")
    code = difficulty_make(watch)
    reporting.difficulty_note(
        actor=watch.officer, code=code, version=version(watch, code), text="Thêm ảnh",
        files=[(stored.id, stored.name)],
    )  # fmt: skip
    url = f"/office/difficulty-files/{DifficultyFile.objects.get().pk}/"
    answer = client_for(watch.answerer).get(url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client_for(watch.other).get(url).status_code == 404
