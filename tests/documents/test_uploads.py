"""Files on their way: kept when refused, forgotten in time, paid from a day's budget."""

from __future__ import annotations

import io
import time

import pytest
from pikepdf import Dictionary, Name
from tests.builders.documents import pdf_make

from motcua.documents import uploads
from motcua.documents.budget import Payer
from motcua.documents.types import FileRefused
from motcua.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
OWNER = "ab" * 16


@pytest.fixture(autouse=True)
def uploads_dir(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "uploads"


def whole(data, **over):
    told = {"name": "a.pdf", "mark": "1", **over}
    return uploads.upload_whole(OWNER, file=io.BytesIO(data), size=len(data), **told)


def acting():
    def change(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    return pdf_make(change=change)


def test_a_refused_file_is_remembered_by_its_reason_and_forgotten_by_its_bytes(settings):
    known = whole(b"not a file")
    with pytest.raises(FileRefused):
        uploads.upload_finish(OWNER, known.id)
    (one,) = uploads.uploads_of(OWNER, "1")
    assert one.refused
    assert not one.removable
    assert (settings.UPLOADS_DIR / OWNER / known.id / "data").stat().st_size == 0
    assert uploads.uploads_of(OWNER, "2") == []


def test_a_long_mark_is_kept_whole():
    """Rows of a form have long paths: 84 signs for a question in the hundredth row."""
    marks = [f"form:{'a' * 40}.99.{'b' * 39}{last}" for last in "cd"]
    known = [whole(pdf_make(), mark=mark) for mark in marks]
    assert [one.mark for one in known] == marks
    assert [len(uploads.uploads_of(OWNER, mark)) for mark in marks] == [1, 1]


def test_what_can_be_cleaned_waits_for_the_persons_word():
    known = whole(acting())
    for _again in range(2):
        with pytest.raises(FileRefused):
            uploads.upload_finish(OWNER, known.id)
    assert uploads.upload_get(OWNER, known.id).removable == ("JavaScript",)
    assert uploads.upload_finish(OWNER, known.id, clean=True).cleaned == ("JavaScript",)


def test_a_store_that_is_down_keeps_the_file_for_another_try(settings):
    settings.FILES_URL = "s3://x?endpoint=http://127.0.0.1:9"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    data = pdf_make()
    known = whole(data)
    with pytest.raises(FileRefused, match="try again"):
        uploads.upload_finish(OWNER, known.id)
    (one,) = uploads.uploads_of(OWNER, "1")
    assert one.whole
    settings.FILES_URL = ""
    assert uploads.upload_finish(OWNER, known.id).size == len(data)


def test_what_nobody_goes_on_with_is_gone_in_time_swept_or_not(monkeypatch):
    known = whole(b"x")
    assert known.expires_at is not None
    later = known.expires_at.timestamp() + 1
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(NotFound):
        uploads.upload_get(OWNER, known.id)
    assert uploads.uploads_sweep() == 1


def test_the_days_budget_of_files_is_one_over_every_place(settings):
    settings.UPLOADS_DAY_FILES = 2
    mine, other = [Payer("person:1")], [Payer("person:2")]
    whole(b"x", payers=mine)
    uploads.upload_whole("cd" * 16, file=io.BytesIO(b"x"), size=1, name="a", payers=mine)
    with pytest.raises(FileRefused, match="2 files") as refused:
        whole(b"x", payers=mine)
    assert refused.value.code == "file.budget_files"
    whole(b"x", payers=other)


def test_the_days_budget_of_bytes_leaves_room_for_smaller_files(settings):
    settings.UPLOADS_DAY_BYTES = 10_000
    mine = [Payer("person:1")]
    whole(b"x" * 6_000, payers=mine)
    with pytest.raises(FileRefused) as refused:
        whole(b"x" * 6_000, payers=mine)
    assert refused.value.code == "file.budget_size"
    whole(b"x" * 3_000, payers=mine)


def test_a_helper_has_a_larger_one_and_each_person_helped_their_own(settings):
    settings.UPLOADS_DAY_FILES = 1
    for number in range(3):
        whole(b"x", payers=[Payer(f"person:{number}"), Payer("helper:7", 3)])
    with pytest.raises(FileRefused, match="3 files"):
        whole(b"x", payers=[Payer("person:9"), Payer("helper:7", 3)])


def test_what_a_helper_has_no_room_for_uses_up_nothing_of_the_person(settings):
    settings.UPLOADS_DAY_BYTES = 10_000
    helper = Payer("helper:7")
    whole(b"x" * 6_000, payers=[Payer("person:1"), helper])
    with pytest.raises(FileRefused) as refused:
        whole(b"x" * 6_000, payers=[Payer("person:2"), helper])
    assert refused.value.code == "file.budget_size"
    whole(b"x" * 9_000, payers=[Payer("person:2")])
