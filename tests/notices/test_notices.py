"""Notices: told once, in the person's language, when they may ring; kept when a way is down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.kernel.scope import SYSTEM, scope_persons, scope_use
from motcua.notices import channels, models, queries, rules
from motcua.notices.channels import AddressRefused, ChannelDown
from motcua.notices.services import deliveries_run, notice_read, notice_send, preference_set
from motcua.notices.types import Channel, DeliveryState, Notice, Preference, Recipient
from motcua.notices.wording import TEMPLATES, wording_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 8, 28, 5, 0, tzinfo=UTC)
NIGHT = datetime(2026, 8, 28, 16, 0, tzinfo=UTC)  # 23:00 in Hà Nội
VALUES = {
    "code": "H19.055.28-260828-0001", "procedure": "Đăng ký khai sinh", "unit": "Phường Bách Quang",
    "arrived_at": "2026-08-28T08:30:00+07:00", "answer_at": "2026-08-28T17:00:00+07:00",
    "due_at": "2026-09-03T15:30:00+07:00", "deadline_on": "2026-09-10", "amount": 16000,
    "promised_at": "2026-09-11T17:00:00+07:00", "starts_at": "2026-09-12T08:30:00+07:00",
    "receipt": "000001", "expires_on": "2026-09-27", "number": "PA-1", "answer_on": "2026-09-20",
    "visit_on": "2026-09-24", "from_at": "2026-09-25T07:30:00+07:00",
    "to_at": "2026-09-28T17:00:00+07:00", "count": 12, "late": 3, "codes": "H19.055.28-260828-0001",
    "reset_at": "2026-09-21T08:00:00+07:00", "expires_at": "2026-09-22T08:00:00+07:00",
    "key": "cap_giay_xac_nhan", "due": 2, "screen": "Sảnh tầng 1", "digest": "21e6 47ea 8c66 f09d",
}  # fmt: skip
HER = Recipient(person_id=4, email="mau@example.vn", phone="0912 345 678", language="vi")


class Way:
    """A channel that does what it is told."""

    def __init__(self):
        self.sent, self.trouble = [], None

    def send(self, message):
        if self.trouble is not None:
            raise self.trouble
        self.sent.append(message)
        return f"id-{len(self.sent)}"


@pytest.fixture
def ways(monkeypatch):
    made = {channel: Way() for channel in Channel}
    monkeypatch.setattr(channels, "_adapters", made)
    return made


def told(key="dossier:17:2", template="accepted", to=HER, at=NOON, **over):
    with scope_use(SYSTEM), clock.clock_set(at):
        return notice_send(
            Notice(key=key, template=template, recipient=to, subject="dossier:17",
                   values=VALUES, path="/my/", **over)
        )  # fmt: skip


def run(at=NOON):
    with clock.clock_set(at):
        return deliveries_run()


def states():
    with scope_use(SYSTEM):
        return {d.channel: d.state for d in models.Delivery.objects.all()}


@pytest.mark.django_db
def test_told_once_by_every_way_that_was_chosen(ways):
    assert told() is not None
    assert told() is None, "the same key again"
    assert run() == 2
    assert run() == 0
    mail, text = ways[Channel.EMAIL].sent[0], ways[Channel.SMS].sent[0]
    assert (mail.address, text.address) == ("mau@example.vn", "+84912345678")
    assert "H19.055.28-260828-0001" in mail.title
    assert "15:30, 3/9/2026" in mail.text
    assert text.text.isascii()
    assert text.text.endswith("/my/")
    assert set(states().values()) == {DeliveryState.SENT}


@pytest.mark.django_db
def test_a_way_that_is_down_is_tried_later_and_the_other_one_goes(ways):
    told()
    ways[Channel.EMAIL].trouble = ChannelDown("421")
    assert run() == 1
    assert run() == 0, "not before its time"
    with scope_use(SYSTEM):
        waiting = queries.notices_of_subject("dossier:17", language="vi")[0].deliveries
    assert {(d.channel, d.state, d.problem) for d in waiting} == {
        (Channel.EMAIL, DeliveryState.WAITING, "421"), (Channel.SMS, DeliveryState.SENT, ""),
    }  # fmt: skip
    ways[Channel.EMAIL].trouble = None
    assert run(NOON + timedelta(minutes=2)) == 1


@pytest.mark.django_db
def test_it_is_given_up_after_two_days_and_a_refused_address_at_once(ways):
    told()
    ways[Channel.EMAIL].trouble = AddressRefused("550")
    ways[Channel.SMS].trouble = ChannelDown("503")
    at = NOON
    for _count in range(40):
        run(at)
        at += timedelta(hours=4)
    assert states() == {"email": DeliveryState.REFUSED, "sms": DeliveryState.GIVEN_UP}


@pytest.mark.django_db
def test_a_worker_killed_in_the_middle_is_made_good_with_the_same_reference(ways, monkeypatch):
    told(to=Recipient(person_id=4, email="mau@example.vn"))

    class Killed(BaseException):
        pass

    def die(name):
        if name == "notice.sent":
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("motcua.notices.services.deliver.failpoint", die)
        run()
    assert run() == 0, "its lease still holds"
    assert run(NOON + timedelta(minutes=3)) == 1
    first, second = ways[Channel.EMAIL].sent
    assert first.reference == second.reference


@pytest.mark.django_db
def test_at_night_nothing_rings_but_mail_goes_and_what_is_urgent(ways):
    told(at=NIGHT)
    assert run(NIGHT) == 1
    assert ways[Channel.SMS].sent == []
    assert run(datetime(2026, 8, 29, 0, 0, tzinfo=UTC)) == 1  # 07:00
    told(key="urgent", at=NIGHT, urgent=True)
    assert run(NIGHT) == 2


@pytest.mark.django_db
def test_preferences_and_the_choice_in_the_dossier(ways):
    with scope_use(scope_persons([4])):
        preference_set(person_id=4, preference=Preference(sms=False, language="id"))
        with pytest.raises(Invalid):
            preference_set(person_id=4, preference=Preference(quiet_from=24))
    told(to=Recipient(person_id=4, email="mau@example.vn", phone="0912345678"))
    assert run() == 1
    assert "berkas" in ways[Channel.EMAIL].sent[0].text
    told(
        key="chosen",
        to=Recipient(email="a@b.vn", phone="0912345678", ways=frozenset({Channel.SMS})),
    )
    run()
    assert [m.address for m in ways[Channel.SMS].sent] == ["+84912345678"]


@pytest.mark.django_db
def test_a_person_reads_her_own_and_nobody_elses(ways):
    told()
    told(key="other", to=Recipient(person_id=5, email="other@example.vn"))
    with scope_use(scope_persons([4])):
        assert [n.title for n in queries.notices_of_person(4, language="en")] == [
            "Your dossier H19.055.28-260828-0001 is accepted"
        ]
        assert queries.notices_of_person(5, language="en") == []
        assert queries.unread_count(4) == 1
        assert notice_read(person_id=4) == 1
        assert queries.unread_count(4) == 0
        assert models.Delivery.objects.count() == 2
    with scope_use(scope_persons([5])):
        assert notice_read(person_id=4) == 0


@pytest.mark.parametrize("language", ["vi", "en", "id"])
@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_notice_has_words_in_every_language_and_fits_one_text(template, language):
    said = wording_of(template, VALUES, "/my/dossiers/H19.055.28-260828-0001/", language)
    assert "%(" not in said.title + said.mail + said.short
    assert len(said.short) <= rules.SMS_MOST
    assert said.short.isascii()
    assert said.short.endswith("/my/dossiers/H19.055.28-260828-0001/")
    if language != "en":
        assert said.title != wording_of(template, VALUES, "", "en").title


@given(st.integers(0, 23), st.integers(0, 23), st.datetimes(timezones=st.just(HANOI)))
def test_what_waits_for_the_morning_never_rings_in_quiet_hours(start, end, local):
    when = rules.not_before(
        local, channel=Channel.SMS, quiet_from=start, quiet_to=end, urgent=False
    )
    assert when >= local
    assert when - local <= timedelta(days=1)
    assert start == end or not rules.quiet(when.hour, start, end)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [("0912 345 678", "+84912345678"), ("+84 912.345.678", "+84912345678"),
     ("84912345678", "+84912345678"), ("12345", ""), ("", ""), ("0912345678; rm", "")],
)  # fmt: skip
def test_telephone_numbers(typed, clean):
    assert rules.phone_clean(typed) == clean
