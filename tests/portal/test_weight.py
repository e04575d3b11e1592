"""What a page costs on a slow line: HTML and style sheets, compressed as a proxy does it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.builders.organisations import commune_make
from tests.builders.procedures import offering_make, version_make

pytestmark = pytest.mark.django_db
HTML_MOST, STYLES_MOST = 6_000, 12_000


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


@pytest.fixture
def pages(db):
    version = version_make(code="1.001193")
    commune = commune_make()
    offering_make(unit=commune, version=version)
    for number in range(60):
        version_make(code=f"3.{number:06d}", name=f"Thủ tục {number}", field=f"Lĩnh vực {number}")
    return ("/", "/procedures/", "/procedures/1.001193/", "/units/?q=19", "/units/19/", "/track/",
            f"/units/{commune.code}/", "/about/", "/accessibility/")  # fmt: skip


def test_every_page_is_small(pages):
    client = Client()
    sizes = {path: compressed(client.get(path).content) for path in pages}
    assert {path: size for path, size in sizes.items() if size > HTML_MOST} == {}


def test_the_style_sheets_are_small_and_the_same_everywhere(pages):
    client = Client()
    lists = {tuple(re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"',
                              client.get(path).content.decode())) for path in pages}  # fmt: skip
    assert len(lists) == 1
    files = [Path(str(finders.find(name))) for name in lists.pop()]
    assert sum(compressed(file.read_bytes()) for file in files) <= STYLES_MOST
