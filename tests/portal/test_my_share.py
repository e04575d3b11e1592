"""The code of papers that are shown, who looked, and the end."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from motcua.filing.types import ShareState
from motcua.kernel import clock
from tests.filing.test_keep import finished
from tests.filing.test_share import read, show
from tests.portal.walking import text, walker

__all__ = ["walker"]


def page_of(share):
    return reverse("portal:my_share", args=[share.public_id])


def shown(walker):
    finished(walker.commune, walker.citizen)
    return show(walker.citizen)


def test_the_code_stands_large_with_its_qr_code_and_works_without_scripts(walker):
    share = shown(walker)
    page = text(walker.get(page_of(share)))
    assert share.spaced in page
    assert "<svg" in page
    assert 'http-equiv="refresh"' in page
    assert walker.get(page_of(share), walker.stranger).status_code == 404
    assert walker.post(page_of(share), {}, walker.stranger).status_code == 404


def test_the_person_reads_who_looked_and_where(walker):
    share = shown(walker)
    counter = walker.commune.counter
    read(counter, share)
    answer = walker.get(page_of(share))
    ((look, what),) = answer.context["looks"]
    assert look.who
    assert look.unit
    assert what
    assert answer.context["place"]
    data = text(walker.get(reverse("portal:my_data")))
    assert "papers shown by the person" not in data  # in the reader's words


def test_it_ends_at_once_and_by_itself(walker):
    share = shown(walker)
    with clock.clock_set(share.expires_at + timedelta(seconds=1)):
        over = walker.get(page_of(share))
        assert over.context["share"].state is ShareState.EXPIRED
        assert share.spaced not in text(over)
    assert walker.post(page_of(share)).status_code == 302
    over = walker.get(page_of(share))
    assert over.context["share"].state is ShareState.ENDED
    assert share.spaced not in text(over)
    assert walker.post(page_of(share)).status_code == 302  # once more: nothing happens
