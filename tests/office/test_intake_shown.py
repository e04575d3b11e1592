"""Papers that a person shows on a phone: read by code at the intake, used, refused, logged."""

from __future__ import annotations

import re

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_registered, facts_told, parts_told
from tests.builders.identity import actor_make, client_for
from tests.filing.test_keep import finished, kept
from tests.filing.test_share import end, show
from tests.office.acting import dossier_url
from tests.office.test_intake import INTAKE, code_of, form, text
from tests.office.test_intake_known import ADOPTION, PAPERS, opened

from motcua.documents.services import file_store
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, FactType, PartyInput, Status
from motcua.filing.models import Share, StoreItem
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield opened(commune_at_work(components=PAPERS), "2.001263", ADOPTION)


@pytest.fixture
def counter(commune):
    return client_for(commune.counter)


@pytest.fixture
def citizen(commune):
    return citizen_make(name="Trần Thị Mẫu")


@pytest.fixture
def paper(commune, citizen):
    """A marriage certificate that another commune issued to the person."""
    there = opened(commune_at_work(name="Xa", components=PAPERS), "1.000894", PAPERS)
    finished(there, citizen)
    return kept(citizen)[0]


def filled(commune, citizen, **over):
    first, second = commune.offering.version.components
    person = {
        "applicant-name": citizen.person.name,
        "applicant-id_number": citizen.person.id_number,
    }
    marks = {
        f"c{first.id}-given": None,
        f"c{second.id}-satisfied_by": None,
        f"c{second.id}-given": "on",
    }
    return form(commune, **{**person, **marks, **over})


def asked(commune, citizen, counter, share, **over):
    over = {"action": "show", "share-code": share.spaced, **over}
    return text(counter.post(INTAKE, filled(commune, citizen, **over)))


def carried(page):
    """Return what the form carries on: what is shown, and what was taken from it."""
    token = re.search(r'name="share" value="([^"]+)"', page)
    held = re.search(r'name="(c\d+-held)" value="([^"]+)"', page)
    return ({"share": token[1]} if token else {}) | ({held[1]: held[2]} if held else {})


def taken(commune, citizen, counter, share):
    """Show, and take the first paper that is offered; return what the form carries then."""
    page = asked(commune, citizen, counter, share)
    use = re.search(r'value="(use:\d+:[^"]+)"', page)[1]
    again = counter.post(INTAKE, filled(commune, citizen, action=use, **carried(page)))
    return carried(text(again))


def test_a_code_and_enter_before_the_scripts_are_there_open_the_papers(
    commune, citizen, counter, paper
):
    share = show(citizen)
    assert "use:" in asked(commune, citizen, counter, share, action="check")


def test_a_paper_on_the_phone_is_used_instead_of_paper_and_its_reading_told(
    commune, citizen, counter, paper
):
    first = commune.offering.version.components[0]
    share = show(citizen)
    page = asked(commune, citizen, counter, share, **{"applicant-phone": "0988 777 666"})
    assert "0988 777 666" in page  # nothing typed is lost
    assert f"shown by the person: result of dossier {paper.dossier_code}" in page
    assert "60/2014/QH13, Điều 18" in page  # by the same rules as what the office holds
    answer = counter.post(
        INTAKE, filled(commune, citizen, **taken(commune, citizen, counter, share))
    )
    made = dossier_get(code_of(answer))
    (reused,) = made.content["reused"]
    assert (reused["state"], reused["verified"], reused["shown"]) == (3, True, True)
    assert (reused["dossier"], reused["ground"]) == (paper.dossier_code, "issued")
    line = next(one for one in made.components if one.component_id == first.id)
    assert [one.sha256 for one in line.files] == [paper.sha256]
    assert paper.dossier_code in line.note
    shown = text(counter.get(f"/office/dossiers/{made.code}/"))
    assert "Shown by the person at the counter. Result of dossier" in shown
    used = AccessRecord.objects.get(purpose__startswith="paper shown by the person used")
    assert used.subject == f"share:{share.id}:{paper.id}"
    assert made.code in used.purpose
    assert list(chains_verify()) == []


def test_what_was_taken_in_stays_and_the_rest_is_gone_after_the_end(
    commune, citizen, counter, paper
):
    share = show(citizen)
    kept_on = taken(commune, citizen, counter, share)
    code = code_of(counter.post(INTAKE, filled(commune, citizen, **kept_on)))
    end(citizen, share)
    assert dossier_get(code).components[0].files
    page = text(counter.post(INTAKE, filled(commune, citizen, action="check", key="m" * 32)))
    assert "shown by the person" not in page
    assert f"accepted in dossier {code}" in page  # now it is one of this office's own
    assert counter.get(f"/office/intake/shown/{share.id}/{paper.id}/").status_code == 404


