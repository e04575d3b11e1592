"""What a filing from home brought, on the dossier page: answers, flags, group, supplement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.documents import pdf_make
from tests.builders.dossiers import Commune, at, dossier_registered
from tests.builders.filing import commune_online, draft_ready, form_document, form_publish
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.procedures import offering_make, version_make
from tests.office.acting import dossier_url, get, seen, text

from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.citizen_after import SuppliedItem, supplement_supply_own
from motcua.dossiers.types import Channel
from motcua.filing import groups
from motcua.filing import services as filing
from motcua.filing.models import Draft, DraftFile
from motcua.forms.queries import form_for
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.present import data_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune(db) -> Commune:
    """A commune with a procedure that may be filed from home."""
    with scope_use(SYSTEM):
        return commune_online()


@pytest.fixture
def citizen(db):
    with scope_use(SYSTEM):
        return citizen_make(name="Trần Thị Mẫu")


def sent(citizen, commune, *, delivery=None, stored=None, **over):
    """Send a ready draft; `stored` are fields set behind the draft's back."""
    with scope_use(SYSTEM), at():
        draft = draft_ready(citizen, commune, **over)
        with scope_use(citizen.scope):
            if delivery:
                filing.draft_set(citizen=citizen, public_id=draft.public_id, delivery=delivery)
        if stored:
            Draft.objects.filter(public_id=draft.public_id).update(**stored)
        with scope_use(citizen.scope):
            return filing.draft_send(citizen=citizen, public_id=draft.public_id, declared=True).code


def page_of(commune, code):
    answer = get(commune.counter, dossier_url(code))
    assert answer.status_code == 200
    return text(answer)


def test_answers_and_the_address_of_the_post_are_there(commune, citizen):
    address = {"method": 1, "name": "Lê Văn Nhận", "address": "Số 9", "phone": "0912345678"}
    page = page_of(commune, sent(citizen, commune, delivery=address))
    filled = page.split('<h2 id="answers">')[1].split("</section></section>")[0]
    assert "What was filled in" in page
    for words in ("Mục đích", "Xin giấy", "Trần Thị Mẫu", "Ghi chú"):
        assert words in filled, words
    assert "<details" not in filled.split('<h2 id="papers">')[0], "few answers stand open"
    assert "Lê Văn Nhận" in page
    assert "Số 9" in page
    assert "To be looked at" not in page
    assert "Filed together" not in page
    assert '<a href="#answers">' in page, "the form is no paper: it leads to the answers"
    assert "form:" not in page


def test_many_answers_are_folded(commune, citizen):
    page = form_document("x")["pages"][1]
    asked = [{**page["questions"][1], "key": f"remark{n}"} for n in range(12)]
    code = sent(citizen, commune)
    view = seen(code)
    with scope_use(SYSTEM):
        form = form_for(commune.offering.version)
    assert view.content["form"]["id"] == form.id
    with scope_use(SYSTEM):
        pages = [form_document("x")["pages"][0], {**page, "questions": page["questions"] + asked}]
        form_publish(commune.offering.version.code, pages=pages)
        other = citizen_make(name="Lý Thị Mẫu")
    assert "Show all answers" not in page_of(commune, code), "the form that was filled in stays"
    assert "Show all answers" in page_of(commune, sent(other, commune))


def test_differences_are_a_notice_and_refuse_nothing(commune, citizen):
    mark = {"path": "applicant.name", "source": "person", "label": "x", "value": "Trần Thị Khác"}
    sources = {
        "population": {"state": "mismatch", "differs": ["birth_date"]},
        "land": {"state": "down"},
    }
    code = sent(citizen, commune, stored={"marks": [mark], "sources": sources})
    assert len(seen(code).content["flags"]) == 3
    page = page_of(commune, code)
    notice = page.split("notice-warning")[1].split("</ul>")[0]
    assert "never a reason to refuse by itself" in notice
    assert "Người yêu cầu: " in notice
    said = "The national account says “Trần Thị Khác”; the applicant declares “Trần Thị Mẫu”."
    assert said in notice
    assert "date of birth" in notice
    assert "did not answer" in notice
    assert f"/office/dossiers/{code}/accept/" in page, "it is accepted as any other"


def test_what_was_used_again_is_named_with_its_worth(commune, citizen):
    with scope_use(SYSTEM), at():
        draft = draft_ready(citizen, commune)
        DraftFile.objects.filter(draft_id=draft.id).update(source="store")
        with scope_use(citizen.scope):
            code = filing.draft_send(citizen=citizen, public_id=draft.public_id, declared=True).code
    section = page_of(commune, code).split('id="reused"')[1].split("</section>")[0]
    assert "giay-0.pdf" in section
    assert "Giấy chứng sinh" in section
    assert "nobody has vouched for it" in section
    assert "Not proof" in section


