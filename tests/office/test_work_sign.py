"""Several results are signed from one page; what fails is named and stays."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.certified import batch_checked, certifying_commune
from tests.builders.dossiers import at, dossier_at, item_of, work_do
from tests.builders.identity import PASSWORD, actor_make, client_for
from tests.builders.signatures import commune_keys, signers
from tests.builders.tokens import PIN, token_make
from tests.office.acting import post, text

from motcua.documents.queries import file_open
from motcua.documents.signatures import registry
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.types import Role
from motcua.dossiers.letter_rules import LetterAct, ProposalState
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_propose_supplement
from motcua.dossiers.services.proposals import letter_propose
from motcua.dossiers.types import LateCause, Status
from motcua.identity.assurance import FRESH_AT
from motcua.identity.types import Role as Post
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office import letter_lines, signing_run
from motcua.office.views import work_sign
from motcua.ui import formats
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/worklist/sign/"


@pytest.fixture
def keys(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)):
        yield


def waiting(commune, act):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, act)
        return code, item_of(code, act)


def result(code):
    with scope_use(SYSTEM):
        return dossier_get(code).results[-1]


def test_a_leader_signs_what_was_chosen_and_the_rest_waits(commune, keys):
    (one, first), (two, _other) = (waiting(commune, Act.APPROVE) for _ in range(2))
    page = text(client_for(commune.leader).get(URL))
    assert one in page and two in page
    assert f"/office/dossiers/{one}/results/1/" in page
    assert " checked>" not in page and "?pick=all" in page
    assert text(client_for(commune.leader).get(f"{URL}?pick=all")).count(" checked>") == 2
    page = text(post(commune.leader, URL, item=[f"{first.id}:{first.version}"]))
    assert "1 document is signed" in page
    assert f'value="{first.id}:' not in page, "it waits no more"
    assert two in page
    assert [s.role for s in result(one).signatures] == [Role.PERSONAL]
    assert result(two).signatures == ()


def test_a_clerk_gives_numbers_and_seals(commune, keys):
    code, item = waiting(commune, Act.ISSUE)
    chosen = f"{item.id}:{item.version}"
    page = text(post(commune.clerk, URL, item=[chosen]))
    assert "Enter a number for each chosen document" in page
    text(post(commune.clerk, URL, item=[chosen], **{f"number-{item.id}": "7/GXN"}))
    found = result(code)
    assert (found.number, [s.role for s in found.signatures]) == (
        "7/GXN",
        [Role.PERSONAL, Role.SEAL],
    )


def test_what_failed_is_named_with_its_reason_and_stays(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)):
        code, item = waiting(commune, Act.APPROVE)
        stale, other = waiting(commune, Act.APPROVE)
        page = text(
            post(
                commune.leader,
                URL,
                item=[f"{item.id}:{item.version}", f"{other.id}:{other.version + 7}"],
            )
        )
    assert "1 document is signed" in page
    assert "Not everything was signed" in page
    assert stale in page
    assert result(code).signatures


def test_the_number_of_what_failed_is_still_there(commune, keys):
    code, item = waiting(commune, Act.ISSUE)
    sent = {"item": [f"{item.id}:{item.version + 7}"], f"number-{item.id}": "7/GXN"}
    page = text(post(commune.clerk, URL, **sent))
    assert "Not everything was signed" in page
    assert 'value="7/GXN"' in page
    assert result(code).issued_at is None


def test_a_key_that_is_away_is_told_and_nothing_changes(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)) as folder:
        code, item = waiting(commune, Act.APPROVE)
        (folder / "passphrase").unlink()
        page = text(post(commune.leader, URL, item=[f"{item.id}:{item.version}"]))
    assert "signing key cannot be reached" in page
    with scope_use(SYSTEM):
        assert dossier_get(code).status is Status.PROCESSING
    assert result(code).approved_at is None


def test_a_key_that_never_leaves_its_token_signs_a_result_and_a_wrong_pin_changes_nothing(
    commune, tmp_path, monkeypatch
):
    keys = commune_keys(commune)
    own = f"account:{commune.leader.username}"
    token = token_make(tmp_path, monkeypatch, {"leader": keys.pop(own)})
    with signers(tmp_path / "keys", keys, more=token.entry(own, "leader")):
        code, item = waiting(commune, Act.APPROVE)
        sent = {"item": [f"{item.id}:{item.version}"]}
        with scope_use(SYSTEM):
            before = dossier_get(code)
        token.pin("999999")
        told = text(post(commune.leader, URL, **sent))
        assert "signing key cannot be reached" in told
        with scope_use(SYSTEM):
            assert dossier_get(code) == before, "not a fact, not a version, nothing of the work"
        token.pin(PIN)
        assert "1 document is signed" in text(post(commune.leader, URL, **sent))
        found = result(code)
        with scope_use(SYSTEM), file_open(found.file_id) as stream:
            checked = file_check(stream.read(), registry.trust(), now=clock.now())
    assert [one.role for one in found.signatures] == [Role.PERSONAL]
    assert checked.good
    assert [one.signer for one in checked.signatures] == [commune.leader.name]


def test_the_page_of_one_act_signs_too_and_says_so_before(commune, keys):
    code, item = waiting(commune, Act.APPROVE)
    url = f"/office/dossiers/{code}/work/{item.id}/complete/"
    assert "sign the document with your own digital key" in text(
        client_for(commune.leader).get(url)
    )
    page = text(post(commune.leader, url, outcome="approved", version=item.version))
    assert "Signed by" in page
    assert len(result(code).signatures) == 1


def test_nothing_waits(commune):
    assert "Nothing waits for your signature" in text(client_for(commune.leader).get(URL))
    assert "Choose at least one document" in text(post(commune.leader, URL))


def test_more_than_a_page_shows_is_counted_not_left_out(commune, monkeypatch):
    codes = [waiting(commune, Act.APPRAISE)[0] for _n in range(3)]
    for code in codes:
        with scope_use(SYSTEM), at():
            dossier_propose_supplement(
                actor=commune.specialist, code=code, items=["Bản vẽ"], reason="Chưa rõ"
            )
    monkeypatch.setattr(letter_lines, "SHOWN", 3)
    assert "more form" not in text(client_for(commune.leader).get(URL))
    monkeypatch.setattr(letter_lines, "SHOWN", 2)
    page = text(client_for(commune.leader).get(URL))
    assert "1 more form waits" in page
    with at():
        board = text(client_for(commune.leader).get("/office/board/"))
    assert "results: 0, forms: 3" in board


def test_more_work_than_a_page_shows_is_said(commune, monkeypatch):
    for _n in range(2):
        waiting(commune, Act.APPROVE)
    said = "More work waits at these steps"
    assert said not in text(client_for(commune.leader).get(URL))
    monkeypatch.setattr(work_sign, "SHOWN", 1)
    assert said in text(client_for(commune.leader).get(URL))


def test_no_other_work_is_finished_from_here(commune, keys):
    code, item = waiting(commune, Act.APPRAISE)
    chosen = {"item": [f"{item.id}:{item.version}"], f"number-{item.id}": "7/GXN"}
    page = text(post(commune.specialist, URL, **chosen))
    assert "Choose at least one document" in page
    with scope_use(SYSTEM):
        assert item_of(code, Act.APPRAISE).version == item.version


def test_many_are_signed_in_steps_and_each_press_goes_on(commune, keys, monkeypatch):
    monkeypatch.setattr(signing_run, "STEP", 2)
    items = [waiting(commune, Act.APPROVE) for _ in range(5)]
    client = client_for(commune.leader)
    with at(2):
        chosen = [f"{item.id}:{item.version}" for _code, item in items]
        page = text(client.post(URL, {"item": chosen}))
        assert "2 of 5 documents are signed" in page
        assert "data-go-on" in page
        again = text(client.get(URL))  # the answer got lost, the window was closed
        assert "It was interrupted" in again
        assert "Go on with the other 3" in again
        assert "4 of 5 documents are signed" in text(client.post(URL, {"run": "on"}))
        page = text(client.post(URL, {"run": "on"}, follow=True))
    assert "5 documents are signed" in page
    for code, _item in items:
        assert len(result(code).signatures) == 1
    with at(2):
        page = text(client.post(URL, {"run": "end"}, follow=True))
        assert "5 documents are signed" not in page
        assert client.post(URL, {"run": "on"}).status_code == 302, "nothing is left to go on with"


def test_the_same_press_sent_twice_signs_once_and_counts_as_signed(commune, keys):
    (code, item) = waiting(commune, Act.APPROVE)
    data = {"item": [f"{item.id}:{item.version}"]}
    for _press in range(2):
        page = text(post(commune.leader, URL, **data))
        assert "1 document is signed" in page
        assert "Not everything" not in page
    assert len(result(code).signatures) == 1


def test_the_report_is_kept_no_longer_than_it_is_shown(commune, keys):
    _code, item = waiting(commune, Act.APPROVE)
    client = client_for(commune.leader)
    with at():
        client.post(URL, {"item": [f"{item.id}:{item.version}"]})
        assert "1 document is signed" in text(client.get(URL))
        session = client.session
        session[signing_run.RUN]["begun_at"] -= signing_run.LIFE.total_seconds()
        session.save()
        assert "1 document is signed" not in text(client.get(URL))
    assert signing_run.RUN not in client.session


def test_what_somebody_else_has_signed_is_named(commune, keys, tmp_path):
    code, item = waiting(commune, Act.APPROVE)
    with scope_use(SYSTEM), at():
        other = actor_make(role=Post.LEADER, unit=commune.unit, full_name="Lãnh Đạo Hai")
    post(commune.leader, URL, item=[f"{item.id}:{item.version}"])
    page = text(post(other, URL, item=[f"{item.id}:{item.version}"]))
    assert "Not everything was signed" in page
    assert code in page
    assert len(result(code).signatures) == 1


def test_a_key_that_is_away_stops_the_rest_and_it_goes_on_when_it_is_back(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)) as folder:
        items = [waiting(commune, Act.APPROVE) for _ in range(2)]
        client = client_for(commune.leader)
        secret = (folder / "passphrase").read_bytes()
        (folder / "passphrase").unlink()
        with at(2):
            chosen = [f"{item.id}:{item.version}" for _code, item in items]
            page = text(client.post(URL, {"item": chosen}, follow=True))
            assert "It stopped before the end" in page
            assert "Go on with the other 2" in page
            (folder / "passphrase").write_bytes(secret)
            page = text(client.post(URL, {"run": "on"}, follow=True))
    assert "2 documents are signed" in page
    assert all(len(result(code).signatures) == 1 for code, _item in items)


def test_signing_out_in_another_window_ends_the_run(commune, keys, monkeypatch):
    (first, item), (second, other) = (waiting(commune, Act.APPROVE) for _ in range(2))
    client = client_for(commune.leader)
    real = signing_run.sign_and_complete

    def signed_out(request, chosen):
        client.session.delete()
        return real(request, chosen)

    monkeypatch.setattr(signing_run, "sign_and_complete", signed_out)
    with at(2):
        chosen = {"item": [f"{one.id}:{one.version}" for one in (item, other)]}
        assert client.post(URL, chosen)["Location"] == URL
        assert client.get(URL)["Location"].startswith("/office/sign-in/")
    assert len(result(first).signatures) == 1, "it was under way"
    assert result(second).signatures == ()


def test_who_it_is_was_proved_lately_and_what_was_chosen_and_typed_stays(commune, keys):
    code, item = waiting(commune, Act.ISSUE)
    client = client_for(commune.clerk)
    chosen = {"item": [f"{item.id}:{item.version}"], f"number-{item.id}": "7/GXN"}
    with at(2):
        assert client.get(URL).status_code == 200
        session = client.session
        session[FRESH_AT] = 0
        session.save()
        assert client.get(URL)["Location"].startswith("/office/confirm/")
        asked = client.post(URL, chosen)
        assert asked["Location"] == f"/office/confirm/?next={URL}"
        assert result(code).number == ""
        assert "7/GXN" not in str(dict(client.session)), "what waits is encrypted"
        page = text(client.get(asked["Location"]))
        assert "what you chose and typed is still there" in page
        back = client.post("/office/confirm/", {"next": URL, "password": PASSWORD}, follow=True)
        page = text(back)
        assert 'value="7/GXN"' in page
        assert f'value="{item.id}:{item.version}"' in page
        assert "checked" in page
        assert result(code).number == ""
        client.post(URL, chosen)
    assert result(code).number == "7/GXN"
    assert "motcua_kept_form" not in client.session


def test_one_approval_asks_too_and_keeps_the_note_but_sending_back_does_not(commune, keys):
    code, item = waiting(commune, Act.APPROVE)
    url = f"/office/dossiers/{code}/work/{item.id}/complete/"
    client = client_for(commune.leader)
    with at(2):
        session = client.session
        session[FRESH_AT] = 0
        session.save()
        assert client.get(url)["Location"].startswith("/office/confirm/")
        data = {"outcome": "approved", "version": item.version, "note": "Đã xem kỹ"}
        asked = client.post(url, data)
        assert asked["Location"] == f"/office/confirm/?next={url}"
        assert result(code).approved_at is None
        back = client.post("/office/confirm/", {"next": url, "password": PASSWORD}, follow=True)
        assert "Đã xem kỹ" in text(back)
        session = client.session
        session[FRESH_AT] = 0
        session.save()
        sent_back = {
            "outcome": "returned", "version": item.version, "note": "Ghi sai tên", "cause": "form",
        }  # fmt: skip
        assert client.post(url, sent_back)["Location"] == f"/office/dossiers/{code}/"


def test_an_approval_from_before_the_seal_is_signed_here_by_a_leader(commune, tmp_path):
    with signers(tmp_path / "none", units=["*"]):
        code, item = waiting(commune, Act.ISSUE)
    with signers(tmp_path / "keys", commune_keys(commune)):
        page = text(client_for(commune.clerk).get(URL))
        assert "A leader has still to sign it" in page
        assert f'value="{item.id}:' not in page
        page = text(client_for(commune.leader).get(URL))
        assert "Sign the approved result" in page
        with scope_use(SYSTEM):
            seq = dossier_get(code).version
        page = text(post(commune.leader, URL, item=[f"after-{code}:{seq}"]))
        assert "1 document is signed" in page
        assert [s.role for s in result(code).signatures] == [Role.PERSONAL]
        page = text(post(commune.leader, URL, item=[f"after-{code}:{seq}"]))
        assert "Not everything was signed" not in page, "the same press again"
        assert len(result(code).signatures) == 1
        chosen = {"item": [f"{item.id}:{item.version}"], f"number-{item.id}": "7/GXN"}
        text(post(commune.clerk, URL, **chosen))
    assert [s.role for s in result(code).signatures] == [Role.PERSONAL, Role.SEAL]


def test_certified_copies_are_named_and_signed_on_their_own_page_only():
    commune = certifying_commune()
    with scope_use(SYSTEM):
        code = batch_checked(commune)
        item = item_of(code, Act.APPROVE)
    page = text(client_for(commune.leader).get(URL))
    assert f"/office/certification/batches/{code}/" in page
    assert f'value="{item.id}:' not in page
    assert "Sign the chosen documents" not in page, "nothing here can be chosen"


@pytest.fixture
def both(commune, keys):
    """A dossier in time whose result and whose apology both wait for the leader."""
    code, item = waiting(commune, Act.APPROVE)
    with scope_use(SYSTEM), at(1):
        letter_propose(
            actor=commune.specialist, code=code, act=LetterAct.APOLOGY,
            words={"cause": LateCause.STAFF, "reason": "Bão", "promised_on": date(2026, 9, 21)},
        )  # fmt: skip
    chosen = [f"{item.id}:{item.version}", f"letter-{code}:{dossier_version(code)}"]
    return code, chosen


def dossier_version(code):
    with scope_use(SYSTEM):
        return dossier_get(code).version


def test_an_apology_beside_a_result_in_time_is_warned_of_and_decided_before_anything_is_signed(
    commune, both
):
    code, chosen = both
    with at(2):
        page = text(client_for(commune.leader).get(URL))
    assert "A result and an apology for the same dossier" in page
    assert "The result of this dossier waits below and is still in time." in page
    with at(2):
        answer = client_for(commune.leader).post(URL, {"item": chosen})
    assert answer.status_code == 422
    assert f"are chosen for {code}, which is still in time" in text(answer)
    assert result(code).signatures == ()
    with scope_use(SYSTEM):
        assert dossier_get(code).promised_at is None


def test_with_the_result_alone_the_apology_stays_and_lapses_when_it_is_issued(commune, both):
    code, chosen = both
    page = text(post(commune.leader, URL, item=chosen, both="result"))
    assert "1 document is signed" in page
    assert result(code).signatures
    with scope_use(SYSTEM), at(3):
        assert dossier_get(code).open_proposal is not None
        work_do(code, Act.ISSUE, commune.clerk, "issued", number="9/GXN")
        dossier = dossier_get(code)
    assert (dossier.open_proposal, dossier.promised_at) == (None, None)
    assert dossier.proposals[-1].state is ProposalState.LAPSED


def test_whoever_wants_both_signs_both(commune, both):
    code, chosen = both
    page = text(post(commune.leader, URL, item=chosen, both="both"))
    assert "2 documents are signed" in page
    with scope_use(SYSTEM):
        assert dossier_get(code).promised_at is not None


def test_beside_a_result_that_is_late_the_apology_is_no_question(commune, both):
    _code, chosen = both
    with at(24 * 8):
        page = text(client_for(commune.leader).get(URL))
    assert "A result and an apology for the same dossier" not in page
    assert "2 documents are signed" in text(post(commune.leader, URL, hours=24 * 8, item=chosen))


def test_one_of_the_two_alone_asks_nothing(commune, both):
    _code, chosen = both
    assert "1 document is signed" in text(post(commune.leader, URL, item=chosen[1:]))


def test_the_due_time_of_the_dossier_stands_beside_that_of_the_step(commune, keys):
    code, item = waiting(commune, Act.APPROVE)
    with at(2):
        page = text(client_for(commune.leader).get(URL))
    with scope_use(SYSTEM):
        due = dossier_get(code).due_at
    assert item.due_at < due
    assert f"the dossier: {formats.instant_short(due)}" in page
