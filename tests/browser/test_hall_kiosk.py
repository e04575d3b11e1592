"""The kiosk as people meet it: papers, what is missing, the number on paper, collecting a result."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.browser.test_hall import SQUARE, UPRIGHT, WIDE, Scene, fits, scene
from tests.builders.walked import components_shipped

from motcua.deadlines.types import Names
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal import hall as pages
from motcua.reception.queries.hours import Hours
from motcua.reception.services import counter_leave

__all__ = ["scene"]
pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
PHONE = {"width": 390, "height": 844}
COUNTS = "window.printed = 0; window.print = () => { window.printed += 1; };"
BIRTH = {"components": components_shipped("1.001193")}


def looked_at(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"kiosk-{name}.png"))
    assert axe_violations(page) == [], name
    assert fits(page), name


@pytest.mark.parametrize("scene", [BIRTH], indirect=True)
@pytest.mark.parametrize("size", [UPRIGHT, SQUARE], ids=["upright", "square"])
def test_papers_are_asked_missed_and_the_number_prints_itself_once(
    scene: Scene, size: dict[str, int]
) -> None:
    shape = "upright" if size is UPRIGHT else "square"
    kiosk = scene.open(f"/kiosk/{scene.kiosk}/vi/", size, script=COUNTS)
    looked_at(kiosk, f"matters-{shape}")
    kiosk.get_by_role("link", name="Hộ tịch").click()
    kiosk.get_by_role("link", name=scene.procedure.name).click()
    kiosk.get_by_role("checkbox", name="Giấy tờ tùy thân").check()
    looked_at(kiosk, f"papers-{shape}")
    kiosk.get_by_role("button", name="Tiếp").click()
    looked_at(kiosk, f"papers-two-{shape}")
    kiosk.get_by_role("button", name="Lấy số").click()
    kiosk.get_by_text("Giấy chứng sinh").wait_for()
    assert kiosk.get_by_text("Giấy tờ tùy thân").count() == 0
    looked_at(kiosk, f"missing-{shape}")
    kiosk.get_by_role("button", name="Vẫn lấy số").click()
    kiosk.get_by_role("heading", name="A001").wait_for()
    assert kiosk.evaluate("printed") == 1
    looked_at(kiosk, f"number-{shape}")
    kiosk.get_by_role("button", name="In lại phiếu").click()
    assert kiosk.evaluate("printed") == 2
    kiosk.reload()
    assert kiosk.evaluate("printed") == 0, "once for each number, however often it is loaded"


def test_a_result_is_collected_with_one_touch(scene: Scene) -> None:
    kiosk = scene.open(f"/kiosk/{scene.kiosk}/vi/", UPRIGHT, script=COUNTS)
    kiosk.get_by_role("button", name="Nhận kết quả").click()
    kiosk.get_by_text("Đến nhận kết quả").first.wait_for()
    assert kiosk.evaluate("printed") == 1
    looked_at(kiosk, "collects")
    with scope_use(SYSTEM):
        scene.hall.call(0)
    desk = scene.open("/office/hall/", {"width": 1440, "height": 900},
                      actor=scene.hall.officials[0], language="vi")  # fmt: skip
    desk.get_by_text("nhận kết quả").first.wait_for()
    if PICTURES:
        desk.screenshot(path=str(Path(PICTURES) / "kiosk-collects-desk.png"))
    assert axe_violations(desk) == []


def test_on_a_day_off_every_screen_names_it(scene: Scene, monkeypatch: Any) -> None:
    names = Names("Giỗ Tổ Hùng Vương (nghỉ bù)", "Hung Kings' Commemoration Day (in lieu)", "")
    closed = Hours(None, clock.now() + timedelta(days=3), names)
    monkeypatch.setattr(pages, "hours_of", lambda _unit, _now: closed)
    for name, path, size in (
        ("closed", f"/kiosk/{scene.kiosk}/", UPRIGHT),
        ("closed-square", f"/kiosk/{scene.kiosk}/", SQUARE),
        ("closed-display", f"/display/{scene.display}/", WIDE),
    ):
        page = scene.open(path, size, language="vi")
        page.get_by_text("Hôm nay Trung tâm nghỉ: Giỗ Tổ").first.wait_for()
        looked_at(page, name)


def test_on_the_phone_with_no_counter_open(scene: Scene) -> None:
    with scope_use(SYSTEM):
        scene.hall.take()
        mine = scene.hall.take()
        for official, counter in zip(scene.hall.officials, scene.hall.counters, strict=True):
            counter_leave(actor=official, counter_id=counter)
    phone = scene.open(f"/n/{mine.token}/", PHONE, language="vi")
    phone.get_by_text("1 người").first.wait_for()
    if PICTURES:
        phone.screenshot(path=str(Path(PICTURES) / "kiosk-phone.png"))
    assert axe_violations(phone) == []
