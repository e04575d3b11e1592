"""What every act on a dossier must withstand, whoever does it: used by one test file per act."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from tests.builders.dossiers import Commune, at, item_of
from tests.builders.identity import actor_make, client_for

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.views import DossierView
from motcua.identity.types import Actor, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act


def dossier_url(code: str, act: str = "") -> str:
    """Return the address of a dossier or of an act on it."""
    return f"/office/dossiers/{code}/{act}/" if act else f"/office/dossiers/{code}/"


def item_url(code: str, act: Act, what: str) -> str:
    """Return the address of something done to the live work item of an act."""
    with scope_use(SYSTEM):
        return dossier_url(code, f"work/{item_of(code, act).id}/{what}")


def seen(code: str) -> DossierView:
    """Return the dossier as it is, whoever may see it."""
    with scope_use(SYSTEM):
        return dossier_get(code)


def events(code: str) -> list[str]:
    """Return the types of its events."""
    return [event.type for event in seen(code).timeline]


def post(actor: Actor, url: str, *, hours: float = 2, **data: Any) -> Any:
    """Send a form at a fixed hour; follows the redirect to the page with its message."""
    with at(hours):
        return client_for(actor).post(url, data, follow=True)


def get(actor: Actor, url: str, *, hours: float = 2, **headers: str) -> Any:
    """Ask for a page at a fixed hour."""
    with at(hours):
        return client_for(actor).get(url, headers=headers)


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def guarded(commune: Commune, url: str, *, wrong: Actor, asks: bool = True) -> None:
    """Check who may not: nobody signed in, the wrong role, another commune; and that GET is safe."""
    code = url.split("/")[3]
    before = len(events(code))
    assert Client().post(url)["Location"].startswith("/office/sign-in/")
    with at(2):
        assert client_for(wrong).post(url, {"version": 1}).status_code in {302, 403, 404, 409}
    with scope_use(SYSTEM):
        stranger = [actor_make(role=role) for role in (Role.COUNTER, Role.LEADER, Role.SPECIALIST)]
        clerk = actor_make(role=Role.CLERK)
    with at(2):
        for person in [*stranger, clerk]:
            assert client_for(person).post(url, {"version": 1}).status_code == 404
        own = client_for(commune.counter).get(url).status_code
    assert own in ({200, 302, 404} if asks else {405, 404})
    assert len(events(code)) == before


def records() -> int:
    """Return how many readings of personal data were recorded."""
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_accessrecord")
        return int(cursor.fetchone()[0])
