"""Who is sent what: rooms, limits, and a gap in the notifications, without any network."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from motcua.portal.live import LiveApplication
from motcua.reception.live.hub import UNREAD_MOST, Hub, HubFull, Limits, LinkGone
from motcua.reception.live.passes import Pass, live_address, pass_make, pass_read
from motcua.reception.types import Call

NOW = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)
HALL = Pass(5, "d1")


def called(serial, unit=5):
    what = {"serial": serial, "name": f"A{serial:03d}", "counter": 1, "at": NOW.isoformat()}
    return json.dumps({"unit": unit, "call": what})


class Database:
    """What the hub reads; `away` makes it fail, `slow` makes it wait until told."""

    def __init__(self, *serials):
        self.serials, self.away, self.asked = list(serials), False, 0
        self.slow = None

    async def __call__(self, unit_id, after):
        self.asked += 1
        found = [s for s in self.serials if s > after]
        if self.slow is not None:
            await self.slow.wait()
        if self.away:
            raise ConnectionError
        return [Call(serial, f"A{serial:03d}", 1, NOW) for serial in found]


def serials(listener):
    found = []
    while not listener.unread.empty():
        event = listener.unread.get_nowait()
        if event is not None and b"event: call" in event:
            found.append(int(event.split(b"\n")[0].removeprefix(b"id: ")))
    return found


LIMITS = Limits()


def played(scene):
    """Run a scene in a loop of its own; Playwright's may be running in this thread."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, scene).result()


def run(play, *known, limits=LIMITS):
    async def scene():
        database = Database(*known)
        hub = Hub(database, limits)
        await hub.heard()
        await play(hub, database)

    played(scene())


def test_who_joins_is_told_what_came_after_the_serial_it_has_seen():
    async def play(hub, database):
        fresh, late = await hub.join(HALL, None), await hub.join(HALL, 2)
        hub.told(called(4))
        hub.told(called(4))
        hub.told(called(9, unit=6))
        assert (serials(fresh), serials(late)) == ([4], [3, 4])
        assert database.asked == 1, "the second one is told from memory"

    run(play, 1, 2, 3)


def test_a_gap_in_the_notifications_is_filled_from_the_database():
    async def play(hub, database):
        screen = await hub.join(HALL, 0)
        hub.deaf()
        database.serials += [2, 3]
        await hub.heard()
        hub.told(called(4))
        assert serials(screen) == [1, 2, 3, 4]

    run(play, 1)


def test_what_is_told_while_the_database_is_asked_comes_after_what_it_knew():
    async def play(hub, database):
        database.slow = asyncio.Event()
        joining = asyncio.create_task(hub.join(HALL, 0))
        await asyncio.sleep(0)
        hub.told(called(3))
        database.slow.set()
        assert serials(await joining) == [1, 2, 3]

    run(play, 1, 2)


def test_without_the_database_nobody_joins_and_nobody_is_kept():
    async def play(hub, database):
        database.away = True
        with pytest.raises(OSError):
            await hub.join(HALL, 0)
        assert hub.listening == 0
        database.away = False
        assert serials(await hub.join(HALL, 0)) == [1]

    run(play, 1)


def test_who_leaves_is_forgotten_and_the_last_one_closes_the_room():
    async def play(hub, database):
        one, two = await hub.join(HALL, 0), await hub.join(Pass(5, "t2"), 0)
        hub.left(one)
        hub.left(one)
        assert hub.listening == 1
        hub.left(two)
        await hub.join(HALL, 0)
        assert database.asked == 2, "what the room remembered went with it"

    run(play)


def test_no_more_than_the_limits_listen():
    async def play(hub, database):
        await hub.join(HALL, 0)
        await hub.join(HALL, 0)
        for one_too_many in (HALL, Pass(5, "d9")):
            with pytest.raises(HubFull):
                await hub.join(one_too_many, 0)
        await hub.join(Pass(6, "d9"), 0)
        with pytest.raises(HubFull):
            await hub.join(Pass(7, "d8"), 0)

    run(play, limits=Limits(all=3, hall=2, subject=2))


def test_who_reads_too_slowly_is_sent_away_and_finds_everything_when_it_is_back():
    async def play(hub, database):
        slow = await hub.join(HALL, 0)
        for serial in range(1, UNREAD_MOST + 10):
            hub.told(called(serial))
        assert slow.over
        assert slow.unread.qsize() == UNREAD_MOST + 1
        last = max(serials(slow))
        again = await hub.join(HALL, last)
        assert serials(again) == list(range(last + 1, UNREAD_MOST + 10))

    run(play)


