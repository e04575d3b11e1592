"""A slip written by hand is brought: number, time, then the ordinary intake, and its note."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING, at
from tests.builders.hand import book_paper
from tests.builders.identity import actor_make, client_for
from tests.builders.interim import block_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.paying import text
from tests.office.offlinework import slip

from motcua.documents.pointing import pointed_at
from motcua.dossiers.queries import dossier_get
from motcua.identity.models import Posting
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimFile, InterimSlip
from motcua.reception.services.interim_paper import paper_make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ENTER = "/office/interim/enter/"
NUMBER = "T260910-01-001"


@pytest.fixture
def client(commune):
    return client_for(commune.counter)


@pytest.fixture
def book(commune):
    with at(), scope_use(SYSTEM):
        return book_paper(commune)


def said(commune, hours=1, **over):
    """Return the form of a slip written `hours` after nine o'clock."""
    local = MORNING + timedelta(hours=7 + hours)
    given = {
        "q": NUMBER, "day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "cause": "power",
        "taken_by": commune.counter.account_id, "cash": "", "note": "",
    }  # fmt: skip
    return {**given, **over}


def typed(commune, slip_id, **over):
    """Return the intake page as the officer sends it."""
    fields = slip(commune, {"key": ""})["form"]
    sent = {name: values[0] for name, values in fields.items()}
    return sent | {
        "unit": commune.unit.id,
        "procedure": commune.offering.code,
        "version": commune.offering.version.id,
        "slip": slip_id,
        "key": "a" * 32,
        "action": "accept",
        **over,
    }


def row():
    with scope_use(SYSTEM):
        return InterimSlip.objects.get()


def test_from_the_number_to_the_dossier_and_its_form_01(commune, client, book):
    with at(5):
        page = text(client.get(ENTER, {"q": "t260910-01-001"}))
        assert "Quầy 1" in page
        brought = client.post(ENTER, said(commune))
        assert brought.status_code == 302
        choose = client.get(brought["Location"])
        assert f"slip={row().id}" in choose.content.decode()
        assert "Type in what stands on the slip" in text(choose)
        found = client.get("/office/intake/procedures/", {"q": "hon nhan", "slip": row().id})
        link = re.search(r'href="(/office/intake/\?[^"]+)"', found.content.decode())[1]
        assert f"slip={row().id}" in link
        opened = text(client.get(link.replace("&amp;", "&"), follow=True))
        assert f"Interim slip {NUMBER}" in opened
        assert "Reason for entering the slip" not in opened
        done = client.post("/office/intake/", typed(commune, row().id))
        assert done.status_code == 302, text(done)
        shown = text(client.get(done["Location"]))
        assert "at its true time" in shown
    with scope_use(SYSTEM):
        dossier = dossier_get(row().dossier_code)
    assert dossier.accepted_at == MORNING + timedelta(hours=1)
    story = text(client.get(f"/office/dossiers/{dossier.code}/"))
    assert f"Written by hand on interim slip {NUMBER}, by" in story
    assert "(No electric power)" in story
    told = text(client.get(f"/office/interim/{row().id}/"))
    assert "Bring the next slip" in told
    assert "on=2026-09-10" in client.get(f"/office/interim/{row().id}/").content.decode()


def test_form_01_bears_the_note(commune, client, book):
    from motcua.dossiers.slip_paper import _interim

    with at(5):
        client.post(ENTER, said(commune, cause="line"))
        client.post("/office/intake/", typed(commune, row().id))
    with scope_use(SYSTEM):
        note = _interim(dossier_get(row().dossier_code))
    assert note == f"Tiếp nhận bằng phiếu viết tay (mất đường truyền), phiếu tạm số {NUMBER}"


def test_interrupted_it_waits_and_is_found_again(commune, client, book):
    with at(5):
        client.post(ENTER, said(commune))
        assert NUMBER in text(client.get("/office/interim/"))
        again = client.get(ENTER, {"q": NUMBER})
        assert "Go on typing it in" in text(again)
        assert f"/office/intake/?slip={row().id}" in again.content.decode()
        second = client.post(ENTER, said(commune))
    assert second.status_code == 422
    assert "was brought already" in second.content.decode()
    slip_page = client.get(f"/office/interim/{row().id}/").content.decode()
    assert 'value="enter"' not in slip_page  # nothing is typed in yet


