"""The last page: everything in words, what is open, and one button."""

from __future__ import annotations

from motcua.dossiers.queries import dossiers_search
from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.builders.citizens import citizen_make, client_of
from tests.builders.filing import draft_ready
from tests.portal.walking import text, walker

__all__ = ["walker"]


def sent(walker, draft, **over):
    data = {"version": draft.version, "declared": "on", **over}
    return walker.post(walker.url("file_check", draft), data)


def dossiers(walker):
    with scope_use(walker.citizen.scope):
        return dossiers_search().rows


def test_everything_stands_there_with_its_way_back(walker):
    page = text(walker.get(walker.url("file_check", walker.ready())))
    for told in ("Xin giấy", "giay-0.pdf", "Bách Quang", 'name="declared"'):
        assert told in page


def test_what_is_open_stands_on_top_and_there_is_no_button(walker):
    draft = walker.begun()
    page = text(walker.get(walker.url("file_check", draft)))
    assert walker.url("file_papers", draft) in page
    assert 'name="declared"' not in page


def test_sending_leads_to_the_receipt_and_twice_is_once(walker):
    draft = walker.ready()
    first, again = sent(walker, draft), sent(walker, draft)
    assert first.status_code == 302
    assert again["Location"] == first["Location"]
    assert len(dossiers(walker)) == 1


def test_without_the_declaration_nothing_is_sent(walker):
    draft = walker.ready()
    assert sent(walker, draft, declared="").status_code == 422
    assert dossiers(walker) == ()


def test_a_draft_changed_meanwhile_is_looked_at_again(walker):
    draft = walker.ready()
    answer = sent(walker, draft, version=draft.version - 1)
    assert answer["Location"] == walker.url("file_check", draft)
    assert dossiers(walker) == ()


def test_forged_fields_change_nothing(walker):
    draft = walker.ready()
    answer = sent(
        walker, draft, person_id="1", unit="1", applicant="Kẻ Mạo Danh", state="sent", code="x"
    )
    assert answer.status_code == 302
    (row,) = dossiers(walker)
    assert row.applicant_name == "Trần Thị Mẫu"
    assert row.competent_unit_id == walker.commune.unit.id


def test_back_after_sending_leads_to_the_receipt(walker):
    draft = walker.ready()
    there = sent(walker, draft)["Location"]
    for page in ("file_check", "file_papers", "file_return", "file_go"):
        assert walker.get(walker.url(page, draft))["Location"] == there


def test_a_lower_level_keeps_the_draft_and_cannot_send(walker):
    low = citizen_make(assurance=1)
    draft = draft_ready(low, walker.commune)
    client = client_of(low)
    url = walker.url("file_check", draft)
    walker.post(url, {"version": draft.version, "declared": "on"}, client)
    with scope_use(low.scope):
        assert draft_get(low, draft.public_id).is_open


def test_another_persons_is_not_found(walker):
    draft = walker.ready()
    assert walker.get(walker.url("file_check", draft), walker.stranger).status_code == 404
    answer = walker.post(walker.url("file_check", draft), {"declared": "on"}, walker.stranger)
    assert answer.status_code == 404


def test_the_page_costs_a_fixed_number_of_statements(walker, django_assert_max_num_queries):
    one, three = walker.ready(files=1), walker.ready(files=3)
    walker.get(walker.url("file_check", one))  # what a process reads once
    with django_assert_max_num_queries(18):
        walker.get(walker.url("file_check", three))
