"""Routes of signing in, and of what belongs to the person."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.my import my
from motcua.portal.views.my_acting import my_acting
from motcua.portal.views.my_commune import my_commune
from motcua.portal.views.my_consent import my_consent
from motcua.portal.views.my_data import my_data
from motcua.portal.views.my_data_download import my_data_download
from motcua.portal.views.my_export import my_export
from motcua.portal.views.my_export_file import my_export_file
from motcua.portal.views.my_helper import my_helper
from motcua.portal.views.my_language import my_language
from motcua.portal.views.my_relation_end import my_relation_end
from motcua.portal.views.my_relation_new import my_relation_new
from motcua.portal.views.my_relations import my_relations
from motcua.portal.views.sign_in import sign_in
from motcua.portal.views.sign_in_back import sign_in_back
from motcua.portal.views.sign_in_ended import sign_in_ended
from motcua.portal.views.sign_in_resume import sign_in_resume
from motcua.portal.views.sign_out import sign_out

routes: list[URLPattern] = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/back/", sign_in_back, name="sign_in_back"),
    path("sign-in/ended/", sign_in_ended, name="sign_in_ended"),
    path("sign-in/resume/", sign_in_resume, name="sign_in_resume"),
    path("sign-out/", sign_out, name="sign_out"),
    path("my/", my, name="my"),
    path("my/relations/", my_relations, name="my_relations"),
    path("my/relations/new/", my_relation_new, name="my_relation_new"),
    path("my/relations/<int:relation_id>/end/", my_relation_end, name="my_relation_end"),
    path("my/acting/", my_acting, name="my_acting"),
    path("my/helper/", my_helper, name="my_helper"),
    path("my/data/", my_data, name="my_data"),
    path("my/data/download/", my_data_download, name="my_data_download"),
    path("my/data/export/", my_export, name="my_export"),
    path("my/data/export/<str:export_id>/<int:number>/", my_export_file, name="my_export_file"),
    path("my/commune/", my_commune, name="my_commune"),
    path("my/consent/", my_consent, name="my_consent"),
    path("my/language/", my_language, name="my_language"),
]
