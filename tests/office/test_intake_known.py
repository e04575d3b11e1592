"""What is known of the person at the counter: earlier dossiers, papers held, taken by the officer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, parts_told
from tests.builders.identity import client_for
from tests.builders.procedures import component, offering_make
from tests.office.test_intake import INTAKE, code_of, form, text

from motcua.documents.services import file_store
from motcua.dossiers.models import Attachment, Component, Dossier, Result
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.digital import components_digital
from motcua.dossiers.scan_types import DigitalState, Reuse
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, PartyInput
from motcua.kernel.models import AccessRecord
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db
NUMBER = "019090000001"
PAPERS = [
    component("Giấy xác nhận khuyết tật"),
    component("Giấy tờ tùy thân", how="present", satisfied_by=["population"]),
]


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work(components=PAPERS)


@pytest.fixture
def counter(commune):
    return client_for(commune.counter)


def held_before(commune, number=NUMBER):
    """Accept a dossier in which the first component came as a file."""
    stored = file_store(data=pdf_make(), name="to-khai.pdf", claimed_type="application/pdf")
    first, second = commune.offering.version.components
    return dossier_accepted(
        commune,
        parties=(PartyInput(name="Nguyễn Văn Mẫu", id_number=number),),
        components=(
            ComponentInput(
                component_id=first.id, file_ids=(stored.id,), file_names=("to-khai.pdf",)
            ),
            ComponentInput(component_id=second.id, originals=1),
        ),
    )


def asked(commune, counter, **over):
    return text(counter.post(INTAKE, form(commune, action="check", **over)))


def offer_of(page):
    found = re.search(r'name="action" value="(use:\d+:[^"]+)"', page)
    return found[1] if found else ""


def test_earlier_dossiers_and_papers_are_offered_and_the_look_recorded(commune, counter):
    code = held_before(commune)
    page = text(
        counter.post(INTAKE, form(commune, action="person:applicant", **{"applicant-card": NUMBER}))
    )
    assert "Earlier dossiers here" in page
    assert f"accepted in dossier {code}" in page
    record = AccessRecord.objects.latest("id")
    assert "earlier dossiers and papers" in record.purpose
    assert NUMBER not in record.subject


def test_a_paper_held_is_used_instead_of_paper_with_its_source(commune, counter):
    earlier = held_before(commune)
    first = commune.offering.version.components[0]
    plain = {f"c{first.id}-given": None}
    use = offer_of(asked(commune, counter, **plain))
    page = text(counter.post(INTAKE, form(commune, **(plain | {"action": use}))))
    token = re.search(rf'name="c{first.id}-held" value="([^"]+)"', page)[1]
    answer = counter.post(INTAKE, form(commune, **plain, **{f"c{first.id}-held": token}))
    made = dossier_get(code_of(answer))
    (reused,) = made.content["reused"]
    assert (reused["state"], reused["verified"], reused["dossier"]) == (2, True, earlier)
    line = next(one for one in made.components if one.component_id == first.id)
    assert (len(line.files), line.originals) == (1, 0)
    assert line.files[0].file_id == reused["file"]
    assert parts_told(made.code)["reused"] == 1
    assert earlier in line.note
    shown = text(counter.get(f"/office/dossiers/{made.code}/"))
    assert f"Accepted by an official in dossier {earlier}" in shown
    assert list(chains_verify()) == []


def test_what_was_taken_can_be_put_back_and_counts_for_this_person_only(commune, counter):
    held_before(commune)
    first = commune.offering.version.components[0]
    plain = {f"c{first.id}-given": None}
    token = offer_of(asked(commune, counter, **plain)).split(":", 2)[2]
    kept = plain | {f"c{first.id}-held": token}
    assert f'name="c{first.id}-held"' in asked(commune, counter, **kept)
    assert f'name="c{first.id}-held"' not in asked(commune, counter, **kept, remove=token)
    other = kept | {"applicant-id_number": "019090000002", "applicant-name": "Trần Thị Khác"}
    assert f'name="c{first.id}-held"' not in asked(commune, counter, **other)
    answer = counter.post(INTAKE, form(commune, **other))
    assert answer.status_code == 422  # the paper is missing, whoever's token was sent


def test_another_commune_is_offered_nothing_and_a_token_is_the_officers_own(commune, counter):
    held_before(commune)
    stranger = commune_at_work(name="Xa", components=PAPERS)
    page = asked(stranger, client_for(stranger.counter))
    assert "Earlier dossiers here" not in page
    assert offer_of(page) == ""
    first = commune.offering.version.components[0]
    token = offer_of(asked(commune, counter)).split(":", 2)[2]
    there = stranger.offering.version.components[0]
    data = {f"c{there.id}-given": None, f"c{there.id}-held": token}
    answer = client_for(stranger.counter).post(INTAKE, form(stranger, **data))
    assert answer.status_code == 422
    nonsense = {"action": f"use:{first.id}:nonsense"}
    assert counter.post(INTAKE, form(commune, **nonsense)).status_code == 200


def test_a_new_person_is_offered_nothing(commune, counter):
    held_before(commune)
    page = asked(commune, counter, **{"applicant-id_number": "019090000009"})
    assert "Earlier dossiers here" not in page


def test_whoever_types_the_number_into_its_field_is_recorded_once_for_each_look(commune, counter):
    held_before(commune)
    looks = AccessRecord.objects.filter(purpose__contains="earlier dossiers and papers")
    assert "Earlier dossiers here" in asked(commune, counter)
    assert looks.count() == 1
    assert "Earlier dossiers here" in asked(commune, counter)
    assert looks.count() == 2
    assert [NUMBER in one.subject for one in looks] == [False, False]
    asked(commune, counter, **{"applicant-id_number": "019090000009"})
    assert looks.count() == 2


# --- what the State issued to the person, by its kind ---------------------------------------------


SINGLE = [
    component("Giấy xác nhận tình trạng hôn nhân đã cấp trước đó"),
    component("Giấy tờ tùy thân", how="present", satisfied_by=["population"]),
]
ADOPTION = [
    component("Giấy chứng nhận kết hôn"),
    component("Giấy xác nhận tình trạng hôn nhân"),
]


def opened(commune, code, papers):
    """Open one more procedure where the same people work."""
    units = {"receiving": commune.centre.id, "handling": commune.office.id}
    units["competent"] = commune.unit.id
    over = {"code": code, "components": papers, "limit": "3wd"}
    return replace(commune, offering=offering_make(unit=commune.unit, roles_units=units, **over))


def test_a_result_is_offered_where_its_procedure_issues_that_very_paper(commune, counter):
    marriage = opened(commune, "1.000894", PAPERS)
    earlier = dossier_at(marriage, Act.RETURN)
    page = asked(opened(commune, "2.001263", ADOPTION), counter)
    assert f"result of dossier {earlier}" in page
    assert "60/2014/QH13, Điều 18" in page
    assert len(re.findall(r'value="use:', page)) == 1
    # The title of that result says "tình trạng hôn nhân": a name is no reason.
    assert f"use:{commune.offering.version.components[0].id}:" not in page
    assert 'value="use:' not in asked(commune, counter)


def digital(code):
    """Return how each component stands, in their order."""
    return list(components_digital(dossier_get(code).id).values())


def test_a_result_used_at_the_counter_is_told_as_one_with_its_own_state(commune, counter):
    """National state 3 (domain brief 8.1), beside a paper that was taken in; the index counts it."""
    earlier = dossier_at(opened(commune, "1.000894", PAPERS), Act.RETURN)
    adoption = opened(commune, "2.001263", ADOPTION)
    first, second = adoption.offering.version.components
    plain = {f"c{first.id}-given": None, f"c{second.id}-satisfied_by": None}
    plain[f"c{second.id}-given"] = "on"
    token = offer_of(asked(adoption, counter, **plain)).split(":", 2)[2]
    code = code_of(counter.post(INTAKE, form(adoption, **plain, **{f"c{first.id}-held": token})))
    (reused,) = dossier_get(code).content["reused"]
    assert (reused["state"], reused["verified"], reused["dossier"]) == (3, True, earlier)
    assert (reused["component"], reused["ground"]) == (first.id, "issued")
    assert parts_told(code)["reused"] == 1
    used, taken = digital(code)
    assert (used.state, used.reuse) == (DigitalState.REUSED, Reuse.FROM_RESULT)
    assert (taken.state, taken.reuse) == (DigitalState.TO_DO, Reuse.NOT)
    page = text(counter.get(f"/office/dossiers/{code}/scans/"))
    assert "Used again" in page
    assert f"Result of dossier {earlier}, issued by an office." in page
    assert "File there, not compared" not in page
    result = Result.objects.get(dossier__code=earlier)
    assert Attachment.objects.get(dossier__code=code).file_id == result.file_id


def test_what_came_new_or_nobody_vouches_for_is_no_use_again(commune, counter):
    held_before(commune)
    first = commune.offering.version.components[0]
    plain = {f"c{first.id}-given": None}
    token = offer_of(asked(commune, counter, **plain)).split(":", 2)[2]
    code = code_of(counter.post(INTAKE, form(commune, **plain, **{f"c{first.id}-held": token})))
    assert (digital(code)[0].state, digital(code)[0].reuse) == (DigitalState.REUSED, Reuse.REUSED)
    dossier, line = Dossier.objects.get(code=code), Component.objects.filter(dossier__code=code)
    told = dossier.content["reused"]
    for wrong in (
        [told[0] | {"verified": False}],
        [told[0] | {"file": 0}],
        [told[0] | {"state": 7}],
        "nonsense",
        None,
    ):
        Dossier.objects.filter(code=code).update(content={**dossier.content, "reused": wrong})
        assert (digital(code)[0].state, digital(code)[0].reuse) == (DigitalState.FILE, Reuse.NOT)
    Dossier.objects.filter(code=code).update(content=dossier.content)
    line.filter(component_id=first.id).update(originals=1)  # paper came beside it
    assert digital(code)[0].reuse is Reuse.NOT


def test_an_ended_result_serves_only_where_the_earlier_one_is_asked_for(commune, counter):
    single = opened(commune, "1.004873", SINGLE)
    dossier_at(single, Act.RETURN)
    assert "serves as the earlier one only" not in asked(single, counter)
    with at(24 * 250):
        page = asked(single, client_for(commune.counter))
        assert offer_of(page)
        assert "serves as the earlier one only" in page


def test_a_result_that_was_taken_back_is_gone_from_the_form_and_refused(commune, counter):
    marriage = opened(commune, "1.000894", PAPERS)
    dossier_at(marriage, Act.RETURN)
    adoption = opened(commune, "2.001263", ADOPTION)
    first, second = adoption.offering.version.components
    plain = {f"c{first.id}-given": None, f"c{second.id}-satisfied_by": None}
    plain[f"c{second.id}-given"] = "on"
    token = offer_of(asked(adoption, counter, **plain)).split(":", 2)[2]
    kept = plain | {f"c{first.id}-held": token}
    assert f'name="c{first.id}-held"' in asked(adoption, counter, **kept)
    Result.objects.update(withdrawn_reason="sai họ tên")
    assert f'name="c{first.id}-held"' not in asked(adoption, counter, **kept)
    assert counter.post(INTAKE, form(adoption, **kept)).status_code == 422


def test_the_use_is_recorded_with_its_purpose_and_told_in_the_timeline(commune, counter):
    earlier = held_before(commune)
    first = commune.offering.version.components[0]
    plain = {f"c{first.id}-given": None}
    token = offer_of(asked(commune, counter, **plain)).split(":", 2)[2]
    uses = AccessRecord.objects.filter(purpose__contains="used again")
    assert not uses.exists()
    answer = counter.post(INTAKE, form(commune, **plain, **{f"c{first.id}-held": token}))
    code = code_of(answer)
    (use,) = uses
    assert code in use.purpose
    assert use.subject == f"dossier:{dossier_get(earlier).id}"
    shown = text(counter.get(f"/office/dossiers/{code}/"))
    assert "Used again: Giấy xác nhận khuyết tật" in shown
    counter.post(INTAKE, form(commune, **plain, **{f"c{first.id}-held": token}))
    assert uses.count() == 1  # the form was sent a second time: nothing was made, nothing used
