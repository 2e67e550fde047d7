"""A request on its way: what has come of it, and whether that is enough for a thread to work on."""

from __future__ import annotations

import re

HEAD_SECONDS, BODY_SECONDS = 10, 60  # how long a head and a body may take
LONGEST_HEAD = 65_536  # bytes; gunicorn's own limits are below that

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*([0-9]{1,15})[ \t]*\r?$")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding:")
_STREAM = re.compile(rb"POST [^ ?]*/v1/extractions/stream[? ]")
_EXPECT = re.compile(rb"(?im)^expect:[ \t]*100-continue[ \t]*\r\n")
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


class Arrival:
    """Collects one request. It judges no more than what is complete: gunicorn refuses what is no HTTP.

    `endless` tells of a head that is longer than any may be. A body that is longer than `longest_body` is not
    waited for, since it will be refused unread; nor is that of a stream, which is read as it comes.
    """

    def __init__(self, longest_body: int, now: float) -> None:
        self.data = bytearray()
        self.deadline = now + HEAD_SECONDS
        self.complete = self.endless = False
        self._longest_body = longest_body
        self._is_stream = False
        self._body_begins = 0  # 0 as long as the head has no end
        self._next_chunk = 0  # where the size of the next chunk stands, in a body of chunks

    def add(self, data: bytes, now: float) -> bytes:
        """Takes what came; returns what the sender wants to hear before it goes on, mostly nothing."""
        searched = max(0, len(self.data) - len(_END))
        self.data += data
        answer = b""
        if not self._body_begins:
            end = self.data.find(_END, searched)
            if end < 0:
                self.endless = len(self.data) > LONGEST_HEAD
                return b""
            self._body_begins = end + len(_END)
            self.deadline = now + BODY_SECONDS
            answer = self._allow_body()
        self.complete = self._is_complete()
        return answer if self._is_stream or not self.complete else b""

    def _allow_body(self) -> bytes:
        """Takes the question whether the body may come out of the head, as it is answered here."""
        head = bytes(self.data[: self._body_begins])
        kept = _EXPECT.sub(b"", head)
        self.data[: self._body_begins] = kept
        self._body_begins = self._next_chunk = len(kept)
        return CONTINUE if kept != head else b""

    def _is_complete(self) -> bool:
        head, came = bytes(self.data[: self._body_begins]), len(self.data) - self._body_begins
        self._is_stream = _STREAM.match(head) is not None
        if self._is_stream or came > self._longest_body:
            return True
        if _CHUNKED.search(head):
            return self._chunks_end()
        lengths = [int(number) for number in _LENGTH.findall(head)]
        return len(lengths) != 1 or lengths[0] > self._longest_body or came >= lengths[0]

    def _chunks_end(self) -> bool:
        """True when the last chunk is there, or something that is no chunk."""
        while (end := self.data.find(b"\r\n", self._next_chunk)) >= 0:
            size = _SIZE.match(self.data, self._next_chunk)
            if size is None:
                return True
            if not int(size[0], 16):
                return self.data.find(_END, end) >= 0
            self._next_chunk = end + 2 + int(size[0], 16) + 2
        return len(self.data) - self._next_chunk > LONGEST_HEAD
