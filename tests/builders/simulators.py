"""The simulators as a process of their own, for a session of tests; and a walk through sign-in.

Import the fixtures into a conftest: `from tests.builders.simulators import national_sign_in,
simulators`. `simulators` is the address; `national_sign_in` points Motcua at it.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests
from django.test import Client

from motcua.config import database
from tests.builders import moment
from tests.builders.ports import port_free


@pytest.fixture(scope="session")
def simulators() -> Iterator[str]:
    """Serve the simulators; about four seconds, once."""
    superuser = os.environ["MOTCUA_TEST_SUPERUSER_URL"]
    name = f"test_simulators_{uuid4().hex[:6]}"
    database.bootstrap(superuser, name)
    port = port_free(together=2)  # mail comes in at the next one
    url = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "MOTCUA_SIMULATORS_DATABASE_URL": database.with_user(superuser, database.OWNER, name),
        "MOTCUA_SIMULATORS_URL": url,
        "MOTCUA_PUBLIC_URL": "http://testserver",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    program = moment.program("motcua.config.cli", "simulators", "--port", str(port))
    process = subprocess.Popen(
        program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the simulators ended"
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("the simulators do not answer")


@pytest.fixture
def national_sign_in(simulators: str, settings: Any) -> Iterator[str]:
    """Point Motcua at the simulated provider; it is healthy again afterwards."""
    from motcua.citizens import providers
    from motcua.exchange.vneid import VNeID

    settings.VNEID_ISSUER = f"{simulators}/identity"
    settings.VNEID_CLIENT_SECRET = "motcua-simulator"
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
    before = providers.provider_find()
    providers.provider_register(VNeID())
    yield simulators
    fault(simulators, "")
    providers._registered[:] = [before] if before else []


def fault(simulators: str, mode: str, seconds: float = 1.0) -> None:
    """Tell the simulated sign-in to fail."""
    answer = requests.post(
        f"{simulators}/identity/fault", json={"mode": mode, "seconds": seconds}, timeout=5
    )
    assert answer.ok, answer.text


def party_add(simulators: str, url: str) -> None:
    """Let an installation of Motcua at this address ask there."""
    assert requests.post(f"{simulators}/identity/parties", json={"url": url}, timeout=5).ok


def leave(client: Client, *, goal: str = "", level: int = 1) -> str:
    """Press the button of the sign-in page; return the provider's address."""
    answer = client.post("/sign-in/", {"next": goal, "level": level})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def consent(url: str, person: str, *, action: str = "grant") -> str:
    """Be a sample person at the provider; return the path it sends the browser back to."""
    browser = requests.Session()
    page = browser.get(url, timeout=5)
    assert page.ok, page.text
    chosen = {**_hidden(page.text), "person": person}
    page = browser.post(page.url, data=chosen, timeout=5)
    asked = urlsplit(page.url)
    back = browser.post(
        f"{asked.scheme}://{asked.netloc}{asked.path}",
        data={**_hidden(page.text), "action": action},
        timeout=5,
        allow_redirects=False,
    )
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    return f"{parts.path}?{parts.query}"


def sign_in(client: Client, person: str, *, goal: str = "", level: int = 1) -> Any:
    """Walk the whole way; return Motcua's answer."""
    return client.get(consent(leave(client, goal=goal, level=level), person))


def _hidden(html: str) -> dict[str, Any]:
    """Return the hidden fields of a page's first form, repeated names as lists."""
    form = html[html.index("<form") :]
    if 'name="request"' in html:
        form = html[html.index('action="/identity/identity/o/authorize"') :]
    form = form[: form.index("</form>")]
    fields: dict[str, Any] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name:
            fields.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return fields
