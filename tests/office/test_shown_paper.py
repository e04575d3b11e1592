"""The download of a paper that a person shows: to this officer, now, written down."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import actor_make, client_for
from tests.filing.test_keep import finished, kept
from tests.filing.test_share import citizen, commune, end, read, show

from motcua.filing.queries.shares import share_get, share_readings
from motcua.identity.types import Role
from motcua.kernel.scope import scope_use

__all__ = ["citizen", "commune"]
pytestmark = pytest.mark.django_db


def opened_by(client, share, paper):
    return client.get(f"/office/intake/shown/{share.id}/{paper.id}/")


def test_only_who_read_the_code_opens_it_and_the_person_reads_who(commune, citizen):
    finished(commune, citizen)
    (paper,) = kept(citizen)
    share = show(citizen)
    mine = client_for(commune.counter)
    assert opened_by(mine, share, paper).status_code == 404  # the code was not read yet
    read(commune.counter, share)
    answer = opened_by(mine, share, paper)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    for other in (colleague, commune_at_work(name="Xa").counter):
        assert opened_by(client_for(other), share, paper).status_code == 404
    with scope_use(citizen.scope):
        told = share_readings(share_get(citizen, share.public_id))
    assert [item for _reading, item in told] == [paper.id, 0]
    end(citizen, share)
    assert opened_by(mine, share, paper).status_code == 404
