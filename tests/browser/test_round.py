"""A round on a tablet: the desk plans it, the line is cut on the road, the person is taken in."""

from __future__ import annotations

import os

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.identity import actor_make
from tests.builders.visits import point_held, round_make, visit_make
from tests.office.outwork import out_at_work

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.queries.rounds import round_plan
from motcua.reception.queries.visits import visit_get
from motcua.reception.visiting import VisitState

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
TABLET = {"width": 820, "height": 1180}


@pytest.fixture
def out(served):
    return out_at_work()


@pytest.fixture
def planned(out):
    """A round of today's clock with two houses; the first is the nearer one."""
    version = out.commune.offering.version
    with scope_use(SYSTEM):
        services.visits_offer(
            actor=out.director, unit_id=out.centre.id, offered=True, base=(21.59, 105.84)
        )
        asked = [
            visit_make(
                out.officer, out.centre, name=name, place=(21.59 + far, 105.84),
                procedures=(version.code,), phone="0912345678",
            )
            for name, far in (("Cụ Mẫu Xa", 0.05), ("Cụ Mẫu Gần", 0.01))
        ]  # fmt: skip
        one = round_make(out.officer, out.centre)
        services.round_pick(
            actor=out.officer, round_id=one.id, visit_ids=[visit.id for visit in asked]
        )
    return one, asked[1], asked[0]


def state(visit):
    with scope_use(SYSTEM):
        return visit_get(visit.id)


def sound(page, name):
    """Nothing for axe, nothing wider than the screen; a picture when asked for."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (name, axe_violations(page), wide) == (name, [], 0)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def taken_in(page):
    """Fill in what is missing, and accept; return the dossier's code."""
    page.locator("[name=applicant-id_number]").click()
    page.fill("[name=applicant-id_number]", "019090000001")
    for box in page.locator("[data-given]").all():
        box.click()
    page.locator("button[name=action][value=accept]").click()
    page.wait_for_url("**/office/intake/done/**")
    return page.url.rstrip("/").split("/")[-1]


def test_the_road_with_the_line_cut_in_the_middle(planned, out, visit):
    one, near, far = planned
    page = visit(f"/office/rounds/{one.id}/list/", out.officer, width=820, language="en")
    page.set_viewport_size(TABLET)
    assert page.locator(".road-next h2").inner_text() == "1. Cụ Mẫu Gần"
    page.get_by_role("button", name="On the way").first.click()
    page.wait_for_selector(f"#visit-{near.id} .road-when >> text=on the way")
    assert state(near).state is VisitState.ON_THE_WAY
    page.context.set_offline(True)
    page.locator(f"#visit-{near.id}").get_by_role("button", name="Arrived").click()
    page.wait_for_selector("[data-road-kept]:visible")
    assert "1 press" in page.locator("[data-road-kept]").inner_text()
    sound(page, "round-list-cut")
    kept = page.evaluate("JSON.stringify(Object.values(localStorage))")
    assert "Mẫu" not in kept, "nothing about any person is kept on the tablet"
    assert "0912" not in kept
    assert state(near).state is VisitState.ON_THE_WAY
    with page.expect_navigation():
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector(f"#visit-{near.id} .road-when >> text=at the door")
    assert page.locator("[data-road-kept]:visible").count() == 0
    assert state(near).arrived_at is not None
    page.locator(f"#visit-{near.id}").get_by_role("link", name="Take in", exact=True).click()
    page.wait_for_selector("text=At home of Cụ Mẫu Gần, round 1")
    assert page.input_value("[name=applicant-name]") == "Cụ Mẫu Gần"
    assert page.input_value("[name=assisted_mode]") == "home"
    for size in (TABLET, {"width": 1180, "height": 820}):
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (size, wide) == (size, 0)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/round-intake-{size['width']}.png", full_page=True)
    code = taken_in(page)
    with scope_use(SYSTEM):
        dossier = dossier_get(code)
    assert state(near).dossier_codes == (code,)
    assert (dossier.status, dossier.assisted_mode) == (Status.ACCEPTED, "home")
    assert (dossier.content["taken_in"]["kind"], dossier.applicant.name) == ("home", "Cụ Mẫu Gần")
    page.goto(page.url.partition("/office/")[0] + f"/office/rounds/{one.id}/list/")
    assert code in page.locator(f"#visit-{near.id}").inner_text()
    assert state(far).dossier_codes == ()
    sound(page, "round-list-taken-in")
    page.locator(f"#visit-{near.id}").get_by_role("button", name="Done").click()
    page.wait_for_selector(".road-next >> text=Cụ Mẫu Xa")
    assert state(near).state is VisitState.DONE
    page.locator(f"#visit-{far.id} summary", has_text="Not met").click()
    page.get_by_role("button", name="Nobody was at home").first.click()
    page.wait_for_selector(f"#visit-{far.id} .road-when >> text=not met")
    assert state(far).state is VisitState.NOT_MET


