"""A page of a form: kept whatever is typed, saved while typing, two tabs told."""

from __future__ import annotations

from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.portal.walking import Walker, text, walker

__all__ = ["walker"]


def kept(walker: Walker, draft):
    with scope_use(walker.citizen.scope):
        return draft_get(walker.citizen, draft.public_id)


def test_a_page_shows_what_the_account_says_and_its_place_in_words(walker):
    page = walker.get(walker.url("file_page", walker.begun(), "you"))
    assert page.status_code == 200
    assert "Trần Thị Mẫu" in text(page)
    assert 'name="version"' in text(page)


def test_a_right_page_leads_to_the_next_step(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    answer = walker.post(url, {"purpose": "Xin giấy", "version": draft.version})
    assert answer.status_code == 302
    assert answer["Location"] == walker.url("file_papers", draft)
    assert kept(walker, draft).answers["purpose"] == "Xin giấy"


def test_a_wrong_page_comes_back_with_what_was_typed_and_is_kept(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    answer = walker.post(url, {"purpose": "", "remark": "Nhớ", "version": draft.version})
    assert answer.status_code == 422
    assert "Nhớ" in text(answer)
    assert kept(walker, draft).answers["remark"] == "Nhớ"
    assert kept(walker, draft).pages_done == ()


def test_save_and_finish_later_asks_nothing(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    answer = walker.post(url, {"remark": "Nhớ", "version": draft.version, "action": "later"})
    assert answer["Location"].endswith("/my/drafts/")
    assert kept(walker, draft).answers["remark"] == "Nhớ"


def test_typing_is_answered_by_the_time_and_the_new_version(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    headers = {"HX-Request": "true"}
    answer = walker.post(url, {"purpose": "Xi", "version": draft.version}, headers=headers)
    assert answer.status_code == 200
    assert f'value="{draft.version + 1}"' in text(answer)
    assert "<html" not in text(answer)


def test_a_second_tab_is_told_and_nothing_is_overwritten(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    walker.post(url, {"purpose": "Một", "version": draft.version})
    answer = walker.post(url, {"purpose": "Hai", "version": draft.version})
    assert answer["Location"] == walker.url("file_choose", draft, "what")
    assert kept(walker, draft).answers["purpose"] == "Một"


def test_another_persons_draft_is_not_found(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    assert walker.get(url, walker.stranger).status_code == 404
    assert walker.post(url, {"purpose": "x"}, walker.stranger).status_code == 404


def test_a_draft_under_another_procedures_address_is_not_found(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what").replace(walker.code, "1.000000")
    assert walker.get(url).status_code == 404
    assert walker.get(walker.url("file_page", draft, "nothing")).status_code == 404


def test_an_ended_session_is_led_to_sign_in_and_comes_back(walker):
    from django.test import Client

    url = walker.url("file_page", walker.begun(), "what")
    answer = walker.post(url, {"purpose": "x"}, Client())
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_emoji_and_right_to_left_marks_do_no_harm(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    answer = walker.post(url, {"purpose": "Giấy 🧾 \u202eoãhg\u202c", "version": draft.version})
    assert answer.status_code in {302, 422}
