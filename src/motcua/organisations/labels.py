"""Names of kinds and transfers in the language of whoever reads."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from motcua.organisations.types import Transfer, UnitKind

_KINDS = {
    UnitKind.COUNTRY: pgettext_lazy("unit", "Country"),
    UnitKind.PROVINCE: pgettext_lazy("unit", "Province"),
    UnitKind.CITY: pgettext_lazy("unit", "Centrally run city"),
    UnitKind.DISTRICT: pgettext_lazy("unit", "District (until 30 June 2025)"),
    UnitKind.COMMUNE: pgettext_lazy("unit", "Commune"),
    UnitKind.WARD: pgettext_lazy("unit", "Ward"),
    UnitKind.TOWN: pgettext_lazy("unit", "Township (until 30 June 2025)"),
    UnitKind.SPECIAL_ZONE: pgettext_lazy("unit", "Special zone"),
    UnitKind.DEPARTMENT: pgettext_lazy("unit", "Provincial department"),
    UnitKind.CENTRE: pgettext_lazy("unit", "Public administrative service centre"),
    UnitKind.BODY: pgettext_lazy("unit", "Body of a commune"),
    UnitKind.POINT: pgettext_lazy("unit", "Reception point"),
}
_TRANSFERS = {
    Transfer.WHOLE: pgettext_lazy("transfer", "whole"),
    Transfer.PART: pgettext_lazy("transfer", "in part"),
    Transfer.UNCHANGED: pgettext_lazy("transfer", "unchanged"),
    Transfer.PART_AREA: pgettext_lazy("transfer", "part of the area"),
    Transfer.PART_AREA_WHOLE_POPULATION: pgettext_lazy(
        "transfer", "part of the area with all people"
    ),
    Transfer.PART_POPULATION: pgettext_lazy("transfer", "part of the people"),
    Transfer.TYPE_CHANGED: pgettext_lazy("transfer", "type changed"),
    Transfer.RENAMED: pgettext_lazy("transfer", "renamed"),
    Transfer.COMMUNE_TO_ZONE: pgettext_lazy("transfer", "commune became a special zone"),
    Transfer.DISTRICT_TO_ZONE: pgettext_lazy("transfer", "district became a special zone"),
    Transfer.DISTRICT_ENDED: pgettext_lazy("transfer", "district ended, land in this commune"),
}


def kind_label(kind: UnitKind) -> str:
    """Return what a kind of unit is called."""
    return str(_KINDS[kind])


def transfer_label(transfer: Transfer) -> str:
    """Return how territory and people passed over."""
    return str(_TRANSFERS[transfer])
