"""The pages of the centre at work in dark mode, with something on them: axe, and nothing cut off.

One server, one browser, many pages: contrast, names and landmarks at a desk's width in the dark;
at a phone's width nothing slides sideways. A page that has a walk of its own in the light stands
here for its colours. With MOTCUA_PICTURES each is photographed, dark and light.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import AXE, AXE_RUN
from tests.builders.batches import batch_held
from tests.builders.certified import entry_held
from tests.builders.dossiers import MORNING, Commune, dossier_at, item_of
from tests.builders.drafting import template_held, text_held
from tests.builders.drawn import whole
from tests.builders.frozen import frozen_there
from tests.builders.hand import book_held
from tests.builders.identity import actor_make, client_for
from tests.builders.interim import slip_held
from tests.builders.manifests import manifest_held
from tests.builders.organisations import province_make
from tests.builders.oversight import difficulty_there, target_there
from tests.builders.quality import audit_there, nonconformity_there
from tests.builders.reception import doors_make
from tests.builders.scanned import component_of
from tests.builders.signals import signal_there
from tests.builders.visits import point_held, round_held, visit_held
from tests.office.processes import Desk

from motcua.dossiers import services
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
UPRIGHT, WIDE = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}
ONLY_FIT = {"process_edit"}  # axe of the editor, both widths: test_process_editor.py
Pages = dict[str, str]
REACHES_OUT = """[...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 120)).slice(0, 4)"""

NAMES_CUT = """[...document.querySelectorAll('main tbody th a')]
  .filter((one) => one.getBoundingClientRect().right > one.closest('th').getBoundingClientRect().right + 1)
  .map((one) => one.innerText.slice(0, 60)).slice(0, 4)"""


@pytest.fixture
def town(served: str, time_stands: Any) -> list[tuple[Any, Pages]]:
    """A commune on a working day, six days after the dossiers came: who opens which pages."""
    time_stands(MORNING)
    desk = Desk()
    with scope_use(SYSTEM):
        late, asked = (dossier_at(desk.commune, Act.APPRAISE) for _n in range(2))
        services.dossier_propose_supplement(
            actor=desk.commune.specialist,
            code=asked,
            items=["Bản vẽ: mờ; chụp lại"],
            reason="Chưa rõ",
        )
        doors = doors_make(desk.commune.centre)
    opened = [
        (
            None,
            {
                "kiosk": f"/kiosk/{doors.kiosk}/",
                "display": f"/display/{doors.display}/",
                "screen": f"/office/tv/{doors.wall}/",
                "screen_code": "/office/tv/",
            },
        ),
        *_hall(desk.commune, late),
        *_resolving(desk.commune, late, asked),
        *_processes(desk),
        *_papers(desk.commune, late, asked),
        *_quality(desk.commune),
        *_difficulties(desk.commune),
        *_signals(desk.commune),
        *_frozen(desk.commune),
    ]
    time_stands(MORNING + timedelta(days=6))
    return opened


def _hall(commune: Commune, late: str) -> list[tuple[Any, Pages]]:
    manifest_id, slip_id = manifest_held(commune, late), slip_held(commune)
    with scope_use(SYSTEM):
        round_id, visit_id, point_id = round_held(commune), visit_held(commune), point_held(commune)
    book_id = book_held(commune)
    return [
        (commune.counter, {
            "interim": "/office/interim/", "slip": f"/office/interim/{slip_id}/",
            "offline": "/office/offline/", "blank": "/office/interim/blank/",
            "book": f"/office/interim/blank/{book_id}/",
            "bring": f"/office/interim/enter/?q={MORNING:T%y%m%d}-01-009",
            "manifests": "/office/manifests/", "manifest": f"/office/manifests/{manifest_id}/",
            "rounds": "/office/rounds/", "round": f"/office/rounds/{round_id}/",
            "round_print": f"/office/rounds/{round_id}/print/",
            "round_list": f"/office/rounds/{round_id}/list/",
            "visits": "/office/visits/?state=planned", "visit": f"/office/visits/{visit_id}/",
            "points": "/office/points/", "opinions": "/office/opinions/",
            "hall": "/office/hall/", "hall_appointments": "/office/hall/appointments/",
            "register": "/office/register/",
        }),
        (commune.director, {
            "board_screens": "/office/board/screens/",
            "hall_setup": "/office/hall/setup/", "hall_figures": "/office/hall/figures/",
            "visit_figures": "/office/visits/figures/", "hamlets": "/office/visits/villages/",
            "point": f"/office/points/{point_id}/", "returns": "/office/returns/",
            "rules": "/office/interim/rules/",
        }),
    ]  # fmt: skip


def _resolving(commune: Commune, late: str, asked: str) -> list[tuple[Any, Pages]]:
    at = f"/office/dossiers/{late}/"
    with scope_use(SYSTEM):
        item = item_of(late, Act.APPRAISE).id
    return [
        (commune.specialist, {
            "dossier": at, "look": f"{at}look/", "opinion_ask": f"{at}opinions/ask/",
            "return": f"{at}work/{item}/return/", "propose_stop": f"{at}propose/stop/",
        }),
        (commune.leader, {
            "approve_supplement": f"/office/dossiers/{asked}/approve-supplement/",
            "apologise": f"{at}apologise/", "reminders": f"{at}reminders/",
            "workload": "/office/workload/", "overdue": "/office/overdue/",
            "escalations": "/office/escalations/", "escalation_rules": "/office/escalations/rules/",
            "absences": "/office/absences/", "lateness": "/office/lateness/",
            "index_lift": "/office/service-index/lift/?all-3.3=on&open=3.3",
            "reports": "/office/reports/", "report": "/office/reports/online/",
            "report_behind": "/office/reports/ii06a/behind/?column=c3",
            "sign": "/office/worklist/sign/", "letter_signing": "/office/letters/signing/",
        }),
    ]  # fmt: skip


def _processes(desk: Desk) -> list[tuple[Any, Pages]]:
    work = "/office/processes/"
    version, draft = desk.approved(), desk.submitted()
    drawn = desk.draft(whole(key="second"), key="second")
    return [
        (desk.commune.leader, {
            "processes": work, "process_approve": f"{work}drafts/{draft.id}/approve/",
            "process_version": f"{work}versions/{version.definition_id}/",
        }),
        (desk.drawer, {
            "process_new": f"{work}new/", "process_edit": f"{work}drafts/{drawn.id}/",
        }),
    ]  # fmt: skip


def _papers(commune: Commune, late: str, asked: str) -> list[tuple[Any, Pages]]:
    """What is scanned, certified, drawn up from templates."""
    at, copies = f"/office/dossiers/{late}/", "/office/certification/"
    template, text = template_held(commune), text_held(commune, late)
    entry, stack = entry_held(commune, asked), batch_held(commune, late)
    return [
        (commune.counter, {
            "to_digitise": "/office/digitise/", "scans": f"{at}scans/",
            "scan": f"{at}scans/{component_of(late)}/",
            "stacks": "/office/digitise/stacks/", "stack": f"/office/digitise/stacks/{stack}/",
            "copies_new": f"{copies}new/", "copies": copies,
            "copies_batch": f"{copies}batches/{asked}/", "copies_register": f"{copies}register/",
            "copies_row": f"{copies}batches/{asked}/rows/1/",
        }),
        (commune.leader, {"copies_cancel": f"{copies}register/{entry}/cancel/"}),
        (commune.specialist, {"text": f"{at}text/", "text_version": f"{at}text/{text}/"}),
        (actor_make(role=Role.CONTROLLER, unit=commune.unit), {
            "templates": "/office/templates/", "template_new": "/office/templates/new/",
            "template": f"/office/templates/{template}/",
        }),
    ]  # fmt: skip


def _quality(commune: Commune) -> list[tuple[Any, Pages]]:
    audit, (code, _file) = audit_there(commune), nonconformity_there(commune)
    return [
        (actor_make(role=Role.CONTROLLER, unit=commune.unit), {
            "audits": "/office/audits/", "audit_new": "/office/audits/new/",
            "audit": f"/office/audits/{audit}/", "finding": f"/office/audits/{audit}/finding/",
            "nonconformities": "/office/nonconformities/",
            "nonconformity": f"/office/nonconformities/{code}/",
            "nonconformity_new": "/office/nonconformities/new/",
        }),
    ]  # fmt: skip


def _difficulties(commune: Commune) -> list[tuple[Any, Pages]]:
    code, _file = difficulty_there(commune)
    return [
        (actor_make(role=Role.CONTROLLER, unit=province_make()), {
            "difficulties": "/office/difficulties/", "answers": "/office/difficulties/answers/",
            "difficulty": f"/office/difficulties/{code}/",
            "difficulty_new": "/office/difficulties/new/",
            "addressees": "/office/difficulties/who-answers/", "brief": "/office/brief/",
            "targets": "/office/targets/", "target": f"/office/targets/{target_there()}/",
            "compare": "/office/compare/", "compare_country": "/office/compare/?unit=country",
            "compare_unit": "/office/compare/unit/?unit=19",
            "states": "/office/targets/states/",
        }),
    ]  # fmt: skip


def _frozen(commune: Commune) -> list[tuple[Any, Pages]]:
    code = frozen_there(commune)
    url = "/office/frozen-reports/"
    return [
        (actor_make(role=Role.CONTROLLER, unit=province_make()), {
            "frozen": f"{url}?unit={commune.unit.code}", "frozen_received": f"{url}received/",
            "frozen_schedule": f"{url}schedule/", "frozen_report": f"{url}{code}/",
            "frozen_codes": f"{url}{code}/codes/?line=&column=c3",
        }),
    ]  # fmt: skip


def _signals(commune: Commune) -> list[tuple[Any, Pages]]:
    name, code = signal_there(commune)
    return [
        (actor_make(role=Role.INSPECTOR, unit=province_make()), {
            "signals": "/office/signals/?month=2026-09",
            "signal": f"/office/signals/{name}/{code}/?month=2026-09",
        }),
    ]  # fmt: skip


def photographed(page: Any, name: str) -> None:
    """Keep pictures where somebody wants to look: dark and light, at the width that is set."""
    if not PICTURES:
        return
    width = page.viewport_size["width"]
    for mode in ("dark", "light"):
        page.emulate_media(color_scheme=mode)
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{mode}-{width}.png"), full_page=True)
    page.emulate_media(color_scheme="dark")


def test_axe_finds_nothing_in_the_dark(town: Any, served: str, playwright_browser: Any) -> None:
    found: dict[Any, Any] = {}
    for actor, pages in town:
        context = playwright_browser.new_context(color_scheme="dark", reduced_motion="reduce")
        cookies = {"motcua_language": "vi"}
        if actor is not None:
            cookies["sessionid"] = client_for(actor).cookies["sessionid"].value
        context.add_cookies([{"name": n, "value": v, "url": served} for n, v in cookies.items()])
        page = context.new_page()
        for name, path in pages.items():
            sizes = {
                "kiosk": [UPRIGHT],
                "display": [WIDE],
                "screen": [WIDE],
                "screen_code": [WIDE],
            }.get(name, [DESK, PHONE])
            page.set_viewport_size(sizes[0])
            answer = page.goto(served + path)
            assert (answer.status, page.url) == (200, served + path), name
            if name not in ONLY_FIT:
                page.evaluate(AXE.read_text("utf-8"))
                said = page.evaluate(f"axe.run({AXE_RUN})")["violations"]
                if said:
                    found[name] = [(v["id"], v["nodes"][0]["html"][:200]) for v in said]
            photographed(page, name)
            for size in sizes[1:]:
                page.set_viewport_size(size)
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found[name, "wide"] = page.evaluate(REACHES_OUT)
                if cut := page.evaluate(NAMES_CUT):
                    found[name, "cut"] = cut
                photographed(page, name)
        context.close()
    assert found == {}
    assert clock.now() > MORNING
