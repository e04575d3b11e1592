"""Where each province stands on the map of tiles: our own drawing of where they lie, no geometry.

No boundary data with a clear free licence was found (docs/adr/0022): every province is one cell of
the same size, roughly where it lies. Column and row count from 1. The archipelagos belong to a
province and are shown with it: Hoàng Sa to Đà Nẵng, Trường Sa to Khánh Hòa.
"""

from __future__ import annotations

CELLS: dict[str, tuple[int, int]] = {
    "12": (2, 1),  # Lai Châu
    "15": (3, 1),  # Lào Cai
    "08": (4, 1),  # Tuyên Quang
    "04": (5, 1),  # Cao Bằng
    "11": (1, 2),  # Điện Biên
    "14": (2, 2),  # Sơn La
    "25": (3, 2),  # Phú Thọ
    "19": (4, 2),  # Thái Nguyên
    "20": (5, 2),  # Lạng Sơn
    "01": (3, 3),  # Hà Nội
    "24": (4, 3),  # Bắc Ninh
    "22": (5, 3),  # Quảng Ninh
    "37": (3, 4),  # Ninh Bình
    "33": (4, 4),  # Hưng Yên
    "31": (5, 4),  # Hải Phòng
    "38": (3, 5),  # Thanh Hóa
    "40": (3, 6),  # Nghệ An
    "42": (4, 7),  # Hà Tĩnh
    "44": (4, 8),  # Quảng Trị
    "46": (5, 8),  # Huế
    "48": (5, 9),  # Đà Nẵng
    "51": (5, 10),  # Quảng Ngãi
    "52": (5, 11),  # Gia Lai
    "66": (5, 12),  # Đắk Lắk
    "80": (3, 13),  # Tây Ninh
    "75": (4, 13),  # Đồng Nai
    "68": (5, 13),  # Lâm Đồng
    "56": (6, 13),  # Khánh Hòa
    "91": (2, 14),  # An Giang
    "82": (3, 14),  # Đồng Tháp
    "79": (4, 14),  # Hồ Chí Minh
    "92": (2, 15),  # Cần Thơ
    "86": (3, 15),  # Vĩnh Long
    "96": (2, 16),  # Cà Mau
}
ISLANDS: tuple[tuple[str, str, tuple[int, int]], ...] = (
    ("Hoàng Sa", "48", (7, 9)),
    ("Trường Sa", "56", (7, 14)),
)
