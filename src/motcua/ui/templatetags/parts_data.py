"""Lists of facts, links and figures made from the values of `motcua.ui.types`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motcua.ui import charts, formats
from motcua.ui.labels import DUE
from motcua.ui.templatetags.library import register
from motcua.ui.types import (
    Bar,
    Cell,
    Chip,
    Choice,
    Crumb,
    Point,
    ProgressStep,
    Tab,
    TimelineEntry,
    Tone,
)

_WHOSE = '<span class="visually-hidden">{}, {}: </span>'
STEP_ICONS = {"done": "check", "now": "circle-dot", "todo": "circle", "stopped": "ban"}


@register.inclusion_tag("ui/components/chips.html")
def chips(items: Sequence[Chip], label: str) -> dict[str, Any]:
    """Return a line of filters; each is a link, so the filter is the address."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/choices.html")
def choices(items: Sequence[Choice], level: int = 2) -> dict[str, Any]:
    """Return the few things a page offers to do, each a heading of `level` with its link."""
    return {"items": items, "level": level}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Sequence[Tab], label: str) -> dict[str, Any]:
    """Return views of the same thing as links."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(items: Sequence[Crumb]) -> dict[str, Any]:
    """Return the way here."""
    return {"items": items}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Sequence[TimelineEntry]) -> dict[str, Any]:
    """Return what happened, in the order given."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/steps.html")
def steps(items: Sequence[ProgressStep]) -> dict[str, Any]:
    """Return progress with its sentence: `Step 2 of 4: Appraisal`; none where steps run at once."""
    total = len(items)
    under_way = [n for n, item in enumerate(items, 1) if item.state in {"now", "stopped"}]
    place = under_way[0] if under_way else None
    if place is not None and any(item.state != "todo" for item in items[place:]):
        sentence = ""
    elif place is None:
        done = total > 0 and all(item.state == "done" for item in items)
        sentence = _("All %(total)s steps are done") % {"total": total} if done else ""
    else:
        sentence = _("Step %(place)s of %(total)s: %(title)s") % {
            "place": place,
            "total": total,
            "title": items[place - 1].title,
        }
    spoken = {
        "done": _("done"),
        "now": _("under way"),
        "todo": _("still to come"),
        "stopped": _("stopped"),
    }
    rows = [
        {"step": item, "icon": STEP_ICONS[item.state], "spoken": spoken[item.state]}
        for item in items
    ]
    return {"rows": rows, "sentence": sentence}


@register.inclusion_tag("ui/components/headline.html")
def headline(value: Any, text: str, href: str = "", note: str = "") -> dict[str, Any]:
    """Return one figure with its denominator in words."""
    shown = value if isinstance(value, str) else formats.number(value)
    return {"value": shown, "text": text, "href": href, "note": note}


@register.simple_tag
def figure(cell: Cell, words: str = "") -> SafeString:
    """Return a number that leads to what it counts; `words` says whose it is, for readers.

    Written without a template, as the cells below, because a board shows hundreds of them.
    """
    number = formats.number(cell.value)
    if not cell.url:
        return conditional_escape(number)
    whose = format_html(_WHOSE, words, cell.name) if words else ""
    shown = format_html("<strong>{}</strong>", number) if cell.alert else number
    return format_html('<a href="{}">{}{}</a>', cell.url, whose, shown)


@register.simple_tag
def figure_cells(cells: Sequence[Cell], words: str) -> SafeString:
    """Return a table row's numbers, each with its link."""
    return format_html_join("", '<td class="num">{}</td>', ((figure(c, words),) for c in cells))


@register.inclusion_tag("ui/components/bars.html")
def bars(items: Sequence[Bar], caption: str, unit: str = "") -> dict[str, Any]:
    """Return horizontal bars from zero; the table itself is what readers hear."""
    lengths = charts.bar_lengths([item.value for item in items])
    rows = [
        {
            "bar": bar,
            "length": f"{length}%",
            "tone": Tone(bar.tone).value,
            "icon": DUE[Tone(bar.tone)].icon,
            "value": formats.number(bar.value, 0 if float(bar.value).is_integer() else 1),
        }
        for bar, length in zip(items, lengths, strict=True)
    ]
    return {"rows": rows, "caption": caption, "unit": unit}


@register.inclusion_tag("ui/components/trend.html")
def trend(points: Sequence[Point], caption: str, unit: str = "", most: float = 0) -> dict[str, Any]:
    """Return a small line from zero with its table; a gap in the data is a gap in the line.

    Small multiples share one scale when each is told the largest value of all (`most`).
    """
    drawn = charts.trend_build(points, most)
    known = [point for point in points if point.value is not None]
    summary = ""
    if known:
        summary = _("%(caption)s: %(first)s in %(start)s, %(last)s in %(end)s") % {
            "caption": caption,
            "first": formats.number(known[0].value or 0),
            "start": known[0].label,
            "last": formats.number(known[-1].value or 0),
            "end": known[-1].label,
        }
    return {
        "trend": drawn,
        "points": points,
        "caption": caption,
        "unit": unit,
        "summary": summary,
        "baseline": charts.BASELINE,
        "label_y": charts.HEIGHT - 6,
        "height": charts.HEIGHT,
    }


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Return a QR code (error correction M) as inline SVG, black on white in every theme."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=True,
        title=label,
    )
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - segno escapes the title
