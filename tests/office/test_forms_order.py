"""Order of a draft: what may be moved or removed."""

from __future__ import annotations

import pytest
from tests.office.formdesk import body, texts

from motcua.forms.queries import form_get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
