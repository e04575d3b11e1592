"""Asking a unit again."""

from __future__ import annotations

import pytest
from tests.office.acting import dossier_url, get, guarded, post, seen, text
from tests.office.asking import asked_make, economy_of, form_of

from motcua.dossiers.opinion_rules import OpinionState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def economy(commune):
    return economy_of(commune)[0]


@pytest.fixture
def asked(commune, economy):
    return asked_make(commune, economy)


def test_asked_again_the_newer_question_counts(commune, asked, economy):
    url = dossier_url(asked, "opinions/1/again")
    assert "Đất?" in text(get(commune.specialist, url))
    sent = form_of(asked, economy)
    del sent["units"]
    post(commune.specialist, url, **sent)
    first, second = seen(asked).opinions
    assert (first.state, second.state) == (OpinionState.RENEWED, OpinionState.ASKED)
    guarded(commune, url, wrong=commune.counter)
