"""The sample persons, plainly samples: everybody is called Mẫu (sample) and a number.

Numbers begin with 000, which no province has. The claims are those of the VNeID profile.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

ADDRESS = "Số {n}, tổ {n}, phường Bách Quang, tỉnh Thái Nguyên"


@dataclass(frozen=True)
class Sample:
    """A sample account: what its owner is here for, its level, and its claims."""

    key: str
    note: object
    level: int
    claims: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Whom the account belongs to."""
        return self.claims.get("TenDoanhNghiep") or self.claims["HoVaTen"]


def _citizen(n: int, name: str, note: object, *, level: int = 2, **more: str) -> Sample:
    claims = {
        "TechID": f"mau-{n:04d}",
        "LoaiTaiKhoan": "1",
        "HoVaTen": name,
        "SoDinhDanh": f"000{190 if more.get('GioiTinh') == 'Nữ' else 90:03d}{n:06d}",
        "GioiTinh": "Nam",
        "NgayThangNamSinh": f"{n:02d}/0{n}/1985",
        "DiaChi": ADDRESS.format(n=n),
        "SoDienThoai": f"0900000{n:03d}",
        "ThuDienTu": f"mau{n}@mau.example",
        **more,
    }
    return Sample(f"mau{n}", note, level, {k: v for k, v in claims.items() if v})


_LEVEL_2 = _("citizen, level 2")
PEOPLE: tuple[Sample, ...] = (
    _citizen(1, "Nguyễn Thị Mẫu 1", _("citizen, level 2; mother of the child Mẫu 6"),
             GioiTinh="Nữ", NgayThangNamSinh="12/03/1992"),
    _citizen(2, "Trần Văn Mẫu 2", _("citizen, level 2; represents the sample company")),
    _citizen(3, "Lê Thị Mẫu 3", _("citizen, level 1 only: registered by oneself"),
             level=1, GioiTinh="Nữ"),
    _citizen(4, "Phạm Văn Mẫu 4", _("citizen, level 2, without e-mail and telephone"),
             ThuDienTu="", SoDienThoai=""),
    _citizen(5, "Hoàng Văn Mẫu 5", _("citizen, level 2; old, with a number of nine digits before"),
             NgayThangNamSinh="1951-02-03", SoCMND="090000005"),
    _citizen(7, "Vũ Thị Mẫu 7", _LEVEL_2, GioiTinh="Nữ", NgayThangNamSinh="30/11/1999"),
    _citizen(8, "Đặng Văn Mẫu 8", _LEVEL_2, NgayThangNamSinh="07/07/2004",
             DiaChi="Số 8, thôn 8, xã Phong Quang, tỉnh Thái Nguyên"),
    Sample(
        "congty1",
        _("business; its representative is Mẫu 2"),
        2,
        {
            "TechID": "mau-cty-0001",
            "LoaiTaiKhoan": "2",
            "TenDoanhNghiep": "Công ty TNHH Mẫu 1",
            "MaSoThue": "0000000001",
            "MaSoDoanhNghiep": "0000000001",
            "HoVaTen": "Trần Văn Mẫu 2",
            "SoDinhDanh": "000090000002",
            "DiaChi": "Số 1, phố Mẫu, phường Bách Quang, tỉnh Thái Nguyên",
            "SoDienThoai": "0900000101",
            "ThuDienTu": "congty1@mau.example",
        },
    ),
)  # fmt: skip
CHILD = {"name": "Nguyễn Văn Mẫu 6", "id_number": "000220000006", "birth_date": "2020-06-06"}
BY_KEY = {sample.key: sample for sample in PEOPLE}
