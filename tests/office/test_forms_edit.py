"""A version of a form, and two who edit it."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.office.formdesk import body, texts

from motcua.forms.queries import form_get
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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


def test_a_form_in_force_is_read_only_and_says_where_it_comes_from(second, published):
    page = body(second.get(f"/office/forms/{published.id}/"))
    assert "tests" in page
    assert "if “Ask moved” is: yes" in page  # conditions in words
    assert "Save in the draft" not in page
    assert "/order/" not in page