ANOTHER_TAB_SENDS_THE_FIRST = """
(place) => {
  const send = window.fetch;
  window.fetch = async (...given) => {
    window.fetch = send;
    localStorage.setItem(place, JSON.stringify(JSON.parse(localStorage.getItem(place)).slice(1)));
    return send(...given);
  };
}
"""


def test_two_tabs_that_send_the_same_press_drop_no_other(planned, out, visit):
    one, near, far = planned
    page = visit(f"/office/rounds/{one.id}/list/", out.officer, width=820, language="en")
    page.context.set_offline(True)
    page.locator(f"#visit-{near.id}").get_by_role("button", name="Arrived").click()
    page.locator(f"#visit-{far.id} summary", has_text="Steps").click()
    page.locator(f"#visit-{far.id}").get_by_role("button", name="On the way").click()
    page.wait_for_selector("[data-road-kept] >> text=2 presses")
    page.wait_for_timeout(200)  # the tries without a line have ended
    page.evaluate(ANOTHER_TAB_SENDS_THE_FIRST, f"motcua-road-{one.id}")
    with page.expect_navigation():
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
    assert state(near).state is VisitState.THERE
    assert state(far).state is VisitState.ON_THE_WAY
    assert page.evaluate("localStorage.length") == 0


def test_a_press_that_somebody_else_was_quicker_with_is_told(planned, out, visit):
    one, near, _far = planned
    page = visit(f"/office/rounds/{one.id}/list/", out.officer, width=820, language="en")
    with scope_use(SYSTEM):
        services.round_drop(actor=out.officer, visit_id=near.id)
    page.locator(f"#visit-{near.id}").get_by_role("button", name="Arrived").click()
    page.wait_for_selector("[data-road-refused]:visible")
    assert "not possible" in page.locator("[data-road-refused]").inner_text()


def test_the_order_is_set_by_dragging_and_the_hand_wins(planned, out, visit):
    one, near, far = planned
    page = visit(f"/office/rounds/{one.id}/", out.officer, language="en")
    rows = page.locator("[data-order-id]")
    assert rows.first.get_attribute("data-order-id") == str(near.id)
    rows.nth(1).drag_to(rows.nth(0))
    page.wait_for_selector("text=The order is yours now")
    with scope_use(SYSTEM):
        plan = round_plan(one.id)
    assert [leg.visit.id for leg in plan.legs] == [far.id, near.id]
    assert plan.round.by_hand


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_work_outside_are_sound(planned, out, visit, width):
    one, near, _far = planned
    with scope_use(SYSTEM):
        guide = actor_make(role=Role.GUIDE, unit=out.commune.unit)
        services.hamlet_add(
            actor=out.director, unit_id=out.centre.id, change=services.HamletChange("Xóm Một")
        )
    point = point_held(out.commune)
    for name, path, actor in (
        ("visits", "/office/visits/", out.officer),
        ("visit-new", "/office/visits/new/", out.officer),
        ("visit", f"/office/visits/{near.id}/", out.officer),
        ("visit-help", "/office/visits/help/", guide),
        ("rounds", "/office/rounds/", out.officer),
        ("round", f"/office/rounds/{one.id}/", out.officer),
        ("round-list", f"/office/rounds/{one.id}/list/", out.officer),
        ("round-print", f"/office/rounds/{one.id}/print/", out.officer),
        ("visit-figures", "/office/visits/figures/", out.director),
        ("hamlets", "/office/visits/villages/", out.director),
        ("points", "/office/points/", out.director),
        ("point", f"/office/points/{point}/", out.director),
        ("hall-setup", "/office/hall/setup/", out.director),
    ):
        page = visit(path, actor, width=width)
        if name == "round-print" and width == 360:
            assert axe_violations(page) == []  # a sheet of A4 is wider than a telephone
        else:
            sound(page, f"{name}-{width}")
        page.close()
