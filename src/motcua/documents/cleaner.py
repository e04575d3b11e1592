"""Taking active content out of a PDF, made only inside the checking process (see `sandbox`).

Only on the person's word, never silently, and never in a signed file: its signature would break.
What comes out is inspected again like any file that arrives.
"""

from __future__ import annotations

import io
from typing import Any

from motcua.documents.inspector import ACTIONS, DEPTH, KEYS, SUBTYPES
from motcua.documents.rules import MAX_UNPACKED, FileProblem


def clean(data: bytes) -> tuple[bytes, list[str]]:
    """Return the PDF without what acts, and what that was (names of the inspector).

    Raises FileProblem: `active_signed`; `active_whole` where hardly anything would be left (a
    portfolio of files, a form that is all XFA); `damaged`, `encrypted`.
    """
    import pikepdf

    pikepdf.settings.set_qpdf_limits(flate_max_memory=2 * MAX_UNPACKED)
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise FileProblem("encrypted")
            _expect_cleanable(pdf)
            removed: dict[str, None] = {}
            _strip(pdf.trailer, removed, DEPTH)
            for item in pdf.objects:
                if isinstance(item, pikepdf.Object):
                    _strip(item, removed, DEPTH)
            if "EmbeddedFiles" in removed and "/AF" in pdf.Root:
                del pdf.Root["/AF"]
            out = io.BytesIO()
            pdf.save(out)
    except pikepdf.PasswordError as error:
        raise FileProblem("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError) as error:
        raise FileProblem("damaged") from error
    return out.getvalue(), list(removed)


def _expect_cleanable(pdf: Any) -> None:
    import pikepdf

    if "/Perms" in pdf.Root:  # certified, or with rights that a signature gives
        raise FileProblem("active_signed")
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and _signature(item):
            raise FileProblem("active_signed")
        if isinstance(item, pikepdf.Dictionary) and _signature(item.get("/V")):
            raise FileProblem("active_signed")
    if "/Collection" in pdf.Root or bool(pdf.Root.get("/NeedsRendering", False)):
        raise FileProblem("active_whole")


def _signature(item: Any) -> bool:
    """Whether this is the value of a signature that was given (ISO 32000-1, 12.8.1)."""
    import pikepdf

    if not isinstance(item, pikepdf.Dictionary):
        return False
    return "/ByteRange" in item or str(item.get("/Type", "")) in {"/Sig", "/DocTimeStamp"}


def _strip(item: Any, removed: dict[str, None], depth: int) -> None:
    """Take out of one object what the inspector would refuse; follows direct children only."""
    import pikepdf

    if depth == 0:
        raise FileProblem("complex")
    children: list[Any]
    if isinstance(item, pikepdf.Array):
        for place in reversed(range(len(item))):
            found = _acts(item[place])
            if found:
                removed[found] = None
                del item[place]
        children = list(item.as_list())
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        _strip_keys(item, removed)
        children = [value for _key, value in item.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _strip(child, removed, depth - 1)


def _strip_keys(item: Any, removed: dict[str, None]) -> None:
    for key in list(item.keys()):
        found = KEYS.get(key) or _acts(item[key])
        if found:
            removed[found] = None
            del item[key]


def _acts(value: Any) -> str:
    """Return what a dictionary does by itself, empty for everything harmless."""
    import pikepdf

    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return ""
    for key, table in (("/S", ACTIONS), ("/Subtype", SUBTYPES), ("/Type", SUBTYPES)):
        name = value.get(key)
        if name is not None and str(name) in table:
            return table[str(name)]
    return "EmbeddedFiles" if str(value.get("/Type", "")) == "/EmbeddedFile" else ""
