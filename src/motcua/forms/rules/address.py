"""The controls of an address: province, then commune, then the house; or its old name."""

from __future__ import annotations

from dataclasses import replace

from motcua.forms.drawing import Control, Places
from motcua.forms.types import Raw, Words

Options = tuple[tuple[str, str], ...]

_PROVINCE = Words("Tỉnh, thành phố", "Province or city", "Provinsi atau kota")
_COMMUNE = Words("Xã, phường, đặc khu", "Commune or ward", "Komune atau kelurahan")
_DETAIL = Words(
    "Số nhà, đường, thôn, tổ", "House number, street, hamlet", "Nomor rumah, jalan, dusun"
)
_SAID = Words("Tên đơn vị cũ", "Old name of the place", "Nama tempat yang lama")
_SAID_HINT = Words(
    "Thí dụ: xã Tân Quang, Sông Công. Tên trước ngày 1/7/2025 cũng tìm được.",
    "For example: xã Tân Quang, Sông Công. Names from before 1/7/2025 are known.",
    "Misalnya: xã Tân Quang, Sông Công. Nama sebelum 1/7/2025 juga dikenal.",
)


def address_control(control: Control, raw: Raw, places: Places, needs: tuple[str, ...]) -> Control:
    """Return the control of an address with its parts."""
    path = control.path

    def sent(key: str) -> str:
        return (raw.get(f"{path}:{key}") or [""])[0]

    def part(key: str, label: Words, look: str, options: Options = (), hint: str = "") -> Control:
        name = f"{path}:{key}"
        return Control(
            path=name,
            look=look,
            label=label.text,
            hint=hint,
            value=sent(key),
            options=options,
            first=f"q-{name}-0" if look == "radio" else f"q-{name}",
            required=key in needs or not control.required,
            attributes={"maxlength": "250"} if look == "text" else {},
        )

    found = places.found.get(path, ())
    several = len(found) > 1
    communes = found if several else places.communes.get(sent("province"), ())
    parts = [part("province", _PROVINCE, "select", places.provinces)]
    if communes:
        parts.append(part("commune", _COMMUNE, "radio" if several else "select", communes))
    parts.append(part("detail", _DETAIL, "text"))
    return replace(
        control,
        look="address",
        parts=tuple(parts),
        old=part("said", _SAID, "text", hint=_SAID_HINT.text),
        value=found[0][1] if len(found) == 1 else "",
        more=f"find:{path}",
        first=f"q-{path}:province",
    )
