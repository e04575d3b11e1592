"""The sample is built whole: nothing that it does is refused, and every page of it opens.

The same builder as `motcua demo`, at a small scale, in a database where work is really committed:
first on a Sunday evening, with the keys of leaders and units; then again, as by somebody who goes
on with it, on a Thursday that is the last of December. Another beginning by choice, four days
before the second: `MOTCUA_DEMO_AT=2027-02-07T10:00+07:00`.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client, override_settings
from tests.builders.citizens import client_of
from tests.builders.identity import client_for
from tests.builders.sample import builder_make, province_alone

from motcua.config.demo import plan
from motcua.config.demo.build import Builder
from motcua.config.demo.online import citizen_sample
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.book import book_whole
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import Status
from motcua.identity.queries import demo_accounts
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_by_code
from motcua.oversight.frozen.queries import lines_of_unit

BEGIN = datetime.fromisoformat(os.environ.get("MOTCUA_DEMO_AT") or "2026-12-27T21:00+07:00")
LATER = (BEGIN + timedelta(days=4)).replace(hour=10, minute=20)
WITH_OPINION = {"1.001699", "1.013978"}  # what others say first is not made up
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
NUMBERED = re.compile(r"[^/]*\d[^/]*")
ELSEWHERE = {  # addresses that are meant to lead on
    "/office/sign-in/": ("/office/offline/",),  # of somebody who is signed in already
    "/office/visits/#/take-in/": ("/office/intake/",),
}
OFTEN = {"/office/dossiers/#/": 8}  # in different states

pytestmark = pytest.mark.timeout(240)


@contextmanager
def keys(folder: Path) -> Iterator[None]:
    """Let leaders and units sign with keys of their own, which a folder holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_SIMULATORS_TSA", str(folder))
        signers = str(folder / "signers.toml")
        with override_settings(SIGNERS_FILE=signers, UNSIGNED_UNITS=[]):
            yield


def numbers_follow_the_time(builder: Builder) -> None:
    """Look into the counters' register book; one dossier is entered late, and says so."""
    today = clock.today()
    for code in ("05528", "01849"):
        unit = builder.bodies[code]["ttpvhcc"]
        entries = book_whole(unit.id, today - timedelta(days=300), today)
        late = [two.code for one, two in pairwise(entries) if two.received_at < one.received_at]
        assert entries
        assert len(late) <= (code == "05528"), late


def test_nothing_is_refused_and_every_page_opens(fresh_database, tmp_path, settings):
    settings.DEMO = True
    settings.SEALS_FILE = tmp_path / "seals.log"
    province_alone(tmp_path)
    builder = builder_make(tmp_path)
    with clock.clock_set(BEGIN), keys(tmp_path / "signers"):
        builder.build()
        with scope_use(SYSTEM):
            lines = lines_of_unit(unit_by_code(plan.PROVINCE).id)[0]
        states = [line.state.value for line in lines]
        assert states in (["signed", "sent"], ["sent"]), "one to see, and one for the leader"
        with scope_use(SYSTEM):
            numbers_follow_the_time(builder)
    with clock.clock_set(LATER):
        builder.build()
        with scope_use(SYSTEM):
            every_procedure_comes_to_its_result(builder)
        result = verify_all()
        assert result.good, result.breaches
        assert result.dossiers > 100
        Walk().everybody(builder)


def every_procedure_comes_to_its_result(builder: Builder) -> None:
    """The day's dossiers are a draw: here each procedure goes all the way, whatever was drawn."""
    desk = builder.desk("05528", "bachquang")
    states = ["done"] * len(desk.offerings)
    codes = desk.dossiers_make(serial=900_000, now=clock.now(), states=states)
    ended = {one.procedure.code: one.status for one in map(dossier_get, codes)}
    assert len(ended) == len(desk.offerings)
    assert {code for code, status in ended.items() if status is not Status.DONE} <= WITH_OPINION


def kind_of(path: str) -> str:
    """Return an address without the numbers in it, and without its query."""
    return NUMBERED.sub("#", urlsplit(path).path)


class Walk:
    """Opens pages by following links: each address once, numbers in it left aside."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.elsewhere: dict[str, str] = {}  # an offered page that sends its reader away

    def everybody(self, builder: Builder) -> None:
        """Walk as everybody of the sample, as a citizen, and as nobody."""
        with scope_use(SYSTEM):
            names = list(dict.fromkeys(one.username for one in demo_accounts()))
            people = [builder.actor(name) for name in names]
            citizen = citizen_sample("mau1")
        assert len(people) > 35
        for name, actor in zip(names, people, strict=True):
            self.walk(client_for(actor), "/office/", name)
        self.walk(client_of(citizen), "/my/", "citizen")
        self.walk(Client(), "/", "nobody")
        assert not self.wrong, "\n".join(self.wrong)
        told = [f"{kinds} ({where})" for kinds, where in sorted(self.elsewhere.items())]
        assert not told, "\n".join(told)
        assert len(self.seen) > 120, sorted(self.seen)

    def walk(self, client: Client, start: str, who: str) -> None:
        """Open a page, and what it leads to as long as that is new."""
        queue = [(start, self.open(client, start, who))]
        while queue:
            path, text = queue.pop()
            for link in LINK.findall(text):
                there = urljoin(path, link.replace("&amp;", "&"))
                kind = kind_of(there)
                local = there.startswith("/") and not there.startswith("//")
                if local and self.seen[kind] < OFTEN.get(kind, 1):
                    self.seen[kind] += 1
                    queue.append((there, self.open(client, there, who, path)))

    def open(self, client: Client, path: str, who: str, before: str = "") -> str:
        """Return a page's text; what does not answer 200 is noted."""
        answer: Any = client.get(path, follow=True)
        ends = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        meant = {kind_of(path), *ELSEWHERE.get(kind_of(path), ())}
        if path != "/office/" and kind_of(ends) not in meant:  # that leads to one's first page
            self.elsewhere[f"{kind_of(path)} -> {kind_of(ends)}"] = f"{who}: {path} by {before}"
        if answer.status_code != 200:
            self.wrong.append(f"{who}: {path} answers {answer.status_code}, linked by {before}")
        if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
            answer.close()
            return ""
        return str(answer.content.decode())
