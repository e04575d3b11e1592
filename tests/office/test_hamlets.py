"""Villages in their order, roads, and whether the portal offers visits."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.house import house_of, visiting_units
from motcua.reception.queries.visits import hamlets_of, roads_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


HERE = "/office/visits/villages/"


def names(out):
    with scope_use(SYSTEM):
        return [one.name for one in hamlets_of(out.centre.id)]


def test_villages_are_added_moved_and_taken_off(out):
    for name in ("Xóm Một", "Xóm Hai"):
        assert name in text(out.post(HERE, out.director, act="add", name=name, place=""))
    assert out.post(HERE, out.director, act="add", name="Xóm Hai").status_code == 422
    with scope_use(SYSTEM):
        ids = [one.id for one in hamlets_of(out.centre.id)]
    order = {"act": "order", "ids": ",".join(map(str, ids)), "move": f"{ids[1]}:up"}
    out.post(HERE, out.director, **order)
    assert names(out) == ["Xóm Hai", "Xóm Một"]
    assert "changed the list" in text(out.post(HERE, out.director, act="order", ids=str(ids[0])))
    out.post(HERE, out.director, act="road", one=ids[0], other=ids[1], kilometres="12.5")
    with scope_use(SYSTEM):
        assert roads_of(out.centre.id) == {(ids[0], ids[1]): 12_500}
    assert out.post(HERE, out.director, act="road", one=ids[0], other=ids[0]).status_code == 422
    out.post(HERE, out.director, act="close", hamlet=ids[0])
    assert names(out) == ["Xóm Hai"]
    assert out.post(HERE, out.director, act="close", hamlet=ids[0]).status_code == 404
    assert out.post(HERE, out.director, act="nothing").status_code == 404


def test_the_portal_offers_visits_once_the_centre_says_so(out):
    out.post(HERE, out.director, act="offer", offered="on", base="21.5942, 105.8482")
    with scope_use(SYSTEM):
        assert house_of(out.centre.id).base == (21.5942, 105.8482)
        assert visiting_units() == [out.centre.id]
    assert out.post(HERE, out.director, act="offer", base="1, 2").status_code == 422
    assert out.get(HERE).status_code == 404
