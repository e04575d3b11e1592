"""What the tests of the pages of drawn processes share: a commune that draws, and who approves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from tests.builders.dossiers import Commune, commune_at_work
from tests.builders.drawn import whole
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make

from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow import services
from motcua.workflow.drawn import Application, DraftView
from motcua.workflow.queries import draft_get


@dataclass
class Desk:
    """A commune with somebody who draws; the leader approves, `stranger` draws elsewhere."""

    commune: Commune = field(default_factory=commune_at_work)

    def __post_init__(self) -> None:
        self.drawer: Actor = actor_make(role=Role.CONTROLLER, unit=self.commune.unit)
        other = commune_make(name="Nơi Khác")
        self.draws = client_for(self.drawer)
        self.approves = client_for(self.commune.leader)
        self.stranger = client_for(actor_make(role=Role.CONTROLLER, unit=other))
        self.counter = client_for(self.commune.counter)

    def draft(self, bpmn: str | None = None, **more: Any) -> DraftView:
        """Begin a draft; complete unless a text is given."""
        given = {"key": "drawn", "name": "Của phường", **more}
        with scope_use(SYSTEM):
            return services.process_draft_start(
                actor=self.drawer,
                unit_id=self.commune.unit.id,
                bpmn=whole() if bpmn is None else bpmn,
                **given,
            )

    def submitted(self) -> DraftView:
        """Send a complete draft for approval, for the commune's procedure from today."""
        draft = self.draft()
        code = self.commune.offering.version.code
        with scope_use(SYSTEM):
            return services.process_draft_submit(
                actor=self.drawer,
                draft_id=draft.id,
                expected_version=draft.version,
                application=Application((code,), (self.commune.unit.id,), clock.today()),
            )

    def approved(self) -> DraftView:
        """Approve a draft, so that there is a version."""
        draft = self.submitted()
        with scope_use(SYSTEM):
            return services.process_draft_approve(
                actor=self.commune.leader, draft_id=draft.id, expected_version=draft.version
            )

    def seen(self, draft: DraftView) -> DraftView:
        """Return the draft as it is now."""
        with scope_use(SYSTEM):
            return draft_get(self.drawer, draft.id)


def at(draft: DraftView, page: str = "") -> str:
    """Return the address of a page of a draft."""
    return f"/office/processes/drafts/{draft.id}/{page}"


def body(client: Client, address: str, **query: Any) -> str:
    """Return what stands on a page."""
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()
