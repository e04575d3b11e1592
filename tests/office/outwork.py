"""What the tests of work outside share: a commune whose centre goes to people's homes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.builders.dossiers import Commune, at, commune_at_work
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make
from tests.builders.visits import round_make, visit_make

from motcua.identity.types import Actor, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitView
from motcua.reception import services
from motcua.reception.queries.rounds import RoundView
from motcua.reception.queries.visits import VisitView


@dataclass
class Out:
    """A centre, its people, and an officer of another one."""

    commune: Commune
    stranger: Actor

    @property
    def centre(self) -> UnitView:
        """The centre."""
        return self.commune.centre

    @property
    def officer(self) -> Actor:
        """The officer who goes."""
        return self.commune.counter

    @property
    def director(self) -> Actor:
        """Who sets up."""
        return self.commune.director

    def visit(self, **over: Any) -> VisitView:
        """Write a request down."""
        with at(), scope_use(SYSTEM):
            return visit_make(self.officer, self.centre, **over)

    def round(self, *visits: VisitView, **over: Any) -> RoundView:
        """Plan a round of today with these visits."""
        with at(), scope_use(SYSTEM):
            one = round_make(self.officer, self.centre, **over)
            services.round_pick(
                actor=self.officer, round_id=one.id, visit_ids=[visit.id for visit in visits]
            )
            return one

    def get(self, url: str, actor: Actor | None = None) -> Any:
        """Ask for a page in the morning."""
        with at():
            return client_for(actor or self.officer).get(url)

    def post(self, url: str, actor: Actor | None = None, **data: Any) -> Any:
        """Send a form in the morning; follows to the page that answers."""
        with at():
            return client_for(actor or self.officer).post(url, data, follow=True)


def out_at_work() -> Out:
    """Make the commune, and an officer of another one."""
    with at(), scope_use(SYSTEM):
        elsewhere = body_of(commune_make(name="Phong Quang"), "ttpvhcc")
        return Out(commune_at_work(), actor_make(role=Role.COUNTER, unit=elsewhere))
