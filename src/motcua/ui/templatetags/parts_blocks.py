"""Components that hold content between an opening and a closing tag."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from motcua.ui.templatetags.library import register
from motcua.ui.templatetags.parts_basic import KINDS, icon

NOTICES = {
    "info": "info-circle",
    "success": "circle-check",
    "warning": "alert-triangle",
    "error": "alert-triangle",
}


def _render(template: str, **values: Any) -> SafeString:
    return render_to_string(f"ui/components/{template}.html", values)


@register.simple_block_tag
def card(content: str, title: str = "", href: str = "") -> SafeString:
    """Return a card; with `href` the title is a link to the whole."""
    return _render("card", content=content, title=title, href=href)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Return something the reader should know; errors are announced at once."""
    return _render("notice", content=content, kind=kind, title=title, icon=NOTICES[kind])


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "inbox") -> SafeString:
    """Return what stands where a list is empty: what will appear here and how."""
    return _render("empty_state", content=content, title=title, icon=icon)


@register.simple_block_tag
def confirm(
    content: str,
    id: str,  # noqa: A002 - HTML's name
    title: str,
    action: str,
    kind: str = "primary",
) -> SafeString:
    """Return a dialog that a button with `confirm="<id>"` opens before it submits."""
    if kind not in KINDS:
        raise ValueError(f"there is no button of kind {kind!r}")
    return _render("confirm", content=content, id=id, title=title, action=action, kind=kind)


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:  # noqa: A002, FBT001, FBT002 - HTML's name
    """Return text that opens on touch: the law, the reason of a date."""
    return _render("details", content=content, summary=summary, open=open)


@register.simple_block_tag
def data_list(content: str) -> SafeString:
    """Return a list of facts: label and value."""
    return format_html('<dl class="data-list">{}</dl>', content)


@register.simple_block_tag
def data_item(content: str, label: str) -> SafeString:
    """Return one fact; an empty one says so by a dash."""
    shown = content if content.strip() else format_html('<span class="muted">{}</span>', "–")
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown)


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    hidden_caption: bool = True,  # noqa: FBT001, FBT002 - a template's argument
    cards: bool = False,  # noqa: FBT001, FBT002 - a template's argument
) -> SafeString:
    """Return a table with a sticky head; on a phone it scrolls, or with `cards` its rows stack."""
    return _render(
        "table", content=content, caption=caption, hidden_caption=hidden_caption, cards=cards
    )


@register.simple_tag
def next_page(url: str = "", first_url: str = "", shown: int = 0) -> SafeString:
    """Return the foot of a keyset list: rows shown, first page, next page."""
    return _render("next_page", url=url, first_url=first_url, shown=shown)


@register.simple_tag
def help_icon(text: str) -> SafeString:
    """Return a question mark that explains a legal term on touch and to readers."""
    return format_html(
        '<details class="term"><summary>{}</summary><span class="term-text">{}</span></details>',
        icon("help-circle", text),
        text,
    )
