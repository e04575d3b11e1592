"""Sample values of the living style page; people and dossiers are invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel import clock
from motcua.ui import formats
from motcua.ui.links import chips_for
from motcua.ui.navigation import Link
from motcua.ui.types import (
    Bar,
    Choice,
    Crumb,
    Dot,
    Expected,
    KeyFigure,
    Point,
    ProgressStep,
    Step,
    Tab,
    Tile,
    TimelineEntry,
    Tone,
)

COLOURS = (
    "ink", "muted", "paper", "mist", "line", "lacquer", "lotus", "link",
    "done", "running", "due_soon", "overdue", "paused", "neutral",
)  # fmt: skip
TONES = tuple(tone.value for tone in Tone)
PROCEDURES = (
    "Đăng ký khai sinh",
    "Chứng thực bản sao từ bản chính",
    "Cấp Giấy xác nhận tình trạng hôn nhân",
    "Đăng ký biến động quyền sử dụng đất",
    "Đăng ký hộ kinh doanh",
)
CENTRE = "Trung tâm Phục vụ hành chính công"
PEOPLE = ("Nguyễn Thị Hạnh", "Lò Văn Thắng", "Hoàng Thị Ngọc Ánh", "Đỗ Đức Quyền", "Vi Thị Thuỷ")


class SampleForm(django_forms.Form):
    """One field of each kind."""

    name = django_forms.CharField(label=gettext_lazy("Full name"))
    card = django_forms.CharField(
        label=gettext_lazy("Citizen card number"),
        help_text=gettext_lazy("12 digits on the front of the card."),
    )
    born = django_forms.DateField(
        label=gettext_lazy("Date of birth"), widget=django_forms.DateInput(attrs={"type": "date"})
    )
    phone = django_forms.CharField(label=gettext_lazy("Phone number"), required=False)
    relation = django_forms.ChoiceField(
        label=gettext_lazy("You are filing for"),
        widget=django_forms.RadioSelect,
        choices=[("self", gettext_lazy("myself")), ("other", gettext_lazy("somebody else"))],
    )
    place = django_forms.ChoiceField(
        label=gettext_lazy("Where you collect the result"),
        choices=[("", "–"), ("1", "Phường Bách Quang"), ("2", "Xã Phong Quang")],
    )
    note = django_forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=django_forms.Textarea(attrs={"rows": 3})
    )
    agree = django_forms.BooleanField(label=gettext_lazy("What I state here is true."))


class SampleUpload(django_forms.Form):
    """A file field."""

    scan = django_forms.FileField(label=gettext_lazy("Photo or scan of the paper"))


def forms() -> dict[str, Any]:
    """Return an empty form and one that was refused."""
    typed = {"name": "Trần Thị Bích", "card": "01234", "relation": "self", "place": "1"}
    wrong = SampleForm({f"wrong-{key}": value for key, value in typed.items()}, prefix="wrong")
    wrong.add_error("card", _("The number has 5 digits. It must have 12."))
    return {"empty": SampleForm(), "wrong": wrong, "upload": SampleUpload(prefix="upload")}


def lists(request: HttpRequest) -> dict[str, Any]:
    """Return rows, filters, tabs, history and progress."""
    now = clock.now()
    states = (
        (Tone.OVERDUE, -timedelta(days=2), 4),
        (Tone.DUE_SOON, timedelta(hours=3, minutes=5), 4),
        (Tone.RUNNING, timedelta(days=4), 2),
        (Tone.PAUSED, timedelta(days=9), 5),
        (Tone.DONE, timedelta(days=1), 9),
    )
    rows = [
        {
            "code": f"H19.005.442-260828-{number:04d}",
            "procedure": procedure,
            "person": person,
            "state": tone.value,
            "due": now + left,
            "status": status,
            "fee": 8000 * (number - 1),
            "url": request.get_full_path(),
        }
        for number, (procedure, person, (tone, left, status)) in enumerate(
            zip(PROCEDURES, PEOPLE, states, strict=True), 1
        )
    ]
    choices = [("today", _("Due today")), ("late", _("Overdue")), ("mine", _("Mine"))]
    return {
        "rows": rows,
        "now": now,
        "chips": chips_for(request, "show", choices, counts={"today": 3, "late": 1, "mine": 12}),
        "tabs": [
            Tab(_("Progress"), request.get_full_path(), current=True),
            Tab(_("Papers"), request.get_full_path(), count=4),
            Tab(_("History"), request.get_full_path(), count=12),
        ],
        "choices": _choices(request),
        "crumbs": [Crumb(_("Worklist"), request.path), Crumb("H19.005.442-260828-0001")],
        "history": _history(now),
        "progress": [
            ProgressStep(_("Accepted at the counter"), "done", CENTRE, now),
            ProgressStep(_("Appraisal"), "now", "Phòng Văn hoá - Xã hội"),
            ProgressStep(_("Decision")),
            ProgressStep(_("Result ready")),
        ],
        "stopped": [
            ProgressStep(_("Accepted at the counter"), "done", "", now),
            ProgressStep(_("Processing stopped"), "stopped"),
        ],
    }


def _choices(request: HttpRequest) -> list[Choice]:
    url = request.get_full_path()
    text = _("Commune level. Result on the same day when filed before 15:00.")
    return [
        Choice(_("Birth registration"), url, text, "file-plus"),
        Choice(_("History"), url, icon="history"),
    ]


def _history(now: datetime) -> list[TimelineEntry]:
    missing = "Thiếu bản chính Giấy chứng sinh."
    return [
        TimelineEntry(
            now, _("Supplement requested"), PEOPLE[2], missing, Tone.PAUSED, "file-alert"
        ),
        TimelineEntry(
            now - timedelta(hours=5), _("In process"), PEOPLE[3], "", Tone.RUNNING, "user-check"
        ),
        TimelineEntry(now - timedelta(days=1), _("Accepted"), PEOPLE[4], "", Tone.DONE, "check"),
    ]


def figures() -> dict[str, Any]:
    """Return the samples of charts."""
    week = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12")
    values = (210, 245, 232, 280, 301, None, 275, 322, 340, 318, 355, 372)
    return {
        "bars": [
            Bar(PROCEDURES[0], 412, "#", Tone.DONE),
            Bar(PROCEDURES[1], 1308, "#", Tone.RUNNING),
            Bar(PROCEDURES[3], 37, "#", Tone.OVERDUE, _("overdue")),
            Bar(PROCEDURES[4], 0, "", Tone.NEUTRAL),
        ],
        "points": [Point(label, value) for label, value in zip(week, values, strict=True)],
        **areas(),
        "shares": [
            Point(name, share)
            for name, share in zip(PROCEDURES, (48.0, 71.0, 84.0, 95.0, 100.0), strict=False)
        ],
        "weeks": [
            Expected(label, value, value - 22, value + 26)
            for label, value in zip(("T13", "T14", "T15", "T16"), (372, 280, 365, 381), strict=True)
        ],
        "keys": [
            KeyFigure(7, gettext_lazy("Overdue"), "#content", Tone.OVERDUE),
            KeyFigure(22, gettext_lazy("Due today"), "#content", Tone.DUE_SOON),
            KeyFigure(28, gettext_lazy("Received"), "#content"),
        ],
        "money": 8000,
        "resolved": 61_918,
        "on_time": 61_200,
    }


def areas() -> dict[str, Any]:
    """Return the samples of units beside each other."""
    shares = (0.71, 0.83, 0.92, 0.97, 1.0, None)
    edges = ("< 80 %", "80 %", "90 %", "95 %", "98 %")
    return {
        "tiles": [
            Tile(name, "–" if share is None else formats.percent(share), step, "#")
            for name, share, step in zip(
                ("Bách Quang", "Phong Quang", "Phú Lương", "Đại Từ", "Võ Nhai", "Định Hóa"),
                shares,
                (0, 1, 2, 3, 4, None),
                strict=True,
            )
        ],
        "steps": [Step(edge, "1") for edge in edges],
        "dots": [Dot(formats.percent(one), one) for one in (0.71, 0.83, 0.83, 0.92, 0.97, 1.0)],
        "quartiles": (0.83, 0.87, 0.96),
        "interval": (0.74, 0.86),
    }


def rail(request: HttpRequest) -> list[Link]:
    """Return a rail like that of a counter officer."""
    here, other = reverse("ui:style_frame", args=["office"]), reverse("ui:style")
    on_frame = request.path == here
    return [
        Link(_("Worklist"), here, "list-check", current=on_frame, shortcut="g w"),
        Link(_("Intake"), other, "inbox", current=not on_frame, shortcut="g i"),
        Link(_("Search"), other, "search", shortcut="g s"),
        Link(_("Boards"), other, "chart-bar", shortcut="g b"),
    ]
