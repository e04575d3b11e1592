"""The bench's nation is no other world: its chains, figures and index are those of the product."""

from __future__ import annotations

import os
from datetime import date

import psycopg
import pytest
from bench.nation import ground, load
from django.db import connection
from tests.builders.dossiers import at, commune_at_work

from motcua.config import database
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.services.verify import chains_verify, codes_verify
from motcua.indicators.models import Case
from motcua.indicators.services import cases_verify, figures_verify
from motcua.kernel.scope import SYSTEM, scope_use

UNTIL = date(2026, 9, 9)
DOSSIERS = 2_000


@pytest.fixture
def place(fresh_database):
    """Return the superuser's address of a database with the ground for two communes."""
    with at(), scope_use(SYSTEM):
        communes = [commune_at_work(code=code) for code in ("05528", "01849")]
    url = database.with_user(
        os.environ["MOTCUA_TEST_SUPERUSER_URL"], "postgres", connection.settings_dict["NAME"]
    )
    places = [
        (one.unit.id, one.centre.id, f"B{one.unit.id}", share, [one.specialist.account_id], load_)
        for one, share, load_ in zip(communes, (0.78, 0.4), (1888.0, 211.0), strict=True)
    ]
    version = communes[0].offering.version
    with psycopg.connect(url, autocommit=True) as opened:
        opened.execute(ground.TABLES)
        ground._slots(opened, places)
        ground._matters(
            opened,
            ((version.code, 1.0),),
            [
                (version.code, version.id, version.procedure_id, "5wd"),
                ("9.999999", version.id, version.procedure_id, "20wd"),
            ],
        )
    return url


def test_lives_made_as_sets_are_those_that_the_fold_makes(place, monkeypatch):
    days = []

    def until_killed(opened, params, whole=load._day):
        if len(days) == 100:
            raise KeyboardInterrupt
        days.append(params["day"])
        whole(opened, params)

    said = []
    with monkeypatch.context() as killed:
        killed.setattr(load, "_day", until_killed)
        with pytest.raises(KeyboardInterrupt):
            load.nation_load(place, dossiers=DOSSIERS, until=UNTIL, say=said.append, index=False)
    made = load.nation_load(place, dossiers=DOSSIERS, until=UNTIL, say=said.append, index=False)
    assert made["tables"]["dossiers_dossier"]["rows"] == DOSSIERS, "it went on where it was"
    with scope_use(SYSTEM):
        assert Event.objects.count() > 4 * DOSSIERS
        assert set(Dossier.objects.values_list("status", flat=True)) >= {4, 7, 9, 10}
        assert list(chains_verify()) == []
        assert list(codes_verify()) == []
        assert list(figures_verify()) == []
        assert Case.objects.count() > 2 * DOSSIERS
        assert list(cases_verify()) == []
