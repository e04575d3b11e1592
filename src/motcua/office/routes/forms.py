"""Forms of procedures: drafts, preview, publication."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.forms import forms
from motcua.office.views.forms_edit import forms_edit
from motcua.office.views.forms_order import forms_order
from motcua.office.views.forms_page import forms_page
from motcua.office.views.forms_preview import forms_preview
from motcua.office.views.forms_publish import forms_publish
from motcua.office.views.forms_question import forms_question
from motcua.office.views.forms_start import forms_start
from motcua.office.views.forms_withdraw import forms_withdraw

urlpatterns: list[URLPattern] = [
    path("forms/", forms, name="forms"),
    path("forms/start/", forms_start, name="forms_start"),
    path("forms/<row:form_id>/", forms_edit, name="forms_edit"),
    path("forms/<row:form_id>/order/", forms_order, name="forms_order"),
    path("forms/<row:form_id>/page/<str:page>/", forms_page, name="forms_page"),
    path("forms/<row:form_id>/page/<str:page>/<str:path>/", forms_question, name="forms_question"),
    path("forms/<row:form_id>/preview/<str:page>/", forms_preview, name="forms_preview"),
    path("forms/<row:form_id>/publish/", forms_publish, name="forms_publish"),
    path("forms/<row:form_id>/withdraw/", forms_withdraw, name="forms_withdraw"),
]
