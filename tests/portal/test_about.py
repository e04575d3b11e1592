"""What the installation says about itself."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders.procedures import version_make

pytestmark = pytest.mark.django_db


def page(language="en"):
    client = Client()
    client.cookies["motcua_language"] = language
    return client.get("/about/?fresh").content.decode()


def test_a_demonstration_says_that_it_is_one(settings):
    settings.DEMO = True
    assert "This is a demonstration" in page()


def test_a_real_installation_does_not(settings):
    settings.DEMO = False
    assert "demonstration" not in page()


def test_it_counts_what_the_catalogue_knows(db):
    version_make()
    version_make(limit="")
    assert "holds 2 procedures. 1 of them" in page()
    assert "Danh mục có 2 thủ tục" in page("vi")