def test_what_is_wrong_stands_at_its_field(commune, client, book):
    with at(5):
        late = client.post(ENTER, said(commune, hours=6))
        noon = client.post(ENTER, said(commune, hours=3.2))
        other = client.post(ENTER, said(commune, cause="other"))
        empty = client.post(ENTER, {"q": NUMBER})
    assert "still to come" in late.content.decode()
    assert "not open at this time" in noon.content.decode()
    assert "Say why it was written by hand" in other.content.decode()
    assert [one.status_code for one in (late, noon, other, empty)] == [422] * 4
    with scope_use(SYSTEM):
        assert not InterimSlip.objects.exists()


@pytest.mark.parametrize("number", ["T260910-01-021", "T260910-07-001", "abc", "T260231-01-001"])
def test_a_number_that_nobody_reserved_is_said_to_be_none(commune, client, book, number):
    page = text(client.get(ENTER, {"q": number}))
    assert "No such number was reserved here" in page
    assert client.post(ENTER, said(commune, q=number)).status_code in {200, 422}
    with scope_use(SYSTEM):
        assert not InterimSlip.objects.exists()


def test_a_number_of_a_computer_is_told_to_synchronise_first(commune, client):
    with at(), scope_use(SYSTEM):
        block_make(commune)
    with at(5):
        assert "belongs to the computer" in text(client.get(ENTER, {"q": NUMBER}))
        assert client.post(ENTER, said(commune)).status_code == 422
        assert client.post(ENTER, said(commune, note="Hỏng ổ cứng.")).status_code == 302


def test_days_later_the_counter_types_and_the_director_enters(commune, client, book):
    with at(24 * 5):
        client.post(ENTER, said(commune, note="Mất điện cả tuần."))
        sent = client.post("/office/intake/", typed(commune, row().id))
        address = f"/office/interim/{row().id}/"
        assert sent["Location"] == address
        assert "Another person enters it" in text(client.get(address))
        assert 'value="enter"' not in client.get(address).content.decode()
        director = client_for(commune.director)
        page = text(director.get(address))
        assert "Nông Thị Mai Hương" in page
        assert "Mất điện cả tuần." in page
        decided = director.post(address, {"action": "enter", "reason": "Đã xem cuống phiếu."})
        assert decided.status_code == 302, text(decided)
    with scope_use(SYSTEM):
        assert dossier_get(row().dossier_code).accepted_at == MORNING + timedelta(hours=1)


def test_the_head_reads_on_the_worklist_what_is_open(commune, client, book):
    director = client_for(commune.director)
    with at(5):
        assert "has not come in" not in text(director.get("/office/worklist/"))
        client.post(ENTER, said(commune, q="T260910-01-003"))
        page = text(director.get("/office/worklist/"))
        assert "2 interim slips were given out and have not come in" in page
        assert "1 interim slip needs a decision" in page
        assert "have not come in" not in text(client.get("/office/worklist/"))
        assert "have not come in" in text(client.get("/office/interim/"))


def test_another_unit_finds_no_such_number(commune, book, province):
    with scope_use(SYSTEM):
        other = body_of(commune_make(name="Phan Đình Phùng"), "ttpvhcc")
        stranger = client_for(actor_make(role=Role.COUNTER, unit=other))
    with at(5):
        assert "No such number" in text(stranger.get(ENTER, {"q": NUMBER}))
        answer = stranger.post(ENTER, said(commune))
    assert answer.status_code == 200
    with scope_use(SYSTEM):
        assert not InterimSlip.objects.exists()


def brought_late(commune, client):
    """Bring a slip days later: the counter types it, the director decides."""
    assert client.post(ENTER, said(commune, note="Mất điện cả tuần.")).status_code == 302
    return f"/office/interim/{row().id}/"


def paper(name="giay.pdf"):
    return SimpleUploadedFile(name, pdf_make(text=name), content_type="application/pdf")


