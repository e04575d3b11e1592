"""Files that must not be taken in, made here one by one: name → (bytes, file name, code)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Permissions

from motcua.documents.rules import EICAR
from tests.builders.documents import pdf_make, photo_make

Nasty = tuple[bytes, str, str]


def zip_make(**files: bytes) -> bytes:
    """A ZIP archive; the names are given with `__` for a dot and `_s_` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_s_", "/").replace("__", "."), data)
    return out.getvalue()


def png_make(width: int, height: int, pixels: bytes | None = None) -> bytes:
    """A PNG that claims a size; its picture may be anything."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(pixels if pixels is not None else b"\x00" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _with(change: Callable[[pikepdf.Pdf], Any], **save: Any) -> bytes:
    return pdf_make(change=change, **save)


def _annotation(**keys: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 10, 10]), **keys)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    return change


def _root(**keys: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            pdf.Root[f"/{key}"] = value

    return change


def _javascript() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"attached"


def _bomb(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.write(zlib.compress(b"0" * 150_000_000), filter=Name.FlateDecode)
    pdf.pages[0].Contents = stream


def _eicar_stream(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"% " + EICAR)


def _huge_picture(pdf: pikepdf.Pdf) -> None:
    keys = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 90_000, "/Height": 90_000}
    pdf.Root.Huge = pdf.make_stream(b"\x00", keys)


def _hidden_names() -> bytes:
    """The same script with its names written in hexadecimal, all lengths kept."""
    plain = _with(_root(OpenAction=_javascript()))
    hidden = plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    return hidden.replace(b"app.alert", b"app.a")


Cases = dict[str, tuple[bytes, str]]


def _link(**action: Any) -> bytes:
    return _with(
        _annotation(
            Subtype=Name.Link, A=Dictionary({f"/{key}": value for key, value in action.items()})
        )
    )


def _acting() -> Cases:
    script = _javascript()
    names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    packed = pikepdf.ObjectStreamMode.generate
    files = {
        "open action": _with(_root(OpenAction=script)),
        "additional action": _with(_root(AA=Dictionary(WC=script))),
        "named script": _with(_root(Names=names)),
        "launch": _link(S=Name.Launch, F="cmd.exe"),
        "script in link": _link(S=Name.JavaScript, JS="app.alert(1)"),
        "script after link": _link(S=Name.URI, URI="http://a", Next=script),
        "script in object stream": _with(_root(OpenAction=script), object_stream_mode=packed),
        "script with hidden names": _hidden_names(),
        "submit form": _link(S=Name.SubmitForm, F="http://a"),
        "import data": _link(S=Name.ImportData, F="a"),
        "remote go-to": _link(S=Name.GoToR, F="\\\\host\\a"),
        "embedded go-to": _link(S=Name.GoToE),
        "attachment": _with(_attach),
        "file annotation": _with(_annotation(Subtype=Name.FileAttachment)),
        "rich media": _with(_annotation(Subtype=Name.RichMedia)),
        "film": _with(_annotation(Subtype=Name.Movie)),
        "sound": _link(S=Name.Sound),
        "3D": _with(_annotation(Subtype=Name("/3D"))),
        "XFA form": _with(_root(AcroForm=Dictionary(XFA=Array([])))),
    }
    return {name: (data, "active") for name, data in files.items()}


def _heavy() -> Cases:
    return {
        "password": (
            _with(lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")),
            "encrypted",
        ),
        "owner password": (
            _with(
                lambda pdf: None,
                encryption=pikepdf.Encryption(owner="a", user="", allow=Permissions(extract=False)),
            ),
            "encrypted",
        ),
        "501 pages": (pdf_make(pages=501), "pages"),
        "unpacks to 150 MB": (_with(_bomb), "bomb"),
        "huge picture": (_with(_huge_picture), "pixels"),
        "virus in stream": (_with(_eicar_stream, compress_streams=True), "malware"),
        "virus in plain": (_with(_eicar_stream, compress_streams=False), "malware"),
    }


def _broken() -> Cases:
    good = pdf_make()
    return {
        "cut in half": (good[: len(good) // 2], "truncated"),
        "cut at the end": (good[:-20], "truncated"),
        "no objects": (b"%PDF-1.7\n%%EOF\n", "damaged"),
        "only noise": (b"%PDF-1.4\n" + bytes(range(256)) * 20 + b"\n%%EOF", "damaged"),
        "endless reference": (
            b"%PDF-1.4\n1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
            "damaged",
        ),
        "deep nest": (
            good.replace(b"%%EOF", b"") + b"9 0 obj " + b"[" * 5000 + b"endobj\n%%EOF",
            "damaged",
        ),
        "with web page": (
            good.replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1),
            "polyglot",
        ),
        "with PHP": (good.replace(b"\n", b"\n%<?php system('id');\n", 1), "polyglot"),
        "with archive": (good + zip_make(a__class=b"x"), "polyglot"),
        "archive inside": (good[:9] + zip_make(a__txt=b"x") + good[9:], "polyglot"),
        "program at the end": (good + b"MZ" + b"\x00" * 50 + b"program", "trailing"),
    }


def nasty_pdfs() -> dict[str, Nasty]:
    """PDF files with something wrong inside."""
    cases = {**_acting(), **_heavy(), **_broken()}
    return {f"pdf: {name}": (data, "giay.pdf", code) for name, (data, code) in cases.items()}


def nasty_pictures() -> dict[str, Nasty]:
    """Photos with something wrong inside."""
    jpeg, png = photo_make(size=(800, 600)), photo_make("PNG")
    cases: dict[str, tuple[bytes, str, str]] = {
        "jpeg cut": (jpeg[: len(jpeg) // 2], "a.jpg", "truncated"),
        "jpeg of three bytes": (b"\xff\xd8\xff", "a.jpg", "truncated"),
        "jpeg noise": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 10, "a.jpg", "damaged"),
        "jpeg without picture": (b"\xff\xd8\xff\xd9", "a.jpg", "damaged"),
        "jpeg of 65,000 x 65,000": (_jpeg_claims(jpeg, 65_000, 65_000), "a.jpg", "pixels"),
        "jpeg and archive": (jpeg + zip_make(a__class=b"x"), "a.jpg", "polyglot"),
        "jpeg and web page": (
            jpeg[:2] + b"\xff\xfe\x00\x22<html><script>alert(1)</script>    " + jpeg[2:],
            "a.jpg",
            "polyglot",
        ),
        "jpeg and PDF": (jpeg + pdf_make(), "a.jpg", "polyglot"),
        "jpeg and virus": (jpeg + EICAR, "a.jpg", "malware"),
        "png of 50,000 x 50,000": (png_make(50_000, 50_000), "a.png", "pixels"),
        "png without pixels": (png_make(500, 500), "a.png", "damaged"),
        "png of no size": (png_make(0, 0), "a.png", "damaged"),
        "png cut": (png[: len(png) // 2], "a.png", "truncated"),
        "png with a wrong sum": (png[:-6] + b"\x00" + png[-5:], "a.png", "damaged"),
        "png of 63 megapixels": (png_make(9000, 7000, b"\x00" * 189_007_000), "a.png", "pixels"),
        "png and archive": (png + zip_make(a__js=b"x"), "a.png", "polyglot"),
        "png and PHP": (png + b"<?php echo 1; ?>", "a.png", "polyglot"),
    }
    return dict(cases)


def _jpeg_claims(jpeg: bytes, width: int, height: int) -> bytes:
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def nasty_labels() -> dict[str, Nasty]:
    """Other things under a label of ours, and names that are traps."""
    good, jpeg = pdf_make(), photo_make()
    docx = zip_make(word_s_document__xml=b"<w/>", word_s_vbaProject__bin=b"x")
    laughs = b'<!DOCTYPE l [<!ENTITY a "lol">]><l>&a;</l>'
    return {
        "empty": (b"", "a.pdf", "empty"),
        "50 MB": (b"%PDF-1.7\n" + b"\x00" * 52_000_000, "a.pdf", "size"),
        "zip as pdf": (zip_make(a__txt=b"a"), "a.pdf", "type_archive"),
        "docx as pdf": (docx, "a.pdf", "type_office"),
        "docx": (docx, "a.docx", "type_office"),
        "old doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc", "type_office"),
        "html as jpg": (b"<!DOCTYPE html><html><script>1</script></html>", "a.jpg", "type_web"),
        "svg as png": (
            b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
            "a.png",
            "type_web",
        ),
        "xml entities": (laughs, "a.pdf", "type_web"),
        "program as pdf": (b"MZ" + b"\x90" * 500, "a.pdf", "type_program"),
        "elf": (b"\x7fELF" + b"\x00" * 500, "a.png", "type_program"),
        "script file": (b"#!/bin/sh\nid\n", "a.pdf", "type_program"),
        "gif": (b"GIF89a" + b"\x00" * 500, "a.gif", "type_image"),
        "heic": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "a.jpg", "type_heic"),
        "film": (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100, "a.jpg", "type_media"),
        "gzip": (b"\x1f\x8b\x08" + b"\x00" * 100, "a.pdf", "type_archive"),
        "virus": (EICAR, "a.pdf", "type_other"),
        "noise before pdf": (b"\x00\x01" + good, "a.pdf", "type_other"),
        "photo called pdf": (jpeg, "a.pdf", "mislabelled"),
        "pdf called jpg": (good, "a.jpg", "mislabelled"),
        "pdf called program": (good, "giay.pdf.exe", "mislabelled"),
        "name turned round": (good, "giay\u202efdp.exe", "name_characters"),
        "name with line ends": (good, "a.pdf\r\nX-Injected: 1", "name_characters"),
        "name with zero byte": (good, "a.pdf\x00.exe", "name_characters"),
        "name of broken text": (good, "a\ud800.pdf", "name_characters"),
        "name of 5,000 letters": (good, "ệ" * 5000 + ".pdf", "name_long"),
        "no name": (good, "", "name_empty"),
        "only a folder": (good, "../../", "name_empty"),
    }


def nasty_all() -> dict[str, Nasty]:
    """Everything above."""
    return {**nasty_pdfs(), **nasty_pictures(), **nasty_labels()}
