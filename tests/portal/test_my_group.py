"""The one progress of several procedures filed as one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.dossiers.services import dossier_refuse, dossier_request_supplement_at_intake
from tests.builders.citizens import citizen_make, client_of
from tests.builders.groups import birth_in, codes_of, deliver, group_sent, part_finish, town_make
from tests.portal.walking import Walker, text


@pytest.fixture(autouse=True)
def english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def town(system_scope):
    town = town_make()
    with birth_in(town):
        yield town


@pytest.fixture
def citizen(system_scope):
    return citizen_make()


def get(name, citizen, *args):
    return Walker.get(None, reverse(f"portal:{name}", args=args), client_of(citizen))  # type: ignore[arg-type]


def post(name, citizen, *args, **data):
    url = reverse(f"portal:{name}", args=args)
    return Walker.post(None, url, data, client_of(citizen))  # type: ignore[arg-type]


def test_the_receipt_is_one_with_every_part_and_its_code(town, citizen):
    receipt, group = group_sent(citizen, town)
    page = text(get("receipt", citizen, receipt.code))
    assert receipt.code in page
    assert receipt.security_code in page
    assert all(code in page for code in codes_of(group).values())
    assert "Công an phường Bách Quang" in page
    pdf = get("receipt_pdf", citizen, receipt.code)
    assert pdf.content[:5] == b"%PDF-"
    assert receipt.code in pdf["Content-Disposition"]


def test_the_page_shows_what_waits_what_is_asked_and_what_is_finished(town, citizen):
    _receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    page = text(get("my_group", citizen, group.public_id))
    assert page.count('class="paper"') == 4
    assert page.count("waits for the result") == 3
    part_finish(town, "registration", codes["registration"])
    dossier_request_supplement_at_intake(
        actor=town.desks["residence"].counter, code=codes["residence"], items=["Giấy"], reason="Mờ"
    )
    page = text(get("my_group", citizen, group.public_id))
    assert "1 of 4 parts have their result" in page
    assert "A part needs something from you." in page
    assert "waits for the result" not in page


def test_the_list_has_one_line_for_the_whole_and_finds_it_by_a_parts_code(town, citizen):
    _receipt, group = group_sent(citizen, town)
    code = codes_of(group)["residence"]
    page = text(get("my_dossiers", citizen))
    assert page.count('class="paper"') == 1
    assert group.code in page
    url = reverse("portal:my_dossiers")
    found = text(Walker.get(None, f"{url}?q={code}", client_of(citizen)))  # type: ignore[arg-type]
    assert group.code in found
    none = text(Walker.get(None, f"{url}?state=done", client_of(citizen)))  # type: ignore[arg-type]
    assert group.code not in none


def test_when_the_first_part_is_refused_it_is_filed_again_with_the_answers(town, citizen):
    _receipt, group = group_sent(citizen, town)
    dossier_refuse(
        actor=town.commune.counter, code=codes_of(group)["registration"], reason="Sai",
        legal_basis="Luật",
    )  # fmt: skip
    deliver()
    page = text(get("my_group", citizen, group.public_id))
    assert "It ended without a result" in page
    assert "File again with your answers" in page
    again = post("my_group", citizen, group.public_id, act="again")
    assert again.status_code == 302
    assert "/file/" in again["Location"]


def test_with_both_codes_anybody_follows_the_whole_without_names(town, citizen, client):
    receipt, group = group_sent(citizen, town)
    answer = client.post(
        reverse("portal:track"), {"code": receipt.code, "factor": receipt.security_code}
    )
    page = client.get(answer["Location"])
    shown = text(page)
    assert all(code in shown for code in codes_of(group).values())
    assert citizen.person.name not in shown
    assert page["Cache-Control"] == "no-store"
    wrong = client.post(reverse("portal:track"), {"code": receipt.code, "factor": "0000-0000"})
    assert wrong.status_code == 404


def test_the_start_page_offers_the_parts(town, citizen):
    page = get("file_start", citizen, town.commune.offering.version.code)
    assert 'value="residence"' in text(page)


def test_another_persons_is_not_found(town, citizen):
    receipt, group = group_sent(citizen, town)
    stranger = citizen_make()
    assert get("my_group", stranger, group.public_id).status_code == 404
    assert get("receipt", stranger, receipt.code).status_code == 404
    assert post("my_group", stranger, group.public_id).status_code == 404


def test_a_refused_part_is_filed_again_from_the_page_with_what_was_said(town, citizen):
    _receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    refuse = {"reason": "Thiếu giấy", "legal_basis": "Luật Cư trú"}
    dossier_refuse(actor=town.desks["residence"].counter, code=codes["residence"], **refuse)
    deliver()
    page = text(get("my_group", citizen, group.public_id))
    assert "File again: Permanent residence" in page
    begun = post("my_group", citizen, group.public_id, act="parts", parts="residence")
    assert begun["Location"].endswith("/fees/")  # the part's own, shown before it is sent
    fees = Walker.get(None, begun["Location"], client_of(citizen))  # type: ignore[arg-type]
    assert "You file a part again" in text(fees)
    url = begun["Location"].replace("/fees/", "/check/")
    check = Walker.get(None, url, client_of(citizen))  # type: ignore[arg-type]
    shown = text(check)
    assert "Only this is sent: Permanent residence" in shown
    assert "Handed in with the first filing" in shown
    assert town.desks["residence"].unit.full_name in shown
    version = check.context["draft"].version
    sent = Walker.post(None, url, {"declared": "on", "version": version}, client_of(citizen))  # type: ignore[arg-type]
    assert sent.status_code == 302, text(sent)
    page = text(get("my_group", citizen, group.public_id))
    assert codes["residence"] in page
    assert "Filed before as" in page
    assert "File again" not in page
    late = post("my_group", citizen, group.public_id, act="parts", parts="residence")
    assert late["Location"] == reverse("portal:my_group", args=[group.public_id])
    assert text(get("my_dossiers", citizen)).count('class="paper"') == 1


def test_of_several_parts_some_are_chosen_and_none_is_an_error(town, citizen):
    _receipt, group = group_sent(citizen, town)
    data = {"parts": ["residence", "insurance"], "reason": "Thôi"}
    post("my_group_withdraw", citizen, group.public_id, **data)
    page = text(get("my_group", citizen, group.public_id))
    assert "Which parts do you file again?" in page
    none = post("my_group", citizen, group.public_id, act="parts")
    assert none.status_code == 422
    assert "Choose at least one part." in text(none)
