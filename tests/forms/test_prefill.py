"""What a source knows is filled in when it is asked, and taken out when it does not apply."""

from __future__ import annotations

import pytest
from tests.builders.forms import form_make, question, shipped

from motcua.forms.queries import answers_follow, answers_prefill
from motcua.forms.rules.document import DocumentError
from motcua.forms.types import Source

LAN = {"name": "Lan Mẫu", "id_number": "019190000001", "birth_date": "1990-05-17"}
SOURCES = [Source("person", "VNeID", LAN)]


def follow(form, before, after, marks=(), sources=SOURCES):
    return answers_follow(form, before, after, marks=marks, sources=sources)


def test_the_bride_or_the_groom_is_not_typed_again():
    form = shipped("1.000894")
    begun, marks = answers_prefill(form, SOURCES)
    assert "woman" not in begun
    assert "man" not in begun
    chosen = {**begun, "filer_is": "woman"}
    filled, told = follow(form, begun, chosen, marks)
    assert filled["woman"] == LAN
    assert "man" not in filled
    assert {"woman.name", "woman.birth_date"} <= {one.path for one in told}


def test_what_was_filled_in_for_the_wrong_one_is_taken_out_unless_somebody_changed_it():
    form = shipped("1.000894")
    begun, marks = answers_prefill(form, SOURCES)
    filled, told = follow(form, begun, {**begun, "filer_is": "woman"}, marks)
    filled["woman"] = {**filled["woman"], "name": "Lan Anh Mẫu", "ethnicity": "Kinh"}
    turned, told = follow(form, filled, {**filled, "filer_is": "man"}, told)
    assert turned["man"] == LAN
    assert turned["woman"] == {"name": "Lan Anh Mẫu", "ethnicity": "Kinh"}
    assert not any(one.path.startswith("woman") for one in told)


def test_an_emptied_field_stays_empty_and_nothing_typed_is_written_over():
    form = shipped("1.000894")
    before = {"filer_is": "woman", "woman": {"name": "Lan Mẫu"}}
    assert follow(form, before, {**before, "day_wished": "2026-12-01"})[0]["woman"] == {
        "name": "Lan Mẫu"
    }
    typed = {"filer_is": "woman", "woman": {"name": "Ai Mẫu"}}
    assert follow(form, {}, typed)[0]["woman"]["name"] == "Ai Mẫu"


def test_a_correction_of_ones_own_data_asks_for_no_identity_again():
    form = shipped("1.004859")
    begun, marks = answers_prefill(form, SOURCES)
    own, _told = follow(form, begun, {**begun, "for_self": True}, marks)
    assert own["person"] == LAN
    other, _told = follow(form, begun, {**begun, "for_self": False}, marks)
    assert "person" not in other


@pytest.mark.parametrize(("sex", "filled"), [("female", "mother"), ("male", "father")])
def test_a_parent_who_registers_a_birth_is_known_already(sex, filled):
    form = shipped("1.001193")
    sources = [Source(f"person_{sex}", "VNeID", LAN)]
    known = {"mother_known": True, "father_known": True}
    parent, _told = follow(form, {}, {**known, "relation": "parent"}, sources=sources)
    assert parent[filled]["name"] == "Lan Mẫu"
    assert {"mother", "father"} & parent.keys() == {filled}
    carer, _told = follow(form, {}, {**known, "relation": "carer"}, sources=sources)
    assert not {"mother", "father"} & carer.keys()


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("1.001699", "beneficiary"),
        ("1.001776", "beneficiary"),
        ("1.014027", "beneficiary"),
        ("1.004873", "other"),
        ("2.000635", "subject"),
        ("generic", "owner"),
    ],
)
def test_whoever_is_acted_for_is_known_and_nobody_else_is_guessed(code, key):
    form = shipped(code)
    theirs = {"name": "Mai Mẫu", "for_self": False, "for_other": True}
    begun, marks = answers_prefill(form, [*SOURCES, Source("represented", "VNeID", theirs)])
    assert begun.get("for_self") is False or begun.get("for_other") is True
    shown = {**begun, "owner_kind": "person"}
    acted, _told = follow(form, {}, shown, marks, [Source("represented", "VNeID", theirs)])
    assert acted[key]["name"] == "Mai Mẫu"
    alone, _told = follow(form, {}, {"for_self": False, "for_other": True, "owner_kind": "person"})
    assert key not in alone


def test_a_condition_without_a_source_is_no_form():
    with pytest.raises(DocumentError):
        form_make(question("who", prefill_when="other"), question("other", "yes_no"))