def test_files_go_along_to_whoever_decides(commune, client, book):
    place = f"c{commune.offering.version.components[0].id}"
    with at(24 * 5):
        address = brought_late(commune, client)
        sent = typed(commune, row().id)
        files = {f"{place}-upload": paper(), "proof-upload": paper("uy-quyen.pdf")}
        owner = {"authorised-name": "Nông Văn Thay", "authorised-relation": "child"}
        done = client.post("/office/intake/", {**sent, **owner, **files})
        assert done["Location"] == address, text(done)
        with scope_use(SYSTEM):
            kept = list(InterimFile.objects.values_list("file_id", flat=True))
            assert pointed_at(kept) == set(kept), "the sweeper leaves them"
        assert len(kept) == 2
        assert not [name for name in row().data if name.endswith("-file")]
        # typed anew by a third person: what is there stays there, once
        other = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
        opened = other.get(f"/office/intake/?{corrects(other, address)}", follow=True)
        tokens = re.findall(rf'name="{place}-file" value="([^"]+)"', opened.content.decode())
        again = {**sent, "key": "b" * 32, f"{place}-file": tokens, "authorised-name": ""}
        assert other.post("/office/intake/", again)["Location"] == address
        decide = {"action": "enter", "reason": "Đã xem cuống phiếu."}
        assert client_for(commune.director).post(address, decide).status_code == 302
    assert row().state == "accepted"
    with scope_use(SYSTEM):
        [component, *_rest] = dossier_get(row().dossier_code).components
        assert [one.file_id for one in component.files] == kept[:1]
        assert not InterimFile.objects.exists(), "the dossier has it now"


def test_a_cancelled_slip_keeps_no_file(commune, client, book):
    place = f"c{commune.offering.version.components[0].id}"
    with at(24 * 5):
        address = brought_late(commune, client)
        client.post("/office/intake/", {**typed(commune, row().id), f"{place}-upload": paper()})
        with scope_use(SYSTEM):
            assert InterimFile.objects.count() == 1
        gone = {"action": "cancel", "reason": "Người nộp đã rút."}
        assert client_for(commune.director).post(address, gone).status_code == 302
    with scope_use(SYSTEM):
        assert not InterimFile.objects.exists()


def test_a_token_of_a_slips_file_serves_nobody_else(commune, client, book):
    place = f"c{commune.offering.version.components[0].id}"
    with at(24 * 5):
        address = brought_late(commune, client)
        client.post("/office/intake/", {**typed(commune, row().id), f"{place}-upload": paper()})
        director = client_for(commune.director)
        with scope_use(SYSTEM):
            helper = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
        opened = helper.get(f"/office/intake/?{corrects(helper, address)}", follow=True)
        [token] = re.findall(rf'name="{place}-file" value="([^"]+)"', opened.content.decode())
        stolen = typed(commune, "", **{f"{place}-file": token})
        refused = client.post("/office/intake/", stolen)
        assert refused.status_code == 422
        assert "the file was added by another person" in unescape(refused.content.decode())
        assert director.get(address).status_code == 200


def test_a_file_of_another_person_is_named_never_dropped(commune, client, book):
    place = f"c{commune.offering.version.components[0].id}"
    with at(24 * 5):
        page = client.post(
            "/office/intake/", typed(commune, "", action="", **{f"{place}-upload": paper()})
        ).content.decode()
        token = re.search(rf'name="{place}-file" value="([^"]+)"', page)[1]
        other = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
        said_so = typed(commune, "", **{f"{place}-file": token})
        refused = other.post("/office/intake/", said_so)
        assert refused.status_code == 422
        assert "“giay.pdf”: the file was added by another person" in unescape(
            refused.content.decode()
        )
        # what a slip kept before files were refused there: the director reads which is missing
        address = brought_late(commune, client)
        client.post("/office/intake/", typed(commune, row().id))
        with scope_use(SYSTEM):
            kept = InterimSlip.objects.get()
            kept.data[f"{place}-file"] = [token]
            kept.save()
        director = client_for(commune.director)
        answer = director.post(address, {"action": "enter", "reason": "Đã xem."})
        assert answer.status_code == 422
        assert "“giay.pdf”" in unescape(answer.content.decode())
        opened = other.get(f"/office/intake/?{corrects(other, address)}", follow=True)
        assert "“giay.pdf”" in unescape(text(opened))


def corrects(client, address):
    """Return the query of the link that puts a slip right."""
    page = client.get(address).content.decode()
    return re.search(r'href="/office/intake/\?([^"]+)"', page)[1].replace("&amp;", "&")


