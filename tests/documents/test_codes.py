"""Codes in photos: found where they stand, hostile pictures refused in plain words."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image, ImageFilter

from motcua.documents.scans.codes import MAX_BYTES, read_codes
from motcua.documents.types import FileRefused

TEXT = "001090012345|012345678|Nguyễn Văn Mẫu|01021990|Nam|Tổ 2, Bách Quang, Thái Nguyên|15052021"


def code_picture(text: str, side: int) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=4, border=4)
    return Image.open(out).convert("RGB").resize((side, side))


def photo(
    *codes: str, size: tuple[int, int] = (1600, 1200), side: int = 260, turn: float = 9
) -> Image.Image:
    """Return cards with their code on a dark table, a little out of focus."""
    table = Image.new("RGB", size, (96, 84, 70))
    for number, text in enumerate(codes):
        card = Image.new("RGB", (side * 4, side * 2), (206, 224, 230))
        card.paste(code_picture(text, side), (side * 3 - side // 4, side // 4))
        turned = card.rotate(turn, expand=True, fillcolor=(96, 84, 70))
        table.paste(turned, (size[0] // 12, size[1] // 12 + number * size[1] // 2))
    return table.filter(ImageFilter.GaussianBlur(0.8))


def as_bytes(picture: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def test_a_code_on_a_turned_card_is_read_with_its_diacritics_and_place() -> None:
    (code,) = read_codes(as_bytes(photo(TEXT, turn=14)))
    assert (code.text, code.format) == (TEXT, "QRCode")
    across = {x for x, _y in code.position}
    assert 700 < min(across) < max(across) < 1400


def test_a_small_code_in_a_large_photo_is_read() -> None:
    (code,) = read_codes(as_bytes(photo(TEXT, size=(4000, 3000), side=210, turn=33)))
    assert code.text == TEXT


def test_codes_stand_from_top_to_bottom_and_a_photo_lying_on_its_side_is_turned() -> None:
    picture = photo("first", "second", side=180, turn=0)
    lying = picture.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn a quarter clockwise to look at it"
    first, second = read_codes(as_bytes(lying, exif=exif))
    assert (first.text, second.text) == ("first", "second")
    assert first.position[0][1] < second.position[0][1]


def test_transparent_paper_is_white() -> None:
    grey = code_picture(TEXT, 400).convert("L")
    clear = Image.new("RGBA", grey.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=grey.point(lambda value: 255 - value))
    (code,) = read_codes(as_bytes(clear, "PNG"))
    assert code.text == TEXT


def test_a_picture_without_a_code_is_no_error() -> None:
    assert read_codes(as_bytes(Image.new("RGB", (900, 600), "white"))) == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"%PDF-1.7\n", "file.type_image"),
        (b"GIF89a" + bytes(50), "file.type_image"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "file.type_heic"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "file.damaged"),
        (b"\xff\xd8\xff" + bytes(MAX_BYTES), "file.size"),
        (as_bytes(Image.new("1", (20_000, 20_000)), "PNG"), "file.pixels"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_codes(data, field="card_photo")
    assert refusal.value.code == code
    assert refusal.value.problems[0].field == "card_photo"
