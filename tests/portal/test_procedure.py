"""One procedure: the questions in their order, what is not known said plainly."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.builders.filing import form_publish
from tests.builders.organisations import commune_make
from tests.builders.procedures import component, fee, offering_make, version_make

pytestmark = pytest.mark.django_db
URL = "/procedures/1.001193/"


@pytest.fixture
def client():
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def text(client, **over):
    version_make(code="1.001193", **over)
    return client.get(URL).content.decode()


def test_it_answers_the_questions_in_their_order(client):
    html = text(client)
    questions = [
        "Can I apply?", "What do I need?", "How long does it take?", "What does it cost?",
        "Where do I go?", "How do I do it?", "The law", "How sure is this page?",
    ]  # fmt: skip
    places = [html.index(question) for question in questions]
    assert places == sorted(places)
    assert html.count("<h1") == 1


def test_papers_say_how_many_when_and_what_replaces_them(client):
    html = text(
        client,
        components=[
            component(originals=2, copies=1),
            component("Giấy chứng sinh", name_en="", condition="nếu có", required=False),
            component("CCCD", name_en="Card", how="present", satisfied_by=["population"]),
            component("Hộ chiếu", name_en="Passport", kind="original_or_copy"),
            component("Mẫu điện tử", name_en="E-form", kind="electronic_form", template="yes"),
        ],
    )
    assert "2 originals, 1 copy" in html
    assert '<span lang="vi">Giấy chứng sinh</span>' in html
    assert "Condition:" in html
    assert "only to be shown; you keep it" in html
    assert "Not needed when the office can read it in: National Population Database." in html
    assert "original or copy" in html
    assert "printed form" not in html


def test_a_condition_that_exists_in_vietnamese_alone_is_marked_and_not_shown_as_markup(client):
    paper = component("Giấy chứng sinh", condition="nếu có <b>", required=False)
    html = text(client, components=[paper])
    assert 'Condition: <span lang="vi">nếu có &lt;b&gt;</span>' in html
    assert "&lt;span" not in html


def test_fees_are_told_with_amount_day_and_source(client):
    html = text(client, fees=[fee(8_000, valid_to="2099-12-31"), fee(None), fee(0)])
    assert "8,000\xa0₫ per copy" in html
    assert "Until 31\xa0Dec\xa02099" in html
    assert "Set by the province" in html
    assert "Free of charge" in html
    assert "281/2016/TT-BTC" in html


def test_an_incomplete_record_names_the_missing_parts(client):
    html = text(client, components=[], limit="", fee_state="unknown", fees=[])
    assert "We do not know everything about this procedure yet" in html
    assert "components of the dossier" in html
    assert "time limit" in html
    assert "The papers are not known here yet" in html
    assert "The fee is not known here yet" in html


def test_it_says_what_a_lawyer_still_has_to_check_and_where_parts_come_from(client):
    html = text(client, review_notes=["fees"], sources={"limit": "own", "fees": "281/2016/TT-BTC"})
    assert "The fee has not been compared with the text of the law." in html
    assert "Compiled for Motcua from the legal basis" in html


def test_a_repealed_procedure_says_so_instead_of_what_is_missing(client):
    html = text(client, status="repealed", status_date=date(2026, 1, 1).isoformat(), limit="")
    assert "This procedure has been repealed" in html
    assert "We do not know everything" not in html


def test_it_names_the_communes_that_take_it_in(client):
    version = version_make(code="1.001193")
    unit = commune_make(name="Bách Quang")
    offering_make(unit=unit, version=version)
    html = client.get(URL).content.decode()
    assert f'<a href="/units/{unit.code}/">Phường Bách Quang</a>, Tỉnh Thái Nguyên' in html


def test_machines_read_the_same_facts(client):
    html = text(client, name="Đăng ký </script><b> & sinh")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    facts = json.loads(found[1])
    assert facts["@type"] == "GovernmentService"
    assert facts["identifier"] == "1.001193"
    assert facts["name"] == "Đăng ký </script><b> & sinh"
    assert facts["offers"][0] == {
        "@type": "Offer", "name": "Lệ phí hộ tịch", "price": 8000, "priceCurrency": "VND",
    }  # fmt: skip


def test_an_unknown_code_is_not_found(client):
    for path in ("/procedures/9.999999/", "/procedures/%00/", "/procedures/x y/"):
        assert client.get(path).status_code == 404


def test_a_new_version_is_sent_again_and_the_old_one_counted(client):
    version_make(code="1.001193")
    etag = client.get(URL)["ETag"]
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304
    version_make(code="1.001193", effective_from=datetime(2026, 1, 1, tzinfo=UTC), limit="5wd")
    answer = client.get(URL, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "There was 1 earlier version." in answer.content.decode()
    assert "5 working days" in answer.content.decode()


def test_the_number_of_statements_is_fixed(client, django_assert_max_num_queries):
    version = version_make(code="1.001193")
    for number in range(15):
        offering_make(unit=commune_make(name=f"Xã {number}", bodies=()), version=version)
    with django_assert_max_num_queries(13):
        client.get(URL)


def test_it_leads_to_filing_from_home_as_soon_as_there_is_a_form(client):
    version = version_make(code="1.001193")
    offering_make(unit=commune_make(), version=version)
    before = client.get(URL)
    assert 'href="/file/1.001193/"' not in before.content.decode()
    form_publish("1.001193")
    after = client.get(URL, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200, "a published form changes the page"
    assert 'href="/file/1.001193/"' in after.content.decode()


LATE = {"charge": "late", "case": "late", "name": "Đăng ký muộn", "name_en": "Late registration"}
FEES = [{**fee(None), **LATE}, {**fee(5_000), **LATE, "province": "01", "exempt": ["poor"]}]


def test_the_fee_of_one_province_is_never_told_to_another_s_reader(client, system_scope):
    here = commune_make(province="19")
    offering_make(unit=here, code="1.001193", fees=FEES)
    commune_make(province="01")  # the province is known by name
    html = client.get(URL).content.decode()
    assert "5,000" not in html
    assert "is not on record here. Ask at the counter." in html
    there = client.get(f"{URL}?province=01").content.decode()
    assert "5,000" in there
    assert "Free of charge for: poor household." in there
    assert "is not on record here" not in there
    assert client.get(f"{URL}?province=nowhere").content.decode().count("5,000") == 0


def test_with_several_provinces_the_fee_depends_and_says_on_what(client, system_scope):
    version = version_make(code="1.001193", fees=FEES)
    for code in ("19", "01"):
        offering_make(unit=commune_make(province=code), version=version)
    html = client.get(URL).content.decode()
    assert "Depends on the province" in html
    assert re.search(r"[^.<>]*: 5,000\s*₫", html)
    assert "Elsewhere, ask at the counter." in html
    assert '<select id="province"' in html
