"""Public figures: shown while they are proved, refused with the reason when something was changed."""

from __future__ import annotations

import json
from datetime import date

import psycopg
import pytest
from django.test import Client

from motcua.config.database import with_user
from motcua.dossiers.services.seal import seal_make
from motcua.indicators.models import Release
from motcua.indicators.public.proof import proof_walk
from motcua.indicators.public.release import release_make, releases_follow
from motcua.indicators.queries import board
from motcua.indicators.services import cases_follow, rollup_fold
from motcua.indicators.types import Figure, Period
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.models import Succession, Unit
from motcua.organisations.queries import unit_descendant_ids
from motcua.organisations.types import Transfer
from motcua.portal.fast import pages
from motcua.workflow.types import Act
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, work_do

pytestmark = pytest.mark.invariant
LATER = 24 * 40
"""Hours until October: September is over."""
DONE = 6


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    """Six dossiers done in September and two open ones, sealed, counted, proved, published."""
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        for _ in range(2):
            dossier_accepted(made)
        for n in range(DONE):
            code = dossier_at(made, Act.ISSUE)
            work_do(code, Act.ISSUE, made.clerk, "issued", number=f"{n}/GKS")
    with at(LATER):
        assert seal_make() is not None
        while rollup_fold() or cases_follow():
            pass
        worker()
    pages.clear()
    return made


@pytest.fixture
def superuser(commune, fresh_database):
    with psycopg.connect(with_user(fresh_database, "postgres"), autocommit=True) as connected:
        yield connected


def worker():
    """Let the worker do what it does every minute: a whole lap, then what is to be published."""
    while not proof_walk():
        pass
    return releases_follow()


def get(path, hours=LATER):
    client = Client()
    client.cookies["motcua_language"] = "en"
    with at(hours):
        return client.get(path)


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_shows_what_the_board_counts(commune):
    answer = get(f"/figures/{commune.unit.code}/2026-09/")
    assert answer.status_code == 200
    assert (
        '<strong class="figure">6</strong> <span class="headline-text">of 6 resolved were on'
        in (words(answer))
    )
    with at(LATER), scope_use(SYSTEM):
        from datetime import date

        units = unit_descendant_ids(commune.unit.id)
        shown = board(units, Period(date(2026, 9, 1), date(2026, 9, 30))).totals
    cells = answer.context["choice"].cells
    assert (cells["resolved"], cells["in_time"], cells["received"]) == (
        shown[Figure.RESOLVED], shown[Figure.RESOLVED_IN_TIME], shown[Figure.RECEIVED],
    ) == (6, 6, 8)  # fmt: skip
    assert "up to seal 1 of" in words(answer)


@pytest.mark.parametrize(
    ("change", "back"),
    [
        (
            "UPDATE dossiers_event SET at = at - interval '1 day' WHERE type = 'done'",
            "UPDATE dossiers_event SET at = at + interval '1 day' WHERE type = 'done'",
        ),
        (
            "UPDATE indicators_step SET measure = 33 WHERE measure = 31",
            "UPDATE indicators_step SET measure = 31 WHERE measure = 33",
        ),
        (
            "UPDATE indicators_total SET total = total + 900 WHERE measure = 31",
            "UPDATE indicators_total SET total = total - 900 WHERE measure = 31",
        ),
        (
            "UPDATE indicators_case SET due_at = due_at + interval '1 day'",
            "UPDATE indicators_case SET due_at = due_at - interval '1 day'",
        ),
    ],
    ids=["an event", "an increment", "a total", "a case"],
)
def test_one_changed_row_and_the_public_number_is_refused_with_the_reason(
    commune, superuser, change, back
):
    """THE test: what is changed behind the application's back takes the number off the page."""
    code = commune.unit.code
    addresses = [
        "/figures/", f"/figures/{code}/", f"/figures/{code}/2026-09/",
        f"/figures/{code}/data/2026.csv", f"/figures/{code}/data/2026.json",
    ]  # fmt: skip
    assert {get(path).status_code for path in addresses} == {200}
    superuser.execute(change)
    with at(LATER + 1):
        worker()
    for path in addresses:
        answer = get(path, LATER + 1)
        assert answer.status_code == 503, path
        assert answer["Retry-After"] == "300"
        told = words(answer)
        assert "The figures do not agree with the sealed records" in told
        assert "Found on" in told
        assert "Everything agreed last on" in told
        assert "What is being done" in told
        assert "resolved were on time" not in told, "never a partial number"
    assert get("/figures/how/", LATER + 1).status_code == 200, "how it works is always told"
    superuser.execute(back)
    with at(LATER + 2):
        worker()
        worker()
    again = get(f"/figures/{code}/2026-09/", LATER + 2)
    assert again.status_code == 200
    assert "of 6 resolved were on time" in words(again)


