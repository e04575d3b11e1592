"""Giving a draft up."""

from __future__ import annotations

import pytest

from motcua.forms.queries import form_document, form_rows
from motcua.forms.types import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_withdrawn_draft_leaves_the_form_in_force(editor, draft, published):
    answer = editor.post(f"/office/forms/{draft.id}/withdraw/", {"revision": "1"})
    assert answer["Location"] == "/office/forms/"
    assert [(row.number, row.state) for row in form_rows("")] == [
        (2, State.WITHDRAWN),
        (1, State.PUBLISHED),
    ]
    assert form_document(draft.id) == form_document(published.id)