def test_a_link_that_was_taken_back_goes_dark_and_stays_so():
    async def play(hub, database):
        mine, other = await hub.join(HALL, 0), await hub.join(Pass(5, "d2"), 0)
        hub.told(json.dumps({"unit": 5, "gone": 1}))
        assert (mine.over, other.over) == (True, False)
        with pytest.raises(LinkGone):
            await hub.join(HALL, 0)

    run(play)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"unit": "x"}', '{"unit": 5, "call": {}}', "1"])
def test_a_notification_that_nobody_understands_is_left_out(text):
    async def play(hub, database):
        screen = await hub.join(HALL, 0)
        hub.told(text)
        assert serials(screen) == []

    run(play)


# --- passes -----------------------------------------------------------------------------------
def test_a_pass_is_good_until_the_end_of_the_next_day_and_nobody_makes_one():
    made = pass_make(5, "d1", NOW)
    assert made == pass_make(5, "d1", NOW + timedelta(hours=9)), "one page a day"
    assert pass_read(made, NOW) == pass_read(made, NOW + timedelta(hours=38)) == HALL
    assert pass_read(made, NOW + timedelta(hours=40)) is None
    forged = (made.replace("5-", "6-", 1), made.replace("-d1", "-d2"), made[:-1], made + "0", "")
    assert [pass_read(one, NOW) for one in forged] == [None] * 5


def test_where_no_live_process_is_set_pages_have_no_address(settings):
    settings.LIVE_URL = ""
    assert live_address(5, "d1") == ""
    settings.LIVE_URL = "https://motcua.example/live/"
    assert live_address(5, "d1").startswith("https://motcua.example/live/hall/5-d1-")


# --- the application --------------------------------------------------------------------------
def asked(path, *, method="GET", headers=(), gone_after=0.0, hub=None, query=b""):
    """Return status, headers and body of one request; the browser leaves after a while."""
    sent = []

    async def receive():
        await asyncio.sleep(gone_after)
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    async def scene():
        application = LiveApplication(hub or Hub(Database(1, 2)))
        scope = {
            "type": "http", "path": path, "method": method,
            "headers": list(headers), "query_string": query,
        }  # fmt: skip
        await application(scope, receive, send)
        assert application.hub.listening == 0

    played(scene())
    body = b"".join(one.get("body", b"") for one in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), body


def live_pass():
    from motcua.kernel import clock

    return pass_make(5, "d1", clock.now())


def test_a_stream_begins_after_the_last_event_that_the_browser_names():
    path = f"/live/hall/{live_pass()}"
    status, headers, body = asked(path, query=b"after=0", headers=[(b"last-event-id", b"1")])
    assert (status, headers[b"content-type"]) == (200, b"text/event-stream; charset=utf-8")
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert body.startswith(b"retry: ")
    assert [line for line in body.split(b"\n") if line.startswith(b"id:")] == [b"id: 2"]
    assert b"id: 1" in asked(path, query=b"after=0")[2]
    assert b"id:" not in asked(path)[2], "a page that knows nothing asks the server for its state"


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/hall/5-d1-20991231-" + "0" * 32, "GET", 404),
        ("/hall/", "GET", 404),
        ("/", "GET", 404),
        ("/healthz", "GET", 503),  # nothing is heard yet
        ("/healthz", "POST", 405),
    ],
)
def test_everything_else_is_refused_in_few_words(path, method, status):
    answer = asked(path, method=method)
    assert answer[0] == status
    json.loads(answer[2])


def test_whoever_cannot_be_let_in_is_told_to_come_again():
    full = Hub(Database(), Limits(all=0))
    status, headers, _body = asked(f"/hall/{live_pass()}", hub=full)
    assert (status, headers[b"retry-after"]) == (503, b"10")


def test_a_link_taken_back_while_nothing_was_heard_opens_nothing_afterwards():
    async def play(hub, _database):
        leave = Pass(5, "d7")
        screen = await hub.join(leave, 0)
        hub.gone([7])
        assert screen.over
        with pytest.raises(LinkGone):
            await hub.join(leave, 0)

    run(play, 1)
