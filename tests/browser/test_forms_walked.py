"""Forms that come with Motcua, filled in to the end in a browser without scripts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.documents import pdf_make
from tests.builders.walked import Control, HtmlForm, button_due, forms_of, pages_wanted
from tests.builders.walks import NAMES, Walk

from motcua.dossiers.queries import dossiers_search
from motcua.filing import services
from motcua.forms.models import FormVersion
from motcua.forms.queries import form_document, form_for
from motcua.forms.rules import document_hash
from motcua.forms.types import FormView, Kind, Mode, Raw, State
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
WIDTHS = (360, 1280)
# One question at a time, page by page, and the one for all others; for pictures all of them.
WALKED = NAMES if PICTURES else ["1.014027", "1.000656", "generic"]


@pytest.fixture
def walk(served: str, request: Any) -> Walk:
    with scope_use(SYSTEM):
        return Walk(request.param, first=True)


def form_single(walk: Walk) -> FormView:
    """Publish the form that a walk has as one that is asked one question at a time."""
    document = {**form_document(walk.form.id), "mode": Mode.SINGLE.value}
    FormVersion.objects.create(
        number=2,
        state=State.PUBLISHED,
        content=document,
        content_hash=document_hash(document),
        published_at=clock.now(),
    )
    found = form_for(walk.commune.offering.version)
    assert found is not None
    return found


def opened(browser: Any, served: str, walk: Walk, *, scripts: bool = False) -> Any:
    context = browser.new_context(
        viewport={"width": 360, "height": 780},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    cookies = [
        {"name": name, "value": morsel.value, "url": served}
        for name, morsel in walk.client.cookies.items()
        if name != "motcua_language"
    ]
    language = os.environ.get("MOTCUA_LANGUAGE", "vi")
    cookies.append({"name": "motcua_language", "value": language, "url": served})
    context.add_cookies(cookies)
    return context.new_page()


def shot(page: Any, name: str) -> None:
    """Keep a picture on a phone's and on a desk's width."""
    if not PICTURES:
        return
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 780})
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": 780})


def asked(page: Any) -> HtmlForm:
    return next(one for one in forms_of(page.content()) if "version" in one.names())


def fill(page: Any, control: Control, wanted: Raw) -> None:
    """Fill in one control as wanted, if it can be seen and nothing stands in it yet."""
    given = wanted.get(control.name)
    if given is None or control.disabled or control.kind in {"hidden", "button"}:
        return
    at = f'main [name="{control.name}"]'
    if control.kind in {"radio", "checkbox"}:
        choice = page.locator(f'{at}[value="{control.value}"]')
        if control.value in given and choice.is_visible():  # else a source has said it already
            choice.check()
    elif control.kind == "select":
        if given[0] in control.options:
            page.locator(at).select_option(given[0])
    elif not control.value and page.locator(at).is_visible():
        page.locator(at).fill(given[0])


def press(page: Any, value: str) -> None:
    page.locator(f'main button[name="action"][value="{value}"]').first.click()
    page.wait_for_load_state()


def onward(page: Any) -> None:
    page.locator("main button.button-primary").last.click()
    page.wait_for_load_state()


def page_fill(page: Any, walk: Walk, key: str, picture: str) -> None:
    """Fill in a page of the form and go on."""
    here = page.url
    screen = walk.form.screen(key)
    assert screen is not None
    shot(page, picture)
    for question in screen.questions:
        if question.kind is Kind.ATTACHMENT:
            press(page, f"files:{question.key}")
            upload(page, f"{picture}-files")
    wanted = pages_wanted(walk.form, walk.answers, key)
    for turn in range(8):
        form = asked(page)
        for control in form.controls:
            fill(page, control, wanted)
        due = button_due(form, wanted)
        if due:
            press(page, due)
            continue
        if turn:
            shot(page, f"{picture}-more")
        onward(page)
        if page.url != here:
            return
    raise AssertionError(f"stuck at {here}: {page.locator('main').inner_text()}")


def upload(page: Any, picture: str) -> None:
    """Add a file on the page of a paper or a question, and go back."""
    file = {"name": "giay.pdf", "mimeType": "application/pdf", "buffer": pdf_make()}
    page.locator("main input[type=file]").first.set_input_files(file)
    press(page, "add")
    shot(page, picture)
    page.locator("main a.button-primary").click()
    page.wait_for_load_state()


def papers(page: Any, walk: Walk, picture: str) -> None:
    shot(page, picture)
    for one in walk.commune.offering.version.components:
        link = page.locator(f'main a[href$="/papers/{one.id}/"]')
        if one.required and link.count():
            link.click()
            page.wait_for_load_state()
            upload(page, f"{picture}-{one.order}")
    onward(page)


@pytest.mark.parametrize("walk", WALKED, indirect=True)
def test_somebody_fills_in_a_whole_form_without_scripts(
    walk: Walk, served: str, playwright_browser: Any
) -> None:
    page = opened(playwright_browser, served, walk)
    page.goto(f"{served}/file/{walk.code}/")
    name = walk.form.procedure or "generic"
    shot(page, f"{name}-00-start")
    page.locator('main [name="unit"]').first.check()
    onward(page)
    for number in range(1, 40):
        way = page.url.rstrip("/").split("/")
        picture = f"{name}-{number:02d}-{way[-1]}"
        if "receipt" in way:
            break
        if "form" in way:
            page_fill(page, walk, way[-1], picture)
        elif way[-1] == "papers":
            papers(page, walk, picture)
        elif way[-1] == "return":
            page.locator('main [name="method"]').first.check()
            shot(page, picture)
            onward(page)
        else:
            assert way[-1] == "check", page.url
            page.locator('main [name="declared"]').check()
            shot(page, picture)
            onward(page)
    with scope_use(walk.citizen.scope):
        (row,) = dossiers_search().rows
    assert row.code in page.content()
    page.context.close()


@pytest.mark.parametrize("walk", ["generic"], indirect=True)
def test_questions_one_by_one_and_their_files_are_for_everybody(
    walk: Walk, served: str, playwright_browser: Any
) -> None:
    with scope_use(SYSTEM):
        single = form_single(walk)
    with scope_use(walk.citizen.scope):
        draft = services.draft_begin(
            citizen=walk.citizen, procedure_code=walk.code, unit_id=walk.commune.unit.id
        )
    page = opened(playwright_browser, served, walk, scripts=True)
    base = f"{served}/file/{walk.code}/{draft.public_id}"
    pages = [f"/form/{key}/" for key in ("applicant", "for_other", "subject", "files", "declared")]
    for where in (*pages, "/form/files/files/files/", "/return/", "/check/"):
        page.goto(base + where)
        assert page.locator("h1").count() == 1, where
        assert axe_violations(page) == [], where
        assert page.evaluate("document.documentElement.scrollWidth") <= 361, where
        shot(page, f"single-{where.strip('/').replace('/', '-')}")
    assert single.mode is Mode.SINGLE
    page.goto(f"{base}/return/")
    post = page.locator('main [name="address"]')
    assert not post.is_visible()
    page.locator('main [name="method"][value="1"]').check()
    assert post.is_visible()
    page.context.close()
