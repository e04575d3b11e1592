"""Routes of a person's own documents."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.my_document_file import my_document_file
from motcua.portal.views.my_documents import my_documents

routes: list[URLPattern] = [
    path("my/documents/", my_documents, name="my_documents"),
    path("my/documents/<int:item_id>/", my_document_file, name="my_document_file"),
]
