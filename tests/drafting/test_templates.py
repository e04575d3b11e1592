"""Templates: four eyes, versions that never change, what a commune has of its province."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.builders.filing import form_publish
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make

from motcua.config.demo import wordings
from motcua.drafting.models import Template
from motcua.drafting.queries import (
    placeholders_for,
    template_get,
    template_versions,
    templates_for,
    templates_holding,
    templates_list,
)
from motcua.drafting.services import (
    template_approve,
    template_recall,
    template_return,
    template_save,
    template_start,
    template_submit,
    template_withdraw,
)
from motcua.drafting.services.templates import wording_problems
from motcua.drafting.types import TemplateState, Wording
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.organisations.queries import unit_get

STATE = TemplateState


def begun(bench, **over):
    return template_start(
        actor=bench.writer, unit_id=bench.commune.unit.id, content=bench.content(**over)
    )


def sent(bench, **over):
    draft = begun(bench, **over)
    return template_submit(actor=bench.writer, template_id=draft.id, revision=draft.revision)


def in_force(bench, unit=None):
    code = bench.commune.offering.version.code
    return [one.id for one in templates_for(unit or bench.commune.unit, code)]


def test_a_template_holds_once_somebody_else_has_approved_it(bench):
    draft = sent(bench)
    assert in_force(bench) == []
    done = template_approve(actor=bench.approver, template_id=draft.id, revision=draft.revision)
    assert done.state is STATE.APPROVED
    assert in_force(bench) == [done.id]


@pytest.mark.parametrize("decide", ["approve", "return"])
def test_nobody_decides_about_what_he_has_written(bench, decide):
    draft = begun(bench)
    both = actor_make(role=Role.CONTROLLER, unit=bench.commune.unit)
    draft = template_save(
        actor=both, template_id=draft.id, revision=draft.revision, content=bench.content()
    )
    draft = template_submit(actor=bench.writer, template_id=draft.id, revision=draft.revision)
    for actor in (bench.writer, both):
        with pytest.raises(Refused) as refusal:
            if decide == "approve":
                template_approve(actor=actor, template_id=draft.id, revision=draft.revision)
            else:
                template_return(
                    actor=actor, template_id=draft.id, revision=draft.revision, reason="x"
                )
        assert refusal.value.code == "four_eyes"


def test_the_database_holds_to_the_four_eyes_as_well(bench):
    draft = sent(bench)
    row = Template.objects.filter(pk=draft.id)
    now = clock.now()
    for account in (bench.writer.account_id, draft.submitted_by_id):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(state="approved", decided_by=account, decided_at=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(editors=[], state="approved", decided_by=bench.writer.account_id)


def test_an_approved_version_never_changes(bench):
    done = bench.approved()
    for change in ({"name": "Khác"}, {"wording": {}}, {"state": "withdrawn"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Template.objects.filter(pk=done.id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Template.objects.filter(pk=done.id).delete()
    with pytest.raises(Refused):
        template_save(
            actor=bench.writer, template_id=done.id, revision=done.revision,
            content=bench.content(),
        )  # fmt: skip


def test_what_was_submitted_stays_as_it_was_read(bench):
    draft = sent(bench)
    with pytest.raises(DatabaseError), transaction.atomic():
        Template.objects.filter(pk=draft.id).update(wording={"body": "khác"})
    with pytest.raises(Refused):
        template_save(
            actor=bench.writer, template_id=draft.id, revision=draft.revision,
            content=bench.content(),
        )  # fmt: skip
    back = template_recall(actor=bench.writer, template_id=draft.id, revision=draft.revision)
    assert back.state is STATE.EDITING


def test_a_placeholder_that_is_not_known_is_refused_with_its_spot(bench):
    with pytest.raises(Invalid) as refusal:
        begun(bench, wording=Wording(body="Một\nÔng {aplicant.name}"))
    [problem] = refusal.value.problems
    assert problem.field == "body"
    assert "2" in problem.message
    assert "{aplicant.name}" in problem.message
    assert "{applicant.name}" in problem.message


def test_answers_may_be_named_where_the_procedure_asks_for_them(bench):
    code = bench.commune.offering.version.code
    wording = Wording(body="Để {answer.purpose}, {answer.applicant.name}")
    with pytest.raises(Invalid):
        begun(bench, wording=wording, procedures=(code,))
    form_publish(code)
    assert placeholders_for([code])["answer.purpose"].label == "Mục đích"
    begun(bench, wording=wording, procedures=(code,))
    with pytest.raises(Invalid):
        begun(bench, name="Chung", wording=wording)


def test_what_is_returned_says_why_and_goes_on(bench):
    draft = sent(bench)
    with pytest.raises(Invalid):
        template_return(
            actor=bench.approver, template_id=draft.id, revision=draft.revision, reason=" "
        )
    back = template_return(
        actor=bench.approver, template_id=draft.id, revision=draft.revision, reason="Thiếu căn cứ"
    )
    assert (back.state, back.reason) == (STATE.RETURNED, "Thiếu căn cứ")
    again = template_save(
        actor=bench.writer, template_id=back.id, revision=back.revision, content=bench.content()
    )
    template_submit(actor=bench.writer, template_id=again.id, revision=again.revision)


def test_the_next_version_begins_from_the_last_and_there_is_one_at_a_time(bench):
    first = bench.approved()
    second = template_start(
        actor=bench.writer, unit_id=bench.commune.unit.id, content=first.content, based_on=first.id
    )
    assert (second.key, second.number) == (first.key, 2)
    with pytest.raises(Refused) as refusal:
        template_start(
            actor=bench.writer, unit_id=bench.commune.unit.id, content=first.content,
            based_on=first.id,
        )  # fmt: skip
    assert refusal.value.code == "template_open"
    with pytest.raises(Invalid):
        begun(bench)  # the same name again, as if it were new
    assert [one.number for one in template_versions(first)] == [2, 1]
    template_withdraw(actor=bench.writer, template_id=second.id, revision=second.revision)
    assert in_force(bench) == [first.id]


def test_a_version_holds_from_its_day(bench):
    first = bench.approved()
    later = bench.approved(based_on=first.id, effective_on=clock.today() + timedelta(days=3))
    assert in_force(bench) == [first.id]
    with clock.clock_set(clock.now() + timedelta(days=3)):
        assert in_force(bench) == [later.id]


def test_the_highest_version_whose_day_has_come_decides(bench):
    today = clock.today()
    wrong = bench.approved(effective_on=today + timedelta(days=40))
    mended = bench.approved(based_on=wrong.id, effective_on=today + timedelta(days=20))
    both = [wrong, mended]
    assert (in_force(bench), templates_holding(both)) == ([], frozenset())
    for days in (20, 40, 60):  # what was found wrong does not come back on its day
        with clock.clock_set(clock.now() + timedelta(days=days)):
            assert in_force(bench) == [mended.id]
            assert templates_holding(both) == {mended.id}


def test_what_ends_a_template_holds_nothing(bench):
    first = bench.approved()
    last = bench.approved(based_on=first.id, ends=True)
    assert templates_holding([first, last]) == frozenset()


def test_names_that_begin_alike_are_two_templates(bench):
    name = "Giấy xác nhận tình trạng hôn nhân của công dân cư trú tại {} (mẫu)"
    first = bench.approved(name=name.format("phường"))
    second = bench.approved(name=name.format("nước ngoài"))
    assert first.key != second.key
    assert sorted(in_force(bench)) == [first.id, second.id]


def test_the_same_name_replaces_nothing_of_the_unit_above(bench):
    province = unit_get(bench.commune.unit.path_ids[0])
    above = replace(
        bench,
        writer=actor_make(role=Role.CONTROLLER, unit=province),
        approver=actor_make(role=Role.LEADER, unit=province),
    )
    general = above.approved(unit_id=province.id)
    own = bench.approved()
    assert own.key != general.key
    assert sorted(in_force(bench)) == [general.id, own.id]


def test_a_reason_keeps_its_lines(bench):
    draft = sent(bench)
    back = template_return(
        actor=bench.approver, template_id=draft.id, revision=draft.revision,
        reason="Thiếu căn cứ\r\n\r\n  Sai  ngày ",
    )  # fmt: skip
    assert back.reason == "Thiếu căn cứ\nSai ngày"


def test_a_day_that_has_passed_is_refused_on_submitting_and_on_approval(bench):
    draft = begun(bench, effective_on=clock.today() - timedelta(days=1))
    with pytest.raises(Invalid):
        template_submit(actor=bench.writer, template_id=draft.id, revision=draft.revision)
    waits = sent(bench, name="Khác")
    with clock.clock_set(clock.now() + timedelta(days=2)), pytest.raises(Invalid):
        template_approve(actor=bench.approver, template_id=waits.id, revision=waits.revision)


def test_a_commune_has_its_provinces_until_it_has_its_own_and_again_when_that_ends(bench):
    province = unit_get(bench.commune.unit.path_ids[0])
    above = replace(
        bench,
        writer=actor_make(role=Role.CONTROLLER, unit=province),
        approver=actor_make(role=Role.LEADER, unit=province),
    )
    general = above.approved(unit_id=province.id)
    assert in_force(bench) == [general.id]
    own = bench.approved(based_on=general.id)
    assert own.key == general.key
    assert in_force(bench) == [own.id]
    assert in_force(bench, commune_make(name="Bên Cạnh")) == [general.id]
    bench.approved(based_on=own.id, ends=True)
    assert in_force(bench) == [general.id]


def test_a_template_of_another_procedure_is_not_offered(bench):
    done = bench.approved()
    other = bench.approved(name="Khác", procedures=(bench.commune.offering.version.code,))
    assert in_force(bench) == [other.id, done.id]
    assert [one.id for one in templates_for(bench.commune.unit, "9.999999")] == [done.id]


def test_two_people_at_one_template(bench):
    draft = begun(bench)
    template_save(
        actor=bench.writer, template_id=draft.id, revision=draft.revision, content=bench.content()
    )
    with pytest.raises(Stale):
        template_save(
            actor=bench.writer, template_id=draft.id, revision=draft.revision,
            content=bench.content(name="Khác"),
        )  # fmt: skip


def test_drafts_of_another_commune_are_not_there(bench):
    draft = begun(bench)
    stranger = actor_make(role=Role.CONTROLLER, unit=commune_make(name="Bên Cạnh"))
    assert templates_list(stranger) == []
    with pytest.raises(NotFound):
        template_get(stranger, draft.id)
    with pytest.raises(NotFound):
        template_submit(actor=stranger, template_id=draft.id, revision=draft.revision)
    with pytest.raises(Forbidden):
        template_start(
            actor=bench.commune.specialist, unit_id=bench.commune.unit.id, content=bench.content()
        )


@pytest.mark.parametrize("sample", [wordings.MARITAL, wordings.CHANGE, wordings.REPLY])
def test_the_samples_name_only_what_there_is_and_say_that_they_are_samples(bench, sample):
    assert wording_problems(sample.wording, sample.procedures) == []
    assert "bản mẫu" in sample.name
    assert "không có giá trị pháp lý" in sample.wording.body
