"""Follow a danmu-relay room from Python: one file, made to be copied into your project.

Needs Python 3.11 and `websockets` 10.4 or newer (Debian: python3-websockets).

    async for event in Feed("http://localhost:8787/rooms/demo:busy/stream", types=["chat"]):
        if event["type"] == "chat":  # so that type checkers know the fields
            print(event.get("user", {}).get("name", "Anonymous"), event["text"])

The platform may hide a viewer: `user`, and `name` in it, may be absent. Every event comes once and
in order, however often the connection is lost or the server restarts; `on_gap` is called with what
is lost. From a shell it prints one JSON object a line:

    DANMU_TOKEN=… python3 danmu_feed.py http://localhost:8787/rooms/demo:busy/stream --types chat,gift
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import random
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from importlib.metadata import version
from typing import Any, Literal, NotRequired, TypedDict, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import websockets
from websockets.exceptions import ConnectionClosed, WebSocketException


class ChatEvent(TypedDict):
    """A chat message of a user."""

    type: Literal["chat"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    text: str
    parts: NotRequired[list[ChatPart]]
    color: NotRequired[str]
    mode: NotRequired[Literal["scroll", "top", "bottom"]]
    replyTo: NotRequired[User]
    auto: NotRequired[bool]


class User(TypedDict):
    """The person behind an event."""

    id: NotRequired[str]
    name: NotRequired[str]
    avatar: NotRequired[str]
    level: NotRequired[int]
    fan: NotRequired[FanBadge]
    guard: NotRequired[Literal[1] | Literal[2] | Literal[3]]
    roles: NotRequired[list[str]]
    masked: NotRequired[bool]


class FanBadge(TypedDict):
    """The fan badge of a user."""

    name: str
    level: int
    own: NotRequired[bool]


class ChatPart(TypedDict):
    """One piece of a chat line: `text`, or `image` with `alt`."""

    text: NotRequired[str]
    image: NotRequired[str]
    alt: NotRequired[str]
    width: NotRequired[int]
    height: NotRequired[int]


class GiftEvent(TypedDict):
    """Gifts: the sums of `count` and of `value` over all events are exact."""

    type: Literal["gift"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    gift: GiftItem
    count: int
    price: Money
    value: Money
    combo: NotRequired[Combo]
    to: NotRequired[User]
    box: NotRequired[GiftItem]


class GiftItem(TypedDict):
    """A gift as the platform lists it."""

    id: str
    name: NotRequired[str]
    image: NotRequired[str]


class Money(TypedDict):
    """An amount of money or of a platform currency."""

    amount: int
    unit: Literal["diamond", "gold", "silver", "battery", "coin", "cny.fen"]
    cents: NotRequired[int]


class Combo(TypedDict):
    """The streak that a gift belongs to."""

    id: str
    total: int
    final: bool


class SuperchatEvent(TypedDict):
    """A paid message. Withdrawn by `retract`."""

    type: Literal["superchat"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    text: str
    value: Money
    shownMs: int
    translation: NotRequired[str]


class MembershipEvent(TypedDict):
    """A purchased membership, one event for each purchase."""

    type: Literal["membership"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    kind: Literal["join", "renew", "upgrade"]
    tier: NotRequired[str]
    guard: NotRequired[Literal[1] | Literal[2] | Literal[3]]
    months: NotRequired[int]
    days: NotRequired[int]
    value: NotRequired[Money]


class LikeEvent(TypedDict):
    """Likes."""

    type: Literal["like"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    count: int
    total: NotRequired[int]


class EnterEvent(TypedDict):
    """A user entered the room."""

    type: Literal["enter"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]


class FollowEvent(TypedDict):
    """A user followed the anchor."""

    type: Literal["follow"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]


class ShareEvent(TypedDict):
    """A user shared the room."""

    type: Literal["share"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]


class StatsEvent(TypedDict):
    """Latest figures of a source."""

    type: Literal["stats"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    online: NotRequired[int]
    connections: NotRequired[int]
    seen: NotRequired[int]
    likes: NotRequired[int]
    followers: NotRequired[int]
    income: NotRequired[Money]
    coverage: NotRequired[Coverage]


class Coverage(TypedDict):
    """The share of a room's chat that arrives, measured against the lines its site publishes."""

    share: float
    samples: int
    since: int


