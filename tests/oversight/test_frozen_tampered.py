"""A superuser changes something behind a frozen report: it is named, and nothing is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from motcua.indicators.public.proof import proof_walk
from motcua.indicators.public.standing import Why, standing
from motcua.indicators.reports.types import TOTAL
from motcua.indicators.services import cases_follow, rollup_fold
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.queries import codes_behind, orders_shown
from motcua.oversight.frozen.services import acting, asking, working
from motcua.oversight.frozen.services.looking import report_look
from motcua.oversight.frozen.services.scheduling import reports_draw_up, rule_set
from motcua.oversight.frozen.services.verify import reports_verify
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.frozen import (
    MONTH,
    OCTOBER,
    approved,
    bureau_make,
    frozen_make,
    late_entry,
    renewed,
    row_of,
    rule_order,
    seen,
    send,
    sent,
    seq,
)
from tests.builders.installation import tampered
from tests.conftest import database_held

pytestmark = [pytest.mark.invariant]


BESIDE = "Mẫu Bên Cạnh"


@pytest.fixture(scope="module")
def held(django_db_setup, django_db_blocker):
    """A report with two versions, the first sent, the second approved; once for the module.

    In a commune beside it there is a dossier that stands in no report.
    """
    with database_held(django_db_blocker):
        with scope_use(SYSTEM):
            bureau = bureau_make()
            with clock.clock_set(MORNING):
                dossier_accepted(commune_at_work(name=BESIDE))
            with clock.clock_set(OCTOBER):
                first = sent(bureau, frozen_make(bureau))
                late_entry(bureau)
                second = approved(bureau, renewed(bureau, first))
                while rollup_fold() or cases_follow():
                    pass
        connection.close()
        user = connection.settings_dict["USER"]
        connection.settings_dict["USER"] = "postgres"
        try:
            yield bureau, first, second
        finally:
            connection.close()
            connection.settings_dict["USER"] = user


@pytest.fixture
def reports(held):
    with clock.clock_set(OCTOBER), scope_use(SYSTEM):
        yield held


def found():
    return [f"{one.where}: {one.what}" for one in reports_verify()]


def test_nothing_is_wrong_before(reports):
    assert found() == []
    assert report_look(row_of(reports[2])).good


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE oversight_frozenreport SET sheet = replace(sheet, '[2,', '[9,')", "sheet"),
        ("UPDATE oversight_frozenreport SET codes = codes || 'x'::bytea", "lists"),
        ("UPDATE oversight_frozenreport SET last_day = last_day + 1", "column"),
        ("UPDATE oversight_frozenreport SET cut_off = cut_off - interval '1 day'", "column"),
        ("UPDATE oversight_frozenreport SET difference = '' WHERE version = 2", "v2"),
        ("UPDATE oversight_frozenreport SET reason = 'khác' WHERE version = 2", "v2"),
        ("UPDATE oversight_reportstep SET name = 'Người Khác' WHERE fact = 'approved'", "step 3"),
        ("UPDATE oversight_reportstep SET account_id = NULL WHERE fact = 'signed'", "step 2"),
        ("DELETE FROM oversight_reportstep WHERE fact = 'approved'", "step"),
    ],
)
def test_each_kind_of_tampering_is_named(reports, change, named):
    with tampered() as hand:
        hand.execute(change)
        told = found()
        assert told and named in " ".join(told)


def test_a_hash_made_anew_does_not_pass_for_the_signature(reports):
    with tampered() as hand:
        hand.execute("UPDATE oversight_frozenreport SET digest = repeat('0', 64)")
        assert len(found()) >= 2


def told_apart(bureau, refusal):
    """Return the codes that are kept apart from the words, which name none."""
    (order,) = orders_shown(bureau.unit_id)
    assert "H19." not in str(refusal.message) + order.words
    return order.codes


def test_changed_events_are_named_and_nothing_is_sent(reports):
    bureau, _first, second = reports
    one = codes_behind(bureau.maker, second, (TOTAL, "c3"))[0]
    with tampered() as hand:
        hand.execute(
            "UPDATE dossiers_event SET payload = replace(payload, 'accepted', 'refused')"
            " WHERE dossier_id = (SELECT id FROM dossiers_dossier WHERE code = %s)",
            [one],
        )
        with pytest.raises(Refused) as refusal:
            send(bureau, second, seq(bureau, second))
        assert refusal.value.code == "unsound"
        assert one in told_apart(bureau, refusal.value)


def test_a_figure_that_moved_without_an_event_is_not_sent(reports):
    bureau, _first, second = reports
    gone = codes_behind(bureau.maker, second, (TOTAL, "c3"))[0]
    with tampered() as hand:
        hand.execute(
            "DELETE FROM indicators_step WHERE dossier_id ="
            " (SELECT id FROM dossiers_dossier WHERE code = %s)",
            [gone],
        )
        hand.execute("DELETE FROM indicators_total")
        hand.execute("UPDATE indicators_step SET folded = false")
        with pytest.raises(Refused) as refusal:
            send(bureau, second, seq(bureau, second))
        assert refusal.value.code == "unexplained"
        assert gone in told_apart(bureau, refusal.value)
        assert gone in " ".join(found())


def lap():
    """Hold every figure against the events once; tell what the figures stand at."""
    while not proof_walk():
        pass
    return standing().why


def tamper_beside(hand):
    """Change an event of the dossier that stands in no report."""
    hand.execute(
        "UPDATE dossiers_event SET payload = replace(payload, 'accepted', 'refused') WHERE"
        " dossier_id = (SELECT d.id FROM dossiers_dossier d JOIN organisations_unit u"
        " ON u.id = d.competent_unit_id WHERE u.name = %s)",
        [BESIDE],
    )
    assert hand.rowcount > 0


def unproved(act):
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == "unproved"
    assert "02/10/2026" in str(refusal.value.message)


def test_a_changed_event_beside_the_report_stops_every_official_report(reports):
    bureau, _first, second = reports
    with tampered() as hand:
        rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order(report="lateness"))
        assert lap() is Why.PROVED
        tamper_beside(hand)
        assert lap() is Why.BROKEN
        wanted = {"unit_id": bureau.unit_id, "report": "lateness", "period": MONTH}
        unproved(lambda: asking.report_freeze(actor=bureau.maker, **wanted))
        unproved(lambda: send(bureau, second, seq(bureau, second)))
        assert reports_draw_up() == 0
        acting.report_return(
            actor=bureau.leader, code=second, version=seq(bureau, second), text="Chờ kiểm tra"
        )
        now = seq(bureau, second)
        unproved(lambda: acting.report_sign(actor=bureau.maker, code=second, version=now))
        who = {"actor": bureau.maker, "code": second, "version": now}
        unproved(lambda: asking.report_renew(**who, reason="Chốt lại"))
        assert report_look(row_of(second)).good, "the report itself is what it was"


def test_what_was_asked_before_it_was_found_is_refused_when_it_is_done(reports):
    bureau, _first, second = reports
    with tampered() as hand:
        asking.report_send(actor=bureau.maker, code=second, version=seq(bureau, second))
        tamper_beside(hand)
        lap()
        working.orders_work()
        (order,) = orders_shown(bureau.unit_id)
        assert (order.open, order.problem) == (False, "unproved")
        assert seen(bureau, second).standing.sent is None


@pytest.mark.parametrize("hours", [None, 24 * 7])
def test_figures_not_proved_yet_or_lately_stop_nothing(reports, hours):
    bureau, _first, second = reports
    with tampered():
        if hours is not None:
            lap()
        with clock.clock_set(OCTOBER + timedelta(hours=hours or 0)):
            assert standing().why is (Why.OLD if hours else Why.NEVER)
            send(bureau, second, seq(bureau, second))
            assert seen(bureau, second).standing.sent is not None