@pytest.mark.parametrize("action", ["accept", "register"])
def test_what_ends_before_the_form_is_sent_is_refused_with_the_reason(
    commune, citizen, counter, paper, action
):
    share = show(citizen)
    kept_on = taken(commune, citizen, counter, share)
    end(citizen, share)
    before = Dossier.objects.count()
    answer = counter.post(INTAKE, filled(commune, citizen, action=action, **kept_on))
    page = text(answer)
    assert answer.status_code == 422
    assert "The person ended this code at" in page
    assert "A paper that was chosen here is no longer shown or in force" in page
    assert citizen.person.name in page
    assert Dossier.objects.count() == before


def test_what_ends_while_the_form_is_being_sent_is_refused(
    commune, citizen, counter, paper, monkeypatch
):
    from motcua.office.counter import shown

    share = show(citizen)
    kept_on = taken(commune, citizen, counter, share)
    real = shown.share_hold

    def late(**told):
        with scope_use(SYSTEM):
            Share.objects.filter(pk=share.id).update(ended_at=clock.now())
        real(**told)

    monkeypatch.setattr(shown, "share_hold", late)
    answer = counter.post(INTAKE, filled(commune, citizen, **kept_on))
    assert answer.status_code == 422
    assert "The person ended this code at" in text(answer)


def test_each_wrong_code_says_what_is_wrong(commune, citizen, counter, paper):
    share = show(citizen)

    def told(who=counter, **over):
        return asked(commune, citizen, who, share, **over)

    assert "Nobody shows papers under this code" in told(**{"share-code": "1234"})
    assert "First read the card" in told(**{"applicant-id_number": ""})
    other = told(**{"applicant-id_number": "019090999999"})
    assert "somebody else than the applicant or owner" in other
    assert paper.number not in other
    owner = {"owner-name": citizen.person.name, "owner-id_number": citizen.person.id_number}
    for_owner = told(**{"applicant-id_number": "019090999999", **owner})
    assert "shown by the person" in for_owner  # of the person who is represented
    colleague = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
    assert "read at one" in told(colleague)
    stranger = opened(commune_at_work(name="Yb", components=PAPERS), "1.001776", ADOPTION)
    there = client_for(stranger.counter)
    assert "serves there alone" in asked(stranger, citizen, there, share)
    with at(0.3):
        assert "The time of this code was over at" in told()


def test_a_form_about_somebody_else_now_shows_nothing(commune, citizen, counter, paper):
    kept_on = carried(asked(commune, citizen, counter, show(citizen)))
    other = {"applicant-name": "Lê Văn Khác", "applicant-id_number": "019090999999"}
    answer = counter.post(INTAKE, filled(commune, citizen, action="check", **kept_on, **other))
    assert "Nothing of them is used" in text(answer)
    assert 'value="use:' not in text(answer)
    back = text(counter.post(INTAKE, filled(commune, citizen, action="check", **kept_on)))
    assert 'value="use:' in back
    elsewhere = filled(commune, citizen, action="check", key="m" * 32, **kept_on)
    assert 'value="use:' not in text(counter.post(INTAKE, elsewhere))  # of that form alone


def test_a_paper_out_of_force_or_taken_out_meanwhile_is_gone(commune, citizen, counter, paper):
    share = show(citizen)
    kept_on = taken(commune, citizen, counter, share)
    StoreItem.objects.filter(pk=paper.id).update(withdrawn_at=clock.now())
    page = text(counter.post(INTAKE, filled(commune, citizen, action="check", **kept_on)))
    assert "not there any more" in page
    assert 'value="use:' not in page
    assert counter.post(INTAKE, filled(commune, citizen, **kept_on)).status_code == 422


def test_what_no_component_takes_is_named_and_can_be_opened(commune, citizen, counter, paper):
    here = opened(commune, "2.000286", [ADOPTION[0] | {"name": "Giấy khai sinh"}, ADOPTION[1]])
    share = show(citizen)
    page = asked(here, citizen, counter, share)
    assert "no component here takes it" in page
    answer = counter.get(re.search(r"/office/intake/shown/\d+/\d+/", page)[0])
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_nobody_vouched_for_is_offered_as_that(commune, citizen, counter, paper):
    first = commune.offering.version.components[0]
    row = StoreItem.objects.get(pk=paper.id)
    row.pk, row.source_key, row.kind, row.verified = None, "paper:x", "upload", False
    row.name, row.code, row.issuer = first.name, "2.001263", ""
    stored = file_store(data=pdf_make(text="ảnh chụp"), name="anh.pdf")
    row.file_id, row.sha256 = stored.id, stored.sha256
    row.save()
    page = asked(commune, citizen, counter, show(citizen, [row.pk]))
    assert "uploaded, not proof" in page
    assert "No office has looked at it yet" in page
    use = re.search(r'value="(use:\d+:[^"]+)"', page)[1]
    again = counter.post(INTAKE, filled(commune, citizen, action=use, **carried(page)))
    answer = counter.post(INTAKE, filled(commune, citizen, **carried(text(again))))
    (reused,) = dossier_get(code_of(answer)).content["reused"]
    assert (reused["verified"], reused["shown"]) == (False, True)
    assert parts_told(code_of(answer))["reused"] == 0, "nobody has looked at it yet"


