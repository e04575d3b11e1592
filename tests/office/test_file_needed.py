"""Each body of a group sees its part and the results that it builds on, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import at
from tests.builders.groups import birth_in, codes_of, group_sent, part_finish, town_make
from tests.office.acting import dossier_url, get, text

from motcua.dossiers.queries import dossier_get, dossiers_by_ids, dossiers_search
from motcua.dossiers.services import dossier_reopen
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def sent(db):
    with scope_use(SYSTEM), at():
        town = town_make()
        with birth_in(town):
            _receipt, group = group_sent(citizen_make(), town)
    return town, codes_of(group)


def finish(town, codes, key="registration"):
    with scope_use(SYSTEM), at(1):
        part_finish(town, key, codes[key])


def test_a_body_reads_the_result_it_waits_for_once_it_is_issued(sent):
    town, codes = sent
    police = town.desks["residence"].specialist
    url = dossier_url(codes["residence"], "needs/registration")
    page = text(get(police, dossier_url(codes["residence"])))
    assert "It builds on" in page
    assert codes["registration"] in page
    assert url not in page
    assert get(police, url).status_code == 404
    finish(town, codes)
    page = text(get(police, dossier_url(codes["residence"])))
    assert url in page
    answer = get(police, url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"


def test_the_other_parts_and_their_files_are_not_found(sent):
    town, codes = sent
    finish(town, codes)
    finish(town, codes, "insurance")
    police, insurance = town.desks["residence"].specialist, town.desks["insurance"].specialist
    for actor, code in (
        (police, codes["registration"]),
        (police, codes["insurance"]),
        (police, codes["identity"]),
        (insurance, codes["residence"]),
        (town.commune.specialist, codes["residence"]),
        (town.commune.leader, codes["identity"]),
    ):
        assert get(actor, dossier_url(code)).status_code == 404
    own = codes["residence"]
    assert get(police, dossier_url(own, "needs/insurance")).status_code == 404
    assert get(insurance, dossier_url(own, "needs/registration")).status_code == 404
    assert get(police, dossier_url(codes["registration"], "results/1")).status_code == 404


def test_the_wall_shows_each_body_its_own_rows(sent):
    town, codes = sent
    with scope_use(SYSTEM):
        ids = {key: dossier_get(code).id for key, code in codes.items()}
    for key, desk in town.desks.items():
        with scope_use(desk.counter.scope):
            listed = {row.code for row in dossiers_search().rows}
            assert set(dossiers_by_ids(ids.values())) == {ids[key]}
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM filing_group")
                assert cursor.fetchone() == (0,)
                cursor.execute("SELECT count(*) FROM filing_grouppart")
                assert cursor.fetchone() == (0,)
        assert listed == {codes[key]}


def test_a_result_that_is_being_corrected_is_told_to_whoever_works_on_it(sent):
    town, codes = sent
    finish(town, codes)
    with scope_use(SYSTEM), at(1):
        from tests.builders.groups import deliver, part_accept

        part_accept(town, "insurance", codes["insurance"])
        dossier_reopen(actor=town.commune.counter, code=codes["registration"], reason="Sai tên")
        deliver()
    page = text(get(town.desks["insurance"].specialist, dossier_url(codes["insurance"])))
    assert "Its result is being corrected" in page
    page = text(get(town.desks["residence"].specialist, dossier_url(codes["residence"])))
    assert "The time has not started" in page
