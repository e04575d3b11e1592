"""A year of published figures of a unit as CSV or JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from motcua.portal.open_data import LICENCE_URL, data_csv, data_json
from motcua.portal.openly import chosen, figures_page

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@figures_page
def figures_file(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponse:
    """Hand out the file, or refuse it as the pages are refused; three statements."""
    del request
    if kind not in TYPES or year > 9999:
        raise Http404
    choice = chosen(code, f"{year:04}")
    if choice.found is None:
        raise Http404
    body = data_csv(choice) if kind == "csv" else data_json(choice)
    answer = HttpResponse(body, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="figures_{code}_{year}.{kind}"'
    answer["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return answer
