"""Pages and titles of a draft."""

from __future__ import annotations

import pytest

from motcua.forms.queries import form_get
from motcua.forms.types import Mode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_pages_get_titles_and_a_new_page_begins_with_a_question(editor, draft):
    titles = {f"title_{language}": "Second" for language in ("vi", "en", "id")}
    where = f"/office/forms/{draft.id}/page/-new/"
    assert editor.post(where, {**titles, "show": "moved", "revision": "1"}).status_code == 302
    page = form_get(draft.id).page("second_page")
    assert page.show == "moved"
    assert len(page.questions) == 1
    whole = {f"title_{language}": "All of it" for language in ("vi", "en", "id")}
    assert (
        editor.post(
            f"/office/forms/{draft.id}/page/-form/", {**whole, "mode": "single", "revision": "2"}
        ).status_code
        == 302
    )
    assert form_get(draft.id).title.en == "All of it"
    assert form_get(draft.id).mode is Mode.SINGLE
