"""Comparison, and publication by a second pair of eyes."""

from __future__ import annotations

import pytest
from tests.builders.procedures import version_make
from tests.office.formdesk import body, texts

from motcua.forms.queries import form_for, form_get
from motcua.forms.types import State
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
