"""What the tests of the pages of templates and texts share: a commune that writes and approves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from tests.builders.dossiers import Commune, commune_at_work, dossier_accepted, item_of, work_do
from tests.builders.drafting import content_make, template_made, template_sent
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make

from motcua.dossiers.queries import dossier_get
from motcua.drafting.queries import text_desk
from motcua.drafting.services import text_begin, text_save
from motcua.drafting.types import TemplateView, TextDesk
from motcua.identity.types import Actor, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act


@dataclass
class Bench:
    """A commune with somebody who writes; the leader approves, `stranger` writes elsewhere."""

    commune: Commune = field(default_factory=commune_at_work)

    def __post_init__(self) -> None:
        self.writer: Actor = actor_make(role=Role.CONTROLLER, unit=self.commune.unit)
        other = commune_make(name="Nơi Khác")
        self.writes = client_for(self.writer)
        self.approves = client_for(self.commune.leader)
        self.drafts = client_for(self.commune.specialist)
        self.stranger = client_for(actor_make(role=Role.CONTROLLER, unit=other))
        self.counter = client_for(self.commune.counter)

    def sent(self, **over: Any) -> TemplateView:
        """Return a template that waits for approval."""
        with scope_use(SYSTEM):
            return template_sent(self.writer, self.commune.unit.id, **over)

    def approved(self, **over: Any) -> TemplateView:
        """Return a template in force."""
        with scope_use(SYSTEM):
            return template_made(self.writer, self.commune.leader, self.commune.unit.id, **over)

    def dossier(self) -> str:
        """Return the code of a dossier that the specialist works on."""
        with scope_use(SYSTEM):
            code = dossier_accepted(self.commune)
            work_do(
                code, Act.ASSIGN, self.commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code,
                assign_to=self.commune.specialist.account_id,
            )  # fmt: skip
        return code

    def begun(self) -> str:
        """Return the code of a dossier whose text was begun."""
        code, template = self.dossier(), self.approved()
        with scope_use(SYSTEM):
            text_begin(
                actor=self.commune.specialist, code=code, template_id=template.id, expected=0
            )
        return code

    def saved(self, code: str, **parts: str) -> None:
        """Save a version of the text as a colleague would."""
        newest = self.desk(code).newest
        assert newest is not None
        with scope_use(SYSTEM):
            text_save(
                actor=self.commune.specialist, code=code, expected=newest.number,
                wording={**newest.wording.parts, **parts},
            )  # fmt: skip

    def desk(self, code: str) -> TextDesk:
        """Return the texts of a dossier as they are now."""
        with scope_use(SYSTEM):
            return text_desk(dossier_get(code))


def typed(**over: str) -> dict[str, str]:
    """Return what the form of a template sends."""
    content = content_make()
    return {
        "name": content.name, "kind": content.kind.value, "result_kind": "grant",
        "procedures": "", "effective_on": str(content.effective_on), "source": "",
        "version": "1", **content.wording.parts, **over,
    }  # fmt: skip


def page(client: Client, address: str, status: int = 200, **query: str) -> str:
    """Return what stands on a page."""
    answer = client.get(address, query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()
