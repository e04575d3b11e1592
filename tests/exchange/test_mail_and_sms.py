"""The ways out by their real protocols: SMTP to a mail server, HTTP to a gateway; both can fail."""

from __future__ import annotations

import json
import threading
from socketserver import ThreadingMixIn
from urllib.request import Request, urlopen
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve
from tests.builders.ports import port_free

from motcua.exchange import mail, sms
from motcua.exchange.simulators.host import FaultMiddleware, fault_of
from motcua.exchange.simulators.mail import server as mailbox
from motcua.exchange.simulators.sms import urls as gateway
from motcua.notices.channels import AddressRefused, ChannelDown, Outgoing

TEXT = "Hồ sơ H19.055.28-260828-0001 đã có kết quả.\n\nMở trang: http://localhost:8000/my/\n"


def outgoing(address, reference="3f0c"):
    return Outgoing(address, "Hồ sơ của bạn đã có kết quả", TEXT, reference, "vi")


@pytest.fixture(autouse=True)
def fresh():
    for made in (mail, sms):
        made.breaker.reset()
    for box, name in ((mailbox.INBOX, "mail"), (gateway.INBOX, "sms")):
        box.clear()
        fault_of(name).mode = ""


@pytest.fixture(scope="module")
def smtp():
    port = port_free()
    controller = mailbox.server_start(port)
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def post(smtp, settings):
    settings.SMTP_URL = smtp
    return mail.Mail()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def _simulator(environ, start_response):
    path = environ["PATH_INFO"].removeprefix("/sms")
    answer = FaultMiddleware(lambda r: resolve(path, gateway.__name__).func(r))(
        WSGIRequest(environ)
    )
    start_response(f"{answer.status_code} x", list(answer.items()))
    return [answer.content]


@pytest.fixture(scope="module")
def gateway_url():
    server = make_server("127.0.0.1", 0, _simulator, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sms"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def text(gateway_url, settings):
    settings.SMS_URL, settings.SMS_TOKEN = gateway_url, "token"
    return sms.Sms()


def test_an_e_mail_arrives_whole_and_says_that_no_person_wrote_it(post):
    reference = post.send(outgoing("mau@example.vn"))
    [kept] = mailbox.INBOX._messages
    assert (kept.to, kept.title) == ("mau@example.vn", "Hồ sơ của bạn đã có kết quả")
    assert kept.text.strip() == TEXT.strip()
    assert kept.reference == reference == "<3f0c@motcua.example>"


def test_a_mailbox_that_does_not_exist_is_not_tried_again(post):
    with pytest.raises(AddressRefused, match="550"):
        post.send(outgoing("nobody@example.vn"))


@pytest.mark.parametrize(("mode", "says"), [("busy", "451"), ("down", "421"), ("lose", "Server")])
def test_a_mail_server_in_trouble_means_later(post, mode, says):
    fault_of("mail").mode = mode
    with pytest.raises(ChannelDown, match=says):
        post.send(outgoing("mau@example.vn"))
    fault_of("mail").mode = ""
    post.send(outgoing("mau@example.vn"))
    assert len(mailbox.INBOX._messages) == 1, "a repetition bears the same Message-ID"


def test_no_mail_server_at_all_and_then_nobody_waits_for_it(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    for _count in range(3):
        with pytest.raises(ChannelDown):
            mail.Mail().send(outgoing("mau@example.vn"))
    with pytest.raises(ChannelDown, match="breaker"):
        mail.Mail().send(outgoing("mau@example.vn"))


def test_a_text_arrives_once_however_often_it_is_sent(text):
    assert text.send(outgoing("+84912345678")) == text.send(outgoing("+84912345678"))
    text.send(outgoing("+84912345678", reference="other"))
    assert [m.text for m in gateway.INBOX._messages] == [TEXT, TEXT]


def test_a_number_that_does_not_exist_is_not_tried_again(text):
    fault_of("sms").mode = "refuse"
    with pytest.raises(AddressRefused):
        text.send(outgoing("+84912345678"))


@pytest.mark.parametrize("mode", ["lose", "nonsense", "down"])
def test_a_gateway_in_trouble_means_later_and_no_second_message(text, mode):
    fault_of("sms").mode = mode
    with pytest.raises(ChannelDown):
        text.send(outgoing("+84912345678"))
    fault_of("sms").mode = ""
    text.send(outgoing("+84912345678"))
    assert len(gateway.INBOX._messages) == 1


def test_a_slow_gateway_is_given_up(text, monkeypatch):
    monkeypatch.setattr(sms, "TIMEOUT_SECONDS", 0.2)
    fault_of("sms").mode, fault_of("sms").seconds = "slow", 1.0
    with pytest.raises(ChannelDown, match="HTTPConnectionPool"):
        text.send(outgoing("+84912345678"))


def test_the_gateway_shows_what_came(gateway_url, text):
    text.send(outgoing("+84912345678"))
    with urlopen(Request(f"{gateway_url}/messages?json")) as answer:
        assert json.load(answer)["messages"][0]["to"] == "+84912345678"
