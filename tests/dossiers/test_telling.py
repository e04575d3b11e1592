"""What happens to a dossier is told to whoever asked, once, and names nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import (
    MORNING,
    commune_at_work,
    dossier_accepted,
    dossier_registered,
    submission_make,
)

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.dossiers.services.telling import dossier_tell
from motcua.dossiers.types import Channel
from motcua.kernel import clock
from motcua.kernel.models import OutboxMessage
from motcua.kernel.outbox import Message
from motcua.kernel.scope import SYSTEM, scope_persons, scope_use
from motcua.notices import channels, models, queries
from motcua.notices.types import Channel as NoticeChannel

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture(autouse=True)
def ways(monkeypatch):
    monkeypatch.setattr(channels, "_adapters", dict.fromkeys(NoticeChannel, object()))


@pytest.fixture
def commune():
    return commune_at_work()


def deliver(hours=1.0):
    """Hand every message of the dossiers over, as the worker does."""
    with clock.clock_set(MORNING + timedelta(hours=hours)):
        for row in OutboxMessage.objects.filter(topic="dossier.changed").order_by("pk"):
            dossier_tell(Message(row.pk, row.topic, row.subject, row.data))


def told():
    return list(models.Notice.objects.order_by("pk").values_list("template", flat=True))


def filed(commune, citizen):
    with clock.clock_set(MORNING):
        receipt = dossier_submit_online(
            citizen=citizen,
            submission=submission_make(commune, channel=Channel.ONLINE),
            idempotency_key="one",
        )
    return receipt.code


def test_an_online_dossier_is_told_of_once_and_read_by_its_person_alone(commune):
    citizen = citizen_make(name="Trần Thị Mẫu", phone="0912 000 001")
    code = filed(commune, citizen)
    deliver()
    deliver()
    assert told() == ["filed"]
    with scope_use(scope_persons([citizen.person_id])):
        [notice] = queries.notices_of_person(citizen.person_id, language="en")
    assert code in notice.title
    assert notice.path == f"/my/dossiers/{code}/"
    assert {d.channel for d in notice.deliveries} == set(NoticeChannel)
    with scope_use(SYSTEM):
        kept = str(list(models.Notice.objects.values()))
    assert "Trần" not in kept
    assert citizen.person.id_number not in kept
    with scope_use(scope_persons([citizen.person_id + 1])):
        assert models.Notice.objects.count() == 0


def test_each_step_has_its_notice(commune):
    code = filed(commune, citizen_make())
    with clock.clock_set(MORNING):
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Giấy chứng sinh"], reason="Thiếu",
            legal_basis="", deadline=None,
        )  # fmt: skip
    deliver()
    assert told() == ["filed", "supplement_open"]


def test_at_the_counter_nothing_is_told_unless_it_was_asked_for(commune):
    dossier_accepted(commune)
    deliver()
    assert told() == []
    asked = {"notify": ["sms", "zalo"]}
    code = dossier_registered(commune, content=asked)
    assert Dossier.objects.get(code=code).content == asked
    deliver()
    assert told() == [], "the slip says that it was handed in"


def test_old_news_is_no_news(commune):
    filed(commune, citizen_make())
    deliver(hours=24 * 30)
    assert told() == []


def test_what_is_owed_has_its_order_once(commune):
    from motcua.dossiers.services.paying import dossier_bill
    from motcua.payments.models import FeeOrder

    citizen = citizen_make()
    filed(commune, citizen)
    for _count in range(2):
        for row in OutboxMessage.objects.filter(topic="dossier.changed"):
            dossier_bill(Message(row.pk, row.topic, row.subject, row.data))
    owed = Dossier.objects.get().fees.filter(paid_at=None).exists()
    with scope_use(scope_persons([citizen.person_id])):
        assert FeeOrder.objects.count() == int(owed) == 1
    dossier_accepted(commune)
    for row in OutboxMessage.objects.filter(topic="dossier.changed"):
        dossier_bill(Message(row.pk, row.topic, row.subject, row.data))
    assert FeeOrder.objects.count() == 1, "at the counter it is paid there"
