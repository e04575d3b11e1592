"""Taking a question back."""

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


def test_recalled_with_a_reason(commune, asked):
    url = dossier_url(asked, "opinions/1/recall")
    data = {"version": seen(asked).version, "reason": "Wrong unit"}
    page = text(post(commune.specialist, url, **data))
    assert seen(asked).opinions[0].state is OpinionState.RECALLED
    assert "Question recalled" in page
    assert "Wrong unit" in page
    guarded(commune, url, wrong=commune.counter)


def test_whoever_was_asked_by_mistake_sees_why_and_not_what(commune):
    economy, colleague = economy_of(commune)
    code = asked_make(commune, economy)
    page = f"/office/opinions/{seen(code).opinions[0].id}/"
    assert "Đất?" in text(get(colleague, page))
    post(
        commune.specialist,
        dossier_url(code, "opinions/1/recall"),
        version=seen(code).version,
        reason="Wrong unit",
    )
    for url in (page, "/office/opinions/?state=over"):
        assert "Đất?" not in text(get(colleague, url))
    assert "Wrong unit" in text(get(colleague, page))
    assert "Documents sent along" not in text(get(colleague, page))


def test_another_unit_is_asked_in_its_place(commune, asked, economy):
    url = dossier_url(asked, "opinions/ask")
    assert "In place of a recalled question" not in text(get(commune.specialist, url))
    post(
        commune.specialist,
        dossier_url(asked, "opinions/1/recall"),
        version=seen(asked).version,
        reason="Wrong unit",
    )
    assert "In place of a recalled question" in text(get(commune.specialist, url))
    post(commune.specialist, url, **form_of(asked, economy, instead=1, mandatory=""))
    first, second = seen(asked).opinions
    assert (first.state, first.missing) == (OpinionState.RECALLED, False)
    assert (second.follows, second.mandatory) == (1, True)
