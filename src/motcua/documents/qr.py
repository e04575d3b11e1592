"""QR codes as SVG text: for slips on paper and for pages."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str, *, border: int = 4) -> str:
    """Return a QR code of `text` as an SVG that scales to its box.

    Error correction M or better (about 15 % of the code may be dirty or creased); `border` is
    the quiet zone in modules, 4 by ISO/IEC 18004. Raises ValueError for an empty text and for
    one that does not fit.
    """
    if not text:
        raise ValueError("a QR code needs a text")
    out = io.BytesIO()
    try:
        code = segno.make(text, error="m", micro=False, boost_error=True)
    except segno.DataOverflowError as error:
        raise ValueError("the text does not fit into a QR code") from error
    code.save(out, kind="svg", border=border, xmldecl=False, svgns=True, omitsize=True, nl=False)
    return out.getvalue().decode("utf-8")
