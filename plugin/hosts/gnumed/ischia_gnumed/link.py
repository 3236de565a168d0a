# SPDX-License-Identifier: GPL-2.0-or-later
"""Threads between a window and Ischia: questions go out, answers come back by `deliver`, which calls
a function on the thread that draws (wx.CallAfter). Nothing here waits on that thread.
"""
from __future__ import annotations

import logging
import os
import queue
import select
import threading
from typing import Any, Callable

from . import abi

_log = logging.getLogger("ischia")

_NEXT_TIMEOUT_MS = 5000
_LOOK_MS = 60_000  # for an agent that was away, each time a line in the log; what comes is announced
_END_S = 2.0

Deliver = Callable[..., Any]


class _Thread:
    """A thread with a session of its own, which belongs to it alone but for cancel."""

    def __init__(self, name: str, session: abi.Session, deliver: Deliver) -> None:
        self._session, self._deliver = session, deliver
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Takes up to two seconds, while a call ends."""
        self._ending.set()
        self._wake()
        self._session.cancel()
        self._thread.join(_END_S)
        if not self._thread.is_alive():
            self._session.close()

    def _tell(self, receiver: Callable[..., None], *what: Any) -> None:
        if not self._ending.is_set():
            self._deliver(receiver, *what)

    def _run(self) -> None:
        raise NotImplementedError

    def _wake(self) -> None:
        raise NotImplementedError


class Worker(_Thread):
    """Asks one question after the other."""

    def __init__(self, name: str, session: abi.Session, deliver: Deliver) -> None:
        self._questions: queue.Queue = queue.Queue()
        super().__init__(name, session, deliver)

    def ask(self, question: Callable[[abi.Session], Any],
            receiver: Callable[[Any, abi.Error | None], None]) -> None:
        """`receiver` gets the answer, or None and why there is none."""
        self._questions.put((question, receiver))

    def forget(self) -> None:
        """Nobody waits for the answers any more: ends the call in flight, drops what waits."""
        while True:
            try:
                self._questions.get_nowait()
            except queue.Empty:
                break
        self._session.cancel()

    def _wake(self) -> None:
        self._questions.put(None)

    def _run(self) -> None:
        while (asked := self._questions.get()) is not None and not self._ending.is_set():
            question, receiver = asked
            answer, error = None, None
            try:
                answer = question(self._session)
            except abi.Error as failed:
                error = failed
            except Exception:
                _log.exception("an answer of Ischia's could not be read")
                error = abi.Error(abi.INTERNAL, "ANSWER_UNREADABLE",
                                  "Ischia's answer could not be read; the log says why.")
            self._tell(receiver, answer, error)


class Documents(_Thread):
    """Takes documents as they come, has each one filed on the thread that draws, and reports what
    became of it. A client that ends in between is offered the document again."""

    def __init__(self, session: abi.Session, deliver: Deliver,
                 file: Callable[[dict, bytes], Any]) -> None:
        """`file` answers with `status`, `reason` and `document_id`, and does not raise."""
        self._file = file
        self._outcomes: queue.Queue = queue.Queue()
        self._woken, self._waker = os.pipe2(os.O_CLOEXEC)
        super().__init__("ischia-documents", session, deliver)

    def look(self) -> None:
        """A document may wait: looks at once, and not in a minute."""
        os.write(self._waker, b"x")

    def _wake(self) -> None:
        self.look()
        self._outcomes.put(None)

    def _run(self) -> None:
        poll = select.poll()
        poll.register(self._woken, select.POLLIN)
        watched = -1
        while not self._ending.is_set():
            self._take_all()
            fd = self._session.event_fd()  # looks for the agent, where it was away
            if fd != watched and fd >= 0:
                poll.register(fd, select.POLLIN)
                watched = fd
            if any(ready == self._woken for ready, _ in poll.poll(_LOOK_MS)):
                os.read(self._woken, 4096)

    def _take_all(self) -> None:
        """Files whatever waits."""
        while not self._ending.is_set():
            try:
                filing, content = self._session.next_document(_NEXT_TIMEOUT_MS)
            except abi.Error:  # nothing waits, or nobody answers
                return
            self._tell(self._on_drawing_thread, filing, content)
            outcome = self._outcomes.get()
            if outcome is None:  # ending
                return
            self._session.document_done(filing.get("name", ""), outcome.status,
                                        outcome.document_id)
            # The database is away: not at once again. Another patient's comes back by itself.
            if outcome.status == abi.UNAVAILABLE and outcome.reason != "PATIENT_NOT_SHOWN":
                return

    def _on_drawing_thread(self, filing: dict, content: bytes) -> None:
        self._outcomes.put(self._file(filing, content))
