"""The start of a filing: what it takes, where, and what was begun already."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.citizens.queries import consents_of
from motcua.citizens.types import ConsentPurpose
from motcua.filing.queries import drafts_of
from motcua.filing.sources import SourceRecord, SourceUnavailable, source_register
from motcua.filing.types import PaperWay
from motcua.kernel.scope import scope_use
from motcua.organisations.queries import units_by_ids
from motcua.portal.competent import _addressed
from tests.builders.citizens import citizen_make, client_of
from tests.builders.filing import draft_make
from tests.portal.walking import Walker, text, walker

__all__ = ["walker"]


class Told:
    """A source that says what it is told to say."""

    key = "population"
    label = "Cơ sở dữ liệu thử"

    def __init__(self, answer):
        self.answer = answer

    def ask(self, request):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def source(monkeypatch):
    monkeypatch.setattr("motcua.filing.sources._sources", {})

    def tell(answer):
        source_register(Told(answer))

    return tell


def url(walker: Walker) -> str:
    return reverse("portal:file_start", args=[walker.code])


def begin(walker, **over):
    return walker.post(url(walker), {"unit": walker.commune.unit.id, "consent": "on", **over})


def begun(walker):
    from motcua.filing.queries import draft_get

    with scope_use(walker.citizen.scope):
        (row,) = drafts_of(walker.citizen)
        return draft_get(walker.citizen, row.public_id)


def test_it_says_what_is_needed_for_whom_and_where(walker):
    page = walker.get(url(walker))
    assert page.status_code == 200
    for told in ("Giấy chứng sinh", "Trần Thị Mẫu", "Bách Quang"):
        assert told in text(page)


def test_begin_makes_a_draft_and_leads_to_its_first_question(walker):
    answer = begin(walker)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/form/you/")
    assert begun(walker).unit_id == walker.commune.unit.id


def test_a_unit_that_does_not_take_it_in_is_refused(walker):
    answer = begin(walker, unit=walker.commune.office.id)
    assert answer.status_code == 422
    with scope_use(walker.citizen.scope):
        assert drafts_of(walker.citizen) == []


def test_what_was_begun_already_is_offered(walker):
    draft = draft_make(walker.citizen, walker.commune)
    assert draft.public_id in text(walker.get(url(walker)))


def test_a_lower_level_is_led_to_the_ways_that_remain(walker):
    client = client_of(citizen_make(assurance=1))
    page = walker.get(url(walker), client)
    assert page.status_code == 200
    assert 'name="unit"' not in text(page)


def test_a_procedure_that_is_not_filed_online_says_so(system_scope):
    walker = Walker(channels=["in_person"])
    page = walker.get(url(walker))
    assert page.status_code == 200
    assert 'name="unit"' not in text(page)


def test_an_unknown_procedure_is_not_found(walker):
    assert walker.get(reverse("portal:file_start", args=["9.999999"])).status_code == 404


def test_what_the_source_confirms_need_not_be_handed_in(walker, source):
    source(SourceRecord("DC-1", {"name": "Trần Thị Mẫu", "birth_date": "1990-05-17"}))
    begin(walker)
    draft = begun(walker)
    paper = draft.paper(walker.commune.offering.version.components[2].id)
    assert paper.way is PaperWay.DATA
    assert paper.record == "population:DC-1"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (SourceUnavailable(), "down"),
        (None, "unknown"),
        (SourceRecord("DC-1", {"name": "Người Khác"}), "mismatch"),
    ],
)
def test_a_source_that_fails_or_differs_leaves_the_paper_way_open(walker, source, answer, state):
    source(answer)
    response = begin(walker)
    assert response.status_code == 302
    draft = begun(walker)
    assert draft.sources["population"]["state"] == state
    component = walker.commune.offering.version.components[2]
    assert draft.paper(component.id).way is PaperWay.UNDECIDED
    papers = walker.get(walker.url("file_papers", draft))
    assert papers.status_code == 200


def test_without_consent_nothing_is_asked(walker, source):
    source(AssertionError())
    walker.post(url(walker), {"unit": walker.commune.unit.id})
    assert begun(walker).sources == {}


def test_a_consent_is_written_before_the_question_and_only_for_this_filing(walker, source):
    """What was allowed, for what, which data, which words: and nothing is ticked beforehand."""
    asked = []

    class Asked:
        key, label, kinds = "population", "Dân cư", ("name", "sex")

        def ask(self, request):
            asked.append(request.consent)

    source_register(Asked())
    assert not walker.get(url(walker)).context["form"]["consent"].value()
    begin(walker)
    with scope_use(walker.citizen.scope):
        (given,) = consents_of(walker.citizen.person_id)
    assert asked == [given.reference]
    assert (given.purpose, given.about) == (ConsentPurpose.POPULATION_DATA, walker.code)
    assert given.kinds == ("name", "sex")
    assert given.text
    assert not walker.get(url(walker)).context["form"]["consent"].value(), "only for that filing"


def test_a_standing_consent_ticks_the_box_and_its_withdrawal_unticks_it(walker, source):
    source(SourceRecord("DC-1", {"name": "Trần Thị Mẫu"}))
    for give, ticked in (("1", True), ("0", False)):
        walker.post("/my/consent/", {"purpose": "population_data", "give": give})
        assert walker.get(url(walker)).context["form"]["consent"].value() is ticked
    source(AssertionError())
    walker.post(url(walker), {"unit": walker.commune.unit.id})
    assert begun(walker).sources == {}


def test_an_address_with_house_and_hamlet_names_its_commune(walker):
    unit = walker.commune.unit
    around = units_by_ids([unit.parent_id])[unit.parent_id].full_name if unit.parent_id else ""
    address = ", ".join(part for part in ("Số 1", "tổ 2", unit.full_name, around) if part)
    assert _addressed(address, frozenset({unit.id})) == unit.id
    assert _addressed("Số 1, phố Không Có, phường Không Có", frozenset({unit.id})) == 0
