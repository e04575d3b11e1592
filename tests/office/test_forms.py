"""The desk of forms: list, drafts, questions, preview, comparison, publication by another."""

from __future__ import annotations

import pytest
from tests.builders.forms import form_published, question
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make, province_make
from tests.builders.procedures import version_make

from motcua.forms.queries import form_document, form_for, form_get, form_rows
from motcua.forms.types import State
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def province(db):
    with scope_use(SYSTEM):
        return province_make()


@pytest.fixture
def editor(province):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=Role.BUSINESS_ADMIN, unit=province))


@pytest.fixture
def second(province):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=Role.CONTROLLER, unit=province))


@pytest.fixture
def published(province):
    with scope_use(SYSTEM):
        return form_published(
            question("name"), question("moved", "yes_no"), question("since", "date", show="moved")
        )


@pytest.fixture
def draft(editor, published):
    answer = editor.post("/office/forms/start/", {"procedure": ""})
    return form_get(int(answer["Location"].split("/")[-2]))


def texts(**more):
    filled = {f"label_{language}": f"Colour {language}" for language in ("vi", "en", "id")}
    return {**filled, "kind": "text", "required": "on", **more}


def body(answer):
    return answer.content.decode()


def test_the_list_shows_what_is_in_force_and_finds_procedures_without_a_form(editor, published):
    with scope_use(SYSTEM):
        version = version_make(name="Thủ tục chưa có biểu mẫu")
    page = body(editor.get("/office/forms/", {"q": "chưa có biểu mẫu"}))
    assert "A form" in page
    assert version.code in page
    assert "Begin a form of its own" in page


def test_a_procedure_without_a_form_begins_from_the_common_one(editor, published):
    with scope_use(SYSTEM):
        version = version_make(name="Thủ tục riêng")
    answer = editor.post("/office/forms/start/", {"procedure": version.code})
    begun = form_get(int(answer["Location"].split("/")[-2]))
    assert (begun.procedure, begun.state, begun.title.vi) == (
        version.code,
        State.DRAFT,
        "Thủ tục riêng",
    )
    assert (
        editor.post("/office/forms/start/", {"procedure": version.code})["Location"]
        == answer["Location"]
    )
    assert editor.post("/office/forms/start/", {"procedure": "9.000000"}).status_code == 404
    assert form_for(version).id == published.id  # a draft asks nobody anything


def test_a_question_is_added_changed_moved_and_removed(editor, draft):
    where = f"/office/forms/{draft.id}/page/one/-new/"
    options = "red = Đỏ | Red | Merah\nblue = Xanh | Blue | Biru"
    sent = texts(kind="choice", options=options, show="moved", revision="1")
    assert editor.post(where, sent)["Location"].endswith("#page-one")
    added = form_get(draft.id).question("colour_en")
    assert [option.value for option in added.options] == ["red", "blue"]
    assert added.show == "moved"

    change = texts(label_en="Which colour?", kind="choice", options=options, revision="2")
    assert editor.post(f"/office/forms/{draft.id}/page/one/colour_en/", change).status_code == 302
    assert form_get(draft.id).question("colour_en").label.en == "Which colour?"

    acts = f"/office/forms/{draft.id}/order/"
    editor.post(acts, {"act": "up", "page": "one", "question": "colour_en", "revision": "3"})
    assert [q.key for q in form_get(draft.id).questions] == ["name", "moved", "colour_en", "since"]
    editor.post(acts, {"act": "remove", "page": "one", "question": "colour_en", "revision": "4"})
    assert form_get(draft.id).question("colour_en") is None


def test_what_would_break_the_form_is_refused_in_plain_words(editor, draft):
    acts = f"/office/forms/{draft.id}/order/"
    sent = {"act": "remove", "page": "one", "question": "moved", "revision": "1"}
    page = body(editor.post(acts, sent, follow=True))
    assert "A condition or formula reads what is not asked: moved." in page
    assert form_get(draft.id).question("moved") is not None
    bad = texts(kind="choice", options="only one line", revision="1")
    answer = editor.post(f"/office/forms/{draft.id}/page/one/-new/", bad)
    assert answer.status_code == 422
    assert "no short name or not all three languages" in body(answer)
    formula = texts(kind="integer", compute="__import__('os')", revision="1")
    answer = editor.post(f"/office/forms/{draft.id}/page/one/-new/", formula)
    assert "cannot be read" in body(answer)