def test_a_published_row_that_was_changed_is_not_shown(commune, superuser):
    superuser.execute(
        "UPDATE indicators_release SET content = replace(content, '\"in_time\": 6', '\"in_time\": 9')"
    )
    answer = get(f"/figures/{commune.unit.code}/2026-09/")
    assert answer.status_code == 503
    with at(LATER):
        assert release_make(2026, again=True)
    assert get(f"/figures/{commune.unit.code}/2026-09/", LATER + 1).status_code == 200


def test_nothing_is_shown_once_the_check_is_too_old(commune):
    answer = get(f"/figures/{commune.unit.code}/", LATER + 30)
    assert answer.status_code == 503
    assert "The last check is too long ago" in words(answer)


def test_nothing_is_published_while_nothing_is_proved(commune, superuser):
    superuser.execute("DELETE FROM indicators_release")
    superuser.execute("UPDATE indicators_total SET total = total + 1")
    with at(LATER + 1):
        assert worker() == 0
    with scope_use(SYSTEM):
        assert not Release.objects.exists()


def test_the_running_month_is_not_published_and_a_release_is_made_once(commune):
    with at(LATER):
        assert releases_follow() == 0
        with scope_use(SYSTEM):
            content = json.loads(Release.objects.get(code=commune.unit.code).content)
    assert content["through"] == 9
    assert set(content["cells"]) == {"09", "q3"}


def test_a_page_costs_three_statements_and_none_from_memory(
    commune, django_assert_num_queries, django_assert_max_num_queries
):
    path = f"/figures/{commune.unit.code}/2026-09/"
    client = Client()
    with at(LATER):
        with django_assert_max_num_queries(6):  # with begin, scope and commit
            assert client.get(path).status_code == 200
        with django_assert_num_queries(0):
            assert client.get(path).status_code == 200
    with at(LATER + 1), django_assert_max_num_queries(6):
        client.get(path)


def test_addresses_that_name_nothing(commune):
    code = commune.unit.code
    for path in (
        "/figures/99999/", f"/figures/{code}/2026-13/", f"/figures/{code}/2026-q5/",
        f"/figures/{code}/x/", f"/figures/{code}/data/2026.xlsx", f"/figures/{code}/2026-09/units/",
        f"/figures/{code}/data/2020.csv",
    ):  # fmt: skip
        assert get(path).status_code == 404, path


def test_a_time_without_figures_says_so(commune):
    answer = get(f"/figures/{commune.unit.code}/2019-05/")
    assert answer.status_code == 200
    assert "No figures have been published here for this time" in words(answer)


def test_the_units_below_stand_beside_one_another(commune):
    with scope_use(SYSTEM):
        parent = Release.objects.exclude(code=commune.unit.code).order_by("code").first()
    assert parent is not None
    answer = get(f"/figures/{parent.code}/2026-09/units/")
    assert answer.status_code == 200
    assert [(one["rank"], one["in_time"]) for one in answer.context["ranked"]] == [(1, "6")]


def test_a_merged_unit_says_where_it_went_and_its_heir_what_it_took_over(commune):
    on = date(2026, 9, 20)
    with at(LATER), scope_use(SYSTEM):
        old = commune_at_work(code="00002", name="Cũ")
    with at(24), scope_use(SYSTEM):
        for _ in range(6):
            dossier_accepted(old)
    with at(LATER), scope_use(SYSTEM):
        Unit.objects.filter(pk__in=unit_descendant_ids(old.unit.id)).update(valid_to=on)
        Succession.objects.create(
            old_id=old.unit.id,
            new_id=commune.unit.id,
            transfer=Transfer.WHOLE.value,
            is_split=False,
            effective_on=on,
        )
    with at(LATER):
        assert seal_make() is not None
        while rollup_fold() or cases_follow():
            pass
        worker()
        pages.clear()
        heir = Client().get(f"/figures/{commune.unit.code}/2026-09/").content.decode()
        merged = Client().get("/figures/00002/2026-09/").content.decode()
        with scope_use(SYSTEM):
            told = json.loads(Release.objects.get(code=commune.unit.code).content)
            own = json.loads(Release.objects.get(code="00002").content)
    assert told["cells"]["09"]["received"] == DONE + 2 + 6
    assert own["cells"]["09"]["received"] == 6
    assert 'href="/figures/00002/2026/"' in heir
    assert "mỗi hồ sơ một lần" in heir
    assert f'href="/figures/{commune.unit.code}/2026/"' in merged
    assert "không còn nữa" in merged