class RankEvent(TypedDict):
    """A whole board, at most 100 rows."""

    type: Literal["rank"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    board: str
    rows: list[RankRow]


class RankRow(TypedDict):
    """One row of a board."""

    rank: int
    user: User
    score: NotRequired[int]


class RoomEvent(TypedDict):
    """State of the broadcast of a source."""

    type: Literal["room"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    state: Literal["live", "paused", "ended", "offline"]
    title: NotRequired[str]
    cover: NotRequired[str]
    reason: NotRequired[str]
    rules: NotRequired[RoomRules]
    pin: NotRequired[PinnedComment]


class RoomRules(TypedDict):
    """The rules of a live room for its comments."""

    slowMs: NotRequired[int]
    followersOnly: NotRequired[bool]
    minAccountAgeMs: NotRequired[int]
    noRepeats: NotRequired[bool]
    noLinks: NotRequired[bool]
    beforeStart: NotRequired[bool]


class PinnedComment(TypedDict):
    """A comment that the host or a moderator pinned."""

    event: str
    text: str
    user: User


class LotteryEvent(TypedDict):
    """A draw among viewers."""

    type: Literal["lottery"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    lotteryId: str
    state: Literal["open", "drawn", "closed"]
    prizes: NotRequired[list[Prize]]
    conditions: NotRequired[list[str]]
    startsAt: NotRequired[int]
    endsAt: NotRequired[int]
    winners: NotRequired[list[Winner]]
    seedHash: NotRequired[str]
    entriesHash: NotRequired[str]
    seed: NotRequired[str]


class Prize(TypedDict):
    """A prize of a draw."""

    name: NotRequired[str]
    count: NotRequired[int]
    image: NotRequired[str]
    value: NotRequired[Money]


class Winner(TypedDict):
    """A winner of a draw, with the prize."""

    user: User
    prize: NotRequired[str]


class RedpacketEvent(TypedDict):
    """A box of gifts or coins for the first viewers to take them."""

    type: Literal["redpacket"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    packetId: str
    value: NotRequired[Money]
    state: Literal["open", "drawn", "closed"]
    prizes: NotRequired[list[Prize]]
    conditions: NotRequired[list[str]]
    startsAt: NotRequired[int]
    endsAt: NotRequired[int]
    winners: NotRequired[list[Winner]]


class RetractEventTarget1(TypedDict):
    events: list[str]


class RetractEventTarget2(TypedDict):
    user: str


class RetractEventTarget3(TypedDict):
    all: Literal[True]


class RetractEvent(TypedDict):
    """Withdraws earlier events."""

    type: Literal["retract"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    target: RetractEventTarget1 | RetractEventTarget2 | RetractEventTarget3


class NoticeEvent(TypedDict):
    """Any other fact about the room."""

    type: Literal["notice"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    code: str
    level: Literal["info", "warning", "danger"]
    text: NotRequired[str]
    count: NotRequired[int]


class SourceEvent(TypedDict):
    """The reception of a source. It is always sent."""

    type: Literal["source"]
    v: Literal[1]
    seq: int
    id: str
    room: str
    source: str
    via: NotRequired[str]
    at: int
    receivedAt: int
    test: NotRequired[bool]
    user: NotRequired[User]
    state: Literal["connecting", "open", "stalled", "blocked", "ended", "failed"]
    limits: NotRequired[list[Literal["masked", "anonymous", "login-needed", "sampled"]]]
    unofficial: NotRequired[bool]
    login: NotRequired[Literal["guest", "account", "app"]]
    reason: NotRequired[str]
    reasonCode: NotRequired[str]
    retryAt: NotRequired[int]


class HelloFrame(TypedDict):
    """Always the first frame."""

    frame: Literal["hello"]
    v: Literal[1]
    room: str
    epoch: str
    seq: int
    head: int
    resumed: bool
    state: list[FeedEvent]


GapFrame = TypedDict("GapFrame", {
    "frame": Literal["gap"],
    "from": int,
    "to": int,
    "reason": Literal["expired", "epoch", "slow"],
    "epoch": NotRequired[str],
})


class HeadFrame(TypedDict):
    """The reached position, on filtered streams."""

    frame: Literal["head"]
    seq: int


SkipFrame = TypedDict("SkipFrame", {
    "frame": Literal["skip"],
    "from": int,
    "to": int,
    "counts": dict[str, int],
})


class RawMessage(TypedDict):
    """An unmapped upstream message; only with `types=raw`."""

    type: Literal["raw"]
    v: Literal[1]
    room: str
    source: str
    receivedAt: int
    method: str
    data: Any


FeedFrame = (
    HelloFrame
    | GapFrame
    | HeadFrame
    | SkipFrame
)


FeedEvent = (
    ChatEvent
    | GiftEvent
    | SuperchatEvent
    | MembershipEvent
    | LikeEvent
    | EnterEvent
    | FollowEvent
    | ShareEvent
    | StatsEvent
    | RankEvent
    | RoomEvent
    | LotteryEvent
    | RedpacketEvent
    | RetractEvent
    | NoticeEvent
    | SourceEvent
)


FeedMessage = (
    FeedEvent
    | FeedFrame
    | RawMessage
)


HELLO_TIMEOUT_S = 10.0
# A server that restarts is back within a minute; after so many tries it is asked less often.
FIRST_WAIT_S, RESTART_WAIT_S, LAST_WAIT_S, RESTART_TRIES = 0.5, 3.0, 15.0, 20
# A connection that held this long forgives earlier failures.
STEADY_S = 5.0
# The user has to correct the cause: a malformed address, no permission, no such room.
MISSING = {4404, 404}
REFUSALS = {4400, 4401, 4404}
# The room is switched off, and may be switched on again.
ROOM_OFF = 4503
# HTTP statuses of a handshake that are worth another try: a timeout, too many requests.
TRY_AGAIN = {408, 429}
# A server that asks for a longer delay is asked again after this one.
LONGEST_RETRY_AFTER_S = 300.0
# The option for headers has another name since version 14 of the library.
HEADERS = (
    "additional_headers" if int(version("websockets").split(".")[0]) >= 14 else "extra_headers"
)

log = logging.getLogger("danmu_feed")


class Refused(Exception):
    """The server refused with this close code or HTTP status; the message says why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def is_final(code: int) -> bool:
    """Tells whether another try gets the same answer."""
    return code in REFUSALS or (400 <= code < 500 and code not in TRY_AGAIN)


def stream_address(url: str) -> str:
    """Returns the address of `…/rooms/<id>` or `…/rooms/<id>/stream` as a WebSocket.

    Raises ValueError for any other address."""
    parts = urlsplit(url)
    path = re.fullmatch(r"(.*/rooms/[^/]+?)(?:/stream)?/?", parts.path)
    if parts.scheme not in ("http", "https", "ws", "wss") or not parts.netloc or path is None:
        raise ValueError(f"not a feed: {url}; a feed is http(s)://<server>/rooms/<id>/stream")
    scheme = parts.scheme.replace("http", "ws")
    return urlunsplit((scheme, parts.netloc, path[1] + "/stream", parts.query, ""))


def handshake_answer(error: BaseException) -> tuple[int, str, float] | None:
    """Returns the HTTP status, the reason and the requested delay of a refused handshake."""
    response = getattr(error, "response", error)  # `error` itself before version 14
    status = getattr(response, "status_code", None)
    if status is None:
        return None
    try:
        delay = float(response.headers.get("Retry-After", 0))
    except ValueError:
        delay = 0.0  # a date
    try:
        reason = str(json.loads(getattr(response, "body", b""))["detail"])
    except (ValueError, TypeError, LookupError):
        reason = f"HTTP status {status}"
    return status, reason, min(max(delay, 0.0), LONGEST_RETRY_AFTER_S)


def waiting_time(attempt: int, code: int) -> float:
    """Returns the seconds before the next try: random, so that clients do not reconnect together."""
    if code in MISSING:
        return LAST_WAIT_S * (1 + random.random())
    soon = code == ROOM_OFF or attempt < RESTART_TRIES
    longest = RESTART_WAIT_S if soon else LAST_WAIT_S
    return random.random() * min(longest, FIRST_WAIT_S * 2 ** min(attempt, 10))


class Feed:
    """One room, as an asynchronous iterator of its events."""

    def __init__(
        self,
        url: str,
        *,
        types: Sequence[str] | None = None,
        last: int | None = None,
        since: str | None = None,
        token: str | None = None,
        on_gap: Callable[[GapFrame], None] = lambda gap: None,
        on_skip: Callable[[SkipFrame], None] = lambda skip: None,
        on_raw: Callable[[RawMessage], None] = lambda raw: None,
        on_status: Callable[[str], None] | None = None,
    ) -> None:
        """`url` is `http(s)://…/rooms/<id>/stream`, or the same with ws; `since` a `position`.

        `token` is sent as a header. Without `on_status`, failed tries are logged as warnings.
        Raises ValueError for an address that is not a feed."""
        self.position = since
        """`<epoch>:<seq>` of the event you were given last. Keep it, come back with `since`."""
        self.faults = 0
        """Messages that could not be read."""
        self._url = urlsplit(stream_address(url))
        query = {
            "types": None if types is None else ",".join(types),
            "last": None if last is None else str(last),
        }
        self._query = {name: value for name, value in query.items() if value is not None}
        self._cursor = ("", 0)
        self._on_gap, self._on_skip, self._on_raw = on_gap, on_skip, on_raw
        self._on_status = on_status or (lambda status: None)
        self._on_failure = on_status or log.warning
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    async def __aiter__(self) -> AsyncIterator[FeedEvent]:
        """Every event, for ever. Raises `Refused`; comes back by itself after anything else."""
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            opened_at, retry_after = None, 0.0
            self._on_status("connecting")
            try:
                # A slow reader is the server's to notice; who is gone without a word is found by
                # the pings of the library. Pictures and boards make a hello large.
                options: dict[str, Any] = {HEADERS: self._headers}
                async with websockets.connect(
                    self._address(),
                    max_size=None,
                    open_timeout=HELLO_TIMEOUT_S,
                    close_timeout=1,
                    **options,
                ) as socket:
                    first = await asyncio.wait_for(socket.recv(), HELLO_TIMEOUT_S)
                    opened_at = loop.time()
                    self._on_status("open")
                    self._take(first)
                    while True:
                        event = self._take(await socket.recv())
                        if event is not None:
                            yield event
            except ConnectionClosed as closed:
                cause: Exception = closed
                end = closed.rcvd
                code, why = (end.code, end.reason) if end is not None else (0, "lost")
            except (OSError, asyncio.TimeoutError, WebSocketException) as error:
                cause = error
                no_answer = (0, str(error) or type(error).__name__, 0.0)
                code, why, retry_after = handshake_answer(error) or no_answer
            # A room that existed before may return; otherwise the address is a mistake.
            was_there = code in MISSING and self._cursor[0] != ""
            if is_final(code) and not was_there:
                raise Refused(code, why) from cause
            if opened_at is not None and loop.time() - opened_at >= STEADY_S:
                attempt = 0
            wait = retry_after + waiting_time(attempt, code)
            attempt += 1
            self._on_failure(f"{why or 'closed'} ({code}); next try in {wait:.1f} s")
            await asyncio.sleep(wait)

    def _address(self) -> str:
        query = dict(parse_qsl(self._url.query)) | self._query
        if self.position is not None:
            query.pop("last", None)  # it asks for a beginning, and there was one
            query["since"] = self.position
        return urlunsplit(self._url._replace(query=urlencode(query)))

    def _take(self, text: str | bytes) -> FeedEvent | None:
        """Reads one message; returns the event in it if it is a new one."""
        try:
            message = json.loads(text)
            frame, kind = message.get("frame"), message.get("type")
        except (ValueError, AttributeError):
            self.faults += 1
            return None
        if frame is not None:
            self._heed(frame, message)
            return None
        if kind == "raw":
            self._on_raw(cast(RawMessage, message))
            return None
        if not isinstance(message.get("seq"), int):
            self.faults += 1
            return None
        epoch, seq = self._cursor
        if message["seq"] <= seq:
            return None
        self._place(epoch, message["seq"])
        return cast(FeedEvent, message)

    def _heed(self, frame: str, message: dict[str, Any]) -> None:
        epoch, seq = self._cursor
        if frame == "hello":
            self._greet(cast(HelloFrame, message))
        elif frame == "head":
            self._place(epoch, max(seq, message["seq"]))
        elif frame == "gap":
            gap = cast(GapFrame, message)
            if gap["reason"] == "epoch" and "epoch" in gap:
                self._place(gap["epoch"], gap["to"])
            else:
                self._place(epoch, max(seq, gap["to"]))
            self._on_gap(gap)
        elif frame == "skip":
            self._on_skip(cast(SkipFrame, message))

    def _greet(self, hello: HelloFrame) -> None:
        self._cursor = (hello["epoch"], hello["seq"])
        if self.position is not None and not hello["resumed"]:
            epoch, _, seq = self.position.rpartition(":")
            if epoch != hello["epoch"] or int(seq) < hello["seq"]:
                return  # a gap frame follows; cut before it, we must be told of it again
        self._place(*self._cursor)

    def _place(self, epoch: str, seq: int) -> None:
        self._cursor = (epoch, seq)
        self.position = f"{epoch}:{seq}"


async def _print(feed: Feed) -> None:
    async for event in feed:
        print(json.dumps(event, ensure_ascii=False, separators=(",", ":")), flush=True)


def _joined(words: list[str]) -> list[str]:
    """Joins --since and its value: argparse takes an epoch that begins with a dash for an option."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "--since":
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def main() -> int:
    """Prints a feed until interrupted; what is no event goes to standard error."""
    parser = argparse.ArgumentParser(description="Prints a feed, one JSON object a line.")
    parser.add_argument("url", help="http(s)://…/rooms/<id>/stream")
    parser.add_argument("--types", type=lambda text: text.split(","), help="chat,gift")
    parser.add_argument("--last", type=int, help="begin with so many events from before")
    parser.add_argument("--since", help="go on after a position, <epoch>:<seq>")
    parser.epilog = "The environment variable DANMU_TOKEN holds the token, where one is needed."
    options = vars(parser.parse_args(_joined(sys.argv[1:])))
    token = os.environ.get("DANMU_TOKEN", "").strip() or None

    def tell(what: object) -> None:
        print(what if isinstance(what, str) else json.dumps(what), file=sys.stderr, flush=True)

    try:
        feed = Feed(**options, token=token, on_gap=tell, on_skip=tell, on_raw=tell, on_status=tell)
    except ValueError as error:
        parser.error(str(error))
    try:
        asyncio.run(_print(feed))
    except Refused as refused:
        tell(f"refused: {refused}")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
