"""The counter without a mouse: a common dossier in few keystrokes and few pages."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.browser.looking import picture
from tests.builders.dossiers import commune_at_work

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
CARD = "019188000123|090123456|Nông Thị Mai Hương|14031988|Nữ|Tổ 5, phường Bách Quang|12082021"
KEYS_MAX, LOADS_MAX = 40, 3


@pytest.fixture
def commune(served):
    with scope_use(SYSTEM):
        return commune_at_work()


class Keyboard:
    """Counts what an officer presses; a scan is one stroke of the scanner's trigger."""

    def __init__(self, page):
        self.keyboard, self.strokes = page.keyboard, 0

    def type(self, words):
        self.strokes += len(words)
        self.keyboard.type(words)

    def press(self, key):
        self.strokes += len(key.split("+"))
        self.keyboard.press(key)

    def scan(self, text):
        self.strokes += 1
        self.keyboard.insert_text(text)
        self.keyboard.press("Enter")  # the scanner types it


def take_in(page):
    keys = Keyboard(page)
    keys.type("hon nhan")
    keys.press("Enter")
    page.wait_for_selector("#intake-form")
    page.wait_for_selector("[name=applicant-card]:focus")
    keys.scan(CARD)
    page.wait_for_selector("[data-given]:focus")
    keys.press("a")
    keys.press("Control+Enter")
    page.wait_for_url("**/office/intake/done/**")
    return keys


def take_in_after(page):
    """Take in after the card was read, by camera or photo; no hand touches a name."""
    keys = Keyboard(page)
    keys.press("a")
    keys.press("Control+Enter")
    page.wait_for_url("**/office/intake/done/**")
    return keys


def test_after_a_card_that_failed_nobody_stands_there_and_the_next_one_is_read_at_once(
    commune, visit
):
    page = visit("/office/intake/", commune.counter)
    keys = Keyboard(page)
    keys.type("hon nhan")
    keys.press("Enter")
    page.wait_for_selector("[name=applicant-card]:focus")
    keys.scan(CARD)
    page.wait_for_selector("[data-given]:focus")
    page.focus("[name=applicant-card]")
    keys.scan("|||||")
    page.wait_for_selector("[name=applicant-card][aria-invalid=true]:focus")
    assert [page.input_value(f"[name=applicant-{one}]") for one in ("name", "id_number")] == [
        "",
        "",
    ]
    assert "đã được xóa" in page.inner_text("#person-applicant")
    picture(page, "intake-card-failed")
    keys.scan(CARD)
    page.wait_for_selector("[data-given]:focus")
    assert page.input_value("[name=applicant-name]") == "Nông Thị Mai Hương"


def test_a_common_dossier_takes_few_keystrokes_and_pages(commune, visit):
    page = visit("/office/intake/", commune.counter)
    keys = take_in(page)
    assert keys.strokes <= KEYS_MAX
    page.wait_for_selector("[data-slip]")
    assert len(page.loads) <= LOADS_MAX
    assert "Nông Thị Mai Hương" in page.inner_text("main")
    assert page.evaluate("document.activeElement.hasAttribute('data-print-slip')")
    page.keyboard.press("n")
    page.wait_for_selector("[data-intake-search]")


def test_letters_typed_before_the_first_picture_are_not_lost(commune, visit):
    """The scripts have run, nothing is drawn yet: the cursor stands in the field already."""
    page = visit("/office/search/", commune.counter)
    # What the browser does by itself, sooner or later, is undone at once: only a script's focus
    # stays, so that the test does not hang on which of them comes first.
    page.add_init_script("""
      const bare = HTMLElement.prototype.focus;
      let ours = false;
      HTMLElement.prototype.focus = function (...how) {
        ours = true;
        bare.apply(this, how);
        ours = false;
      };
      document.addEventListener("focusin", (event) => { if (!ours) event.target.blur(); });
      document.addEventListener("DOMContentLoaded", () => {
        window.cursor = document.activeElement.id;
      });
    """)
    page.goto(page.url.split("/office/")[0] + "/office/intake/")
    assert page.evaluate("window.cursor") == "id_q"


