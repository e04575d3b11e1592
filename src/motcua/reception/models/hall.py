"""Queues, counters, tickets and what happened to them.

A ticket names nobody: no name, no telephone. Why somebody went first is kept with what happened,
behind the wall of the centre, because it may tell of an illness.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.reception.types import (
    AppointmentState,
    Band,
    DeviceFact,
    DeviceKind,
    Ground,
    Step,
    TicketState,
)

AT_COUNTER = (TicketState.CALLED.value, TicketState.SERVING.value)
LIVE = (*AT_COUNTER, TicketState.WAITING.value, TicketState.PARKED.value)


class HallHouse(models.Model):
    """What a centre has decided for its hall; without a row the defaults of `rules.House` hold."""

    unit_id = models.BigIntegerField(unique=True)
    call_seconds = models.PositiveSmallIntegerField()
    misses_most = models.PositiveSmallIntegerField()
    firsts_in_a_row = models.PositiveSmallIntegerField()
    ended_on = models.DateField(null=True)  # the day that was ended by hand: no more numbers
    visits_open = models.BooleanField(default=False)  # asked for at the portal
    latitude = models.FloatField(null=True)  # of the centre, where rounds begin
    longitude = models.FloatField(null=True)


class Queue(models.Model):
    """A queue of a centre: people with matters of these fields wait in it."""

    unit_id = models.BigIntegerField()
    prefix = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True, default="")  # empty: as in Vietnamese
    name_id = models.CharField(max_length=80, blank=True, default="")
    fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    capacity = models.PositiveSmallIntegerField(default=0)  # appointments per half-hour; 0: none
    aim_minutes = models.PositiveSmallIntegerField(default=15)  # nobody should wait longer
    closed_at = models.DateTimeField(null=True)  # taken out of use; its tickets stay

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit_id", "prefix"), name="queue_prefix", condition=Q(closed_at=None)
            ),
        )


class Counter(models.Model):
    """A counter of a centre, the queues it serves, and who sits there now."""

    unit_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    queue_ids = ArrayField(models.BigIntegerField(), default=list)
    account_id = models.BigIntegerField(null=True)
    posting_id = models.BigIntegerField(null=True)
    open_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # taken out of use; its figures stay

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit_id", "number"), name="counter_number", condition=Q(closed_at=None)
            ),
            models.UniqueConstraint(
                fields=("account_id",), name="counter_one_seat", condition=~Q(account_id=None)
            ),
        )


class Numbering(models.Model):
    """The last number that a queue gave on a day; its row is locked by whoever takes one."""

    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("queue", "day"), name="numbering_day"),)


class Ticket(models.Model):
    """A number in somebody's hand; the token in its QR code shows where it stands."""

    unit_id = models.BigIntegerField()
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=8)  # as printed: it stays when the ticket changes queues
    token = models.CharField(max_length=32, unique=True)
    key = models.UUIDField(unique=True)  # of the kiosk: pressed twice is one ticket
    language = models.CharField(max_length=5)
    procedures = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    papers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in TicketState],
        default=TicketState.WAITING.value,
    )
    band = models.PositiveSmallIntegerField(
        choices=[(one.value, one.name) for one in Band], default=Band.COMMON.value
    )
    ground = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in Ground],
        default=Ground.NONE.value,
    )
    taken_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    dossier_codes = ArrayField(models.CharField(max_length=48), default=list, blank=True)
    collects = models.BooleanField(default=False, db_default=False)  # comes for a result

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit_id", "day", "name"), name="ticket_name"),
            models.UniqueConstraint(
                fields=("counter",), name="ticket_one_at_counter", condition=Q(state__in=AT_COUNTER)
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_COUNTER) | ~Q(counter=None), name="ticket_at_a_counter"
            ),
        )
        indexes = (
            models.Index(
                fields=("unit_id", "queue"), name="ticket_live", condition=Q(state__in=LIVE)
            ),
            models.Index(fields=("unit_id", "day"), name="ticket_day"),
        )


class TicketEvent(models.Model):
    """One thing that happened to a ticket; append-only. Calls, by id, are what displays show."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events")
    unit_id = models.BigIntegerField()
    at = models.DateTimeField()
    step = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Step])
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in Ground],
        default=Ground.NONE.value,
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    account_id = models.BigIntegerField(null=True)
    posting_id = models.BigIntegerField(null=True)
    # Of a call: from where, and before whom; both may change later. Unknown of old ones.
    queue_id = models.BigIntegerField(null=True)
    band = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=("unit_id", "id"),
                name="ticket_calls",
                condition=Q(step__in=[Step.CALLED.value, Step.RECALLED.value]),
            ),
        )


class Device(models.Model):
    """A kiosk, a display or a wall screen. Whoever has its link is it; only hashes are kept."""

    unit_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in DeviceKind])
    name = models.CharField(max_length=60)  # where it stands
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)
    shown = models.JSONField(default=dict, db_default={})  # of a wall screen: its board's filters
    expires_at = models.DateTimeField(null=True)  # null: until it is taken back
    code_hash = models.CharField(max_length=64, default="", db_default="")  # to be typed once
    code_until = models.DateTimeField(null=True)
    prints = models.BooleanField(default=True, db_default=True)  # a kiosk with a printer

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code_hash",), name="device_code", condition=~Q(code_hash="")
            ),
        )
        indexes = (models.Index(fields=("unit_id", "id"), name="device_unit"),)


class DeviceEvent(models.Model):
    """What was done with the link of a wall screen, and by whom; append-only."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="events")
    unit_id = models.BigIntegerField()
    at = models.DateTimeField()
    fact = models.CharField(max_length=8, choices=[(one.value, one.value) for one in DeviceFact])
    account_id = models.BigIntegerField(null=True)  # none: the screen itself, by its code

    class Meta:
        ordering = ("id",)


class Slot(models.Model):
    """How many are booked in a half-hour of a queue; its row is locked by whoever books."""

    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    booked = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("queue", "at"), name="slot_half_hour"),)


class Appointment(models.Model):
    """An appointment: a half-hour of a queue, and a code. The telephone is erased when it ends."""

    unit_id = models.BigIntegerField()
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    code = models.CharField(max_length=6)
    key = models.UUIDField(unique=True)  # of the form: pressed twice is one appointment
    person_id = models.BigIntegerField(null=True)  # who booked at the portal
    phone = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=5)
    procedures = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in AppointmentState],
        default=AppointmentState.BOOKED.value,
    )
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)  # the account of an official, if one booked it
    ended_at = models.DateTimeField(null=True)
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit_id", "code"),
                name="appointment_code",
                condition=Q(state=AppointmentState.BOOKED.value),
            ),
        )
        indexes = (
            models.Index(fields=("unit_id", "at"), name="appointment_day"),
            models.Index(fields=("person_id", "at"), name="appointment_own"),
            models.Index(
                fields=("at",),
                name="appointment_open",
                condition=Q(state=AppointmentState.BOOKED.value),
            ),
        )
