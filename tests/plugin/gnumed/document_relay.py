"""Stands between the plugin and ischia-agent, hands everything on, and plays what neither agent nor
service can do yet: documents that wait to be filed. Falls away once they can.

Frames: u32 length of the rest, u8 kind, u8 flags, u16 reserved, u32 call id; fields: u16 tag, u32
length, bytes. Big-endian.
"""
from __future__ import annotations

import json
import queue
import socket
import struct
import threading
from pathlib import Path

_HELLO, _WELCOME, _RESULT, _WAITING, _NEXT, _DONE = 1, 2, 4, 9, 10, 11
_MIN, _MAX, _VERSION, _JSON, _STATUS, _CONTENT, _FILING, _DOCUMENT = 1, 2, 4, 11, 13, 14, 30, 31
_EVENTS = 1  # a flag of HELLO
_NONE_WAITS = json.dumps({"code": 5, "reason": "NO_DOCUMENT", "sentence": "No document waits."})


def _frame(kind: int, call_id: int, fields: dict[int, bytes | int]) -> bytes:
    body = b""
    for tag, value in fields.items():
        content = struct.pack(">I", value) if isinstance(value, int) else value
        body += struct.pack(">HI", tag, len(content)) + content
    return struct.pack(">IBBHI", len(body) + 8, kind, 0, 0, call_id) + body


def _fields(body: bytes) -> dict[int, bytes]:
    found = {}
    while body:
        tag, length = struct.unpack(">HI", body[:6])
        found[tag] = body[6:6 + length]
        body = body[6 + length:]
    return found


def _exactly(connection: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        more = connection.recv(count - len(read))
        if not more:
            raise EOFError
        read += more
    return read


class DocumentRelay:
    """Listens on `here`; the agent is at `there`."""

    def __init__(self, here: Path, there: Path) -> None:
        self.path, self._there = here, there
        self._waiting: queue.Queue = queue.Queue()
        self._watchers: list[socket.socket] = []
        # (filing name, status, document id), as the host reports them.
        self.outcomes: queue.Queue = queue.Queue()
        self.open()

    def open(self) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self.path.chmod(0o777)  # its folder is the user's alone
        self._listener.listen()
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def offer(self, filing: dict, content: bytes) -> None:
        self._waiting.put((json.dumps(filing).encode(), content))
        for watcher in self._watchers:
            watcher.sendall(_frame(_WAITING, 0, {}))

    def close(self) -> None:
        self.path.unlink()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for watcher in self._watchers:
            watcher.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                host, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(host,), daemon=True).start()

    def _serve(self, host: socket.socket) -> None:
        agent = None
        try:
            while True:
                head = _exactly(host, 12)
                length, kind, flags, _, call_id = struct.unpack(">IBBHI", head)
                body = _exactly(host, length - 8)
                if kind == _HELLO:
                    hello = head + body
                    if flags & _EVENTS:
                        self._watchers.append(host)
                        host.sendall(_frame(_WELCOME, call_id, {_MIN: 1, _MAX: 1, _VERSION: b"0"}))
                elif kind == _NEXT:
                    host.sendall(_frame(_WELCOME, 0, {_MIN: 1, _MAX: 1, _VERSION: b"0"}) +
                                 self._next(call_id))
                elif kind == _DONE:
                    fields = _fields(body)
                    self.outcomes.put((fields[_FILING].decode(),
                                       struct.unpack(">I", fields[_STATUS])[0],
                                       fields.get(_DOCUMENT, b"").decode()))
                    host.sendall(_frame(_WELCOME, 0, {_MIN: 1, _MAX: 1, _VERSION: b"0"}) +
                                 _frame(_RESULT, call_id, {_STATUS: 0, _JSON: b"{}"}))
                else:
                    if agent is None:
                        agent = socket.socket(socket.AF_UNIX)
                        agent.connect(str(self._there))
                        agent.sendall(hello)
                        threading.Thread(target=_pump, args=(agent, host), daemon=True).start()
                    agent.sendall(head + body)
        except (EOFError, OSError):
            if host in self._watchers:
                self._watchers.remove(host)
            for end in (host, agent):
                if end is not None:
                    end.close()

    def _next(self, call_id: int) -> bytes:
        try:
            filing, content = self._waiting.get_nowait()
        except queue.Empty:
            return _frame(_RESULT, call_id, {_STATUS: 5, _JSON: _NONE_WAITS.encode()})
        return _frame(_RESULT, call_id, {_STATUS: 0, _JSON: filing, _CONTENT: content})


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while some := source.recv(65536):
            target.sendall(some)
    except OSError:
        pass
    try:
        target.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