# Keystroke-level model (Card, Moran, Newell 1983), in seconds: a key of a skilled typist, thinking
# before a unit of work, hand to another device; a page as the slow line of a commune brings it.
KEY, THINK, HOME, LOAD = 0.28, 1.35, 0.4, 2.0


def test_a_trained_officer_takes_a_common_dossier_in_under_sixty_seconds(commune, visit, tmp_path):
    from tests.documents.test_codes import as_bytes, photo

    by_scanner = visit("/office/intake/", commune.counter)
    keys = take_in(by_scanner)
    # Procedure, scanner (to the hand and back), papers, accept: four units of work.
    seconds = keys.strokes * KEY + 4 * THINK + 2 * HOME + len(by_scanner.loads) * LOAD
    assert seconds < 60, seconds

    card = tmp_path / "card.jpg"
    card.write_bytes(as_bytes(photo(CARD.replace("019188000123", "019188000124"))))
    by_photo = visit("/office/intake/", commune.counter)
    keys = Keyboard(by_photo)
    keys.type("hon nhan")
    keys.press("Enter")
    by_photo.wait_for_selector("[name=applicant-card]:focus")
    by_photo.locator("[name=applicant-photo]").set_input_files(str(card))
    by_photo.wait_for_selector("[data-given]:focus")
    strokes = keys.strokes + take_in_after(by_photo).strokes
    # The camera app: touch, aim, release, use: four units more, and a photo over the line.
    seconds = strokes * KEY + 8 * THINK + 4 * HOME + (len(by_photo.loads) + 2) * LOAD
    assert seconds < 60, seconds


def test_what_is_missing_is_said_before_accepting(commune, visit):
    page = visit("/office/intake/", commune.counter)
    page.keyboard.type("hon nhan")
    page.keyboard.press("Enter")
    page.wait_for_selector("#intake-form")
    assert page.locator("[data-lacks]:visible").count() == 2
    page.locator("[data-given]").first.focus()
    page.keyboard.press("2")
    assert page.locator("[data-paper] [name$='-originals']").first.input_value() == "2"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    assert page.locator("[data-lacks]:visible").count() == 0
    assert page.locator("[data-ready]").is_visible()


def test_a_damaged_scan_stays_in_the_field_with_its_reason(commune, visit):
    page = visit("/office/intake/", commune.counter)
    page.keyboard.type("hon nhan")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=applicant-card]:focus")
    page.keyboard.insert_text(CARD.replace("14031988", "31021988"))
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=applicant-card][aria-invalid=true]")
    assert "31021988" in page.locator("[name=applicant-card]").input_value()


def test_a_file_is_kept_beside_its_component(commune, visit, tmp_path):
    from tests.builders.documents import pdf_make

    paper = tmp_path / "to-khai.pdf"
    paper.write_bytes(pdf_make())
    page = visit("/office/intake/", commune.counter)
    page.keyboard.type("hon nhan")
    page.keyboard.press("Enter")
    page.wait_for_selector("#intake-form")
    page.fill("[name=applicant-name]", "Đang Gõ Dở")
    page.locator("[data-paper] [type=file]").first.set_input_files(str(paper))
    page.wait_for_selector(".paper-file")
    assert "to-khai.pdf" in page.locator(".paper-file").inner_text()
    assert page.input_value("[name=applicant-name]") == "Đang Gõ Dở"


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_is_too_wide(commune, visit, width):
    page = visit("/office/intake/", commune.counter, width=width)
    assert axe_violations(page) == []
    take_in(page)
    assert axe_violations(page) == []
    page.goto(page.url.split("/office/")[0] + "/office/intake/")
    page.keyboard.type("hon nhan")
    page.keyboard.press("Enter")
    page.wait_for_selector("#intake-form")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
