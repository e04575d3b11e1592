"""Crawlers get the catalogue and nothing else."""

from __future__ import annotations

from django.test import Client


def test_dossiers_and_the_officials_pages_are_out_of_bounds():
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert {"Disallow: /office/", "Disallow: /api/", "Disallow: /t/"} <= set(lines)
    assert "Disallow: /" not in lines
