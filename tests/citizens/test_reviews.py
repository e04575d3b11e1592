"""A sign-in that two persons seem to claim: refused, looked at, decided with a reason, told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from tests.builders.citizens import citizen_make, client_of, review_make
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make, province_make, unit_make

from motcua.citizens import queries, services
from motcua.citizens.models import IdentityReview, Person, ReviewLine
from motcua.citizens.services import reviews
from motcua.citizens.types import Identity, PersonKind, ReviewState
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.notices import channels
from motcua.notices.models import Delivery, Notice
from motcua.notices.types import Channel
from motcua.organisations.queries import unit_get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]


def claimed(citizen, **over) -> Identity:
    fields = {
        "kind": PersonKind.PERSON,
        "id_number": citizen.person.id_number,
        "technical_id": "tech-new",
        "name": citizen.person.name,
        "level": 2,
        "sub": "s",
        "address": "Tổ 1, Phường Bách Quang, Tỉnh Thái Nguyên",
        "email": "moi@example.vn",
        **over,
    }
    return Identity(**fields)


@pytest.fixture
def case(monkeypatch):
    """A known person, and a refused sign-in with the same number and another account."""
    monkeypatch.setattr(channels, "_adapters", {Channel.EMAIL: object()})
    commune_make()
    citizen = citizen_make()
    with pytest.raises(services.IdentityInReview) as refusal:
        services.person_vouched(claimed(citizen))
    assert refusal.value.code == "identity_in_review"
    return citizen, IdentityReview.objects.get()


def director(case):
    row = case[1]
    return actor_make(role=Role.DIRECTOR, unit=unit_get(row.unit_id))


def controller():
    """Return who decides for the province what lies nowhere else."""
    return actor_make(role=Role.CONTROLLER, unit=province_make())


def decide(case, decision, note="Đã đối chiếu thẻ căn cước", actor=None):
    services.identity_review_decide(
        actor=actor or director(case), review_id=case[1].pk, decision=decision, note=note
    )


def test_the_case_holds_what_was_claimed_and_lies_with_the_centre_of_the_address(case):
    citizen, row = case
    assert (row.known_id, row.email) == (citizen.person_id, "moi@example.vn")
    shown = queries.review_for_officer(row.pk, [row.unit_id])
    assert [one.id for one, _end in shown.others] == [citizen.person_id]
    assert shown.technical_end == "-new"
    for _time in range(2):
        with pytest.raises(services.IdentityInReview):
            services.person_vouched(claimed(citizen))
    row.refresh_from_db()
    assert (IdentityReview.objects.count(), row.tries) == (1, 3)


def test_the_same_person_comes_in_with_the_new_account_and_the_old_sittings_end(case):
    citizen, _row = case
    client = client_of(citizen)
    assert client.get("/my/").status_code == 200
    decide(case, ReviewState.SAME)
    assert client.get("/my/").status_code == 302, "whoever sat there must sign in anew"
    known = services.person_vouched(claimed(citizen))
    assert (known.id, known.email) == (citizen.person_id, "moi@example.vn")
    assert Person.objects.count() == 1
    assert sorted(Notice.objects.values_list("template", flat=True)) == ["identity_same"] * 2
    addresses = set(Delivery.objects.values_list("address", flat=True))
    assert {citizen.person.email, "moi@example.vn"} <= addresses, "told where they were known too"


def test_a_case_in_conflict_again_is_compared_anew_and_told_again(case):
    citizen, row = case
    old = Person.objects.get().technical_id
    decide(case, ReviewState.SAME)
    with pytest.raises(services.IdentityInReview):
        services.person_vouched(claimed(citizen, technical_id=old))
    back = IdentityReview.objects.exclude(pk=row.pk).get()
    decide((citizen, back), ReviewState.SAME)
    with pytest.raises(services.IdentityInReview):
        services.person_vouched(claimed(citizen, email="lan-hai@example.vn"))
    row.refresh_from_db()
    assert (row.state, row.email) == ("open", "lan-hai@example.vn")
    with clock.clock_set(clock.now() + timedelta(minutes=1)):
        decide(case, ReviewState.SAME)
    assert Notice.objects.filter(key__startswith=f"identity:{row.pk}:same").count() == 4


@pytest.mark.parametrize("decision", [ReviewState.OTHER, ReviewState.BLOCKED])
def test_another_person_stays_out_reads_why_and_both_are_told(case, decision):
    citizen, _row = case
    client = client_of(citizen)
    decide(case, decision, note="Ảnh trên thẻ là người khác")
    with pytest.raises(services.IdentityInReview, match="Ảnh trên thẻ") as refusal:
        services.person_vouched(claimed(citizen))
    assert refusal.value.code == "identity_refused"
    assert client.get("/my/").status_code == 200, "the known person's sitting goes on"
    told = dict(Notice.objects.values_list("template", "person_id"))
    assert told == {"identity_guarded": citizen.person_id, "identity_other": None}
    for notice in Notice.objects.all():
        assert "Ảnh" not in str(notice.values)
    addresses = set(Delivery.objects.values_list("notice__template", "address"))
    assert ("identity_guarded", "moi@example.vn") not in addresses
    assert ("identity_other", citizen.person.email) not in addresses


def test_a_decision_needs_a_reason_the_right_and_is_made_once(case):
    with pytest.raises(Invalid):
        decide(case, ReviewState.OTHER, note=" ")
    with pytest.raises(Invalid):
        decide(case, ReviewState.OPEN)
    row = case[1]
    for stranger in (
        actor_make(role=Role.COUNTER, unit=unit_get(row.unit_id)),
        actor_make(role=Role.DIRECTOR, unit=unit_make()),
    ):
        with pytest.raises(Forbidden):
            decide(case, ReviewState.SAME, actor=stranger)
    decide(case, ReviewState.OTHER)
    with pytest.raises(Stale):
        decide(case, ReviewState.SAME)


def test_number_and_account_of_two_known_persons_are_never_made_one():
    first, second = citizen_make(), citizen_make()
    technical = Person.objects.get(pk=second.person_id).technical_id
    with pytest.raises(services.IdentityInReview):
        services.person_vouched(claimed(first, technical_id=technical))
    row = IdentityReview.objects.get()
    province = province_make()
    assert not queries.review_for_officer(row.pk, [province.id]).may_be_same
    with pytest.raises(Forbidden):
        decide((first, row), ReviewState.SAME, actor=actor_make(role=Role.DIRECTOR))
    with pytest.raises(Refused, match="never made one"):
        decide((first, row), ReviewState.SAME, actor=controller())
    assert Person.objects.count() == 2


def test_an_account_with_a_corrected_number_keeps_the_old_one_as_former():
    citizen = citizen_make()
    technical = Person.objects.get(pk=citizen.person_id).technical_id
    with pytest.raises(services.IdentityInReview):
        services.person_vouched(claimed(citizen, id_number="019090099999", technical_id=technical))
    row = IdentityReview.objects.get()
    assert row.reason == "other_number"
    decide((citizen, row), ReviewState.SAME, actor=controller())
    person = Person.objects.get()
    assert (person.id_number, person.former_id_number) == (
        "019090099999",
        citizen.person.id_number,
    )


def test_the_wall_shows_a_case_to_its_units_and_lets_none_of_them_write():
    own, other = unit_make(), unit_make()
    row = review_make(unit_id=own.id, number="019090000077")
    with scope_use(scope_units({own.id})):
        assert IdentityReview.objects.count() == 1
        assert IdentityReview.objects.update(state="same") == 0
    for scope in (scope_units({other.id}), citizen_make().scope):
        with scope_use(scope):
            assert not IdentityReview.objects.exists()
    with scope_use(scope_units({other.id})), pytest.raises(NotFound):
        queries.review_for_officer(row.pk, [own.id])
    with scope_use(SYSTEM):
        IdentityReview.objects.update(unit_id=None)
        assert IdentityReview.objects.get().state == "open"
    with scope_use(scope_units({own.id})):
        assert not IdentityReview.objects.exists(), "a case without a place is no commune's"
        assert queries.reviews_open([own.id]) == []
        assert len(queries.reviews_open([own.id, province_make().id])) == 1


def test_what_was_decided_stays_when_a_case_is_opened_again(case):
    citizen, row = case
    officer = director(case)
    with clock.clock_set(clock.now() + timedelta(minutes=1)):
        decide(case, ReviewState.SAME, note="Thẻ và ảnh khớp", actor=officer)
    old = Person.objects.get()
    Person.objects.filter(pk=old.pk).update(technical_id="tech-elsewhere")
    with pytest.raises(services.IdentityInReview):
        services.person_vouched(claimed(citizen, email="lan-hai@example.vn"))
    with clock.clock_set(clock.now() + timedelta(minutes=2)):
        decide(case, ReviewState.BLOCKED, note="Lần này là người khác", actor=officer)
    lines = queries.review_for_officer(row.pk, [row.unit_id]).lines
    assert [(one.state, one.account_id, one.note) for one in lines] == [
        (ReviewState.OPEN, None, ""),
        (ReviewState.SAME, officer.account_id, "Thẻ và ảnh khớp"),
        (ReviewState.OPEN, None, ""),
        (ReviewState.BLOCKED, officer.account_id, "Lần này là người khác"),
    ]
    assert [one.claimed["email"] for one in lines] == ["moi@example.vn"] * 2 + [
        "lan-hai@example.vn"
    ] * 2
    for statement in (
        lambda: ReviewLine.objects.update(note="khác"),
        lambda: ReviewLine.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            statement()


def test_the_lines_of_a_case_are_behind_the_same_wall(case):
    row = case[1]
    with scope_use(scope_units({row.unit_id})):
        assert ReviewLine.objects.count() == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            ReviewLine.objects.create(review_id=row.pk, at=clock.now(), state="same")
    for scope in (scope_units({unit_make().id}), case[0].scope):
        with scope_use(scope):
            assert not ReviewLine.objects.exists()


def test_whom_it_concerns_is_read_again_under_the_lock(case, monkeypatch):
    row = case[1]
    real = reviews.review_persons

    def changed_meanwhile(found):
        # Somebody else was quicker: the number belongs to two persons since the page was shown.
        other = citizen_make()
        Person.objects.filter(pk=other.person_id).update(technical_id=row.technical_id)
        return real(found).exclude(pk=other.person_id)

    monkeypatch.setattr(reviews, "review_persons", changed_meanwhile)
    with pytest.raises(Stale):
        decide(case, ReviewState.SAME)
    row.refresh_from_db()
    assert row.state == "open"
    assert ReviewLine.objects.count() == 1
