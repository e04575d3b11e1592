"""Icons, buttons and badges. Written without templates because a table shows hundreds of them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.ui import formats
from motcua.ui.labels import DUE, status_label
from motcua.ui.templatetags.library import register
from motcua.ui.types import Tone

KINDS = frozenset({"primary", "secondary", "quiet", "danger"})
BADGE_ICONS = {tone: label.icon for tone, label in DUE.items()} | {Tone.NEUTRAL: ""}


@register.simple_tag
@lru_cache(maxsize=512, typed=True)  # typed: a safe text and a plain one are never the same
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; decorative unless it has a label."""
    if not name:
        return SafeString("")
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" width="20" height="20" {}><use href="{}#{}"></use></svg>',
        mark_safe(spoken),  # noqa: S308 - built by format_html or constant
        static("vendor/icons.svg"),
        name,
    )


@register.inclusion_tag("ui/components/mark.html")
def mark() -> dict[str, Any]:
    """Return the mark: an open door and its light."""
    return {}


@register.simple_tag
def key(keys: str) -> SafeString:
    """Return keys to press, one after another: `g w`."""
    caps = format_html_join(" ", "<kbd>{}</kbd>", ((part,) for part in keys.split()))
    return format_html('<span class="keys" aria-hidden="true">{}</span>', caps)


@register.simple_tag
def button(
    text: str,
    kind: str = "secondary",
    *,
    icon: str = "",
    name: str = "",
    value: str = "",
    shortcut: str = "",
    confirm: str = "",
    form: str = "",
    type: str = "submit",  # noqa: A002 - the name that HTML gives it
    disabled: bool = False,
    busy: str = "",
    to: str = "",
) -> SafeString:
    """Return a button; `busy` is what it says while the page is sent, `to` where it sends it."""
    attributes = {
        "type": type, "name": name, "value": value if name else "", "form": form,
        "data-shortcut": shortcut, "data-confirm": confirm, "data-busy": busy,
        "aria-keyshortcuts": shortcut, "formaction": to,
    }  # fmt: skip
    return format_html(
        '<button class="button button-{}"{}{}>{}<span>{}</span>{}</button>',
        _kind(kind),
        _attributes(attributes),
        SafeString(" disabled") if disabled else "",
        _icon(icon),
        text,
        key(shortcut) if shortcut else "",
    )


@register.simple_tag
def link_button(
    text: str, href: str, kind: str = "secondary", *, icon: str = "", shortcut: str = ""
) -> SafeString:
    """Return a link that looks like a button: it goes somewhere and changes nothing."""
    attributes = {"href": href, "data-shortcut": shortcut, "aria-keyshortcuts": shortcut}
    return format_html(
        '<a class="button button-{}"{}>{}<span>{}</span>{}</a>',
        _kind(kind),
        _attributes(attributes),
        _icon(icon),
        text,
        key(shortcut) if shortcut else "",
    )


@register.simple_tag
def badge(text: str, tone: str = "neutral", icon: str | None = None) -> SafeString:
    """Return a fact in a word, with the tone's icon unless another is named."""
    name = BADGE_ICONS[Tone(tone)] if icon is None else icon
    return format_html(
        '<span class="badge tone-{}">{}<span>{}</span></span>',
        Tone(tone).value,
        _icon(name),
        text,
    )


@register.simple_tag
def status_badge(code: int) -> SafeString:
    """Return the national status 1-10 with icon and word; KeyError for any other code."""
    label = status_label(code)
    return badge(str(label.word), label.tone, label.icon)


@register.simple_tag
def due_badge(state: str, due: datetime | None = None, text: str = "") -> SafeString:
    """Return the due state; with `due` the time left, the exact one on hover and for readers."""
    tone = Tone(state)
    label = DUE[tone]
    counting = tone in {Tone.RUNNING, Tone.DUE_SOON, Tone.OVERDUE}
    words = text or (formats.remaining(due) if due and counting else str(label.word))
    name = tone.value
    if due is None:
        return badge(words, tone, label.icon)
    exact = _("due %(instant)s") % {"instant": formats.instant(due)}
    return format_html(
        '<span class="badge tone-{}" title="{}">{}<span>{}</span>'
        '<time class="visually-hidden" datetime="{}">, {}</time></span>',
        name,
        exact,
        _icon(label.icon),
        words,
        clock.local(due).isoformat(timespec="minutes"),
        exact,
    )


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"there is no button of kind {kind!r}")
    return kind


def _icon(name: str) -> SafeString:
    return icon(name) if name else SafeString("")


def _attributes(pairs: dict[str, str]) -> SafeString:
    given = ((name, value) for name, value in pairs.items() if value)
    return format_html_join("", ' {}="{}"', given)
