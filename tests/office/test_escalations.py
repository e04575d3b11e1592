"""Reminders: what stands at which rung, who is told when, what was sent about a dossier."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.office.acting import get, text

from motcua.dossiers.ladder_rules import RungCode
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import ladders
from motcua.dossiers.queries.ladders import inbox_of, standings
from motcua.dossiers.services.ladder import ladder_sweep
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL, RULES = "/office/escalations/", "/office/escalations/rules/"
FRIDAY, WEDNESDAY = 26, 24 * 6 + 2


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM):
        with at():
            made = dossier_at(commune, Act.APPRAISE)
        for hours in (FRIDAY, WEDNESDAY):
            with at(hours):
                ladder_sweep()
    return made


def test_each_sees_what_reached_them_and_the_head_the_whole_unit(commune, code):
    for person in (commune.specialist, commune.leader, commune.director):
        assert code in text(get(person, URL, hours=WEDNESDAY))
    assert code not in text(get(commune.clerk, URL, hours=WEDNESDAY))
    whole = text(get(commune.leader, f"{URL}?whose=unit&rung=overdue", hours=WEDNESDAY))
    assert code in whole
    assert commune.specialist.name in whole
    assert code not in text(get(commune.leader, f"{URL}?whose=unit&rung=due", hours=WEDNESDAY))
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    assert code not in text(get(stranger, f"{URL}?whose=unit&rung=nonsense", hours=WEDNESDAY))


def test_open_reminders_stand_where_each_begins_and_nobody_elses(commune, code):
    begins = ((commune.specialist, "/office/worklist/"), (commune.leader, "/office/worklist/"),
              (commune.director, "/office/board/"))  # fmt: skip
    for person, page in begins:
        shown = text(get(person, page, hours=WEDNESDAY))
        assert "Show the reminder" in shown
        assert "1 due or late" in shown
        assert code in shown.split("inbox-title", 1)[1].split("</section>")[0]
    assert "inbox-title" not in text(get(commune.leader, "/office/worklist/?view=mine", hours=90))
    assert "inbox-title" not in text(get(commune.clerk, "/office/worklist/", hours=WEDNESDAY))
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    assert "inbox-title" not in text(get(stranger, "/office/worklist/", hours=WEDNESDAY))


def test_many_reminders_cost_one_statement_and_show_five(commune):
    with scope_use(SYSTEM):
        with at():
            for _number in range(7):
                dossier_at(commune, Act.APPRAISE)
        with at(WEDNESDAY):
            ladder_sweep()
            with CaptureQueriesContext(connection) as seen:
                found = inbox_of(commune.specialist.account_id)
    assert (found.count, found.late, len(found.rows)) == (7, 7, 5)
    assert len(seen) == 1


def test_an_old_reminder_stands_as_long_as_its_dossier_is_open_and_the_inbox_reads_new_ones(
    commune,
):
    with scope_use(SYSTEM):
        with at():
            codes = [dossier_at(commune, Act.APPRAISE) for _number in range(2)]
        with at(WEDNESDAY):
            ladder_sweep()
        me = commune.specialist.account_id
        closed = Dossier.objects.get(code=codes[1])
        Dossier.objects.filter(pk=closed.pk).update(suspended_from=closed.due_at)
        with at(WEDNESDAY + 24 * 400):  # more than a year later
            assert inbox_of(me).rows == ()
            counts, rows = standings((), RungCode.OVERDUE, account_id=me)
            assert (counts[RungCode.OVERDUE], [row.dossier.code for row in rows]) == (1, codes[:1])
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
                values = [["overdue"], me, clock.now() - ladders._LATELY, 5]
                cursor.execute(f"EXPLAIN {ladders._INBOX}", values)
                plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "sent_at >=" in plan, plan  # never all that somebody was ever told
    assert "UNION" not in ladders._INBOX  # nor all that is open in the country
    assert not re.search(r"Cond: \(account_id = '?\d+'?(::bigint)?\)$", plan, re.MULTILINE), plan
