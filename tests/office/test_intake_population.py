"""The population database at the counter: its word is shown, the officer decides."""

from __future__ import annotations

import re

import pytest
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import client_for
from tests.office.test_intake import INTAKE, code_of, form, text

from motcua.dossiers.queries import dossier_get
from motcua.filing import sources
from motcua.filing.sources import SourceRecord, SourceUnavailable
from motcua.kernel.models import AccessRecord

pytestmark = pytest.mark.django_db
ASK = "/office/intake/population/"
KNOWN = {
    "name": "NGUYỄN VĂN MẪU",
    "birth_date": "1990-12-31",
    "sex": "male",
    "current_address": "Tổ 5, phường Bách Quang, Thái Nguyên",
}


class Register:
    """A source that says what a test tells it."""

    key, label = "population", "National Population Database"

    def __init__(self):
        self.fields, self.asked, self.down = KNOWN, [], False

    def ask(self, request):
        self.asked.append(request)
        if self.down:
            raise SourceUnavailable
        return SourceRecord("DC-77", self.fields) if self.fields else None


@pytest.fixture
def register(monkeypatch, settings):
    found = Register()
    settings.POPULATION_URL = "http://population.invalid"
    monkeypatch.setitem(sources._sources, "population", found)
    return found


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


@pytest.fixture
def counter(commune):
    return client_for(commune.counter)


def token_of(page):
    return re.search(r'name="applicant-population" value="([^"]+)"', page)[1]


def test_what_it_confirms_satisfies_a_component_and_its_record_is_kept(commune, counter, register):
    page = text(counter.post(ASK, form(commune)))
    assert "says the same" in page
    assert "DC-77" in page
    record = AccessRecord.objects.latest("id")
    assert "on the person" in record.purpose
    assert register.asked[0].consent.removeprefix("counter:") in record.purpose
    second = commune.offering.version.components[1]
    blank = {f"c{second.id}-satisfied_by": "", "applicant-population": token_of(page)}
    used = text(counter.post(INTAKE, form(commune, action="population:use", **blank)))
    assert "Tổ 5, phường Bách Quang, Thái Nguyên" in used
    assert re.search(r'<option value="population" selected', used)
    done = blank | {f"c{second.id}-satisfied_by": "population"}
    made = dossier_get(code_of(counter.post(INTAKE, form(commune, **done))))
    line = next(one for one in made.components if one.component_id == second.id)
    assert (line.satisfied_by, "DC-77" in line.note) == ("population", True)
    assert "flags" not in made.content


def test_a_difference_is_shown_kept_as_a_flag_and_never_refuses(commune, counter, register):
    register.fields = KNOWN | {"birth_date": "1991-12-31"}
    page = text(counter.post(ASK, form(commune)))
    assert "says something else" in page
    assert "no reason to refuse" in page
    assert "differs" in page
    answer = counter.post(INTAKE, form(commune, **{"applicant-population": token_of(page)}))
    (flag,) = dossier_get(code_of(answer)).content["flags"]
    assert (flag["state"], flag["differs"]) == ("mismatch", ["birth_date"])


def test_marks_and_capitals_are_no_difference(commune, counter, register):
    register.fields = KNOWN | {"name": "Nguyen van mau"}
    assert "says the same" in text(counter.post(ASK, form(commune)))


@pytest.mark.parametrize("how", ["down", "unknown"])
def test_a_silent_source_is_told_and_intake_goes_on(commune, counter, register, how):
    register.down = how == "down"
    register.fields = KNOWN if register.down else {}
    page = text(counter.post(ASK, form(commune)))
    assert ("does not answer" if register.down else "does not know this number") in page
    answer = counter.post(INTAKE, form(commune, **{"applicant-population": token_of(page)}))
    assert answer.status_code == 302
    assert ("flags" in dossier_get(code_of(answer)).content) is register.down


def test_nothing_is_asked_without_number_and_name_nor_without_a_source(
    commune, counter, register, settings
):
    page = text(counter.post(ASK, form(commune, **{"applicant-name": ""})))
    assert "Type the 12 digits" in page
    settings.POPULATION_URL = ""
    assert "population" not in text(counter.post(ASK, form(commune))).replace("intake", "")
    assert register.asked == []


def test_an_answer_about_somebody_else_is_not_used(commune, counter, register):
    token = token_of(text(counter.post(ASK, form(commune))))
    other = {"applicant-id_number": "019090000002", "applicant-population": token}
    page = text(counter.post(INTAKE, form(commune, action="population:use", **other)))
    assert "DC-77" not in page
    assert client_for(commune.specialist).post(ASK, form(commune)).status_code == 404
