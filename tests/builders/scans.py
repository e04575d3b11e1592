"""Pages as they come from scanners and telephones, drawn in the test."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont

LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "Họ và tên: Nguyễn Văn Mẫu, sinh ngày 15 tháng 8 năm 1990",
    "Nơi cư trú: tổ dân phố số 3, phường Bách Quang, tỉnh Thái Nguyên",
    "Được cấp theo đề nghị của người có tên trên để làm thủ tục đăng ký",
    "kết hôn tại Ủy ban nhân dân phường nơi người đó đang thường trú.",
    "Giấy này có giá trị trong thời hạn sáu tháng kể từ ngày được cấp.",
)
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
)


def font_at(size: int) -> Any:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def page_draw(
    *, dpi: int = 200, seal: bool = False, lines: tuple[str, ...] = LINES, repeat: int = 3
) -> Any:
    """Return an A4 page of writing as an array (RGB)."""
    size = (round(8.27 * dpi), round(11.69 * dpi))
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    font = font_at(round(dpi * 0.165))
    step = round(dpi * 0.34)
    for number, line in enumerate(lines * repeat):
        draw.text((dpi, dpi + number * step), line, fill=(25, 25, 30), font=font)
    if seal:
        at = (size[0] - 3 * dpi, size[1] - 3 * dpi)
        draw.ellipse((*at, at[0] + dpi * 1.4, at[1] + dpi * 1.4), outline=(200, 20, 30), width=9)
        draw.text((at[0] + dpi * 0.3, at[1] + dpi * 0.6), "UBND", fill=(200, 20, 30), font=font)
    return np.asarray(image)


def page_turned(page: Any, degrees: float) -> Any:
    """Return the page as it lies askew on a flat-bed scanner: on white, `degrees` clockwise."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 0.9)
    return cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255))


def page_photographed(page: Any, *, shadow: bool = True) -> Any:
    """Return the page as a telephone sees it: at a slant, on a dark table, shaded from one side."""
    height, width = page.shape[:2]
    size = (round(width * 1.35), round(height * 1.25))
    table = np.random.default_rng(7).normal((70, 52, 40), 6, (size[1], size[0], 3))
    ground = np.clip(table, 0, 255).astype(np.uint8)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = np.array(
        [
            [width * 0.24, height * 0.10],
            [width * 1.09, height * 0.15],
            [width * 1.22, height * 1.13],
            [width * 0.12, height * 1.10],
        ],
        dtype=np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    laid = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), matrix, size)
    picture = np.where(where[:, :, None] > 127, laid, ground).astype(np.float32)
    if shadow:
        fall = np.linspace(1.0, 0.55, size[0], dtype=np.float32)[None, :, None]
        picture = picture * fall
    return np.clip(picture, 0, 255).astype(np.uint8)


def blurred(page: Any, strength: float = 6) -> Any:
    return cv2.GaussianBlur(page, (0, 0), strength)


def jpeg(page: Any, **more: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=88, **more)
    return out.getvalue()


def png(page: Any, **more: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(page).save(out, "PNG", **more)
    return out.getvalue()


def scanner_pdf(pages: list[bytes], *, dpi: int = 200) -> bytes:
    """Return the PDF that a scanner makes of JPEG pictures."""
    made = pikepdf.new()
    for data in pages:
        image = Image.open(io.BytesIO(data))
        stream = pikepdf.Stream(made, data)
        stream.Filter, stream.ColorSpace = pikepdf.Name.DCTDecode, pikepdf.Name.DeviceRGB
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height = image.size
        stream.BitsPerComponent = 8
        size = (image.size[0] * 72 / dpi, image.size[1] * 72 / dpi)
        made.add_blank_page(page_size=size)
        name = made.pages[-1].add_resource(stream, pikepdf.Name.XObject)
        made.pages[-1].contents_add(f"q {size[0]} 0 0 {size[1]} 0 0 cm {name} Do Q".encode())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
