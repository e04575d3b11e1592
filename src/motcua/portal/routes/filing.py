"""Routes of filing: from the start page to the receipt, and the lists of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.draft_discard import draft_discard
from motcua.portal.views.draft_restore import draft_restore
from motcua.portal.views.file_attach import file_attach
from motcua.portal.views.file_attach_part import file_attach_part
from motcua.portal.views.file_attach_upload import file_attach_upload
from motcua.portal.views.file_check import file_check
from motcua.portal.views.file_choose import file_choose
from motcua.portal.views.file_fees import file_fees
from motcua.portal.views.file_go import file_go
from motcua.portal.views.file_page import file_page
from motcua.portal.views.file_paper import file_paper
from motcua.portal.views.file_papers import file_papers
from motcua.portal.views.file_place import file_place
from motcua.portal.views.file_return import file_return
from motcua.portal.views.file_start import file_start
from motcua.portal.views.file_upload import file_upload
from motcua.portal.views.file_upload_part import file_upload_part
from motcua.portal.views.my_dossiers import my_dossiers
from motcua.portal.views.my_drafts import my_drafts
from motcua.portal.views.my_group import my_group
from motcua.portal.views.my_group_withdraw import my_group_withdraw
from motcua.portal.views.receipt import receipt
from motcua.portal.views.receipt_pdf import receipt_pdf

DRAFT = "file/<str:code>/<str:draft_id>/"
FILES = f"{DRAFT}form/<str:page>/files/<str:question>/"
routes: list[URLPattern] = [
    path("file/<str:code>/", file_start, name="file_start"),
    path(DRAFT, file_go, name="file_go"),
    path(f"{DRAFT}place/", file_place, name="file_place"),
    path(f"{DRAFT}form/<str:page>/", file_page, name="file_page"),
    path(f"{DRAFT}form/<str:page>/versions/", file_choose, name="file_choose"),
    path(FILES, file_attach, name="file_attach"),
    path(f"{FILES}uploads/", file_attach_upload, name="file_attach_upload"),
    path(f"{FILES}uploads/<str:upload_id>/", file_attach_part, name="file_attach_part"),
    path(f"{DRAFT}papers/", file_papers, name="file_papers"),
    path(f"{DRAFT}papers/<int:component_id>/", file_paper, name="file_paper"),
    path(f"{DRAFT}papers/<int:component_id>/uploads/", file_upload, name="file_upload"),
    path(
        f"{DRAFT}papers/<int:component_id>/uploads/<str:upload_id>/",
        file_upload_part,
        name="file_upload_part",
    ),
    path(f"{DRAFT}return/", file_return, name="file_return"),
    path(f"{DRAFT}fees/", file_fees, name="file_fees"),
    path(f"{DRAFT}check/", file_check, name="file_check"),
    path("my/drafts/", my_drafts, name="my_drafts"),
    path("my/drafts/<str:draft_id>/delete/", draft_discard, name="draft_discard"),
    path("my/drafts/<str:draft_id>/restore/", draft_restore, name="draft_restore"),
    path("my/groups/<str:group_id>/", my_group, name="my_group"),
    path("my/groups/<str:group_id>/withdraw/", my_group_withdraw, name="my_group_withdraw"),
    path("my/dossiers/", my_dossiers, name="my_dossiers"),
    path("my/dossiers/<str:code>/receipt/", receipt, name="receipt"),
    path("my/dossiers/<str:code>/receipt.pdf", receipt_pdf, name="receipt_pdf"),
]
