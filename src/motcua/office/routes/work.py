"""First page, worklist, search."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.home import home
from motcua.office.views.online import online
from motcua.office.views.opinion import opinion
from motcua.office.views.opinion_file import opinion_file
from motcua.office.views.opinion_rule_decide import opinion_rule_decide
from motcua.office.views.opinion_rules import opinion_rules
from motcua.office.views.opinions import opinions
from motcua.office.views.overdue import overdue
from motcua.office.views.overdue_apologise import overdue_apologise
from motcua.office.views.search import search
from motcua.office.views.work_bulk_assign import work_bulk_assign
from motcua.office.views.work_run import work_run
from motcua.office.views.work_sign import work_sign
from motcua.office.views.work_together import work_together
from motcua.office.views.worklist import worklist

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("worklist/", worklist, name="worklist"),
    path("worklist/together/", work_together, name="work_together"),
    path("online/", online, name="online"),
    path("overdue/", overdue, name="overdue"),
    path("overdue/apologise/", overdue_apologise, name="overdue_apologise"),
    path("worklist/assign/", work_bulk_assign, name="work_bulk_assign"),
    path("worklist/run/", work_run, name="work_run"),
    path("worklist/sign/", work_sign, name="work_sign"),
    path("opinions/", opinions, name="opinions"),
    path("opinions/rules/", opinion_rules, name="opinion_rules"),
    path("opinions/rules/<row:draft_id>/", opinion_rule_decide, name="opinion_rule_decide"),
    path("opinions/<row:request_id>/", opinion, name="opinion"),
    path("opinions/<row:request_id>/files/<row:file_id>/", opinion_file, name="opinion_file"),
    path("search/", search, name="search"),
]
