"""A commune whose controller writes templates and whose leader approves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from tests.builders.dossiers import Commune, at, commune_at_work
from tests.builders.drafting import content_make, template_made
from tests.builders.identity import actor_make

from motcua.drafting.types import TemplateContent, TemplateView
from motcua.identity.types import Actor, Role


@dataclass(frozen=True)
class Bench:
    """Who writes, who approves, who drafts."""

    commune: Commune
    writer: Actor
    approver: Actor

    def content(self, **over: Any) -> TemplateContent:
        """Return a template that can be submitted."""
        return content_make(**over)

    def approved(self, **over: Any) -> TemplateView:
        """Return a template in force, written by one and approved by another."""
        unit_id = over.pop("unit_id", self.commune.unit.id)
        return template_made(self.writer, self.approver, unit_id, **over)


@pytest.fixture
def bench(system_scope):
    with at():
        commune = commune_at_work()
        yield Bench(
            commune,
            actor_make(role=Role.CONTROLLER, unit=commune.unit),
            commune.leader,
        )
