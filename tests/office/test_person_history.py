"""Earlier dossiers of a person in this unit: on purpose only, recorded, and no other unit's."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at
from tests.office.acting import dossier_url, get, post, seen, text

from motcua.kernel.audit import readings_of
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CARD = "019090000001"


@pytest.fixture
def codes(commune):
    """The dossier at hand, an earlier one here, and one of the same person elsewhere."""
    with scope_use(SYSTEM), at():
        other = commune_at_work(name="Phong Quang")
        return tuple(
            dossier_at(where, act)
            for where, act in ((commune, Act.APPRAISE), (commune, Act.RETURN), (other, Act.ASSIGN))
        )


def test_nothing_is_looked_up_without_a_purpose(commune, codes):
    code, earlier, _elsewhere = codes
    page = text(get(commune.specialist, dossier_url(code)))
    assert "Earlier dossiers in this unit" in page
    assert earlier not in page
    url = dossier_url(code, "person")
    assert earlier not in text(get(commune.specialist, url))
    for wrong in ({}, {"purpose": "other", "words": "hm"}, {"purpose": "curious"}):
        answer = post(commune.specialist, url, **wrong)
        assert answer.status_code == 422
        assert earlier not in text(answer)


def test_with_a_purpose_this_units_dossiers_and_their_outcome(commune, codes):
    code, earlier, elsewhere = codes
    page = text(post(commune.specialist, dossier_url(code, "person"), purpose="double"))
    assert earlier in page
    assert "Granted" in page
    assert elsewhere not in page
    told = {one.purpose for one in readings_of(CARD)}
    assert "earlier dossiers in this unit: whether the same was asked before" in told


def test_own_words_are_recorded_as_they_were_written(commune, codes):
    words = "the applicant said so at the counter"
    post(commune.specialist, dossier_url(codes[0], "person"), purpose="other", words=words)
    assert f"earlier dossiers in this unit: {words}" in {o.purpose for o in readings_of(CARD)}


def test_who_may_not(commune, codes):
    url = dossier_url(codes[0], "person")
    assert get(commune.counter, url).status_code == 404  # no right: no page
    with scope_use(SYSTEM):
        other = commune_at_work(name="Thủy Xuân")
    assert post(other.specialist, url, purpose="double").status_code == 404
    assert seen(codes[0]).version
