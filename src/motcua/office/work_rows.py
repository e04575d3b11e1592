"""A row of the worklist as HTML. Written without a template because a page shows fifty of them.

What is the same in every row is made once (`Frame`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.office.worklists import PLACE, WorkRow
from motcua.ui import formats
from motcua.ui.templatetags.parts_basic import button, due_badge

_NUMBER = 10**17  # stands for an item in the address that is made once
_EMPTY = SafeString("")
_ROW = """<tr id="work-{id}"{mine}>
{pick}<th scope="row"><a id="open-{id}" href="{url}">{code}</a>\
<span class="under">{applicant}</span></th>
<td class="wide"><span class="two-lines" title="{procedure}">{procedure}</span></td>
<td class="clip">{step}<span class="under" title="{unit}">{unit}</span></td>
<td class="holder">{holder}{away}{problem}</td>
<td class="due">{badge}{due}</td>
<td class="act">{claim}</td>
</tr>
"""
_PICK = '<input type="checkbox" form="bulk" name="item" value="{}" aria-label="{}">'
_CLAIM = (
    '<form method="post" action="{url}" hx-post="{url}" hx-target="closest tr"'
    ' hx-swap="outerHTML" data-claim>{same}'
    '<input type="hidden" name="version" value="{version}">{button}</form>'
)
_TAKE = (
    '<form method="post" action="{url}">{same}'
    '<input type="hidden" name="version" value="{version}">{button}</form>'
)
_SAME = (
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
    '<input type="hidden" name="back" value="{}">'
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every row of a page shares: may rows be chosen, where to come back to, the button."""

    picks: bool
    choose: str
    claim_url: str
    same: SafeString
    button: SafeString


def frame_of(request: HttpRequest, *, picks: bool, here: str) -> Frame:
    """Return what the rows of one answer share."""
    picked = SafeString('<input type="hidden" name="picks" value="1">') if picks else _EMPTY
    return Frame(
        picks=picks,
        choose=_("Choose %(code)s"),
        claim_url=reverse("office:work_claim", args=[PLACE, _NUMBER]),
        same=format_html(_SAME, get_token(request), picked, here),
        button=button(_("Claim")),
    )


def row_html(row: WorkRow, frame: Frame, problem: str = "") -> SafeString:
    """Return the row; `problem` is why claiming it was refused."""
    item, dossier = row.item, row.dossier
    return format_html(
        _ROW,
        id=item.id,
        mine=SafeString(' class="mine"') if row.mine else _EMPTY,
        pick=_pick(row, frame),
        url=row.url,
        code=dossier.code,
        applicant=dossier.applicant_name,
        procedure=dossier.procedure_name,
        step=item.name,
        unit=row.unit_name,
        holder=row.holder,
        away=_away(row),
        problem=format_html('<span class="error" role="alert">{}</span>', problem)
        if problem
        else _EMPTY,
        badge=due_badge(row.tone, None if row.waits else item.due_at, row.due_text),
        due=_due(row),
        claim=_claim(row, frame),
    )


def _due(row: WorkRow) -> SafeString:
    """Return the instant under the badge; readers hear it there, but since when a result waits."""
    if row.waits:
        since = _("since %(at)s") % {"at": formats.instant_short(row.item.opened_at)}
        return format_html('<span class="under">{}</span>', since)
    text = formats.instant_short(row.item.due_at)
    return format_html('<span class="under" aria-hidden="true">{}</span>', text)


def _away(row: WorkRow) -> SafeString:
    """Return until when whoever has it is away, or for whom the reader does it."""
    if row.away_to is None:
        return _EMPTY
    last = clock.local(row.away_to - timedelta(microseconds=1))
    words = _("away until %(day)s") % {"day": f"{last.day}/{last.month}"}
    return format_html('<span class="under away" title="{}">{}</span>', words, words)


def _pick(row: WorkRow, frame: Frame) -> SafeString:
    if not frame.picks:
        return _EMPTY
    box: SafeString = _EMPTY
    if row.can_pick:
        box = format_html(_PICK, row.value, frame.choose % {"code": row.dossier.code})
    return format_html('<td class="pick">{}</td>\n', box)


def _claim(row: WorkRow, frame: Frame) -> SafeString:
    if row.can_take:
        url = reverse("office:work_take_over", args=[row.dossier.code, row.item.id])
        return format_html(
            _TAKE,
            url=url,
            same=frame.same,
            version=row.item.version,
            button=button(_("Take over")),
        )
    if not row.can_claim:
        return _EMPTY
    url = frame.claim_url.replace(PLACE, row.dossier.code).replace(str(_NUMBER), str(row.item.id))
    return format_html(
        _CLAIM, url=url, same=frame.same, version=row.item.version, button=frame.button
    )
