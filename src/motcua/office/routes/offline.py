"""Intake without a line, and the interim slips that came of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.interim import interim
from motcua.office.views.interim_book import interim_book
from motcua.office.views.interim_books import interim_books
from motcua.office.views.interim_enter import interim_enter
from motcua.office.views.interim_house import interim_house
from motcua.office.views.interim_print import interim_print
from motcua.office.views.interim_slip import interim_slip
from motcua.office.views.offline import offline
from motcua.office.views.offline_book import offline_book
from motcua.office.views.offline_key import offline_key
from motcua.office.views.offline_now import offline_now
from motcua.office.views.offline_sync import offline_sync
from motcua.office.views.offline_worker import offline_worker

urlpatterns: list[URLPattern] = [
    path("offline/", offline, name="offline"),
    path("offline/worker.js", offline_worker, name="offline_worker"),
    path("offline/now/", offline_now, name="offline_now"),
    path("offline/book/", offline_book, name="offline_book"),
    path("offline/key/", offline_key, name="offline_key"),
    path("offline/sync/", offline_sync, name="offline_sync"),
    path("interim/", interim, name="interim"),
    path("interim/blank/", interim_books, name="interim_books"),
    path("interim/blank/<row:book_id>/", interim_book, name="interim_book"),
    path("interim/blank/<row:book_id>/print/", interim_print, name="interim_print"),
    path("interim/enter/", interim_enter, name="interim_enter"),
    path("interim/rules/", interim_house, name="interim_house"),
    path("interim/<row:slip_id>/", interim_slip, name="interim_slip"),
]
