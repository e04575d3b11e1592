"""What processes wait for besides people: timers and services."""

from __future__ import annotations

from django.db import models

from motcua.workflow.types import CallState, TimerState


class Timer(models.Model):
    """A time that a process waits for, or that ends an item when it is over."""

    process = models.ForeignKey("workflow.Process", models.PROTECT, related_name="timers")
    element = models.CharField(max_length=80)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=12,
        default=TimerState.WAITING.value,
        choices=[(s.value, s.value) for s in TimerState],
    )
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    fires_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, db_default=0)
    held_until = models.DateTimeField(null=True)  # one that failed is not tried again before

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("process", "element"),
                condition=models.Q(state=TimerState.WAITING.value),
                name="timer_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("fires_at",),
                condition=models.Q(state=TimerState.WAITING.value),
                name="timer_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.process_id} {self.element} {self.fires_at:%Y-%m-%d %H:%M}"


class Call(models.Model):
    """A service that a process waits for: tried until it is done, or until a person gets the step.

    `text` is the message that it sends, `reason` why a person has it, `told` what it found out in
    codes; none of them is personal data.
    """

    process = models.ForeignKey("workflow.Process", models.PROTECT, related_name="calls")
    element = models.CharField(max_length=80)
    action = models.CharField(max_length=40)
    text = models.CharField(max_length=40, default="", blank=True)
    state = models.CharField(
        max_length=12,
        default=CallState.WAITING.value,
        choices=[(s.value, s.value) for s in CallState],
    )
    attempts = models.PositiveIntegerField(default=0)
    set_at = models.DateTimeField()
    next_at = models.DateTimeField()  # not tried before; moved on by each attempt
    over_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("process", "element"),
                condition=models.Q(state=CallState.WAITING.value),
                name="call_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at", "id"),
                condition=models.Q(state=CallState.WAITING.value),
                name="call_due",
            ),
            models.Index(fields=("process", "id"), name="call_process"),
        )

    def __str__(self) -> str:
        return f"{self.process_id} {self.element} {self.state}"
