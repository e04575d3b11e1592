"""For which procedures a draft is drawn: named later, checked from then on."""

from __future__ import annotations

import pytest
from tests.builders.drawn import whole
from tests.builders.procedures import version_make
from tests.office.processes import at, body

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def name(drawing, draft, **given):
    fields = {"version": drawing.seen(draft).version, "codes": "", **given}
    return drawing.draws.post(at(draft, "procedures/"), fields)


def test_what_is_named_is_checked_at_this_save_and_every_later_one(drawing):
    draft = drawing.draft(whole(hours="8"))
    code = drawing.commune.offering.version.code
    assert "No procedure is named yet" in body(drawing.draws, at(draft))
    assert 'aria-describedby="id_procedures_hint"' in body(drawing.draws, at(draft, "procedures/"))
    answer = name(drawing, draft, procedures=[code])
    assert answer["Location"] == at(draft)
    seen = drawing.seen(draft)
    assert (seen.application.procedures, [f.code for f in seen.findings]) == (
        (code,), ["hours_over"],
    )  # fmt: skip
    page = body(drawing.draws, at(draft))
    assert "1 procedure" in page
    assert f"{code} {drawing.commune.offering.version.name}" in page
    assert "3 working days" in page
    sent = {"version": seen.version, "bpmn": whole(hours="5")}
    found = drawing.draws.post(at(draft, "save/"), sent).json()["findings"]
    assert [(one["code"], one["marks"][0], len(one["marks"])) for one in found] == [
        ("hours_over", "receive", 6)
    ]
    sent = {"version": seen.version + 1, "bpmn": whole(hours="4")}
    assert drawing.draws.post(at(draft, "save/"), sent).json()["findings"] == []


def test_other_codes_stand_in_their_field_and_unknown_ones_are_told_there(drawing):
    draft = drawing.draft()
    with scope_use(SYSTEM):
        other = version_make(limit="5wd", process_key="standard").code
    assert name(drawing, draft, codes=f" {other}; ").status_code == 302
    assert f'value="{other}"' in body(drawing.draws, at(draft, "procedures/"))
    assert f'value="{other}"' in body(drawing.draws, at(draft, "submit/"))
    wrong = name(drawing, draft, codes="9.999999")
    assert wrong.status_code == 422
    assert 'id="id_codes_error"' in wrong.content.decode()
    assert drawing.seen(draft).application.procedures == (other,)
    assert name(drawing, draft).status_code == 302
    assert drawing.seen(draft).application.procedures == ()


def test_somebody_who_was_quicker_closed_drafts_and_other_units(drawing):
    draft = drawing.draft()
    late = name(drawing, draft, version=draft.version + 1)
    assert late.status_code == 422
    assert "Somebody else has changed this draft" in late.content.decode()
    page = at(draft, "procedures/")
    for client in (drawing.stranger, drawing.counter, drawing.approves):
        assert client.get(page).status_code == 404
        assert client.post(page, {"version": draft.version, "codes": ""}).status_code == 404
    drawing.draws.post(at(draft, "withdraw/"), {"version": draft.version})
    assert drawing.draws.get(page).status_code == 404
