"""Plain words for what the catalogue holds, in the active language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from motcua.procedures.types import ComponentView, FeeView, VersionView

PART_NAMES = {
    "components": gettext_lazy("components of the dossier"),
    "limit": gettext_lazy("time limit"),
    "handled_by": gettext_lazy("competent unit"),
    "applicants": gettext_lazy("who may apply"),
    "channels": gettext_lazy("ways of applying"),
    "fees": gettext_lazy("fee, or that it is free"),
    "legal_basis": gettext_lazy("legal basis"),
    "process": gettext_lazy("internal process"),
}
FEE_STATES = {
    "unknown": gettext_lazy("not known"),
    "free": gettext_lazy("free of charge"),
    "known": gettext_lazy("there is a fee"),
    "province": gettext_lazy("set by the provincial People's Council"),
}
STATUSES = {
    "listed": gettext_lazy("published"),
    "repealed": gettext_lazy("repealed"),
    "repeal_scheduled": gettext_lazy("to be repealed"),
}
LEVELS = {
    "commune": gettext_lazy("commune level"),
    "province": gettext_lazy("province level"),
    "ministry": gettext_lazy("ministry level"),
    "other": gettext_lazy("other agencies"),
}
CHANNELS = {
    "in_person": gettext_lazy("in person"),
    "online": gettext_lazy("online"),
    "postal": gettext_lazy("by public post"),
}
KINDS = {
    "original": gettext_lazy("original"),
    "copy": gettext_lazy("copy"),
    "certified_copy": gettext_lazy("certified copy"),
    "original_or_copy": gettext_lazy("original or copy"),
    "electronic_form": gettext_lazy("electronic form"),
}
APPLICANTS = {
    "citizen": gettext_lazy("citizens"),
    "enterprise": gettext_lazy("enterprises"),
    "domestic_enterprise": gettext_lazy("domestic enterprises"),
    "foreign_invested_enterprise": gettext_lazy("enterprises with foreign capital"),
    "organisation": gettext_lazy("organisations"),
    "foreign_organisation": gettext_lazy("foreign organisations"),
    "cooperative": gettext_lazy("cooperatives"),
    "foreigner": gettext_lazy("foreigners"),
    "resident_foreigner": gettext_lazy("foreigners resident in Vietnam"),
    "overseas_vietnamese": gettext_lazy("Vietnamese residing abroad"),
    "public_official": gettext_lazy("public officials"),
    "party_member": gettext_lazy("members of the Party"),
    "party_organisation": gettext_lazy("organisations of the Party"),
    "citizen_without_residence": gettext_lazy("citizens without registered residence"),
}
HANDLERS = {
    "commune_peoples_committee": gettext_lazy("People's Committee of the commune"),
    "commune_police": gettext_lazy("Police of the commune"),
    "commune_military_command": gettext_lazy("Military Command of the commune"),
    "provincial": gettext_lazy("agency of the province"),
    "other": gettext_lazy("another agency"),
}
PROCESSES = {
    "standard": gettext_lazy("standard process"),
    "with_opinion": gettext_lazy("process with the opinion of another unit"),
    "provincial_step": gettext_lazy("process with a step of the province"),
}
DATA_SOURCES = {
    "population": gettext_lazy("National Population Database"),
    "civil_status": gettext_lazy("Electronic Civil-Status Database"),
    "land": gettext_lazy("National Land Database"),
    "business": gettext_lazy("National Business Registration Database"),
    "social": gettext_lazy("National Social Security Database"),
}
PER = {
    "page": gettext_lazy("per page"),
    "copy": gettext_lazy("per copy"),
    "case": gettext_lazy("per case"),
    "document": gettext_lazy("per document"),
}
CASES = {
    "on_time": gettext_lazy("registered in time"),
    "late": gettext_lazy("registered late"),
}
GROUPS = {
    "poor": gettext_lazy("poor household"),
    "near_poor": gettext_lazy("near-poor household"),
    "merit": gettext_lazy("person with merit to the revolution, or their family"),
    "disabled": gettext_lazy("person with a disability"),
    "elderly": gettext_lazy("elderly person"),
    "child": gettext_lazy("child"),
    "ethnic_hard": gettext_lazy("ethnic minority in a commune of special difficulty"),
    "vneid2": gettext_lazy("VNeID account of level 2, conditions met"),
}
REVIEWS = {
    "limit": gettext_lazy("The time limit has not been compared with the text of the law."),
    "components": gettext_lazy("The components have not been compared with the text of the law."),
    "fees": gettext_lazy("The fee has not been compared with the text of the law."),
    "legal_basis": gettext_lazy(
        "A later amendment may have changed the legal basis; it has not been read."
    ),
    "province": gettext_lazy("The resolution of the province is to be added."),
    "level": gettext_lazy("That the commune is competent has not been compared with the law."),
}


def word(words: dict[str, Any], key: str) -> str:
    """Return the word for a key, or the key itself when there is none."""
    return str(words.get(key, key))


def limit_text(limit: str) -> str:
    """Return a limit such as `3wd` in words, or that it is not known."""
    if limit == "same-day":
        return _("the same day; received after 15:00, the next working day")
    match = re.fullmatch(r"(\d+)(wh|wd|d|mo)", limit)
    if match is None:
        return _("not known")
    n = int(match[1])
    texts = {
        "wh": ngettext("%(n)d working hour", "%(n)d working hours", n),
        "wd": ngettext("%(n)d working day", "%(n)d working days", n),
        "d": ngettext("%(n)d day", "%(n)d days", n),
        "mo": ngettext("%(n)d month", "%(n)d months", n),
    }
    return texts[match[2]] % {"n": n}


def parts_text(parts: tuple[str, ...]) -> str:
    """Return the names of missing parts, separated by commas."""
    return ", ".join(word(PART_NAMES, part) for part in parts)


def review_text(note: str) -> str:
    """Return what a lawyer still has to look at."""
    return word(REVIEWS, note)


def source_text(source: str) -> str:
    """Return where a part of a record came from."""
    if source.startswith("portal detail"):
        return _("National Public Service Portal, page of the procedure, July 2026")
    if match := re.fullmatch(r"portal (\d{4}-\d\d-\d\d)? ?([A-Z+a-z]*)", source):
        return _("National Public Service Portal, listing of %(day)s (marks %(marks)s)") % {
            "day": match[1] or "2026-07",
            "marks": match[2] or "–",
        }
    if source == "own":
        return _("Compiled for Motcua from the legal basis; to be checked by a lawyer")
    if source.startswith("file "):
        return _("Imported from %(file)s") % {"file": source.removeprefix("file ")}
    return source


def version_public(version: VersionView) -> dict[str, Any]:
    """Return a record for a page or the API: what is known, and where each part came from.

    Codes stand beside words, so that machines need not read words. Amounts are whole dong.
    """
    return {
        "code": version.code,
        "name": version.name,
        "field": {"code": version.field.code, "name": version.field.name},
        "effective_from": version.effective_from.isoformat(),
        "effective_to": version.effective_to.isoformat() if version.effective_to else None,
        "status": version.status.value,
        "status_date": version.status_date.isoformat() if version.status_date else None,
        "status_source": version.status_source,
        "issuing_ministry": version.issuing_ministry,
        "announced_by": version.announced_by,
        "levels": list(version.levels),
        "handled_by": list(version.handled_by),
        "agency": list(version.agency),
        "applicants": list(version.applicants),
        "channels": list(version.channels),
        "limit": version.limit or None,
        "limit_text": limit_text(version.limit),
        "limit_note": _note(version.limit_note, version.limit_note_en),
        "due_rule": version.due_rule,
        "promised_limit": version.promised_limit or None,
        "fee_state": version.fee_state.value,
        "fees": fees_public(version.fees),
        "components": [_component_public(item) for item in version.components],
        "legal_basis": list(version.legal_basis),
        "process": version.process_key or None,
        "requires_paper_result": version.requires_paper_result,
        "pauses_for_obligation": version.pauses_for_obligation,
        "result": version.result or None,
        "cases": [{"code": case.code, "name": case.label} for case in version.cases],
        **_knowledge(version),
        "content_hash": version.content_hash,
    }


def _knowledge(version: VersionView) -> dict[str, Any]:
    """What is missing, what still needs a lawyer, and where each known part came from."""
    return {
        "complete": version.complete,
        "missing": [{"part": part, "name": word(PART_NAMES, part)} for part in version.missing],
        "to_verify": [{"part": note, "text": review_text(note)} for note in version.review_notes],
        "sources": [
            {"part": part, "source": source_text(source)}
            for part, source in sorted(version.sources.items())
        ],
    }


def fees_public(fees: Iterable[FeeView]) -> list[dict[str, Any]]:
    """Return the rules of fees for machines: rows that are steps of one fee stand together.

    Of one `charge`, the rule made most closely for a filing holds: province, then case, then
    channel; a group's rule or exemption only where it is less (`rules.fees_due`).
    """
    rules: dict[tuple[Any, ...], list[FeeView]] = {}
    for fee in fees:
        same = (
            fee.case, fee.channel, fee.province, fee.group, fee.exempt, fee.per, fee.valid_from,
            fee.valid_to, fee.source,
        )  # fmt: skip
        rules.setdefault((fee.charge or f"#{fee.id}", *same), []).append(fee)
    return [_fee_public(sorted(rows, key=lambda fee: fee.first)) for rows in rules.values()]


def _fee_public(rows: Sequence[FeeView]) -> dict[str, Any]:
    fee = rows[0]
    caps = [row.cap_vnd for row in rows if row.cap_vnd is not None]
    notes = dict.fromkeys(row.note_label for row in rows if row.note_label)
    return {
        "charge": fee.charge or None,
        "name": fee.label.partition(":")[0] if len(rows) > 1 else fee.label,
        "amount_vnd": fee.amount_vnd,
        "per": fee.per or None,
        "steps": [
            {"first": row.first, "last": row.last, "amount_vnd": row.amount_vnd, "name": row.label}
            for row in rows
        ],
        "cap_vnd": min(caps) if caps else None,
        "case": {"code": fee.case, "name": word(CASES, fee.case)} if fee.case else None,
        "channel": fee.channel or None,
        "province": fee.province or None,
        "group": {"code": fee.group, "name": word(GROUPS, fee.group)} if fee.group else None,
        "exempt": [{"code": group, "name": word(GROUPS, group)} for group in fee.exempt],
        "set_by_province": fee.set_by_province,
        "note": "; ".join(notes) or None,
        "valid_from": fee.valid_from.isoformat() if fee.valid_from else None,
        "valid_to": fee.valid_to.isoformat() if fee.valid_to else None,
        "source": source_text(fee.source) if fee.source else None,
    }


def _component_public(item: ComponentView) -> dict[str, Any]:
    return {
        "id": item.id,
        "order": item.order,
        "name": item.name,
        "label": item.label,
        "kind": item.kind.value,
        "originals": item.originals,
        "copies": item.copies,
        "required": item.required,
        "condition": item.condition_label or None,
        "template": item.template or None,
        "how": item.how,
        "satisfied_by": list(item.satisfied_by),
    }


def _note(vietnamese: str, english: str) -> str | None:
    from motcua.procedures.types import worded

    return worded(vietnamese, english) or None
