"""The pages of the centre at work with much on them: axe, and nothing cut off.

One server, one browser, many pages: contrast, names and landmarks at a desk's width in the dark,
at a phone's in the light, where nothing slides sideways. A page that has a walk of its own in the
light stands here for its colours. The other pages of the office are opened in test_office_own.py.
With MOTCUA_PICTURES each is photographed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import resolve
from tests.browser import office_pages
from tests.browser.looking import Found, View, looked_at
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
DARK_DESK: View = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
LIGHT_PHONE: View = {"viewport": {"width": 360, "height": 780}, "color_scheme": "light"}
UPRIGHT: View = {"viewport": {"width": 1080, "height": 1920}, "color_scheme": "dark"}
WIDE: View = {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"}
SHARES = 2  # of the groups of pages, so that no test is much longer than others
IN_THE_HALL = {"kiosk": UPRIGHT, "display": WIDE, "screen": WIDE, "screen_code": WIDE}
Pages = dict[str, str]


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


@pytest.mark.parametrize("share", range(SHARES))
def test_axe_finds_nothing_in_the_dark(
    share: int, town: Any, served: str, playwright_browser: Any
) -> None:
    found: Found = {}
    for actor, pages in town[share::SHARES]:
        context = playwright_browser.new_context(reduced_motion="reduce")
        cookies = {"motcua_language": "vi"}
        if actor is not None:
            cookies["sessionid"] = client_for(actor).cookies["sessionid"].value
        context.add_cookies([{"name": n, "value": v, "url": served} for n, v in cookies.items()])
        page = context.new_page()
        for name, path in pages.items():
            views = [IN_THE_HALL[name]] if name in IN_THE_HALL else [DARK_DESK, LIGHT_PHONE]
            page.set_viewport_size(views[0]["viewport"])
            page.emulate_media(color_scheme=views[0]["color_scheme"])
            answer = page.goto(served + path)
            assert (answer.status, page.url) == (200, served + path), name
            looked_at(page, name, found, *views)
        context.close()
    assert found == {}
    assert clock.now() > MORNING


def test_what_counts_as_opened_here_is(town: Any) -> None:
    paths = [path.partition("?")[0] for _actor, pages in town for path in pages.values()]
    there = [resolve(path) for path in paths]
    names = {one.url_name for one in there if one.namespaces == ["office"]}
    assert names == office_pages.IN_THE_DARK