def test_what_was_typed_is_put_right_until_it_is_decided(commune, client, book):
    place = f"c{commune.offering.version.components[0].id}"
    with at(24 * 5):
        address = brought_late(commune, client)
        client.post("/office/intake/", typed(commune, row().id))
        with scope_use(SYSTEM):
            kept = InterimSlip.objects.get()
            kept.data = {k: v for k, v in kept.data.items() if not k.startswith(place)}
            kept.save()
        director = client_for(commune.director)
        decide = {"action": "enter", "reason": "Đã xem cuống phiếu."}
        answer = director.post(address, decide)
        assert answer.status_code == 422
        assert commune.offering.version.components[0].label in unescape(answer.content.decode())
        opened = client.get(f"/office/intake/?{corrects(client, address)}", follow=True)
        assert 'value="Nông Thị Mai Hương"' in text(opened)
        again = client.post("/office/intake/", typed(commune, row().id, key="b" * 32))
        assert again["Location"] == address
        assert director.post(address, decide).status_code == 302
        late = client.post("/office/intake/", typed(commune, row().id, key="c" * 32))
        assert late.status_code == 422
    assert row().state == "accepted"


def test_who_had_a_counter_then_is_offered_though_they_have_left(commune, client, book):
    with scope_use(SYSTEM), at(0.5):
        gone = actor_make(role=Role.COUNTER, unit=commune.centre)
        Posting.objects.filter(account_id=gone.account_id).update(
            valid_from=MORNING + timedelta(hours=0.5), valid_to=MORNING + timedelta(hours=2)
        )
    with at(5):
        option = f'<option value="{gone.account_id}"'
        assert option in client.get(ENTER, {"q": NUMBER}).content.decode()
        late = client.post(ENTER, said(commune, hours=4.6, taken_by=gone.account_id))
        assert "they had a counter then" in text_of(late)
        sent = client.post(ENTER, said(commune, taken_by=gone.account_id))
        assert sent.status_code == 302, text_of(sent)
    assert row().taken_by == gone.account_id


def text_of(answer):
    return unescape(answer.content.decode())


def test_a_number_of_two_units_asks_which(commune, book, province):
    with scope_use(SYSTEM), at():
        other = commune_make(name="Phan Đình Phùng")
        paper_make(
            actor=actor_make(role=Role.COUNTER, unit=other), unit_id=other.id, place="Quầy 9",
            numbers=20,
        )  # fmt: skip
        here = actor_make(role=Role.COUNTER, unit=commune.centre)
        now = Posting.objects.get(account_id=here.account_id)
        Posting.objects.create(
            account_id=here.account_id, unit_id=other.id, role=now.role, kind=now.kind,
            valid_from=now.valid_from,
        )  # fmt: skip
    both = client_for(here)
    with at(5):
        page = text(both.get(ENTER, {"q": NUMBER}))
        assert "which one is it?" in page
        assert 'name="day"' not in page
        page = text(both.get(ENTER, {"q": NUMBER, "unit": other.id}))
        assert other.full_name in page
        assert "Quầy 9" in page
        assert 'name="day"' in page
        assert both.post(ENTER, said(commune)).status_code == 200  # without a unit nothing is kept
        sent = both.post(ENTER, said(commune, unit=commune.centre.id, note="Mất điện."))
        assert sent.status_code == 302, text_of(sent)
    assert row().unit_id == commune.centre.id


def test_a_mistyped_number_is_given_back(commune, client, book):
    with at(5):
        client.post(ENTER, said(commune, q="T260910-01-020"))
        address = f"/office/interim/{row().id}/"
        assert 'value="free"' in client.get(address).content.decode()
        assert client.post(address, {"action": "free"}).status_code == 302
        page = text(client.get(address))
        assert "The number was mistyped." in page
        assert "Cancelled" in page
        assert "have not come in" not in text(client.get("/office/interim/"))
        assert client.post(ENTER, said(commune, q="T260910-01-020")).status_code == 302


def test_who_may_decide_about_the_time_enters_what_they_type(commune, client, book):
    with scope_use(SYSTEM), at():
        both = actor_make(role=Role.COUNTER, unit=commune.centre)
        head = Posting.objects.filter(account_id=commune.director.account_id).first()
        Posting.objects.create(
            account_id=both.account_id, unit_id=head.unit_id, role=head.role, kind=head.kind,
            valid_from=head.valid_from,
        )  # fmt: skip
    with at(24 * 5):
        brought_late(commune, client)
        sent = typed(commune, row().id, slip_reason="Đã xem cuống phiếu.")
        done = client_for(both).post("/office/intake/", sent)
        assert done.status_code == 302, text_of(done)
    assert row().state == "accepted"
