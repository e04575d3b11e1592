"""Drafts: begun with what is known, saved page by page, never overwritten without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.documents.forgetting import files_unlinked_forget
from motcua.documents.queries import file_open
from motcua.filing import services
from motcua.filing.queries import draft_get, drafts_of, drafts_open
from motcua.filing.types import DraftState, PaperWay
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import scope_use
from tests.builders.citizens import acting_for, citizen_make
from tests.builders.dossiers import MORNING
from tests.builders.filing import commune_online, draft_make, draft_ready
from tests.builders.procedures import component

pytestmark = pytest.mark.usefixtures("system_scope")
WHAT = ("purpose", "remark")


@pytest.fixture
def commune():
    return commune_online()


@pytest.fixture
def citizen():
    return citizen_make(name="Trần Thị Mẫu")


def save(citizen, draft, answers, expected=None, **over):
    with scope_use(citizen.scope):
        return services.draft_save(
            citizen=citizen,
            public_id=draft.public_id,
            page="what",
            keys=WHAT,
            answers=answers,
            expected=draft.version if expected is None else expected,
            **over,
        )


def test_a_draft_begins_with_what_the_account_says(commune, citizen):
    draft = draft_make(citizen, commune)

    assert draft.answers["applicant"]["name"] == "Trần Thị Mẫu"
    assert any(mark["path"] == "applicant.name" for mark in draft.marks)
    with scope_use(citizen.scope):
        assert [one.public_id for one in drafts_of(citizen)] == [draft.public_id]
        assert drafts_open(citizen, commune.offering.version.code)


def test_another_persons_draft_is_not_found(commune, citizen):
    draft = draft_make(citizen, commune)
    stranger = citizen_make()
    with scope_use(stranger.scope):
        with pytest.raises(NotFound):
            draft_get(stranger, draft.public_id)
        with pytest.raises(NotFound):
            services.draft_discard(citizen=stranger, public_id=draft.public_id)
        assert drafts_of(stranger) == []


def test_what_is_begun_for_another_stands_apart_from_ones_own(commune, citizen):
    acting = acting_for(citizen, citizen_make())
    draft = draft_make(acting, commune)
    with scope_use(citizen.scope), pytest.raises(NotFound):
        draft_get(citizen, draft.public_id)
    with scope_use(acting.scope):
        assert draft_get(acting, draft.public_id).subject_id == acting.subject_id


def test_saving_keeps_a_page_and_prolongs_the_life(commune, citizen):
    with clock.clock_set(MORNING):
        draft = draft_make(citizen, commune)
    with clock.clock_set(MORNING + timedelta(days=30)):
        saved = save(citizen, draft, {"purpose": "Xin giấy"})
    assert not saved.conflict
    assert saved.draft.answers["purpose"] == "Xin giấy"
    assert saved.draft.expires_at == MORNING + timedelta(days=120)
    assert saved.draft.pages_done == ("what",)


def test_typing_saves_without_calling_the_page_done(commune, citizen):
    draft = draft_make(citizen, commune)
    saved = save(citizen, draft, {"purpose": "Xi"}, done=False).draft
    assert saved.pages_done == ()
    assert save(citizen, saved, {"purpose": "Xin"}).draft.pages_done == ("what",)


def test_two_tabs_on_one_page_keep_both_and_the_person_chooses(commune, citizen):
    draft = draft_make(citizen, commune)
    save(citizen, draft, {"purpose": "Một", "remark": "a"})

    second = save(citizen, draft, {"purpose": "Hai", "remark": "b"})

    assert second.conflict
    assert second.draft.answers["purpose"] == "Một"
    assert second.draft.other("what").answers == {"purpose": "Hai", "remark": "b"}
    with scope_use(citizen.scope):
        chosen = services.draft_choose(
            citizen=citizen, public_id=draft.public_id, page="what", mine=("purpose",), keys=WHAT
        )
    assert chosen.answers["purpose"] == "Hai"
    assert chosen.answers["remark"] == "a"
    assert chosen.others == ()


def test_the_same_answers_from_two_tabs_are_no_conflict(commune, citizen):
    draft = draft_make(citizen, commune)
    save(citizen, draft, {"purpose": "Một"})
    assert not save(citizen, draft, {"purpose": "Một"}).conflict


def test_two_tabs_on_different_pages_do_not_disturb_each_other(commune, citizen):
    draft = draft_make(citizen, commune)
    save(citizen, draft, {"purpose": "Một"})
    with scope_use(citizen.scope):
        other = services.draft_save(
            citizen=citizen,
            public_id=draft.public_id,
            page="you",
            keys=("applicant",),
            answers={"applicant": {"name": "Trần Thị Mẫu", "phone": "0900 000 000"}},
            expected=draft.version,
        )
    assert not other.conflict
    assert other.draft.answers["purpose"] == "Một"


def test_a_deleted_draft_comes_back_for_thirty_days(commune, citizen):
    draft = draft_make(citizen, commune)
    with scope_use(citizen.scope):
        services.draft_discard(citizen=citizen, public_id=draft.public_id)
        with pytest.raises(Refused) as refusal:
            save(citizen, draft, {"purpose": "x"})
        assert refusal.value.code == "draft_closed"
        assert drafts_of(citizen) == []
        assert drafts_of(citizen, discarded=True)
        back = services.draft_restore(citizen=citizen, public_id=draft.public_id)
    assert back.state is DraftState.OPEN


def test_untouched_drafts_are_warned_of_put_away_and_forgotten(commune, citizen):
    with clock.clock_set(MORNING):
        draft = draft_make(citizen, commune)
    for days, expected in ((80, (0, 0, 0)), (84, (1, 0, 0)), (85, (0, 0, 0)), (90, (0, 1, 0))):
        with clock.clock_set(MORNING + timedelta(days=days)):
            assert services.drafts_expire() == expected
    with clock.clock_set(MORNING + timedelta(days=121)):
        assert services.drafts_expire() == (0, 0, 1)
    with scope_use(citizen.scope), pytest.raises(NotFound):
        draft_get(citizen, draft.public_id)


def test_files_of_a_draft_that_was_thrown_away_are_let_go_and_those_of_another_stay(
    commune, citizen
):
    with clock.clock_set(MORNING):
        away, open_ = draft_ready(citizen, commune), draft_ready(citizen, commune)
        with scope_use(citizen.scope):
            services.draft_discard(citizen=citizen, public_id=away.public_id)
    gone, kept = away.files[0].file_id, open_.files[0].file_id
    later = clock.now() + timedelta(days=31)  # the database has stamped the files by the real clock

    def week():
        with clock.clock_set(later):
            return sum(files_unlinked_forget(part=n, untouched=timedelta()) for n in range(7))

    assert week() == 0, "it can still be taken back"
    with clock.clock_set(MORNING + timedelta(days=31)):
        services.drafts_expire()
    assert week() == 1
    assert file_open(kept).read()
    with pytest.raises(NotFound) as refusal:
        file_open(gone)
    assert refusal.value.code == "file.forgotten"


def test_a_machine_does_not_fill_the_table(commune, citizen, monkeypatch):
    monkeypatch.setattr("motcua.filing.services.drafts.MAX_OPEN", 2)
    draft_make(citizen, commune)
    draft_make(citizen, commune)
    with pytest.raises(Refused) as refusal:
        draft_make(citizen, commune)
    assert refusal.value.code == "too_many_drafts"


def test_who_signed_in_at_level_two_need_not_show_a_card(system_scope):
    shown = component("Thẻ căn cước", how="present", satisfied_by=["population"])
    town = commune_online(components=[component("Tờ khai", template="TK"), shown])
    card = town.offering.version.components[1]
    assert draft_make(citizen_make(), town).paper(card.id).record == "account:level2"
    low = draft_make(citizen_make(assurance=1), town)
    assert low.paper(card.id).way is PaperWay.UNDECIDED


def test_a_page_that_needs_what_is_known_is_filled_when_it_is_asked(commune, citizen):
    from tests.builders.filing import form_document, form_publish, words

    code = commune.offering.version.code
    pages = form_document(code)["pages"]
    own = {"key": "own", "kind": "yes_no", "label": words("Cho mình?")}
    whom = {
        "key": "whom",
        "kind": "person",
        "label": words("Ai"),
        "prefill": "person",
        "prefill_when": "own",
        "parts": ["name", "birth_date"],
    }
    pages[1]["questions"] = [*pages[1]["questions"], own]
    pages.append({"key": "whom", "title": words("Ai"), "questions": [whom]})
    form_publish(code, pages=pages, title=words("Đơn hỏi cho ai"))
    draft = draft_make(citizen, commune)
    assert "whom" not in draft.answers
    place = {"citizen": citizen, "public_id": draft.public_id, "page": "what"}
    with scope_use(citizen.scope):
        saved = services.draft_save(
            **place, keys=("own",), answers={"own": True}, expected=draft.version
        ).draft
        assert saved.answers["whom"] == {"name": "Trần Thị Mẫu", "birth_date": "1990-05-17"}
        assert "whom.name" in {one["path"] for one in saved.marks}
        saved = services.draft_save(
            **place, keys=("own",), answers={"own": False}, expected=saved.version
        ).draft
    assert "whom" not in saved.answers
    assert "whom.name" not in {one["path"] for one in saved.marks}
