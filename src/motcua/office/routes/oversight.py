"""The register of difficulties, what was published of it, who answers."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.addressees import addressees
from motcua.office.views.answers import answers
from motcua.office.views.brief import brief
from motcua.office.views.brief_file import brief_file
from motcua.office.views.difficulties import difficulties
from motcua.office.views.difficulty import difficulty
from motcua.office.views.difficulty_file import difficulty_file
from motcua.office.views.difficulty_new import difficulty_new
from motcua.office.views.target import target
from motcua.office.views.targets import targets

urlpatterns: list[URLPattern] = [
    path("difficulties/", difficulties, name="difficulties"),
    path("difficulties/new/", difficulty_new, name="difficulty_new"),
    path("difficulties/answers/", answers, name="answers"),
    path("difficulties/who-answers/", addressees, name="addressees"),
    path("difficulties/<str:code>/", difficulty, name="difficulty"),
    path("brief/", brief, name="brief"),
    path("brief/pdf/", brief_file, name="brief_file"),
    path("targets/", targets, name="targets"),
    path("targets/<row:target_id>/", target, name="target"),
    path("difficulty-files/<row:file_id>/", difficulty_file, name="difficulty_file"),
]
