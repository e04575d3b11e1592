"""From the kiosk to a sealed copy: number, call, card, papers, slip, scan, compare, next number."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.browser.test_hall import UPRIGHT, scene
from tests.browser.test_intake import CARD, Keyboard, take_in_after
from tests.browser.test_intake_wedge import card_was_read, wedge
from tests.builders.documents import pdf_make
from tests.builders.procedures import component
from tests.builders.scans import jpeg, page_draw, page_photographed
from tests.builders.signatures import commune_keys, signers
from tests.documents.test_codes import as_bytes, photo

from motcua.documents.scans import text
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.digital import components_digital
from motcua.dossiers.scan_types import DigitalState
from motcua.dossiers.types import Status
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Ticket
from motcua.reception.queries.figures import day_figures

pytestmark = pytest.mark.browser
__all__ = ("scene",)  # the fixture
WIDE = {"width": 1280, "height": 900}
# What a citizen hands in: three papers that stay, one that is only shown.
PAPERS = [
    component(),
    component("Giấy chứng sinh", name_en="Certificate of birth at the hospital"),
    component("Giấy chứng nhận kết hôn", kind="copy", originals=0, copies=1, name_en="Marriage"),
    component("Giấy tờ tùy thân", how="present", name_en="Identity document"),
]


def number_taken(scene):
    """Take a number at the kiosk, as a citizen does."""
    kiosk = scene.open(f"/kiosk/{scene.kiosk}/", UPRIGHT)
    kiosk.get_by_text("Take a number").click()
    for choice in ("Hộ tịch", scene.procedure.name):
        kiosk.get_by_role("link", name=choice).click()
    while kiosk.get_by_role("button", name="Next").count():
        kiosk.get_by_role("button", name="Next").click()
    kiosk.get_by_role("button", name="Take a number").click()
    kiosk.get_by_role("button", name="Take a number anyway").click()
    name = kiosk.locator("h1").inner_text().strip()
    kiosk.context.close()
    return name


def desk_opened(scene):
    """Open the hall's page of whoever sits at the first counter."""
    return scene.open("/office/hall/", WIDE, actor=scene.hall.officials[0])


def card_read(desk, tmp_path, *, by_photo):
    """Read the card: its picture, or the hand scanner that types its code."""
    desk.wait_for_selector("[name=applicant-card]:focus")
    if by_photo:
        card = tmp_path / "card.jpg"
        card.write_bytes(as_bytes(photo(CARD, turn=12)))
        desk.locator("[name=applicant-photo]").set_input_files(str(card))
        desk.wait_for_selector("[name=applicant-name][value='Nông Thị Mai Hương']")
    else:
        Keyboard(desk).scan(CARD.replace("019188000123", "019188000124"))
    desk.wait_for_selector("[data-given]:focus")


def scanned_and_sealed(desk, tmp_path, keys):
    """Straight on into scanning from the slip: no search, no hand at the mouse."""
    desk.keyboard.press("d")
    desk.wait_for_url("**/scans/")
    desk.keyboard.press("d")
    desk.wait_for_selector("#id_file")
    paper = tmp_path / "to-khai.jpg"
    paper.write_bytes(jpeg(page_photographed(page_draw(seal=True))))
    with signers(tmp_path / "keys", keys):
        with desk.expect_navigation():
            desk.set_input_files("#id_file", str(paper))
        desk.fill("#id_declared", "1")
        desk.click("button[value=finish]")
        desk.wait_for_url("**/compare/")
        assert "Kiểm tra" in desk.inner_text("main")
        desk.check("#id_is_same")
        desk.click(".compare-form button[type=submit]")
        desk.wait_for_url("**/sign/")
        desk.click("main form .button-primary")
        desk.wait_for_url("**/scans/")


