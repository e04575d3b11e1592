"""Every page of the office that somebody may open: axe and width, light and dark, desk and phone.

A new page that can be reached nowhere in office_pages.py fails here. With MOTCUA_PICTURES each is
photographed.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.browser import office_pages as office
from tests.browser.looking import DARK_PHONE, LIGHT_DESK, Found, looked_at
from tests.builders.canaries import NOON, world_make
from tests.builders.identity import client_for
from tests.builders.signatures import commune_keys, signers

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SHARES = 4  # each takes its share of the pages: two workers end at about the same time
SENDS = """([path, sent]) => {
  const form = document.createElement('form')
  Object.assign(form, {method: 'post', action: path})
  const token = JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']
  for (const [name, value] of Object.entries({csrfmiddlewaretoken: token, ...sent}))
    form.append(Object.assign(document.createElement('input'), {name, value}))
  document.body.append(form)
  form.submit()
}"""


def test_every_route_is_a_page_that_is_opened_or_is_named_with_the_reason() -> None:
    named = [office.FILES, office.ANSWERS, office.PARTS, office.ELSEWHERE, office.IN_THE_DARK]
    every = set().union(*named)
    assert every - set(office.office_routes()) == set(), "these are gone"
    assert sum(map(len, named)) == len(every), "one stands in two lists"
    assert set(office.STATES) <= office.names_opened()


def opened(page: Any, served: str, one: office.Page) -> str:
    """Open it; return what is wrong, mostly nothing."""
    if one.sent:
        page.goto(f"{served}/office/profile/")
        with page.expect_navigation() as there:
            page.evaluate(SENDS, [one.path, one.sent])
        answer = there.value
    else:
        answer = page.goto(served + one.path)
    there_now = (answer.status, page.url.removeprefix(served))
    return "" if there_now == (200, one.path) else f"{there_now} in place of {one.path}"


@pytest.mark.parametrize("share", range(SHARES))
def test_axe_finds_nothing_and_nothing_is_cut_off(
    share: int, served: str, playwright_browser: Any, time_stands: Any, tmp_path: Path
) -> None:
    world, found = world_make(), Found()
    time_stands(NOON)
    with scope_use(SYSTEM):
        pages = office.pages_make(world, sorted(office.names_opened())[share::SHARES])
        keys = commune_keys(world.own)
    with signers(tmp_path, keys):
        for one in sorted(pages, key=lambda page: page.late):
            if one.late:
                time_stands(NOON + timedelta(days=6))
            context = playwright_browser.new_context(reduced_motion="reduce", **LIGHT_DESK)
            session = client_for(one.who).cookies["sessionid"].value
            cookies = {"motcua_language": "vi", "sessionid": session}
            context.add_cookies(
                [{"name": name, "value": v, "url": served} for name, v in cookies.items()]
            )
            page = context.new_page()
            if wrong := opened(page, served, one):
                found[one.name] = wrong
            else:
                looked_at(page, one.name, found, LIGHT_DESK, DARK_PHONE)
            context.close()
    assert found == {}
