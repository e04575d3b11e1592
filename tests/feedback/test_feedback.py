"""Ratings once and after the result; petitions with their limits; nobody else sees either."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import (
    MORNING,
    commune_at_work,
    dossier_accepted,
    dossier_at,
)
from tests.builders.identity import actor_make

from motcua.dossiers.models import Dossier
from motcua.feedback import queries, services
from motcua.feedback.models import Petition, PetitionEvent, Rating
from motcua.feedback.types import PetitionKind, PetitionState, Score
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_dossier, scope_use
from motcua.notices.models import Notice
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    return commune_at_work()


@pytest.fixture
def citizen():
    return citizen_make()


def owned(code, citizen):
    Dossier.objects.filter(code=code).update(visible_persons=[citizen.person_id])
    return code


@pytest.fixture
def done(commune, citizen):
    return owned(dossier_at(commune, Act.RETURN), citizen)


# --- ratings ---------------------------------------------------------------------------------


def test_one_tap_then_a_comment_and_no_more(done, citizen):
    for _count in range(2):  # tapped twice
        services.rating_give(scope=citizen.scope, code=done, score=5)
    services.rating_give(scope=citizen.scope, code=done, score=5, comment="  Rất   nhanh ")
    with scope_use(citizen.scope):
        kept = queries.rating_of(Dossier.objects.get(code=done).pk)
    assert (kept.score, kept.comment) == (Score.VERY_SATISFIED, "Rất nhanh")
    with pytest.raises(Refused, match="already"):
        services.rating_give(scope=citizen.scope, code=done, score=1)
    with pytest.raises(Refused, match="already"):
        services.rating_give(scope=citizen.scope, code=done, score=5, comment="Khác")
    assert Rating.objects.count() == 1


def test_the_second_factor_is_enough_and_another_dossier_is_not_found(commune, done, citizen):
    other = dossier_accepted(commune)
    scope = scope_dossier(Dossier.objects.get(code=done).pk)
    services.rating_give(scope=scope, code=done, score=3)
    with pytest.raises(NotFound):
        services.rating_give(scope=scope, code=other, score=3)
    with pytest.raises(NotFound):
        services.rating_give(scope=citizen_make().scope, code=done, score=3)


def test_not_before_the_result_and_no_score_that_is_none(commune, citizen, done):
    early = owned(dossier_accepted(commune), citizen)
    with pytest.raises(Refused, match="ready"):
        services.rating_give(scope=citizen.scope, code=early, score=5)
    for score in (0, 6):
        with pytest.raises(Invalid):
            services.rating_give(scope=citizen.scope, code=done, score=score)


# --- petitions -------------------------------------------------------------------------------


@pytest.fixture
def controller(commune):
    return actor_make(role=Role.CONTROLLER, unit=commune.unit)


@pytest.fixture
def filed(commune, citizen):
    code = owned(dossier_accepted(commune), citizen)
    with clock.clock_set(MORNING):
        return services.petition_file(
            citizen=citizen, code=code, kind=PetitionKind.BEHAVIOUR, text="Chờ lâu", key=uuid4()
        )


def version(number):
    return queries.petition_get(number).version


def test_it_is_filed_once_with_its_limit_and_the_petitioner_is_told(commune, citizen):
    code = owned(dossier_accepted(commune), citizen)
    key = uuid4()
    with clock.clock_set(MORNING):
        numbers = {
            services.petition_file(
                citizen=citizen, code=code, kind=PetitionKind.BEHAVIOUR, text="Chờ lâu", key=key
            )
            for _count in range(2)
        }
    [number] = numbers
    petition = queries.petition_get(number)
    assert (petition.state, petition.dossier_code) == (PetitionState.RECEIVED, code)
    assert clock.local(petition.due_at).date() > clock.local(MORNING).date() + timedelta(days=20)
    assert list(Notice.objects.values_list("template", flat=True)) == ["petition_received"]
    assert "Chờ lâu" not in str(list(Notice.objects.values()))


def test_asked_replied_answered(filed, citizen, controller):
    services.petition_ask(actor=controller, number=filed, version=1, text="Ngày nào?")
    assert queries.petition_get(filed).due_at is None, "the clock of the office stands"
    services.petition_reply(citizen=citizen, number=filed, text="Sáng thứ Sáu")
    assert queries.petition_get(filed).due_at is not None
    services.petition_answer(
        actor=controller, number=filed, version=version(filed), text="Xin lỗi bạn."
    )
    with scope_use(citizen.scope):
        steps = [(step.state, step.by_office) for step in queries.petition_get(filed).steps]
    s = PetitionState
    assert steps == [
        (s.RECEIVED, False),
        (s.WAITING, True),
        (s.IN_PROCESS, False),
        (s.ANSWERED, True),
    ]
    with pytest.raises(Refused, match="stands now"):
        services.petition_withdraw(citizen=citizen, number=filed)


def test_two_officials_at_once_and_those_who_may_not(commune, filed, citizen, controller):
    services.petition_take_up(actor=controller, number=filed, version=1)
    with pytest.raises(Stale):
        services.petition_answer(actor=controller, number=filed, version=1, text="A")
    with pytest.raises(Forbidden):
        services.petition_answer(actor=commune.counter, number=filed, version=2, text="A")
    with pytest.raises(NotFound):
        services.petition_reply(citizen=citizen_make(), number=filed, text="A")
    with pytest.raises(Refused):
        services.petition_reply(citizen=citizen, number=filed, text="Nothing was asked")


def test_without_words_about_another_persons_dossier(commune, citizen):
    code = owned(dossier_accepted(commune), citizen)
    kind, key = PetitionKind.REGULATION, uuid4()
    with pytest.raises(Invalid):
        services.petition_file(citizen=citizen, code=code, kind=kind, text=" \u200b ", key=key)
    with pytest.raises(Invalid):
        services.petition_file(citizen=citizen, code=code, kind=kind, text="a" * 4001, key=key)
    with pytest.raises(NotFound):
        services.petition_file(citizen=citizen_make(), code=code, kind=kind, text="a", key=key)


def test_the_wall_alone(commune, filed, citizen, done):
    services.rating_give(scope=citizen.scope, code=done, score=4)
    tables = ("feedback_petition", "feedback_petitionevent", "feedback_rating")

    def seen(scope):
        with scope_use(scope), connection.cursor() as cursor:
            counts = []
            for table in tables:
                cursor.execute(f"SELECT 1 FROM {table}")
                counts.append(cursor.rowcount)
            return counts

    assert seen(citizen.scope) == [1, 1, 1]
    assert seen(commune.leader.scope) == [1, 1, 1]
    assert seen(citizen_make().scope) == [0, 0, 0]
    with (
        pytest.raises(ProgrammingError),
        scope_use(SYSTEM),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE feedback_petitionevent SET text = 'x'")


def test_a_person_reads_a_petition_and_writes_none_by_themselves(commune, filed, citizen):
    """Only the operations write: nobody changes what was said, its unit or its limit."""
    with scope_use(citizen.scope):
        row = Petition.objects.get(number=filed)
        assert Petition.objects.filter(pk=row.pk).update(text="anders") == 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM feedback_petition")
            assert cursor.rowcount == 0
    for made in (
        lambda: Petition.objects.create(
            number="PA-9", kind="behaviour", text="x", dossier_code="x", key=uuid4(),
            person_id=citizen.person_id, unit_id=commune.unit.id, received_at=clock.now(),
        ),
        lambda: PetitionEvent.objects.create(petition=row, at=clock.now(), state="answered"),
    ):  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), scope_use(citizen.scope):
            made()
    with scope_use(commune.leader.scope):
        assert Petition.objects.filter(pk=row.pk).update(version=row.version) == 1
