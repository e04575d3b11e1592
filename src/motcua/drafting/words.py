"""What pages say of templates: kinds, parts, faults, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.drafting.types import Fault, PaperKind

KINDS: dict[PaperKind, Any] = {
    PaperKind.LETTER: gettext_lazy("Official letter"),
    PaperKind.DECISION: gettext_lazy("Decision"),
    PaperKind.CONFIRMATION: gettext_lazy("Confirmation"),
    PaperKind.NOTICE: gettext_lazy("Notice"),
}
RESULTS: dict[str, Any] = {
    "grant": gettext_lazy("It grants what was asked for"),
    "refusal": gettext_lazy("It refuses, with reasons"),
}
PARTS: dict[str, Any] = {
    "subject": gettext_lazy("Subject line"),
    "addressee": gettext_lazy("Addressee"),
    "authority": gettext_lazy("Who decides"),
    "grounds": gettext_lazy("Legal grounds"),
    "body": gettext_lazy("Text"),
    "recipients": gettext_lazy("Recipients"),
    "signer": gettext_lazy("Capacity and title of the signer"),
}
# The paper is Vietnamese whatever language the official reads.
TITLES = {
    PaperKind.LETTER: "",
    PaperKind.DECISION: "QUYẾT ĐỊNH",
    PaperKind.CONFIRMATION: "GIẤY XÁC NHẬN",
    PaperKind.NOTICE: "THÔNG BÁO",
}
SYMBOLS = {  # kinds of documents in symbols: Decree 30/2020/NĐ-CP, Annex III, but see TO_VERIFY
    PaperKind.LETTER: "",
    PaperKind.DECISION: "QĐ-",
    PaperKind.CONFIRMATION: "GXN-",
    PaperKind.NOTICE: "TB-",
}
TO_VERIFY = {  # a lawyer must look at it; docs/code-migrations.md
    PaperKind.CONFIRMATION: (
        "Neither article 7 nor Annex III of Decree 30/2020/NĐ-CP names “giấy xác nhận” or “GXN”: "
        "kind and symbol are the units' own usage."
    ),
}
MARK = "[[chưa có: %s]]"


def fault_text(fault: Fault) -> str:
    """Return what is wrong with a text and where."""
    where = {"line": fault.line, "spot": fault.spot}
    if fault.code == "unknown" and fault.near:
        near = {**where, "near": "{" + fault.near + "}"}
        return _("Line %(line)s: %(spot)s is not known here. Did you mean %(near)s?") % near
    if fault.code == "unknown":
        return _("Line %(line)s: %(spot)s is not known here. See the list of placeholders.") % where
    if fault.code == "form":
        return (
            _(
                "Line %(line)s: %(spot)s cannot be written this way. “:upper” is for texts, "
                "“:long” for dates."
            )
            % where
        )
    if fault.code == "condition":
        return _("Line %(line)s: %(spot)s may stand at the beginning of a paragraph only.") % where
    return (
        _(
            "Line %(line)s: the brace “%(spot)s” belongs to no placeholder. Write {{ or }} for a "
            "brace."
        )
        % where
    )