def test_pages_get_titles_and_a_new_page_begins_with_a_question(editor, draft):
    titles = {f"title_{language}": "Second" for language in ("vi", "en", "id")}
    where = f"/office/forms/{draft.id}/page/-new/"
    assert editor.post(where, {**titles, "show": "moved", "revision": "1"}).status_code == 302
    page = form_get(draft.id).page("second_page")
    assert page.show == "moved"
    assert len(page.questions) == 1
    whole = {f"title_{language}": "All of it" for language in ("vi", "en", "id")}
    assert (
        editor.post(f"/office/forms/{draft.id}/page/-form/", {**whole, "revision": "2"}).status_code
        == 302
    )
    assert form_get(draft.id).title.en == "All of it"


def test_of_two_editors_the_later_is_told_and_overwrites_nothing(editor, draft, province):
    with scope_use(SYSTEM):
        other = client_for(actor_make(role=Role.BUSINESS_ADMIN, unit=province))
    where = f"/office/forms/{draft.id}/page/one/-new/"
    assert editor.post(where, texts(revision="1")).status_code == 302
    answer = other.post(where, texts(label_en="Other", revision="1"))
    assert answer.status_code == 422
    assert "Somebody else has changed this draft" in body(answer)
    assert "Other" in body(answer)  # what was typed stays
    assert len(form_get(draft.id).questions) == 4


def test_the_last_editor_cannot_publish_and_another_can_once(editor, second, draft, published):
    editor.post(f"/office/forms/{draft.id}/page/one/-new/", texts(revision="1"))
    where = f"/office/forms/{draft.id}/publish/"
    own = body(editor.get(where))
    assert "A second pair of eyes is needed" in own
    assert "Colour en" in own
    assert "You changed this draft last" in body(editor.post(where, {"revision": "2"}, follow=True))
    assert "Somebody else has changed" in body(second.post(where, {"revision": "1"}, follow=True))
    assert second.post(where, {"revision": "2"})["Location"] == f"/office/forms/{draft.id}/"
    assert form_get(draft.id).state is State.PUBLISHED
    assert second.post(where, {"revision": "2"}).status_code == 404
    assert editor.post(f"/office/forms/{draft.id}/page/one/-new/", texts()).status_code == 404
    with scope_use(SYSTEM):
        assert form_for(version_make()).id == draft.id
        assert form_get(published.id).question("colour_en") is None


def test_a_draft_that_changes_nothing_is_not_published(second, draft):
    page = body(second.post(f"/office/forms/{draft.id}/publish/", {"revision": "1"}, follow=True))
    assert "Nothing is different from the form in force" in page


def test_a_withdrawn_draft_leaves_the_form_in_force(editor, draft, published):
    answer = editor.post(f"/office/forms/{draft.id}/withdraw/", {"revision": "1"})
    assert answer["Location"] == "/office/forms/"
    assert [(row.number, row.state) for row in form_rows("")] == [
        (2, State.WITHDRAWN),
        (1, State.PUBLISHED),
    ]
    assert form_document(draft.id) == form_document(published.id)


def test_the_preview_draws_as_the_citizen_sees_it_and_keeps_nothing(second, draft):
    where = f"/office/forms/{draft.id}/preview/one/"
    page = body(second.get(where, {"width": "phone"}))
    assert "preview-phone" in page
    assert 'name="moved"' in page
    assert "Please write this down" in body(second.post(where, {}))
    good = {"name": "Lan", "moved": "no"}
    assert "These answers would be taken" in body(second.post(where, good))
    assert second.get(f"/office/forms/{draft.id}/preview/nowhere/").status_code == 404


def test_a_commune_reads_forms_and_changes_none(draft, published):
    with scope_use(SYSTEM):
        commune = commune_make(name="Xa")
        local = client_for(actor_make(role=Role.BUSINESS_ADMIN, unit=commune))
    assert local.get("/office/forms/").status_code == 200
    needed = "a posting at the province is needed"
    assert needed in body(local.post("/office/forms/start/", {"procedure": ""}, follow=True))
    answer = local.post(f"/office/forms/{draft.id}/page/one/-new/", texts(revision="1"))
    assert answer.status_code == 422
    assert needed in body(answer)
    publish = f"/office/forms/{draft.id}/publish/"
    assert needed in body(local.post(publish, {"revision": "1"}, follow=True))
    assert form_get(draft.id).revision == 1
