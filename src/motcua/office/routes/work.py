"""First page, worklist, search."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.home import home
from motcua.office.views.online import online
from motcua.office.views.overdue import overdue
from motcua.office.views.overdue_apologise import overdue_apologise
from motcua.office.views.search import search
from motcua.office.views.work_bulk_assign import work_bulk_assign
from motcua.office.views.work_sign import work_sign
from motcua.office.views.worklist import worklist

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("worklist/", worklist, name="worklist"),
    path("online/", online, name="online"),
    path("overdue/", overdue, name="overdue"),
    path("overdue/apologise/", overdue_apologise, name="overdue_apologise"),
    path("worklist/assign/", work_bulk_assign, name="work_bulk_assign"),
    path("worklist/sign/", work_sign, name="work_sign"),
    path("search/", search, name="search"),
]
