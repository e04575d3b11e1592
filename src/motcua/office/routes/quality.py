"""Internal audits, non-conformities, corrective actions."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.audit import audit
from motcua.office.views.audit_change import audit_change
from motcua.office.views.audit_finding import audit_finding
from motcua.office.views.audit_new import audit_new
from motcua.office.views.audit_report import audit_report
from motcua.office.views.audits import audits
from motcua.office.views.nonconformities import nonconformities
from motcua.office.views.nonconformities_file import nonconformities_file
from motcua.office.views.nonconformity import nonconformity
from motcua.office.views.nonconformity_new import nonconformity_new
from motcua.office.views.quality_file import quality_file

AUDIT = "audits/<row:audit_id>/"

urlpatterns: list[URLPattern] = [
    path("audits/", audits, name="audits"),
    path("audits/new/", audit_new, name="audit_new"),
    path(AUDIT, audit, name="audit"),
    path(f"{AUDIT}change/", audit_change, name="audit_change"),
    path(f"{AUDIT}finding/", audit_finding, name="audit_finding"),
    path(f"{AUDIT}report/", audit_report, name="audit_report"),
    path("nonconformities/", nonconformities, name="nonconformities"),
    path("nonconformities/new/", nonconformity_new, name="nonconformity_new"),
    path("nonconformities/file/<slug:kind>/", nonconformities_file, name="nonconformities_file"),
    path("nonconformities/<str:code>/", nonconformity, name="nonconformity"),
    path("quality-files/<row:evidence_id>/", quality_file, name="quality_file"),
]