def test_the_code_in_the_field_of_the_card_says_where_it_belongs(commune, citizen, counter):
    data = filled(commune, citizen, action="person:applicant", **{"applicant-card": "1234 5678"})
    assert "Read the card here first" in text(counter.post(INTAKE, data))


def test_a_code_that_was_typed_stays_while_the_card_is_read(commune, citizen, counter):
    data = filled(commune, citizen, action="person:applicant", **{"share-code": "1234 5678"})
    page = text(counter.post(INTAKE, data | {"applicant-card": citizen.person.id_number}))
    assert 'value="1234 5678"' in page


def test_many_wrong_codes_are_stopped(commune, citizen, counter, paper):
    share = show(citizen)
    for _try in range(10):
        asked(commune, citizen, counter, share, **{"share-code": "1"})
    assert "Too many wrong codes" in asked(commune, citizen, counter, share)
    assert Share.objects.get().opened_at is None


class TestAcceptingWhatWasFiledFromHome:
    """The page of acceptance reads the code of the phone as the intake does."""

    @pytest.fixture
    def filed(self, commune, citizen):
        with scope_use(SYSTEM), at():
            who = (PartyInput(name=citizen.person.name, id_number=citizen.person.id_number),)
            second = commune.offering.version.components[1]
            rest = (ComponentInput(component_id=second.id, originals=1),)
            return dossier_registered(commune, parties=who, components=rest)

    def looked(self, counter, code, share, **more):
        """Send the code; return the page and what the form carries on."""
        typed = {"action": "show", "share-code": share.spaced, "version": "1", **more}
        page = counter.post(dossier_url(code, "accept"), typed)
        token = re.search(r'name="share" value="([^"]+)"', text(page))
        return text(page), {"share": token[1]} if token else {}

    def ticks(self, page):
        return dict(re.findall(r'name="(c\d+-held)" value="([^"]+)"', page))

    def test_a_paper_on_the_phone_stands_for_the_missing_one(
        self, commune, citizen, counter, paper, filed
    ):
        page, carried = self.looked(counter, filed, show(citizen), **{"c9-note": ""})
        assert "The dossier is accepted" not in page
        assert "Shown by the person" in page
        assert "still missing" not in page
        held = self.ticks(page)
        sent = {"version": "1", **carried, **held}
        answer = counter.post(dossier_url(filed, "accept"), sent, follow=True)
        assert "The dossier is accepted" in text(answer)
        (line, _second) = dossier_get(filed).components
        assert [one.sha256 for one in line.files] == [paper.sha256]
        assert paper.dossier_code in line.note
        assert [one["reused"] for one in facts_told(filed, FactType.DOCUMENT_ADDED)] == [1]
        with scope_use(SYSTEM):
            assert AccessRecord.objects.filter(purpose__endswith=f"in dossier {filed}").exists()
            assert list(chains_verify()) == []

    def test_looking_accepts_nothing_though_all_papers_are_there(
        self, commune, citizen, counter, paper, filed
    ):
        first = commune.offering.version.components[0]
        self.looked(counter, filed, show(citizen), **{f"c{first.id}-originals": "1"})
        assert dossier_get(filed).status is Status.REGISTERED

    def test_the_code_of_somebody_else_shows_nothing(self, commune, citizen, counter, paper):
        with scope_use(SYSTEM), at():
            who = (PartyInput(name="Lê Văn Mẫu", id_number="019090000777"),)
            code = dossier_registered(commune, parties=who, components=())
        page, carried = self.looked(counter, code, show(citizen))
        assert "Error:" in page
        assert not carried
        assert dossier_get(code).status is Status.REGISTERED

    def test_what_ended_before_it_was_sent_is_told_and_nothing_accepted(
        self, commune, citizen, counter, paper, filed
    ):
        share = show(citizen)
        page, carried = self.looked(counter, filed, share)
        held = self.ticks(page)
        end(citizen, share)
        sent = {"version": "1", **carried, **held}
        answer = counter.post(dossier_url(filed, "accept"), sent)
        assert answer.status_code == 422
        assert "no longer shown" in text(answer)
        assert dossier_get(filed).status is Status.REGISTERED
