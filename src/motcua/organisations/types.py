"""Words of this package that others may use."""

from __future__ import annotations

from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is. The district tier ended on 2025-07-01 (Law 72/2025/QH15)."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "centrally_run_city"
    DISTRICT = "district"
    COMMUNE = "commune"
    WARD = "ward"
    TOWN = "town"
    SPECIAL_ZONE = "special_zone"
    DEPARTMENT = "department"
    CENTRE = "service_centre"
    BODY = "body"
    POINT = "reception_point"
