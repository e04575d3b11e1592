"""The frames, the choice of language, the navigation and the pages for errors."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils.translation import override

from motcua.portal import fast
from motcua.ui import navigation
from motcua.ui.language import language_of
from motcua.ui.views import errors, style


def page(view, path="/ui/style/", language="en", **kwargs):
    request = RequestFactory().get(path)
    request.session, request.actor, request.user = {}, None, None
    request._messages = ()
    with override(language):
        return view(request, **kwargs).content.decode()


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_the_style_page_shows_every_component_in_every_language(language):
    html = page(style.style, language=language)
    for part in (
        "button-primary",
        "tone-overdue",
        'class="steps"',
        'class="bars"',
        "error-summary",
    ):
        assert part in html
    assert f'<html lang="{language}"' in html


@pytest.mark.parametrize("frame", style.FRAMES)
def test_every_frame_has_one_heading_a_main_part_and_a_skip_link(frame):
    html = page(style.style_frame, f"/ui/style/{frame}/", frame=frame)
    assert html.count("<h1") == 1
    assert '<main id="content"' in html
    assert 'href="#content"' in html


def test_a_theme_can_be_asked_for_and_nonsense_is_not_taken():
    assert 'data-theme="dark"' in page(style.style, "/ui/style/?theme=dark")
    assert "data-theme=" not in page(style.style, "/ui/style/?theme=neon")


def test_the_language_is_remembered_and_the_way_back_stays_on_this_host(db):
    client = Client()
    answer = client.post("/ui/language/", {"language": "id", "next": "/ui/style/?dense=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/ui/style/?dense=1"
    assert answer.cookies["motcua_language"].value == "id"
    assert answer.cookies["motcua_language"]["max-age"] == 365 * 86_400
    for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        assert client.post("/ui/language/", {"language": "vi", "next": away})["Location"] == "/"


def test_an_unknown_language_changes_nothing(db):
    answer = Client().post("/ui/language/", {"language": "xx", "next": "/"})
    assert "motcua_language" not in answer.cookies


def test_the_choice_of_language_is_no_link(db):
    answer = Client().get("/ui/language/")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    page = answer.content.decode()
    assert "Nothing was done" in page or "Chưa có việc gì được thực hiện" in page
    assert 'href="/"' in page


def test_the_browser_language_is_ignored_unless_configured(settings):
    request = RequestFactory().get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    settings.DEFAULT_LANGUAGE = "vi"
    assert language_of(request) == "vi"
    settings.LANGUAGE_FROM_BROWSER = True
    assert language_of(request) == "en"
    request.COOKIES["motcua_language"] = "id"
    assert language_of(request) == "id"


@pytest.mark.parametrize(("wanted", "word"), [("en-GB,en;q=0.9", "Find"), ("id", "Cari")])
def test_a_page_in_the_browsers_language_says_so_everywhere(db, settings, wanted, word):
    """Text, `lang`, Content-Language, validator and Vary are of one language; twice, once kept."""
    settings.LANGUAGE_FROM_BROWSER = True
    fast.pages.clear()  # of an installation that does not ask the browser
    code = wanted[:2]
    vietnamese = Client().get("/", headers={"accept-language": "vi"})
    for _time in range(2):
        answer = Client().get("/", headers={"accept-language": wanted})
        html = answer.content.decode()
        assert answer["Content-Language"] == code
        assert f'<html lang="{code}"' in html
        assert word in html
        assert "Tìm" not in html.split("<main")[1].split("</main>")[0].split("<form")[0]
        assert "Accept-Language" in answer["Vary"]
        assert answer["ETag"] != vietnamese["ETag"]
    assert '<html lang="vi"' in vietnamese.content.decode()


def test_a_missing_page_speaks_plainly_in_the_default_language(db):
    answer = Client().get("/khong-co/")
    assert answer.status_code == 404
    assert answer["Content-Language"] == "vi"
    assert "Không tìm thấy trang này" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)],
)
def test_pages_for_errors_say_what_to_do_and_no_number(view, status):
    request = RequestFactory().get("/x/")
    answer = view(request, PermissionDenied())
    html = answer.content.decode()
    assert answer.status_code == status
    assert str(status) not in html.split("<main")[1].split("</main>")[0]
    assert "<h1>" in html


def test_an_expired_form_is_explained():
    with override("en"):
        answer = errors.csrf_failure(RequestFactory().post("/x/"), reason="token")
    assert answer.status_code == 403
    assert "Nothing was sent" in answer.content.decode()


def test_the_page_for_faults_stands_even_when_templates_fail(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(errors, "render", broken)
    answer = errors.server_error(RequestFactory().get("/x/"))
    assert answer.status_code == 500
    assert "Hồ sơ của quý vị không bị mất" in answer.content.decode()


def test_the_rail_shows_only_what_the_person_may_do(monkeypatch):
    monkeypatch.setattr(navigation, "_rail", {})
    item = navigation.RailItem
    navigation.rail_register(item("Style", "ui:style", "eye", "may", "g s", order=2))
    navigation.rail_register(item("Health", "healthz", "check", "may not", order=1))
    request = RequestFactory().get("/ui/style/office/")
    request.actor = SimpleNamespace(may=lambda action: action == "may")
    links = navigation.rail_for(request)
    assert [(link.label, link.current, link.shortcut) for link in links] == [("Style", True, "g s")]
    request.actor = None
    assert navigation.rail_for(request) == []


def test_the_bar_and_the_account_menu_keep_their_order(monkeypatch):
    monkeypatch.setattr(navigation, "_bar", {})
    monkeypatch.setattr(navigation, "_account", {})
    navigation.bar_register(navigation.BarItem("B", "ui:style", "eye", order=2))
    navigation.bar_register(navigation.BarItem("A", "healthz", "check", order=1))
    navigation.account_register(navigation.AccountItem("Out", "ui:language", "logout", post=True))
    request = RequestFactory().get("/")
    assert [link.label for link in navigation.bar_for(request)] == ["A", "B"]
    assert navigation.account_for(request)[0].post
