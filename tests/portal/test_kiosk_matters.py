"""What is it about: one tile a queue, and a way for whoever does not know."""

from __future__ import annotations

import pytest

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.services import queue_close, queue_open
from motcua.reception.types import RESULTS
from tests.builders.dossiers import at
from tests.portal.halls import hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Không rõ"), ("en", "I am not sure"), ("id", "tidak yakin")],
)
def test_each_queue_is_a_tile_and_so_is_not_knowing(there, language, words):
    page = there.get(f"{language}/")
    text = page.content.decode()
    assert page["Content-Language"] == language
    assert f'lang="{language}"' in text
    for queue in there.hall.queues:
        assert f"{there.kiosk}{language}/{queue}/" in text
    assert words.lower() in text.lower()


def test_with_one_queue_nothing_is_asked(there):
    with scope_use(SYSTEM), at():
        queue_close(actor=there.hall.director, queue_id=there.hall.queues[1])
    assert there.get("vi/").url == f"{there.kiosk}vi/{there.queue}/"


def test_a_language_that_nobody_speaks_here_is_no_page(there):
    assert there.get("fr/").status_code == 404
    assert there.client.post(f"{there.kiosk}vi/").status_code == 405


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Nhận kết quả"), ("en", "Collect a result"), ("id", "Mengambil hasil")],
)
def test_a_result_is_collected_from_the_first_page_with_one_queue_too(there, language, words):
    for path in (f"{language}/", f"{language}/{there.queue}/"):
        text = there.get(path).content.decode()
        assert (words in text) == (path == f"{language}/"), path
    with scope_use(SYSTEM), at():
        queue_close(actor=there.hall.director, queue_id=there.hall.queues[1])
    text = there.get(f"{language}/{there.queue}/").content.decode()
    assert f"<span>{words}</span>" in text
    assert 'name="act" value="collect"' in text


def test_a_queue_for_results_alone_is_no_tile(there):
    with scope_use(SYSTEM), at():
        results = queue_open(
            actor=there.hall.director, unit_id=there.hall.centre.id, prefix="K",
            name="Trả kết quả", fields=[RESULTS],
        )  # fmt: skip
    text = there.get("vi/").content.decode()
    assert f"/vi/{results}/" not in text
    assert f"/vi/{there.queue}/" in text
