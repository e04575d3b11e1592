"""One question of a draft."""

from __future__ import annotations

import pytest
from tests.office.formdesk import texts

from motcua.forms.queries import form_get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
