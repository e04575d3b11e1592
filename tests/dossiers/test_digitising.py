"""A component becomes a digital copy: pages, PDF, comparison, signature, the paper given back."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from tests.builders.dossiers import (
    MORNING,
    commune_at_work,
    dossier_accepted,
    dossier_registered,
    facts_told,
    parts_told,
)
from tests.builders.scanned import (
    component_of,
    digitised,
    file_of,
    picture_of,
    scan_made,
)
from tests.builders.scans import blurred, jpeg, page_draw, scanner_pdf
from tests.builders.signatures import commune_keys, holder_for, signers

from motcua.documents.queries import file_open
from motcua.documents.scans import text
from motcua.documents.scans.quality import Finding, Grade
from motcua.documents.signatures import registry
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Role, SigningRefused, Verdict
from motcua.dossiers import services
from motcua.dossiers.models import Attachment, ScanPage
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.batches import labels_of
from motcua.dossiers.queries.digital import (
    components_digital,
    copies_of_person,
    page_picture,
    scan_of,
    to_digitise,
)
from motcua.dossiers.queries.manifests import paper_counts
from motcua.dossiers.scan_types import DigitalState, PageState, Reuse, ScanState
from motcua.dossiers.services.copies import (
    Compared,
    component_digitise,
    component_reuse,
    component_sign,
    copy_sign_prepare,
    original_return,
)
from motcua.dossiers.services.scan_making import scan_work
from motcua.dossiers.services.scans import (
    scan_add,
    scan_drop,
    scan_finish,
    scan_page_change,
    scan_page_move,
    scan_reopen,
)
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import FactType
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope", "quick")]


@pytest.fixture
def quick(monkeypatch):
    """Text is read in tests/documents/test_scans.py; here it would only take time."""
    monkeypatch.setattr(text, "_languages", frozenset)
    with clock.clock_set(MORNING):
        yield


@pytest.fixture
def commune():
    return commune_at_work()


@pytest.fixture
def code(commune):
    return dossier_accepted(commune)


def state(code, component):
    return components_digital(dossier_get(code).id)[component]


def pages(component):
    scan = scan_of(component)
    assert scan is not None
    return scan


def test_pictures_become_a_pdf_that_an_officer_compares(commune, code):
    component = component_of(code)
    assert state(code, component).state is DigitalState.TO_DO
    made = scan_made(commune, code, picture_of(1), picture_of(2), declared=2)
    assert made.state is ScanState.MADE
    assert (made.page_count, made.quality.grade, made.has_text) == (2, Grade.PASS, False)
    assert state(code, component).state is DigitalState.COMPARE
    component_digitise(
        actor=commune.counter, code=code, component_id=component,
        said=Compared(made.sha256, is_same=True, type_code="KQ.G07.000122"),
    )  # fmt: skip
    found = state(code, component)
    assert found.state is DigitalState.DIGITISED
    assert found.copy.name == "019090000001.KQ.G07.000122.01"
    assert found.copy.reuse is Reuse.DIGITISED
    view = dossier_get(code)
    assert view.timeline[-1].type == "digitised"
    assert view.timeline[-1].data["pages"] == 2
    assert next(c for c in view.components if c.id == component).files[0].sha256 == made.sha256
    with file_open(made.file_id) as stream, pikepdf.open(io.BytesIO(stream.read())) as pdf:
        assert len(pdf.pages) == 2
    assert verify_all().breaches == ()


def test_what_was_not_compared_or_failed_is_not_taken(commune, code):
    made = scan_made(commune, code, jpeg(blurred(page_draw(), 7)), declared=3)
    assert made.quality.grade is Grade.FAIL
    found = {note.finding for note in made.quality.notes}
    assert {Finding.PAGES_FEWER, Finding.UNREADABLE} <= found

    def digitise(**said):
        component_digitise(
            actor=commune.counter, code=code, component_id=made.component_id,
            said=Compared(made.sha256, **said),
        )  # fmt: skip

    with pytest.raises(Invalid) as refusal:
        digitise(is_same=False)
    assert {one.field for one in refusal.value.problems} == {"is_same", "overrule"}
    digitise(is_same=True, overrule="Bản chính đã mờ")
    copy = state(code, made.component_id).copy
    assert copy.overruled
    assert dossier_get(code).timeline[-1].data["reason"] == "Bản chính đã mờ"


def test_a_stale_pdf_and_a_second_press_are_refused(commune, code):
    made = scan_made(commune, code)
    said = Compared("0" * 64, is_same=True)
    with pytest.raises(Stale):
        component_digitise(
            actor=commune.counter, code=code, component_id=made.component_id, said=said
        )
    said = Compared(made.sha256, is_same=True)
    component_digitise(actor=commune.counter, code=code, component_id=made.component_id, said=said)
    with pytest.raises(Refused) as twice:
        component_digitise(
            actor=commune.counter, code=code, component_id=made.component_id, said=said
        )
    assert twice.value.code == "not_made"


def test_a_wrong_copy_is_replaced_with_a_reason_and_stays_to_be_seen(commune, code):
    component = digitised(commune, code)
    first = state(code, component).copy
    made = scan_made(commune, code, picture_of(3))
    with pytest.raises(Invalid) as refusal:
        component_digitise(
            actor=commune.counter, code=code, component_id=component,
            said=Compared(made.sha256, is_same=True),
        )  # fmt: skip
    assert refusal.value.problems[0].field == "replaces"
    component_digitise(
        actor=commune.counter, code=code, component_id=component,
        said=Compared(made.sha256, is_same=True, replaces="Thiếu mặt sau"),
    )  # fmt: skip
    found = state(code, component)
    assert (found.copy.version, [one.id for one in found.before]) == (2, [first.id])
    kinds = Attachment.objects.filter(component_id=component).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["replaced", "component"]
    assert dossier_get(code).timeline[-1].data["replaces"] == 1
    assert verify_all().breaches == ()


def test_pages_are_turned_moved_taken_away_and_brought_back(commune, code):
    component = component_of(code)
    actor = commune.counter
    ids = [file_of(picture_of(one)) for one in (1, 2)]
    scan_id = scan_add(actor=actor, code=code, component_id=component, file_ids=ids)
    scan_work(scan_id, seconds=60)
    one, two = pages(component).pages
    scan_page_move(actor=actor, code=code, page_id=two.id, change=pages(component).change, to=1)
    assert [page.id for page in pages(component).pages] == [two.id, one.id]
    before = pages(component)
    scan_page_change(
        actor=actor, code=code, page_id=one.id, change=before.change, wish={"turn": 90}
    )
    with pytest.raises(Stale):  # somebody else pressed a moment later
        scan_page_change(
            actor=actor, code=code, page_id=one.id, change=before.change, wish={"removed": True}
        )
    scan_work(scan_id, seconds=60)
    assert pages(component).pages[1].facts["width"] > pages(component).pages[1].facts["height"]
    for gone in (True, False):
        change = pages(component).change
        wish = {"removed": gone}
        scan_page_change(actor=actor, code=code, page_id=one.id, change=change, wish=wish)
        assert len(pages(component).removed) == gone
    with pytest.raises(Invalid):
        scan_page_change(
            actor=actor, code=code, page_id=one.id, change=pages(component).change,
            wish={"corners": [[0, 0], [2, 0], [1, 1], [0, 1]]},
        )  # fmt: skip


def test_a_change_takes_the_pdf_back(commune, code):
    made = scan_made(commune, code)
    scan_reopen(actor=commune.counter, code=code, component_id=made.component_id)
    assert pages(made.component_id).state is ScanState.OPEN
    change = pages(made.component_id).change
    scan_drop(actor=commune.counter, code=code, component_id=made.component_id, change=change)
    assert scan_of(made.component_id) is None
    assert state(code, made.component_id).state is DigitalState.TO_DO


def test_a_page_that_cannot_be_read_says_so_and_stops_the_pdf(commune, code, monkeypatch):
    component = component_of(code)
    ids = [file_of(picture_of())]
    scan_id = scan_add(actor=commune.counter, code=code, component_id=component, file_ids=ids)
    page = ScanPage.objects.get(scan_id=scan_id)
    page.state, page.problem = PageState.FAILED.value, "damaged"
    page.save()
    with pytest.raises(Refused) as refusal:
        scan_finish(
            actor=commune.counter, code=code, component_id=component,
            change=pages(component).change,
        )  # fmt: skip
    assert refusal.value.code == "pages_failed"
    change = pages(component).change
    scan_page_change(
        actor=commune.counter, code=code, page_id=page.pk, change=change, wish={"removed": True}
    )
    with pytest.raises(Refused) as empty:
        scan_finish(actor=commune.counter, code=code, component_id=component, change=change + 1)
    assert empty.value.code == "no_pages"


def test_a_pdf_from_the_scanner_gives_its_pages_and_too_many_are_refused(commune, code):
    component = component_of(code)
    data = scanner_pdf([picture_of(1), picture_of(2), picture_of(1)])
    scan_id = scan_add(
        actor=commune.counter, code=code, component_id=component,
        file_ids=[file_of(data, "quet.pdf")],
    )  # fmt: skip
    scan_work(scan_id, seconds=60)
    assert [page.state for page in pages(component).pages] == [PageState.READY] * 3
    assert page_picture(dossier_get(code).id, pages(component).pages[2].id).read(2)
    many = scanner_pdf([jpeg(page_draw(dpi=20))] * 200)
    with pytest.raises(Refused) as refusal:
        scan_add(
            actor=commune.counter, code=code, component_id=component,
            file_ids=[file_of(many, "nhieu.pdf")] * 2,
        )  # fmt: skip
    assert refusal.value.code == "too_many_pages"


def test_work_that_was_killed_is_done_again(commune, code):
    component = component_of(code)
    ids = [file_of(picture_of(one)) for one in (1, 2)]
    scan_id = scan_add(actor=commune.counter, code=code, component_id=component, file_ids=ids)
    assert not scan_work(scan_id, seconds=0)  # one page, then time was up
    assert [page.state for page in pages(component).pages] == ["ready", "waiting"]
    assert not scan_work(scan_id, seconds=0)
    assert scan_work(scan_id, seconds=0)


def test_others_and_closed_dossiers_are_refused(commune, code):
    component = component_of(code)
    stranger = commune_at_work(code="77777", name="Xa")
    ids = [file_of(picture_of())]
    with pytest.raises(Forbidden):
        scan_add(actor=commune.specialist, code=code, component_id=component, file_ids=ids)
    with scope_use(stranger.counter.scope), pytest.raises(NotFound):
        scan_add(actor=stranger.counter, code=code, component_id=component, file_ids=ids)
    other = dossier_registered(commune)
    with pytest.raises(NotFound):
        scan_add(actor=commune.counter, code=other, component_id=component, file_ids=ids)
    services.dossier_refuse(
        actor=commune.counter, code=other, reason="Không thuộc thẩm quyền", legal_basis="Điều 5"
    )
    with pytest.raises(Refused) as closed:
        scan_add(actor=commune.counter, code=other, component_id=component_of(other), file_ids=ids)
    assert closed.value.code == "dossier_closed"


def test_the_original_goes_back_once(commune, code):
    component = digitised(commune, code)
    original_return(actor=commune.counter, code=code, component_id=component)
    assert state(code, component).copy.returned_at is not None
    with pytest.raises(Refused) as twice:
        original_return(actor=commune.counter, code=code, component_id=component)
    assert twice.value.code == "nothing_to_return"


def test_an_earlier_copy_is_used_again_by_the_same_person_only(commune, code):
    component = digitised(commune, code)
    copy = state(code, component).copy
    later = dossier_accepted(commune)
    offers = copies_of_person("019090000001", on=clock.today())
    assert [one.copy.id for one in offers] == [copy.id]
    target = component_of(later)
    component_reuse(actor=commune.counter, code=later, component_id=target, copy_id=copy.id)
    found = state(later, target)
    assert (found.state, found.copy.reuse) == (DigitalState.REUSED, Reuse.REUSED)
    assert len(copies_of_person("019090000001", on=clock.today())) == 1
    assert copies_of_person("019090000009", on=clock.today()) == []
    with pytest.raises(Refused):
        component_reuse(actor=commune.counter, code=later, component_id=target, copy_id=copy.id)


def test_the_list_of_what_is_to_be_digitised_empties(commune, code):
    lines, count = to_digitise([commune.centre.id])
    assert (count, [line.code for line in lines]) == (1, [code])
    to_do = lines[0].to_do
    digitised(commune, code)
    lines, count = to_digitise([commune.centre.id])
    assert sum(line.to_do for line in lines) == to_do - 1


def test_paper_that_is_only_shown_need_not_be_digitised_unless_somebody_scans_it(commune):
    code = dossier_accepted(commune)
    kept, shown = (one.id for one in dossier_get(code).components)
    assert [state(code, one).state for one in (kept, shown)] == [
        DigitalState.TO_DO, DigitalState.SHOWN,
    ]  # fmt: skip
    assert parts_told(code) == {"paper": 1, "shown": 1, "file": 0, "data": 0, "reused": 0}
    assert [line.number for line in labels_of([commune.centre.id], code=code)] == [1]
    assert paper_counts(dossier_get(code).id) == (1, 0)
    assert to_digitise([commune.centre.id])[0][0].to_do == 1
    digitised(commune, code)
    assert to_digitise([commune.centre.id]) == ([], 0)

    made = scan_made(commune, code, order=1)
    assert state(code, shown).state is DigitalState.COMPARE
    assert to_digitise([commune.centre.id])[1] == 1
    said = Compared(made.sha256, is_same=True)
    component_digitise(actor=commune.counter, code=code, component_id=shown, said=said)
    assert state(code, shown).state is DigitalState.DIGITISED
    marks = [fact.get("shown") for fact in facts_told(code, FactType.DIGITISED)]
    assert marks == [None, True], "the index does not take it for a copy of paper that stayed"


def test_a_copy_is_sealed_when_the_officer_has_no_certificate(commune, code, tmp_path):
    component = digitised(commune, code)
    sha256 = state(code, component).copy.sha256
    with pytest.raises(SigningRefused) as nobody:
        copy_sign_prepare(commune.counter, code, component, sha256)
    assert nobody.value.code == "no_signing_key"
    assert state(code, component).state is DigitalState.DIGITISED
    with signers(tmp_path, commune_keys(commune)):
        order = copy_sign_prepare(commune.counter, code, component, sha256)
        signed = pdf_sign(order)
    with pytest.raises(Stale):
        component_sign(actor=commune.counter, code=code, component_id=component, signed=None)
    component_sign(actor=commune.counter, code=code, component_id=component, signed=signed)
    found = state(code, component)
    assert (found.state, found.copy.signatures[0].role) == (DigitalState.SIGNED, "seal")
    assert found.copy.sha256 != sha256
    assert verify_all().breaches == ()
    with pytest.raises(Refused) as twice:
        component_sign(actor=commune.counter, code=code, component_id=component, signed=signed)
    assert twice.value.code == "nothing_to_sign"


def officers(commune, holder):
    """Return keys where the officer has one too, with this certificate; unit and leader have theirs."""
    return {**commune_keys(commune), f"account:{commune.counter.username}": holder}


def test_the_officers_own_key_goes_before_the_seal_and_the_file_proves_it(commune, code, tmp_path):
    component = digitised(commune, code)
    sha256 = state(code, component).copy.sha256
    with signers(tmp_path, officers(commune, holder_for(commune.counter.name))):
        order = copy_sign_prepare(commune.counter, code, component, sha256)
        component_sign(
            actor=commune.counter, code=code, component_id=component, signed=pdf_sign(order)
        )
        copy = state(code, component).copy
        with file_open(copy.file_id) as stream:
            checked = file_check(stream.read(), registry.trust(), now=clock.now())
    assert (state(code, component).state, copy.signatures[0].role) == (
        DigitalState.SIGNED,
        Role.PERSONAL,
    )
    assert checked.good
    (found,) = checked.signatures
    assert (found.verdict, found.signer, found.whole) == (Verdict.GOOD, commune.counter.name, True)
    assert found.fingerprint == copy.signatures[0].fingerprint
    (told,) = facts_told(code, FactType.COPY_SIGNED)
    assert (told["signed"], told["certificate"]) == ("personal", found.fingerprint)
    assert told["base"] == sha256 != told["sha256"] == checked.sha256
    assert verify_all().breaches == ()


def test_a_certificate_of_somebody_else_or_one_that_was_revoked_signs_no_copy(
    commune, code, tmp_path
):
    component = digitised(commune, code)
    before = state(code, component)
    stranger, own = holder_for("Ai Khác"), holder_for(commune.counter.name)
    for number, (holder, revoked) in enumerate([(stranger, ()), (own, (own,))]):
        with signers(tmp_path / str(number), officers(commune, holder), *revoked):
            order = copy_sign_prepare(commune.counter, code, component, before.copy.sha256)
            assert order.role is Role.PERSONAL, "no seal stands in for a person's own key"
            with pytest.raises(SigningRefused) as refusal:
                pdf_sign(order)
        assert refusal.value.code == ("wrong_certificate", "certificate_revoked")[number]
    assert state(code, component) == before
    assert facts_told(code, FactType.COPY_SIGNED) == []


def test_a_program_does_not_sign_for_an_officer(commune, code, tmp_path):
    component = digitised(commune, code)
    sha256 = state(code, component).copy.sha256
    program = replace(commune.counter, token_id=1)
    with (
        signers(tmp_path, officers(commune, holder_for(commune.counter.name))),
        pytest.raises(SigningRefused) as refusal,
    ):
        copy_sign_prepare(program, code, component, sha256)
    assert refusal.value.code == "sign_in_person"
