"""One upload in pieces: taken up after a break, damaged, refused, somebody else's, swept."""

from __future__ import annotations

import base64
import hashlib
import time

from django.conf import settings as site

from motcua.documents import uploads
from tests.builders.documents import pdf_make
from tests.portal.test_file_upload import EICAR, TUS, line, uploads_dir
from tests.portal.walking import text, walker

__all__ = ["line", "uploads_dir", "walker"]


def test_a_file_goes_up_in_pieces_and_lies_at_its_paper(line, django_capture_on_commit_callbacks):
    data = pdf_make(text="từng mảnh")
    begun = line.begin(data, summed=True)
    assert begun.status_code == 201
    url = begun.headers["Location"]
    half = len(data) // 2
    assert line.patch(url, data[:half], 0).headers["Upload-Offset"] == str(half)
    assert line.files() == ()
    with django_capture_on_commit_callbacks(execute=True):
        assert line.patch(url, data[half:], half).status_code == 204
    (file,) = line.files()
    assert (file.name, file.component_id) == ("giấy.pdf", line.component.id)
    # The last answer was lost: the sender asks, and asks again to finish; nothing is doubled.
    assert line.call("HEAD", url).headers["Upload-Offset"] == str(len(data))
    assert line.patch(url, b"", len(data)).status_code == 204
    assert len(line.files()) == 1


def test_after_a_break_the_sender_learns_where_to_go_on(line):
    data = pdf_make(text="đứt")
    url = line.begin(data).headers["Location"]
    line.patch(url, data[:100], 0)
    head = line.call("HEAD", url)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (
        "100",
        str(len(data)),
    )
    repeated = line.patch(url, data[:100], 0)  # its first answer was lost
    assert (repeated.status_code, repeated.headers["Upload-Offset"]) == (409, "100")
    line.patch(url, data[100:], 100)
    assert len(line.files()) == 1


def test_a_damaged_piece_is_not_taken(line):
    data = pdf_make()
    url = line.begin(data).headers["Location"]
    good = base64.b64encode(hashlib.sha256(data).digest()).decode()
    damaged = b"x" + data[1:]
    refused = line.patch(url, damaged, 0, Upload_Checksum=f"sha256 {good}")
    assert refused.status_code == 460
    assert line.call("HEAD", url).headers["Upload-Offset"] == "0"
    assert line.patch(url, data, 0, Upload_Checksum=f"sha256 {good}").status_code == 204


def test_a_whole_that_is_not_what_was_announced_is_refused(line):
    data = pdf_make()
    url = line.begin(data, summed=True).headers["Location"]
    assert line.patch(url, b"%" + data[1:-1] + b"x", 0).status_code == 422
    assert line.files() == ()


def test_a_refused_file_says_why_also_to_whoever_asks_again(line):
    bad = b"%PDF-1.7\n" + EICAR + b"\n%%EOF"
    url = line.begin(bad).headers["Location"]
    first = line.patch(url, bad, 0)
    again = line.patch(url, b"", len(bad))
    assert (first.status_code, again.status_code) == (422, 422)
    assert "EICAR" in text(first)
    assert text(first) == text(again)
    assert line.files() == ()


def test_more_than_was_announced_is_not_taken(line):
    url = line.begin(b"x" * 10).headers["Location"]
    assert line.patch(url, b"x" * 11, 0).status_code == 409


def test_a_strangers_and_another_papers_upload_are_not_found(line, walker):
    url = line.begin(pdf_make()).headers["Location"]
    for method in ("HEAD", "PATCH", "DELETE"):
        assert line.call(method, url, client=walker.stranger).status_code == 404
    other = walker.commune.offering.version.components[3]
    elsewhere = url.replace(f"/{line.component.id}/", f"/{other.id}/")
    assert line.call("HEAD", elsewhere).status_code == 404
    assert line.call("HEAD", url.replace(url.split("/")[-2], "..")).status_code == 404
    assert line.call("HEAD", url).status_code == 200


def test_another_protocol_or_kind_of_body_is_told_so(line):
    url = line.begin(pdf_make()).headers["Location"]
    assert line.call("HEAD", url, Tus_Resumable="0.2.2").status_code == 412
    with_form = line.walker.client.patch(url, b"x", content_type="text/plain", headers=TUS)
    assert with_form.status_code == 415
    assert "creation" in line.call("OPTIONS", line.url).headers["Tus-Extension"]


def test_what_is_given_up_is_forgotten_and_what_broke_off_is_swept(line):
    url = line.begin(pdf_make()).headers["Location"]
    assert line.call("DELETE", url).status_code == 204
    assert line.call("HEAD", url).status_code == 404
    line.begin(pdf_make())
    assert uploads.uploads_sweep() == 0
    time_was = time.time
    try:
        time.time = lambda: time_was() + 2 * uploads.LIFE.total_seconds()
        assert uploads.uploads_sweep() == 1
    finally:
        time.time = time_was
    assert list(site.UPLOADS_DIR.glob("*")) == []
