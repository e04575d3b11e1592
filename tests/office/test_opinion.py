"""The page of a unit that was asked: what was sent, the answer, and the walls around the rest."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of
from tests.office.acting import dossier_url, get, post, seen, text

from motcua.dossiers import services
from motcua.identity.types import Role
from motcua.kernel.audit import readings_of
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CARD = "019090000001"


@pytest.fixture
def economy(commune):
    with scope_use(SYSTEM):
        return body_of(commune.unit, "kt")


@pytest.fixture
def colleague(economy):
    with scope_use(SYSTEM):
        return actor_make(role=Role.SPECIALIST, unit=economy)


@pytest.fixture
def code(commune, economy, colleague):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
        services.opinion_ask(
            actor=commune.specialist,
            code=code,
            asked=services.Asked(unit_ids=(economy.id,), question="Đất có quy hoạch?", limit="4wh"),
        )
    return code


@pytest.fixture
def url(code):
    return f"/office/opinions/{seen(code).opinions[0].id}/"


def test_it_is_work_of_the_asked_unit_and_leads_to_the_question_alone(
    colleague, commune, code, url
):
    page = text(get(colleague, "/office/worklist/"))
    assert code in page
    assert f"Asked by {commune.office.full_name}" in page
    assert url in page
    assert "Nguyễn Văn Mẫu" not in page
    question = text(get(colleague, url))
    assert "Đất có quy hoạch?" in question
    assert "Nguyễn Văn Mẫu" not in question
    assert get(colleague, dossier_url(code)).status_code == 404
    assert "opinion on the dossier" in {one.purpose for one in readings_of(CARD)}


def test_claimed_from_the_worklist_it_stays_a_row_of_the_question(colleague, code):
    with scope_use(SYSTEM):
        from motcua.workflow.queries import live_items_of

        item = live_items_of(seen(code).opinions[0].process_id)[0]
    with at(1):
        from tests.builders.identity import client_for

        answer = client_for(colleague).post(
            f"/office/dossiers/{code}/work/{item.id}/claim/",
            {"version": item.version},
            headers={"HX-Request": "true"},
        )
    assert "You" in text(answer)
    assert "/office/opinions/" in text(answer)


def test_an_answer_with_a_letter_reaches_who_asked(colleague, commune, code, url):
    letter = SimpleUploadedFile("tra-loi.pdf", pdf_make(), content_type="application/pdf")
    data = {"seen": 0, "outcome": "agree_if", "text": "Yes, if\nthe path stays.", "file": letter}
    page = text(post(colleague, url, number="12/KT", **data))
    assert "The answer is with the unit that asked." in page
    (answer,) = seen(code).opinions[0].answers
    assert (answer.text, answer.file_name) == ("Yes, if\nthe path stays.", "tra-loi.pdf")
    there = text(get(commune.specialist, dossier_url(code)))
    assert "Agrees with conditions" in there
    file = f"{url}files/{answer.file_id}/"
    assert get(commune.specialist, file).status_code == 200
    assert get(colleague, file).status_code == 200
    assert get(colleague, f"{url}files/{answer.file_id + 1000}/").status_code == 404


def test_sent_twice_it_is_one_answer(colleague, code, url):
    data = {"seen": 0, "outcome": "agree", "text": "Yes."}
    post(colleague, url, **data)
    again = post(colleague, url, **data)
    assert again.status_code == 409
    assert "colleague has answered in the meantime" in text(again)
    assert len(seen(code).opinions[0].answers) == 1


def test_nothing_said_is_no_answer(colleague, code, url):
    answer = post(colleague, url, seen=0, text=" ")
    assert answer.status_code == 422
    assert seen(code).opinions[0].answers == ()


def test_nobody_elses_page(commune, url):
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.SPECIALIST, unit=body_of(commune.unit, "vhxh"))
    assert get(stranger, url).status_code == 404
    assert post(stranger, url, seen=0, outcome="agree", text="Yes").status_code == 404
    reader = get(commune.leader, url)  # of the commune above: reads, and does not answer
    assert reader.status_code == 200
    assert "Send the answer" not in text(reader)
    assert post(commune.leader, url, seen=0, outcome="agree", text="Yes").status_code == 403
