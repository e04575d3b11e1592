"""Counter intake: what is taken in, what is refused, and that nothing typed is ever lost."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for
from tests.builders.nasty import nasty_all as nasty_files
from tests.builders.procedures import component, version_make

from motcua.documents.queries import files_by_ids
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.queries import dossier_get, dossiers_search
from motcua.dossiers.services import dossier_intake, dossier_submit
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import PartyInput, PartyRole, Status
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db
INTAKE = "/office/intake/"
CARD = "019188000123|090123456|Nông Thị Mai Hương|14031988|Nữ|Tổ 5, phường Bách Quang|12082021"


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


@pytest.fixture
def counter(commune):
    return client_for(commune.counter)


def start(commune):
    return {"unit": commune.unit.id, "procedure": commune.offering.code}


def form(commune, **over):
    """Return a complete form as a browser sends it; None leaves a field out."""
    first, second = commune.offering.version.components
    data = {
        **start(commune),
        "version": commune.offering.version.id,
        "key": "k" * 32,
        "channel": "1",
        "assisted_mode": "",
        "return_method": "0",
        "sets": "1",
        "fee_quantity": "2",
        "applicant-kind": "0",
        "applicant-name": "Nguyễn Văn Mẫu",
        "applicant-id_number": "019090000001",
        "applicant-birth_date": "31/12/1990",
        "applicant-sex": "Nam",
        "applicant-phone": "0912 345 678",
        f"c{first.id}-given": "on",
        f"c{second.id}-satisfied_by": "population",
        "action": "accept",
        **over,
    }
    return {name: value for name, value in data.items() if value is not None}


def code_of(response):
    return re.search(r"/([A-Z0-9.\-]+)/(?:$|refuse|supplement)", response["Location"])[1]


def text(response):
    return response.content.decode()


# --- the list of procedures -----------------------------------------------------------------------


def test_the_list_finds_by_words_without_diacritics_by_code_and_by_field(commune, counter):
    code = commune.offering.code
    for words in ("tinh trang hon nhan", code, "ho tich", unicodedata.normalize("NFD", "hôn nhân")):
        assert code in text(counter.get(INTAKE, {"q": words})), words
    assert "No procedure fits these words" in text(counter.get(INTAKE, {"q": "khai thác cát"}))


def test_the_most_used_procedure_stands_first(commune, counter):
    from tests.builders.procedures import offering_make

    units = {"receiving": commune.centre.id, "handling": commune.office.id}
    other = offering_make(unit=commune.unit, roles_units=units, name="Bản sao trích lục")
    page = text(counter.get(INTAKE))
    assert page.index(other.code) < page.index(commune.offering.code)  # the alphabet
    dossier_accepted(commune)
    page = text(counter.get(INTAKE))
    assert page.index(commune.offering.code) < page.index(other.code)


def test_an_officer_of_several_communes_sees_which_commune_is_competent(commune):
    from tests.builders.organisations import body_of, commune_make
    from tests.builders.procedures import offering_make

    second = commune_make(name="Sông Công")
    offering_make(
        unit=second,
        version=commune.offering.version,
        roles_units={"receiving": body_of(second, "ttpvhcc").id},
    )
    both = actor_make(role=Role.COUNTER, unit=commune.unit.parent_id)
    page = text(client_for(both).get(INTAKE))
    assert "Phường Bách Quang" in page
    assert "Phường Sông Công" in page
    here = text(client_for(commune.counter).get(INTAKE))
    assert "Phường Sông Công" not in here


def test_only_a_counter_officer_may_take_in(commune):
    for actor in (commune.specialist, commune.leader, commune.clerk, commune.director):
        assert client_for(actor).get(INTAKE).status_code == 404
        assert client_for(actor).post(INTAKE, form(commune)).status_code == 404
    assert Client().get(INTAKE)["Location"].startswith("/office/sign-in/")


def test_the_counter_of_another_commune_takes_in_nothing_here(commune):
    from tests.builders.organisations import body_of, commune_make

    stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(name="Xa"), "ttpvhcc"))
    client = client_for(stranger)
    assert client.get(INTAKE, start(commune)).status_code == 404
    answer = client.post(INTAKE, form(commune))
    assert answer.status_code == 404
    assert "Choose another one" in text(answer)


@pytest.mark.parametrize("unit", ["", "0", "x", "9" * 30, "-1", "١٢", "1;DROP"])
def test_a_damaged_address_leads_back_to_the_list(commune, counter, unit):
    answer = counter.get(INTAKE, {"unit": unit, "procedure": "9.9\x00"})
    assert answer.status_code == 404
    assert "Choose another one" in text(answer)


# --- the person -----------------------------------------------------------------------------------


def test_a_scanned_card_fills_the_person_and_says_where_it_came_from(commune, counter):
    data = form(commune, action="person:applicant", **{"applicant-card": CARD})
    data["applicant-name"] = ""
    page = text(counter.post(INTAKE, data))
    for piece in ("Nông Thị Mai Hương", "019188000123", "14 Mar 1988", "Tổ 5, phường Bách Quang"):
        assert piece in page
    assert "Read from the citizen card" in page
    assert CARD not in page
    assert "0912 345 678" in page  # what was typed stays


@pytest.mark.parametrize("born", ["31/12/1990", "31121990", "1990-12-31", "31 Dec 1990"])
def test_a_day_of_birth_may_be_typed_in_usual_ways(commune, counter, born):
    code = code_of(counter.post(INTAKE, form(commune, **{"applicant-birth_date": born})))
    assert dossier_get(code).applicant.birth_date.isoformat() == "1990-12-31"


def test_a_card_in_decomposed_letters_is_the_same_card(commune, counter):
    nfd = unicodedata.normalize("NFD", CARD)
    page = text(counter.post(INTAKE, form(commune, action="person:owner", **{"owner-card": nfd})))
    assert "Nông Thị Mai Hương" in page


@pytest.mark.parametrize(
    ("card", "says"),
    [
        ("", "Type the number or scan"),
        ("Nguyễn Văn A", "neither a card"),
        ("12345", "neither a card"),
        (CARD.replace("14031988", "31021988"), "date of birth does not exist"),
        (CARD.replace("019188000123", "01918800012"), "12 digits"),
        (CARD.replace("090123456", "09012345x"), "old number"),
        (CARD.replace("Nông Thị Mai Hương", ""), "holds no name"),
        (CARD.replace("12082021", "12132021"), "date of issue does not exist"),
        ("|".join(CARD.split("|")[:4]), "Only a part of the code"),
        ("<script>alert(1)</script>|||||", "12 digits"),
    ],
)
def test_a_card_that_cannot_be_read_says_why_at_the_field(commune, counter, card, says):
    data = form(commune, action="person:applicant", **{"applicant-card": card})
    answer = counter.post(INTAKE, data)
    assert answer.status_code == 200
    assert says in text(answer)
    assert "<script>alert(1)" not in text(answer)
    assert "Nguyễn Văn Mẫu" in text(answer)


def test_somebody_known_here_is_filled_in_and_the_reading_recorded(commune, counter):
    dossier_accepted(commune)
    data = form(commune, action="person:applicant", **{"applicant-card": "019 090 000 001"})
    data |= {"applicant-name": "", "applicant-phone": ""}
    page = text(counter.post(INTAKE, data))
    assert "From an earlier dossier of your unit" in page
    assert 'value="Nguyễn Văn Mẫu"' in page
    record = AccessRecord.objects.latest("id")
    assert record.subject.startswith("person:")
    assert "019090000001" not in record.subject
    assert record.account_id == commune.counter.account_id


def test_another_name_that_was_typed_is_not_written_over(commune, counter):
    dossier_accepted(commune)
    data = form(commune, action="person:applicant", **{"applicant-card": "019090000001"})
    data["applicant-name"] = "Trần Thị Khác"
    page = text(counter.post(INTAKE, data))
    assert "Known here under this number" in page
    assert 'value="Trần Thị Khác"' in page
    taken = text(counter.post(INTAKE, data | {"action": "take:applicant"}))
    assert 'value="Nguyễn Văn Mẫu"' in taken


def test_the_same_procedure_of_the_same_person_warns_and_never_blocks(commune, counter):
    code = dossier_accepted(commune)
    page = text(counter.post(INTAKE, form(commune, action="check")))
    assert "has filed the same procedure" in page
    assert f"/office/dossiers/{code}/" in page
    assert counter.post(INTAKE, form(commune)).status_code == 302


# --- accepting ------------------------------------------------------------------------------------


def test_accept_gives_code_due_date_and_the_way_to_the_slip(commune, counter):
    answer = counter.post(INTAKE, form(commune), follow=True)
    code = code_of(answer.redirect_chain[0] and {"Location": answer.redirect_chain[0][0]})
    dossier = dossier_get(code)
    assert dossier.status is Status.ACCEPTED
    assert dossier.fees[0].quantity == 2
    assert dossier.components[0].originals == 1  # a tick means the usual number
    assert dossier.components[1].satisfied_by == "population"
    page = text(answer)
    assert code in page
    assert "Tuesday 15/9/2026, 09:00" in page
    assert f"/office/prints/{code}/01/" in page


def test_the_due_date_stands_on_the_page_before_accepting_and_why(commune, counter):
    page = text(counter.get(INTAKE, start(commune), follow=True))
    assert "Tuesday 15/9/2026, 09:00" in page
    assert "weekly rest" in page
    part = counter.get(f"/office/intake/due/{commune.unit.id}/{commune.offering.code}/")
    assert "Tuesday 15/9/2026, 09:00" in text(part)
    assert counter.get(f"/office/intake/due/{commune.unit.id}/9.x/").status_code == 404


def test_a_double_click_makes_one_dossier(commune, counter):
    first = counter.post(INTAKE, form(commune))
    second = counter.post(INTAKE, form(commune), follow=True)
    assert first["Location"] == second.redirect_chain[0][0]
    assert "Nothing was made a second time" in text(second)
    assert len(dossiers_search().rows) == 1


@pytest.mark.parametrize("before", ["accept", "register", "supplement", "refuse"])
@pytest.mark.parametrize("after", ["accept", "register"])
def test_a_form_sent_again_with_any_button_and_any_words_leads_to_its_dossier(
    commune, counter, before, after
):
    counter.post(INTAKE, form(commune, action=before))
    (row,) = dossiers_search().rows
    changed = form(commune, action=after, **{"applicant-name": "Ai Khác"})
    answer = counter.post(INTAKE, changed, follow=True)
    assert row.code in answer.redirect_chain[0][0]
    assert "This form has been sent already" in text(answer)
    assert dossiers_search().rows == (row,)


def test_back_after_accepting_shows_the_dossier_and_a_new_form_takes_in_a_second(commune, counter):
    address = counter.get(INTAKE, start(commune))["Location"]
    key = re.search(r"form=([0-9a-f]{32})", address)[1]
    assert f'name="key" value="{key}"' in text(counter.get(address))
    code = code_of(counter.post(INTAKE, form(commune, key=key)))
    back = counter.get(address, follow=True)
    assert code in back.redirect_chain[0][0]
    assert "begin a new form" in text(back)
    fresh = counter.get(INTAKE, start(commune))["Location"]
    assert fresh != address
    other = re.search(r"form=([0-9a-f]{32})", fresh)[1]
    page = text(counter.post(INTAKE, form(commune, key=other, action="check")))
    assert "has filed the same procedure" in page
    assert code_of(counter.post(INTAKE, form(commune, key=other))) != code


def test_the_form_of_another_officer_is_not_found_by_its_key(commune, counter):
    counter.post(INTAKE, form(commune))
    colleague = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
    answer = colleague.post(INTAKE, form(commune, **{"applicant-name": "Ai Khác"}), follow=True)
    assert "sent already" not in text(answer)
    assert len(dossiers_search().rows) == 2


def test_register_only_gives_a_code_without_a_due_date(commune, counter):
    answer = counter.post(INTAKE, form(commune, action="register"), follow=True)
    code = code_of({"Location": answer.redirect_chain[0][0]})
    assert dossier_get(code).status is Status.REGISTERED
    assert "no due date until it is accepted" in text(answer)


@pytest.mark.parametrize("action", ["supplement", "refuse"])
def test_supplement_and_refusal_register_first_and_ask_for_the_reason_next(
    commune, counter, action
):
    first = commune.offering.version.components[0]
    answer = counter.post(INTAKE, form(commune, action=action, **{f"c{first.id}-given": None}))
    assert answer.status_code == 302
    assert action in answer["Location"]
    assert counter.get(answer["Location"]).status_code == 200


def test_missing_required_papers_are_marked_and_nothing_is_written(commune, counter):
    first = commune.offering.version.components[0]
    answer = counter.post(INTAKE, form(commune, **{f"c{first.id}-given": None}))
    assert answer.status_code == 422
    page = text(answer)
    assert "required and is still missing" in page
    assert f'href="#id_c{first.id}-given"' in page
    assert "Nguyễn Văn Mẫu" in page
    assert dossiers_search().rows == ()


def test_missing_papers_names_and_wrong_dates_are_all_said_in_one_summary(commune, counter):
    first = commune.offering.version.components[0]
    wrong = {
        "applicant-name": "",
        "applicant-birth_date": "31/02/1990",
        "owner-phone": "1",
        "sets": "0",
        f"c{first.id}-given": None,
    }
    answer = counter.post(INTAKE, form(commune, **wrong))
    assert answer.status_code == 422
    page = text(answer)
    summary = page[page.index("data-error-summary") : page.index('id="intake-form"')]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links == [
        "id_applicant-name",
        "id_applicant-birth_date",
        "id_owner-name",
        "id_owner-phone",
        f"id_c{first.id}-given",
        "id_sets",
    ]


def test_owner_and_authorised_person_come_along(commune, counter):
    more = {
        "owner-name": "Lê Thị Chủ",
        "owner-id_number": "019090000002",
        "authorised-name": "Phạm Văn Được",
        "authorised-relation": "child",
        "authorised-proof": "Giấy ủy quyền  12/2026",
    }
    answer = counter.post(INTAKE, form(commune, **more))
    parties = dossier_get(code_of(answer)).parties
    assert [(party.role, party.name) for party in parties] == [
        (PartyRole.APPLICANT, "Nguyễn Văn Mẫu"),
        (PartyRole.OWNER, "Lê Thị Chủ"),
        (PartyRole.AUTHORISED, "Phạm Văn Được"),
    ]


def test_relation_and_proof_of_an_authorised_person_are_kept_shown_and_printed(commune, counter):
    more = {
        "authorised-name": "Phạm Văn Được",
        "authorised-relation": "child",
        "authorised-proof": "Giấy ủy quyền  12/2026 <b>",
    }
    code = code_of(counter.post(INTAKE, form(commune, **more)))
    told = dossier_get(code).content["authorisation"]
    assert told == {"relation": "child", "proof": "Giấy ủy quyền 12/2026 <b>"}
    page = text(counter.get(f"/office/dossiers/{code}/"))
    assert "Son or daughter" in page
    assert "Giấy ủy quyền 12/2026 &lt;b&gt;" in page


def test_an_authorised_person_needs_relation_and_proof_and_nobody_else_does(commune, counter):
    answer = counter.post(INTAKE, form(commune, **{"authorised-name": "Phạm Văn Được"}))
    assert answer.status_code == 422
    page = text(answer)
    assert 'href="#id_authorised-relation"' in page
    assert 'href="#id_authorised-proof"' in page
    assert counter.post(INTAKE, form(commune)).status_code == 302


def test_the_paper_of_authorisation_is_kept_with_the_dossier_and_bound_to_its_event(
    commune, counter
):
    proxy = {"authorised-name": "Phạm Văn Được", "authorised-relation": "child"}
    paper = SimpleUploadedFile("uy-quyen.pdf", pdf_make(), "application/pdf")
    page = text(counter.post(INTAKE, form(commune, action=None, **{"proof-upload": paper})))
    (token,) = token_of(page)  # kept although nothing was sent yet
    assert "uy-quyen.pdf" in page
    none_left = form(commune, action=None, remove=token, **{"proof-file": token})
    assert token_of(text(counter.post(INTAKE, none_left))) == []
    # The file alone proves it: no words about the paper are asked for any more.
    code = code_of(counter.post(INTAKE, form(commune, **proxy, **{"proof-file": token})))
    dossier = dossier_get(code)
    (paper,) = [one for one in dossier.attachments if one.name == "uy-quyen.pdf"]
    assert dossier.content["authorisation"] == {"relation": "child", "files": [paper.file_id]}
    shown = text(counter.get(f"/office/dossiers/{code}/"))
    assert shown.count(f"/office/dossiers/{code}/files/{paper.id}/") == 1
    assert counter.get(f"/office/dossiers/{code}/files/{paper.id}/").status_code == 200
    with scope_use(SYSTEM):
        assert list(chains_verify(Dossier.objects.filter(code=code))) == []
        Attachment.objects.filter(pk=paper.id).update(name="khac.pdf")
        assert list(chains_verify(Dossier.objects.filter(code=code))) != []


def test_a_proof_that_is_no_paper_is_refused_and_without_a_person_none_is_kept(commune, counter):
    bad = SimpleUploadedFile("uy-quyen.pdf", b"MZ no paper", "application/pdf")
    data = form(commune, **{"authorised-name": "Phạm Văn Được", "proof-upload": bad})
    answer = counter.post(INTAKE, data)
    assert answer.status_code == 422
    assert 'href="#id_authorised-proof"' in text(answer)
    assert token_of(text(answer)) == []


def test_the_ways_of_telling_are_kept_and_need_an_address(commune, counter):
    wrong = form(commune, **{"applicant-notify": ["sms", "email"]})
    answer = counter.post(INTAKE, wrong)
    assert answer.status_code == 422
    assert 'href="#id_applicant-email"' in text(answer)
    assert 'href="#id_applicant-phone"' not in text(answer)
    good = wrong | {"applicant-email": "mau@vidu.vn"}
    code = code_of(counter.post(INTAKE, good))
    assert dossier_get(code).content["notify"] == ["sms", "email"]
    assert "Text message (SMS), E-mail" in text(counter.get(f"/office/dossiers/{code}/"))


def test_a_procedure_with_cases_asks_which_one(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    cases = [
        {"code": "exchange", "name": "Cấp đổi", "name_en": "Exchange"},
        {"code": "reissue", "name": "Cấp lại", "name_en": ""},
    ]
    with at():
        commune = commune_at_work(cases=cases)
        client = client_for(commune.counter)
        assert "Cấp lại" in text(client.get(INTAKE, start(commune), follow=True))
        answer = client.post(INTAKE, form(commune))
        assert answer.status_code == 422
        assert 'href="#id_case"' in text(answer)
        assert client.post(INTAKE, form(commune, case="other")).status_code == 422
        code = code_of(client.post(INTAKE, form(commune, case="exchange")))
        assert dossier_get(code).content == {"case": "exchange"}
        assert "Exchange" in text(client.get(f"/office/dossiers/{code}/"))


def test_a_procedure_without_cases_asks_for_none(commune, counter):
    assert "Case of the procedure" not in text(counter.get(INTAKE, start(commune), follow=True))


def test_an_electronic_form_stands_for_the_paper_form(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        commune = commune_at_work(
            components=[
                component("Tờ khai", template="Mẫu 01"),
                component("Biểu mẫu điện tử", template="yes", kind="electronic_form"),
            ]
        )
        client = client_for(commune.counter)
        assert "One of the forms is enough" in text(client.get(INTAKE, start(commune), follow=True))
        second = commune.offering.version.components[1]
        data = form(commune, **{f"c{second.id}-satisfied_by": ""})
        assert client.post(INTAKE, data).status_code == 302


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("applicant-name", "", "Enter the full name"),
        ("applicant-name", "Ă" * 201, "200 characters at most"),
        ("applicant-address", "Đ" * 501, "500 characters at most"),
        ("applicant-id_number", "12", "12 digits"),
        ("applicant-birth_date", "30/02/1990", "There is no such day"),
        ("applicant-birth_date", "hôm qua", "There is no such day"),
        ("applicant-birth_date", "01/01/2030", "cannot be right"),
        ("applicant-phone", "xin số", "telephone number"),
        ("applicant-email", "ai@", "e-mail address"),
        ("applicant-sex", "Khác <b>", "Select a valid choice"),
        ("owner-phone", "1", "telephone number"),
        ("sets", "0", "from 1 to 999"),
        ("sets", "hai", "from 1 to 999"),
        ("sets", "", "from 1 to 999"),
        ("fee_quantity", "1000", "from 1 to 999"),
        ("channel", "2", "Select a valid choice"),
        ("return_method", "", "required"),
        ("subject", "đ" * 501, "500 characters at most"),
        ("applicant-name", "a\x00b", "Null characters"),
    ],
)
def test_a_wrong_value_is_named_at_its_field_and_everything_typed_stays(
    commune, counter, field, value, says
):
    answer = counter.post(INTAKE, form(commune, **{"note": "Ghi chú <b>giữ</b>", field: value}))
    assert answer.status_code == 422
    page = text(answer)
    assert says in page
    assert "data-error-summary" in page
    assert "Ghi chú &lt;b&gt;giữ&lt;/b&gt;" in page
    assert "0912 345 678" in page or field == "applicant-phone"


@pytest.mark.parametrize(
    ("piece", "value"),
    [("originals", "-1"), ("copies", "1000"), ("originals", "một"), ("satisfied_by", "bịa")],
)
def test_a_wrong_number_of_papers_is_named_at_its_line(commune, counter, piece, value):
    first = commune.offering.version.components[0]
    answer = counter.post(INTAKE, form(commune, **{f"c{first.id}-{piece}": value}))
    assert answer.status_code == 422
    assert f'id="id_c{first.id}-given_error"' in text(answer)


def test_markup_and_decomposed_letters_are_plain_text_in_one_form(commune, counter):
    name = unicodedata.normalize("NFD", "Nguyễn <i>Ẩn</i>")
    code = code_of(counter.post(INTAKE, form(commune, **{"applicant-name": name})))
    assert dossier_get(code).applicant.name == "Nguyễn <i>Ẩn</i>"
    page = text(counter.get(f"/office/intake/done/{code}/"))
    assert "<i>Ẩn" not in page


def test_repeated_and_missing_fields_are_no_error_of_ours(commune, counter):
    twice = form(commune) | {"applicant-name": ["Một", "Hai"], "sets": ["1", "2"]}
    assert counter.post(INTAKE, twice).status_code == 302
    bare = counter.post(INTAKE, {**start(commune), "action": "accept"})
    assert bare.status_code == 422


def test_a_page_of_an_older_version_is_shown_again_with_what_was_typed(commune, counter):
    old = commune.offering.version
    version_make(code=old.code, effective_from=datetime(2026, 9, 10, 1, tzinfo=UTC), limit="5wd")
    answer = counter.post(INTAKE, form(commune))
    assert answer.status_code == 422
    page = text(answer)
    assert "The procedure has changed since this page was opened" in page
    assert "Nguyễn Văn Mẫu" in page
    from motcua.procedures.queries import offering_get

    new = offering_get(unit_id=commune.unit.id, code=old.code).version
    assert f'name="version" value="{new.id}"' in page
    assert re.search(rf'id="id_c{new.components[0].id}-given" data-given checked', page)


# --- files ----------------------------------------------------------------------------------------


def upload(commune, data, name="don.pdf", kind="application/pdf"):
    first = commune.offering.version.components[0]
    return {f"c{first.id}-upload": SimpleUploadedFile(name, data, kind)}


def token_of(page):
    return re.findall(r'-file" value="([^"]+)"', page)


def test_an_uploaded_file_is_kept_while_other_fields_are_wrong(commune, counter):
    first = commune.offering.version.components[0]
    wrong = form(commune, **upload(commune, pdf_make()), **{"applicant-name": ""})
    page = text(counter.post(INTAKE, wrong))
    (token,) = token_of(page)
    assert "don.pdf" in page
    good = form(commune, **{f"c{first.id}-file": token, f"c{first.id}-given": None})
    dossier = dossier_get(code_of(counter.post(INTAKE, good)))
    (kept,) = dossier.components[0].files
    assert kept.name == "don.pdf"
    assert kept.file_id in files_by_ids([kept.file_id])


def test_a_kept_file_can_be_removed_again(commune, counter):
    first = commune.offering.version.components[0]
    page = text(counter.post(INTAKE, form(commune, action="check", **upload(commune, pdf_make()))))
    (token,) = token_of(page)
    data = form(commune, action=None, remove=token, **{f"c{first.id}-file": token})
    assert token_of(text(counter.post(INTAKE, data))) == []


def test_a_file_of_somebody_else_cannot_be_named(commune, counter):
    first = commune.offering.version.components[0]
    page = text(counter.post(INTAKE, form(commune, action="check", **upload(commune, pdf_make()))))
    (token,) = token_of(page)
    other = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
    for wrong in (token, "1", "", token[:-1] + "x", "a:b:c"):
        asked = form(commune, action="check", **{f"c{first.id}-file": wrong})
        assert token_of(text(other.post(INTAKE, asked))) == []


# A browser sends no file without a name and no name that is no text.
NASTY = {key: nasty for key, nasty in nasty_files().items() if nasty[1] and nasty[1].isprintable()}


@pytest.mark.parametrize("name", sorted(NASTY)[::5])
def test_a_nasty_file_is_refused_at_its_line_and_the_form_stays(commune, counter, name):
    data, file_name, _code = NASTY[name]
    answer = counter.post(INTAKE, form(commune, **upload(commune, data, file_name, "")))
    page = text(answer)
    assert answer.status_code == 422
    assert token_of(page) == []
    assert "data-error-summary" in page
    assert "Nguyễn Văn Mẫu" in page


def test_a_file_of_fifty_megabytes_is_refused_with_its_size(commune, counter):
    large = upload(commune, b"%PDF-1.7\n" + b"0" * 50_000_000)
    answer = counter.post(INTAKE, form(commune, action="check", **large))
    assert answer.status_code == 200
    assert "too large" in text(answer)
    assert "Nguyễn Văn Mẫu" in text(answer)


def test_a_picture_that_calls_itself_a_pdf_is_refused(commune, counter):
    from tests.builders.documents import photo_make

    answer = counter.post(INTAKE, form(commune, **upload(commune, photo_make())))
    assert answer.status_code == 422


# --- cost -----------------------------------------------------------------------------------------


def test_the_number_of_statements_does_not_grow_with_dossiers(
    commune, counter, django_assert_max_num_queries
):
    for number in range(3):
        parties = (PartyInput(name=f"Người {number}", id_number=f"01909000001{number}"),)
        dossier_accepted(commune, parties=parties)
    counter.get(INTAKE)
    with django_assert_max_num_queries(16):
        counter.get(INTAKE)
    with django_assert_max_num_queries(18):
        counter.get(INTAKE, start(commune))
    with django_assert_max_num_queries(22):
        counter.post(INTAKE, form(commune, action="person:applicant", **{"applicant-card": CARD}))


def test_the_operations_are_those_of_the_domain():
    from motcua.office.views.intake import SENT

    assert SENT["accept"][0] is dossier_intake
    assert {SENT[name][0] for name in ("register", "supplement", "refuse")} == {dossier_submit}
    assert MORNING.tzinfo is UTC
