"""Routes of a person's own documents, and of the check of a result by anybody."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.my_document_file import my_document_file
from motcua.portal.views.my_documents import my_documents
from motcua.portal.views.my_share import my_share
from motcua.portal.views.my_shares import my_shares
from motcua.portal.views.result_check import result_check

routes: list[URLPattern] = [
    path("my/documents/", my_documents, name="my_documents"),
    path("my/documents/<int:item_id>/", my_document_file, name="my_document_file"),
    path("my/documents/show/", my_shares, name="my_shares"),
    path("my/documents/show/<str:public_id>/", my_share, name="my_share"),
    path("verify/result/", result_check, name="result_check"),
]
