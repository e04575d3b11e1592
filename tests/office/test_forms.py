"""The list of forms: what is in force, what is drafted, what has none of its own."""

from __future__ import annotations

import pytest
from tests.builders.procedures import version_make
from tests.office.formdesk import body

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_list_shows_what_is_in_force_and_finds_procedures_without_a_form(editor, published):
    with scope_use(SYSTEM):
        version = version_make(name="Thủ tục chưa có biểu mẫu")
    page = body(editor.get("/office/forms/", {"q": "chưa có biểu mẫu"}))
    assert "A form" in page
    assert version.code in page
    assert "Begin a form of its own" in page
