"""Digitisation: components of a dossier, pages under work, the digital copy."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters as _converters  # noqa: F401 - registers <dossier:> and <row:>
from motcua.office.views.labels import labels
from motcua.office.views.labels_day import labels_day
from motcua.office.views.scan import scan
from motcua.office.views.scan_batch import scan_batch
from motcua.office.views.scan_batch_picture import scan_batch_picture
from motcua.office.views.scan_batches import scan_batches
from motcua.office.views.scan_compare import scan_compare
from motcua.office.views.scan_file import scan_file
from motcua.office.views.scan_picture import scan_picture
from motcua.office.views.scan_return import scan_return
from motcua.office.views.scan_sign import scan_sign
from motcua.office.views.scans import scans
from motcua.office.views.to_digitise import to_digitise

HERE = "dossiers/<dossier:code>/scans/"
ONE = f"{HERE}<row:component_id>/"

urlpatterns: list[URLPattern] = [
    path("digitise/", to_digitise, name="to_digitise"),
    path("digitise/stacks/", scan_batches, name="scan_batches"),
    path("digitise/stacks/<row:batch_id>/", scan_batch, name="scan_batch"),
    path(
        "digitise/stacks/<row:batch_id>/pages/<row:page_id>/",
        scan_batch_picture,
        name="scan_batch_picture",
    ),
    path("digitise/labels/", labels_day, name="labels_day"),
    path("dossiers/<dossier:code>/labels/", labels, name="labels"),
    path(HERE, scans, name="scans"),
    path(ONE, scan, name="scan"),
    path(f"{ONE}pages/<row:page_id>/", scan_picture, name="scan_picture"),
    path(f"{ONE}pdf/", scan_file, name="scan_file"),
    path(f"{ONE}compare/", scan_compare, name="scan_compare"),
    path(f"{ONE}sign/", scan_sign, name="scan_sign"),
    path(f"{ONE}return/", scan_return, name="scan_return"),
]
