"""Documents side by side: what stands where, one reading for one opening, and who sees pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, dossier_at, submission_make
from tests.office.acting import dossier_url, get, seen, text

from motcua.documents.services import file_store
from motcua.kernel.audit import readings_of
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        stored = file_store(data=pdf_make(), name="don.pdf", claimed_type="application/pdf")
        made = submission_make(commune)
        first = replace(made.components[0], file_ids=(stored.id,), file_names=("don.pdf",))
        return dossier_at(commune, Act.APPROVE, components=(first, *made.components[1:]))


def pictures(page):
    return [part.split('"')[0] for part in page.split('<img src="')[1:]]


def test_the_first_paper_beside_the_draft_and_one_reading(commune, code):
    url = dossier_url(code, "look")
    page = text(get(commune.leader, url))
    attachment = seen(code).attachments[0]
    assert pictures(page) == [f"{url}a{attachment.id}/1/", f"{url}r1/1/"]
    for picture in pictures(page):
        answer = get(commune.leader, picture)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")
        assert "sandbox" in answer["Content-Security-Policy"]
    told = [one for one in readings_of("019090000001") if "side by side" in one.purpose]
    assert len(told) == 1
    assert "Look at documents side by side" in text(get(commune.leader, dossier_url(code)))


def test_what_is_chosen_stands_where_it_was_put(commune, code):
    url = dossier_url(code, "look")
    attachment = seen(code).attachments[0]
    page = text(get(commune.leader, f"{url}?left=r1&right=a{attachment.id}"))
    assert pictures(page) == [f"{url}r1/1/", f"{url}a{attachment.id}/1/"]
    wrong = get(commune.leader, f"{url}?left=zzz&left_page=999999")
    assert pictures(text(wrong))[0] == f"{url}a{attachment.id}/1/"


def test_a_dossier_without_papers_says_so(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.ASSIGN)
    assert "There is nothing to look at yet" in text(get(commune.leader, dossier_url(code, "look")))
