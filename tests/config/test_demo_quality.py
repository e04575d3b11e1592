"""The sample's registers of quality: made once, in office hours, in several states."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import MORNING, commune_at_work
from tests.builders.identity import account_make, actor_make, actor_of, posting_make
from tests.builders.organisations import body_of

from motcua.config.demo.quality import WARD, quality_part
from motcua.identity.models import Account
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.quality.models import Audit, Nonconformity

pytestmark = pytest.mark.usefixtures("system_scope")


class Sample:
    """The part of the builder that is asked."""

    def __init__(self):
        unit = commune_at_work().unit
        self.bodies = {WARD: {"": unit, "ttpvhcc": body_of(unit, "ttpvhcc")}}
        people = (
            ("kiemsoat", Role.CONTROLLER),
            ("lanhdao", Role.LEADER),
            ("tiepnhan", Role.COUNTER),
        )
        for name, role in people:
            actor_make(username=f"bachquang.{name}", role=role, unit=unit)

    def actor(self, username):
        return actor_of(Account.objects.get(username=username))

    def account_add(self, username, name, unit_id, *roles):
        account = account_make(username=username, full_name=name)
        for role in roles:
            posting_make(account=account, unit=unit_id, role=role)


def test_it_is_made_once_with_something_at_every_point_of_the_way():
    with clock.clock_set(MORNING):
        sample = Sample()
        assert "2 audits" in quality_part(sample)
        assert quality_part(sample) == ""
    assert sorted(Audit.objects.values_list("state", flat=True)) == ["concluded", "planned"]
    states = sorted(Nonconformity.objects.values_list("state", flat=True))
    assert states == ["acting", "checking", "closed", "open"]