def test_kiosk_call_card_accept_scan_compare_seal_and_the_next_number(scene, tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_languages", frozenset)  # read in tests/documents/test_scans.py
    assert [number_taken(scene), number_taken(scene)] == ["A001", "A002"]
    desk = desk_opened(scene)
    desk.keyboard.press("n")
    desk.wait_for_selector(".hall-number")
    desk.keyboard.press("i")
    card_read(desk, tmp_path, by_photo=True)
    assert axe_violations(desk) == []
    take_in_after(desk)
    with scope_use(SYSTEM):
        (code,) = Ticket.objects.exclude(dossier_codes=[]).get().dossier_codes
        assert dossier_get(code).applicant.id_number == "019188000123"
        keys = commune_keys(scene.commune)
    slip = desk.context.request.get(scene.address + desk.get_attribute("[data-slip]", "data-slip"))
    assert slip.body().startswith(b"%PDF-")

    scanned_and_sealed(desk, tmp_path, keys)
    assert axe_violations(desk) == []
    with scope_use(SYSTEM):
        found = list(components_digital(dossier_get(code).id).values())
    assert [one.state for one in found if one.copy] == [DigitalState.SIGNED]

    # And from there back to the queue.
    desk.keyboard.press("n")
    desk.wait_for_selector(".hall-number")
    assert desk.locator(".hall-number").inner_text().endswith("A002")
    desk.keyboard.press("i")
    card_read(desk, tmp_path, by_photo=False)
    take_in_after(desk)
    with scope_use(SYSTEM):
        first, second = Ticket.objects.order_by("id")
        assert first.taken_at <= first.called_at <= first.started_at
        figures = day_figures(first.unit_id, clock.today()).total
    assert second.dossier_codes and second.dossier_codes != first.dossier_codes
    assert figures.waited_median is not None and figures.handled_median is not None


@pytest.mark.parametrize("scene", [{"components": PAPERS}], indirect=True)
def test_every_paper_is_scanned_before_the_dossier_of_a_number_is_accepted(scene, tmp_path):
    """By keys alone: the card wherever the cursor stands, a photo and files of the scanner."""
    assert number_taken(scene) == "A001"
    desk = desk_opened(scene)
    desk.keyboard.press("n")
    desk.wait_for_selector(".hall-number")
    desk.keyboard.press("i")
    # From now on the browser hands over what it would choose; told at the key itself, that command
    # and the key would race each other.
    desk.on("filechooser", lambda _chooser: None)
    desk.wait_for_selector("[name=applicant-card]:focus")
    kept = [one for one in scene.procedure.components if one.required and one.how != "present"]
    boxes = [desk.locator(f"[data-paper='{one.id}'] [data-given]") for one in kept]
    boxes[-1].focus()
    wedge(desk)
    card_was_read(desk)
    assert desk.locator("[data-lacks]:visible").count() == len(PAPERS)
    photo_of = tmp_path / "to-khai.jpg"
    photo_of.write_bytes(jpeg(page_photographed(page_draw(seal=True))))
    for number, (one, box) in enumerate(zip(kept, boxes, strict=True)):
        scan_of = tmp_path / f"quet-{number}.pdf"
        scan_of.write_bytes(pdf_make(text=f"scan {number}"))
        # What was swapped in has settled, as it has for any hand: it may still move the cursor.
        desk.wait_for_function("!document.querySelector('.htmx-request, .htmx-settling')")
        box.focus()
        expect(box).to_be_focused()
        with desk.expect_file_chooser() as chosen:
            desk.keyboard.press("u")
        chosen.value.set_files(str(scan_of if number else photo_of))
        desk.wait_for_selector(f"[data-paper='{one.id}'] .paper-file")
    desk.locator(f"[data-paper='{scene.procedure.components[-1].id}'] [data-given]").focus()
    desk.keyboard.press("1")
    assert desk.locator("[data-lacks]:visible").count() == 0
    assert desk.input_value("[name=applicant-name]") == "Nông Thị Mai Hương"
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url("**/office/intake/done/**")

    with scope_use(SYSTEM):
        (code,) = Ticket.objects.get().dossier_codes
        dossier = dossier_get(code)
        found = {one.component_id: one for one in dossier.components}
        assert dossier.status is Status.ACCEPTED
        assert [len(found[one.id].files) for one in kept] == [1, 1, 1]
        files = [found[one.id].files[0] for one in kept]
    assert [one.name for one in files] == ["to-khai.jpg", "quet-1.pdf", "quet-2.pdf"]