def test_what_was_sent_stands_beside_what_was_asked(commune, citizen):
    code = sent(citizen, commune)
    with scope_use(SYSTEM), at(1):
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Giấy chứng sinh", "Ảnh"], reason="Mờ"
        )
        file = file_store(data=pdf_make(text="again"), name="chung-sinh.pdf")
        item = SuppliedItem(0, "Bản <b>rõ</b> hơn", (file.id,), ("chung-sinh.pdf",))
        with scope_use(citizen.scope):
            supplement_supply_own(citizen=citizen, code=code, items=[item])
    page = page_of(commune, code)
    first, second = page.split('class="asked">')[1].split("</ul>")[0].split("</li>")[:2]
    link = next(one for one in seen(code).attachments if one.name == "chung-sinh.pdf")
    assert "Bản &lt;b&gt;rõ&lt;/b&gt; hơn" in first
    assert f'href="/office/dossiers/{code}/files/{link.id}/"' in first
    assert "Sent by the applicant" not in second, "the second was not sent yet"
    assert "For request 1" in page
    assert get(commune.counter, f"/office/dossiers/{code}/files/{link.id}/").status_code == 200


def test_siblings_are_linked_to_those_who_may_open_them(commune, citizen, monkeypatch):
    with scope_use(SYSTEM):
        version = version_make(limit="7wd")
        roles = {"receiving": commune.centre.id, "handling": commune.office.id}
        offering_make(unit=commune.unit, version=version, roles_units=roles)
    lead = replace(groups.BIRTH.lead, procedure_code=commune.offering.version.code)
    part = replace(groups.BIRTH.parts[0], procedure_code=version.code)
    birth = replace(groups.BIRTH, lead=lead, parts=(part,))
    monkeypatch.setitem(groups.GROUPS, "birth", birth)
    parent = sent(citizen, commune, parts=("residence",))
    with scope_use(SYSTEM):
        code, sibling = Dossier.objects.order_by("id").values_list("code", flat=True)
    page = page_of(commune, code)
    assert f"{parent}, part 1 of 2" in page
    assert f'href="{dossier_url(sibling)}"' in page.split("Filed together")[1]
    page = page_of(commune, sibling)
    assert f'href="{dossier_url(code)}"' in page.split("Filed together")[1]
    assert f"With dossier {code}" in page

    with scope_use(SYSTEM):  # the sibling goes to another commune
        away = commune_make(code="05437", name="Phong Quang").id
        Dossier.objects.filter(code=sibling).update(
            receiving_unit_id=away, competent_unit_id=away, visible_units=[away]
        )
    page = page_of(commune, code)
    assert sibling not in page
    assert "lie with other bodies" in page


@pytest.mark.parametrize(
    "content",
    [
        {"answers": ["x"], "form": "y", "flags": {"a": 1}, "delivery": [1], "group": 3},
        {"answers": {"a": 1}, "form": {"id": 0}, "flags": [3, {}, {"path": 5}, {"state": []}]},
        {"answers": {"a": 1}, "form": {"id": "1"}, "flags": [{"state": "down", "differs": 2}]},
        {"answers": {"applicant": 5, "purpose": {"x": 1}}, "form": {"id": None}},
        {"answers": {"applicant": 5, "purpose": {"x": 1}}, "form": {"id": "right"}},
        {"answers": {}, "form": {"id": 10**30}},
        {"form": {}, "reused": [3, {"component": [1], "file": {}}, {"file": "x", "dossier": []}]},
        {"answers": {"a": 1}, "form": {"id": 10**30}},
    ],
)
def test_content_of_any_shape_never_breaks_the_page(commune, content):
    with scope_use(SYSTEM):
        if content["form"] == {"id": "right"}:
            content = {**content, "form": {"id": form_for(commune.offering.version).id}}
        with at():
            code = dossier_registered(commune, content=content)
    page_of(commune, code)


def test_another_units_official_still_sees_nothing(commune, citizen):
    code = sent(citizen, commune)
    assert seen(code).channel is Channel.ONLINE
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.COUNTER, unit=commune_make(code="05438", name="Xa"))
    assert get(stranger, dossier_url(code)).status_code == 404


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("account:level2", "Electronic identity used to sign in, level 2"),
        ("population", "National Population Database"),
        ("population:DC-000-1", "National Population Database, record DC-000-1"),
        ("another:7", "another, record 7"),
    ],
)
def test_what_stood_instead_of_a_paper_is_told_in_words(reference, words):
    assert data_words(reference) == words


def test_what_was_answered_stands_for_the_paper_when_it_is_accepted(commune, citizen):
    code = sent(citizen, commune)
    page = text(get(commune.counter, dossier_url(code, "accept")))
    assert "Data instead of paper" in page
    assert "originals 0, copies 0, 0 files" not in page, "nothing looks as if it were missing"
