"""Pages bound into one PDF, with their text under the pictures. Runs inside `sandbox`."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
from PIL import Image

from motcua.documents.rules import MAX_PIXELS

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def run(data: bytes, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return one PDF of `given["pages"]`, in their order.

    A page is {"blob": n, "kind": "picture", "dpi": d, "text": m or None} or {"blob": n, "kind":
    "drawn", "page": p}: page p of the PDF in that blob. Blob m is a PDF of invisible text.
    The blobs stand one behind the other, `sizes` long.
    """
    blobs, place = [], 0
    for size in given["sizes"]:
        blobs.append(data[place : place + size])
        place += size
    made = pikepdf.new()
    for one in given["pages"]:
        if one["kind"] == "drawn":
            with pikepdf.open(io.BytesIO(blobs[one["blob"]])) as source:
                made.pages.append(source.pages[one["page"]])
        else:
            _picture_add(made, blobs[one["blob"]], int(one["dpi"]))
            if one.get("text") is not None:
                _text_add(made, blobs[one["text"]])
    made.docinfo[pikepdf.Name.Title] = str(given.get("title", ""))[:200]
    made.Root.Lang = "vi"
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return {"pages": len(made.pages)}, out.getvalue()


def _picture_add(made: pikepdf.Pdf, data: bytes, dpi: int) -> None:
    image = Image.open(io.BytesIO(data))
    wide, high = image.size
    if image.format == "JPEG":  # the very bytes: nothing is lost by a second compression
        stream = pikepdf.Stream(made, data)
        stream.Filter = pikepdf.Name.DCTDecode
        stream.ColorSpace = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
        stream.BitsPerComponent = 8
    else:
        one_bit = image.convert("1")
        stream = pikepdf.Stream(made, zlib.compress(one_bit.tobytes(), 9))
        stream.Filter = pikepdf.Name.FlateDecode
        stream.ColorSpace = pikepdf.Name.DeviceGray
        stream.BitsPerComponent = 1
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = wide, high
    size = (round(wide * 72 / dpi, 2), round(high * 72 / dpi, 2))
    made.add_blank_page(page_size=size)
    page = made.pages[-1]
    name = page.add_resource(stream, pikepdf.Name.XObject, pikepdf.Name.Page)
    shown = f"q {size[0]} 0 0 {size[1]} 0 0 cm {name} Do Q".encode()
    page.contents_add(shown)


def _text_add(made: pikepdf.Pdf, text: bytes) -> None:
    page = made.pages[-1]
    with pikepdf.open(io.BytesIO(text)) as layer:
        form = made.copy_foreign(layer.pages[0].as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Text)
    wide, high = (float(one) for one in form.BBox[2:])
    share = [float(page.mediabox[2]) / wide, float(page.mediabox[3]) / high]
    page.contents_add(
        f"q {share[0]:.6f} 0 0 {share[1]:.6f} 0 0 cm {name} Do Q".encode(), prepend=True
    )
