"""A form that is asked one question at a time: one on a page, skipped where it does not apply."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.builders.filing import draft_make, form_publish, words
from tests.portal.walking import Walker, text


def question(key, kind="text", **more):
    return {"key": key, "kind": kind, "label": words(f"Hỏi {key}"), **more}


PAGES = [
    {
        "key": "all",
        "title": words("Phần hỏi"),
        "questions": [
            question("applicant", "person", prefill="person", parts=["name", "id_number"]),
            question("moved", "yes_no"),
            question("since", "date", show="moved"),
            question("mother", "person", parts=["name", "birth_date", "address"]),
            question("purpose"),
        ],
    }
]


@pytest.fixture
def walker(system_scope):
    walker = Walker()
    form_publish(walker.code, mode="single", pages=PAGES, title=words("Đơn hỏi từng câu"))
    return walker


@pytest.fixture
def draft(walker):
    return draft_make(walker.citizen, walker.commune)


def now(walker, draft):
    with scope_use(walker.citizen.scope):
        return draft_get(walker.citizen, draft.public_id)


def url(walker, draft, page):
    return walker.url("file_page", draft, page)


def send(walker, draft, page, data, query=""):
    sent = {"version": now(walker, draft).version, **data}
    return walker.post(url(walker, draft, page) + query, sent)


def test_one_question_stands_on_a_page_and_says_which_of_how_many(walker, draft):
    page = text(walker.get(url(walker, draft, "moved")))
    assert "câu hỏi 2 trên 6" in page
    assert page.count("<h1") == 1
    assert "Hỏi purpose" not in page
    assert "Phần hỏi" in page


def test_a_question_that_does_not_apply_is_skipped_and_counted_when_it_does(walker, draft):
    assert send(walker, draft, "moved", {"moved": "no"})["Location"].endswith("/form/mother.name/")
    assert send(walker, draft, "moved", {"moved": "yes"})["Location"].endswith("/form/since/")
    assert "câu hỏi 3 trên 7" in text(walker.get(url(walker, draft, "since")))


def test_a_page_that_does_not_apply_leads_on(walker, draft):
    send(walker, draft, "moved", {"moved": "no"})
    answer = walker.get(url(walker, draft, "since"))
    assert answer["Location"].endswith("/form/applicant/")


def test_the_error_stands_at_the_question_and_what_was_typed_stays(walker, draft):
    send(walker, draft, "moved", {"moved": "yes"})
    answer = send(walker, draft, "since", {"since:day": "31", "since:month": "2"})
    assert answer.status_code == 422
    assert 'value="31"' in text(answer)


def test_each_step_is_saved_and_the_draft_knows_where_it_stood(walker, draft):
    name = now(walker, draft).answers["applicant"]["name"]
    applicant = {f"applicant.{k}": v for k, v in draft.answers["applicant"].items()}
    send(walker, draft, "applicant", applicant)
    send(walker, draft, "moved", {"moved": "no"})
    send(walker, draft, "mother.name", {"mother.name": "Lê Thị Mẫu"})
    assert now(walker, draft).answers["mother"] == {"name": "Lê Thị Mẫu"}
    assert now(walker, draft).answers["applicant"]["name"] == name
    there = walker.get(walker.url("file_go", draft))["Location"]
    assert there.endswith("/form/mother.birth_date/")
    assert "/form/mother.name/" in text(walker.get(there))  # back


def test_change_comes_back_to_the_last_page_by_way_of_what_it_opened(walker, draft):
    send(walker, draft, "moved", {"moved": "no"})
    check = text(walker.get(walker.url("file_check", draft)))
    assert f"{url(walker, draft, 'moved')}?back=check" in check
    there = send(walker, draft, "moved", {"moved": "yes"}, "?back=check")["Location"]
    assert there.endswith("?back=check")
    assert walker.url("file_check", draft) in text(walker.get(there))  # back leads there


def test_two_tabs_at_two_parts_of_a_person_do_not_disturb_each_other(walker, draft):
    version = now(walker, draft).version
    for page, data in (
        ("mother.name", {"mother.name": "Lê Thị Mẫu"}),
        ("mother.birth_date", {"mother.birth_date:year": "1960"}),
    ):
        assert (
            walker.post(url(walker, draft, page), {"version": version, **data}).status_code == 302
        )
    assert now(walker, draft).answers["mother"] == {"name": "Lê Thị Mẫu", "birth_date": "1960"}


def test_two_tabs_at_the_same_question_keep_both(walker, draft):
    version = now(walker, draft).version
    walker.post(url(walker, draft, "mother.name"), {"mother.name": "Một", "version": version})
    there = walker.post(
        url(walker, draft, "mother.name"), {"mother.name": "Hai", "version": version}
    )["Location"]
    assert there == reverse(
        "portal:file_choose", args=[walker.code, draft.public_id, "mother.name"]
    )
    page = text(walker.get(there))
    assert "Một" in page
    assert "Hai" in page
    walker.post(there, {"take-mother.name": "other"})
    assert now(walker, draft).answers["mother"]["name"] == "Hai"
