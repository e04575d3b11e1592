"""Blank slips as PDF: each number on one sheet, two parts; again only with a reason."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.builders.dossiers import at
from tests.builders.hand import book_paper
from tests.builders.identity import client_for
from tests.builders.paying import text

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimPrint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def address(commune):
    with at(), scope_use(SYSTEM):
        return f"/office/interim/blank/{book_paper(commune, numbers=5).book.id}/"


def words(answer, tmp_path: Path) -> str:
    file = tmp_path / "slips.pdf"
    file.write_bytes(answer.content)
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_each_number_has_two_parts_on_one_sheet(commune, address, tmp_path):
    with at(0.1):
        answer = client_for(commune.counter).post(f"{address}print/")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    pages = words(answer, tmp_path).split("\f")[:-1]
    assert len(pages) == 5
    for seq, page in enumerate(pages, start=1):
        assert page.count(f"T260910-01-{seq:03d}") == 2
        assert "giao người nộp" in page
        assert "lưu tại quầy" in page
        assert "in lại" not in page


def test_once_more_needs_a_reason_and_says_so_on_the_paper(commune, address, tmp_path):
    client = client_for(commune.counter)
    with at(0.1):
        client.post(f"{address}print/")
        refused = client.post(f"{address}print/", follow=True)
        assert "Say why they are printed once more." in text(refused)
        client.post(address, {"act": "count", "next_blank": "3"})
        again = client.post(f"{address}print/", {"reason": "Kẹt giấy."})
    told = words(again, tmp_path)
    assert "T260910-01-002" not in told
    assert told.count("in lại lần 2") == 6
    with scope_use(SYSTEM):
        prints = InterimPrint.objects.order_by("time").values_list("time", "seqs", "reason")
        assert list(prints) == [(1, [1, 2, 3, 4, 5], ""), (2, [3, 4, 5], "Kẹt giấy.")]


def test_after_the_time_of_the_book_nothing_is_printed(commune, address):
    client = client_for(commune.counter)
    with at(0.1):
        client.post(f"{address}print/")
        assert "Print once more" in text(client.get(address))
    with at(24 * 181):
        client = client_for(commune.counter)
        assert "Print once more" not in text(client.get(address))
        refused = client.post(f"{address}print/", {"reason": "Kẹt giấy."}, follow=True)
        assert "The time of this book is over: no more slips" in text(refused)
    with scope_use(SYSTEM):
        assert InterimPrint.objects.count() == 1


def test_it_is_never_asked_for_by_a_link(commune, address):
    assert client_for(commune.counter).get(f"{address}print/").status_code == 405
