#!/usr/bin/python3
"""Threads between a window and Ischia, with a library that a test tells what to say.

The window's thread is played by the test's own: what is delivered is called when the test says so.
"""
from __future__ import annotations

import os
import queue
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin" / "hosts" / "gnumed"))

from ischia_gnumed import abi, link  # noqa: E402

_LONG = 30  # no test waits for it, unless it fails


class Session:
    """As abi.Session; `hang` waits until cancel."""

    def __init__(self) -> None:
        self.cancelled, self.closed = threading.Event(), threading.Event()
        self.hanging = threading.Event()
        self.documents: queue.Queue = queue.Queue()
        self.done: queue.Queue = queue.Queue()
        self.readable, self._sign = os.pipe2(os.O_NONBLOCK)

    def hang(self) -> None:
        self.hanging.set()
        assert self.cancelled.wait(_LONG)
        self.cancelled.clear()
        raise abi.Error(1, "CANCELLED_BY_HOST", "It was cancelled.")

    def cancel(self) -> None:
        self.cancelled.set()

    def close(self) -> None:
        self.closed.set()

    def offer(self, filing: dict, content: bytes) -> None:
        self.documents.put((filing, content))
        os.write(self._sign, b"x")

    def event_fd(self) -> int:
        return self.readable

    def next_document(self, timeout_ms: int) -> tuple[dict, bytes]:
        try:
            os.read(self.readable, 4096)
        except BlockingIOError:
            pass
        try:
            return self.documents.get_nowait()
        except queue.Empty:
            raise abi.Error(abi.NOT_FOUND, "NO_DOCUMENT", "No document waits.") from None

    def document_done(self, name: str, status: int, document_id: str | None) -> None:
        self.done.put((name, status, document_id))


class Window:
    """wx.CallAfter, and the loop behind it."""

    def __init__(self) -> None:
        self._calls: queue.Queue = queue.Queue()

    def deliver(self, receiver, *what) -> None:
        self._calls.put((receiver, what))

    def turn(self) -> None:
        receiver, what = self._calls.get(timeout=_LONG)
        receiver(*what)

    def idle(self) -> bool:
        return self._calls.empty()


class WorkerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.session, self.window = Session(), Window()
        self.worker = link.Worker("worker", self.session, self.window.deliver)
        self.addCleanup(self.worker.end)
        self.got: list = []

    def receive(self, *what) -> None:
        self.got.append((threading.current_thread(), *what))

    def test_asks_elsewhere_and_answers_on_the_windows_thread(self) -> None:
        self.worker.ask(lambda session: threading.current_thread().name, self.receive)
        self.window.turn()
        self.assertEqual(self.got, [(threading.current_thread(), "worker", None)])

    def test_says_why_there_is_no_answer_and_goes_on(self) -> None:
        def fail(_session):
            raise abi.Error(14, "AGENT_UNREACHABLE", "No agent.")

        self.worker.ask(fail, self.receive)
        self.worker.ask(lambda _session: {}["missing"], self.receive)
        self.worker.ask(lambda _session: 5, self.receive)
        for _ in range(3):
            self.window.turn()
        self.assertEqual([error and error.reason for _, _, error in self.got],
                         ["AGENT_UNREACHABLE", "ANSWER_UNREADABLE", None])

    def test_forgets_what_hangs_and_what_waits(self) -> None:
        self.worker.ask(Session.hang, self.receive)
        self.worker.ask(lambda _session: "stale", self.receive)
        self.assertTrue(self.session.hanging.wait(_LONG))
        self.worker.forget()
        self.worker.ask(lambda _session: "fresh", self.receive)
        for _ in range(2):
            self.window.turn()
        self.assertEqual([answer for _, answer, _ in self.got], [None, "fresh"])

    def test_ends_while_a_call_hangs_and_tells_nobody(self) -> None:
        self.worker.ask(Session.hang, self.receive)
        self.assertTrue(self.session.hanging.wait(_LONG))
        self.worker.end()
        self.assertTrue(self.session.closed.is_set())
        self.assertTrue(self.window.idle())


class DocumentsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.session, self.window = Session(), Window()
        self.filed: list = []
        self.documents = link.Documents(self.session, self.window.deliver, self.file)
        self.addCleanup(self.documents.end)

    def file(self, filing: dict, content: bytes):
        self.filed.append((threading.current_thread(), filing["name"], content))
        return type("Outcome", (), {"status": 0, "document_id": f"id of {filing['name']}"})

    def test_files_each_on_the_windows_thread_and_reports_it(self) -> None:
        for name in ("a", "b"):
            self.session.offer({"name": name}, name.encode())
        for name in ("a", "b"):
            self.window.turn()
            self.assertEqual(self.session.done.get(timeout=_LONG), (name, 0, f"id of {name}"))
        here = threading.current_thread()
        self.assertEqual(self.filed, [(here, "a", b"a"), (here, "b", b"b")])

    def test_ends_while_a_document_waits_for_the_window(self) -> None:
        self.session.offer({"name": "a"}, b"a")
        while self.window.idle():
            pass
        self.documents.end()
        self.assertTrue(self.session.closed.is_set())
        self.assertTrue(self.session.done.empty())

    def test_looks_when_it_is_told_to(self) -> None:
        self.session.offer({"name": "a"}, b"a")
        self.window.turn()
        self.session.done.get(timeout=_LONG)
        self.session.documents.put(({"name": "b"}, b"b"))  # without a sign
        self.documents.look()
        self.window.turn()
        self.assertEqual(self.session.done.get(timeout=_LONG)[0], "b")


if __name__ == "__main__":
    unittest.main()
