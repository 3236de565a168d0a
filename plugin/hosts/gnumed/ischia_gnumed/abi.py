# SPDX-License-Identifier: GPL-2.0-or-later
"""plugin.h, the interface of libischia_plugin.so, by ctypes. Knows nothing of GNUmed.

A Session may be used by any thread. ctypes lets go of Python's lock during a call, so a call that
waits stops its own thread alone; none belongs on a thread that draws.
"""
from __future__ import annotations

import ctypes as c
import json
import logging
from dataclasses import dataclass
from typing import Any

_log = logging.getLogger("ischia")

OK, INVALID_ARGUMENT, NOT_FOUND = 0, 3, 5
FAILED_PRECONDITION, UNIMPLEMENTED, INTERNAL, UNAVAILABLE = 9, 12, 13, 14
_ABI_MAJOR, _ABI_MINOR = 1, 0


class Error(Exception):
    """What a call answered instead of its result: a status, a reason for programs, and a sentence
    for a person, which never holds patient data."""

    def __init__(self, status: int, reason: str, sentence: str) -> None:
        super().__init__(f"{status} {reason}: {sentence}")
        self.status, self.reason, self.sentence = status, reason, sentence


@dataclass(frozen=True)
class Patient:
    """A patient as the host knows it; an empty text is not known."""

    patient_id: str
    given_name: str = ""
    family_name: str = ""
    birth_date: str = ""  # YYYY-MM-DD
    sex: str = ""  # "F" or "M"


class _Bytes(c.Structure):
    _fields_ = [("data", c.c_void_p), ("size", c.c_size_t)]


_LogLine = c.CFUNCTYPE(None, c.c_void_p, c.c_int32, c.c_char_p)
_HEAD = [(name, c.c_uint32) for name in ("struct_size", "abi_major", "abi_minor", "reserved")]


class _Host(c.Structure):
    _fields_ = _HEAD + [("host_data", c.c_void_p), ("host_id", c.c_char_p),
                        ("host_version", c.c_char_p), ("log", _LogLine)]


class _Patient(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("reserved", c.c_uint32)] + [
        (name, c.c_char_p) for name in ("patient_id", "given_name", "family_name", "birth_date",
                                        "sex", "email", "language")]


_Out = c.POINTER(c.c_void_p)


class _Api(c.Structure):
    _fields_ = _HEAD + [
        ("plugin_version", c.c_char_p),
        ("open", c.CFUNCTYPE(c.c_int32, c.POINTER(_Host), _Bytes, _Out)),
        ("close", c.CFUNCTYPE(None, c.c_void_p)),
        ("call", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_char_p, _Bytes, c.c_uint32, _Out)),
        ("cancel", c.CFUNCTYPE(None, c.c_void_p)),
        ("result_bytes", c.CFUNCTYPE(_Bytes, c.c_void_p)),
        ("result_free", c.CFUNCTYPE(None, c.c_void_p)),
        ("get_extension", c.CFUNCTYPE(c.c_void_p, c.c_char_p)),
    ]


_EXTENSION = [("struct_size", c.c_uint32), ("reserved", c.c_uint32)]


class _Console(c.Structure):
    _fields_ = _EXTENSION + [("open_console", c.CFUNCTYPE(
        c.c_int32, c.c_void_p, c.POINTER(_Patient), c.c_char_p, c.c_uint32, _Out))]


class _CurrentPatient(c.Structure):
    _fields_ = _EXTENSION + [("patient_changed", c.CFUNCTYPE(
        c.c_int32, c.c_void_p, c.POINTER(_Patient)))]


class _PutDocument(c.Structure):
    _fields_ = _EXTENSION + [
        ("event_fd", c.CFUNCTYPE(c.c_int, c.c_void_p)),
        ("next", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_uint32, _Out, _Out)),
        ("done", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_char_p, c.c_int32, c.c_char_p)),
    ]


def _view(text: bytes) -> _Bytes:
    """The caller keeps `text` for as long as the view is used."""
    return _Bytes(c.cast(c.c_char_p(text), c.c_void_p), len(text))


def _patient(patient: Patient) -> Any:
    texts = [text.encode() for text in (patient.patient_id, patient.given_name,
                                        patient.family_name, patient.birth_date, patient.sex)]
    return c.byref(_Patient(c.sizeof(_Patient), 0, *texts, None, None))


@_LogLine
def _to_log(_host_data: int, level: int, message: bytes) -> None:
    write = _log.info if level == 1 else _log.warning
    write("%s", message.decode(errors="replace"))


class Session:
    """One open session of the library, until close."""

    def __init__(self, library: str, host_id: str, host_version: str, socket: str = "") -> None:
        """`socket` is the agent's; empty: the one of this login. Raises Error, and OSError where
        there is no such library."""
        try:
            get_api = c.CDLL(library).ischia_plugin_get_api
        except AttributeError as missing:
            raise OSError(f"{library} is no library of Ischia's") from missing
        table = c.POINTER(_Api)()
        status = get_api(_ABI_MAJOR, _ABI_MINOR, c.byref(table))
        if status != OK:
            raise Error(status, "ABI_MISMATCH", "The Ischia library is of another version than this plugin.")
        self._api = table.contents
        # The library reads it until the session is closed.
        self._host = _Host(c.sizeof(_Host), _ABI_MAJOR, _ABI_MINOR, 0, None, host_id.encode(),
                           host_version.encode(), _to_log)
        self._session = c.c_void_p()
        path = socket.encode()
        status = self._api.open(c.byref(self._host), _view(path), c.byref(self._session))
        if status != OK:
            raise Error(status, "OPEN_FAILED", "The Ischia library takes no session: is the "
                        "agent's socket an absolute path of at most 107 bytes?")
        self._console = self._extension("ischia.console/1", _Console)
        self._current_patient = self._extension("ischia.current-patient/1", _CurrentPatient)
        self._documents = self._extension("ischia.put-document/1", _PutDocument)

    def close(self) -> None:
        """The last use. No other thread may be inside a call or begin one."""
        self._api.close(self._session)

    def cancel(self) -> None:
        """Ends the calls in flight, soon, with CANCELLED."""
        self._api.cancel(self._session)

    def call(self, method: str, request: dict, timeout_ms: int) -> dict:
        """`method` is "PatientService/ListPatients"; both sides have the contract's JSON form."""
        text, result = json.dumps(request).encode(), c.c_void_p()
        status = self._api.call(self._session, b"ischia.v1." + method.encode(), _view(text),
                                timeout_ms, c.byref(result))
        return self._answer(status, result)

    def open_console(self, patient: Patient, view: str, timeout_ms: int) -> dict:
        """A Launch; the agent opens the browser if it is told to."""
        result = c.c_void_p()
        status = self._console.open_console(self._session, _patient(patient), view.encode(),
                                            timeout_ms, c.byref(result))
        return self._answer(status, result)

    def patient_changed(self, patient: Patient | None) -> None:
        """The host shows this patient, or none. What goes wrong is in the log."""
        shown = None if patient is None else _patient(patient)
        self._current_patient.patient_changed(self._session, shown)

    def event_fd(self) -> int:
        """Readable when a document waits or the agent has ended; -1: there is none. Never closed
        by the caller, the same until close."""
        return self._documents.event_fd(self._session)

    def next_document(self, timeout_ms: int) -> tuple[dict, bytes]:
        """A Filing and its content. Raises Error NOT_FOUND when none waits."""
        filing, content = c.c_void_p(), c.c_void_p()
        status = self._documents.next(self._session, timeout_ms, c.byref(filing), c.byref(content))
        return self._answer(status, filing), self._take(content)

    def document_done(self, name: str, status: int, host_document_id: str | None) -> None:
        """Says what became of the filing `name`. What goes wrong is in the log."""
        number = None if host_document_id is None else host_document_id.encode()
        self._documents.done(self._session, name.encode(), status, number)

    def _extension(self, name: str, struct: type) -> Any:
        found = self._api.get_extension(name.encode())
        if not found:
            raise Error(UNIMPLEMENTED, "EXTENSION_MISSING", f"The Ischia library has no {name}.")
        return struct.from_address(found)

    def _take(self, result: c.c_void_p) -> bytes:
        view = self._api.result_bytes(result)
        content = c.string_at(view.data, view.size) if view.size else b""
        self._api.result_free(result)
        return content

    def _answer(self, status: int, result: c.c_void_p) -> dict:
        text = self._take(result)
        try:
            answer = json.loads(text) if text else {}
        except ValueError:
            answer = {}
            status = status or INTERNAL
        if status == OK:
            return answer
        raise Error(status, answer.get("reason", "UNKNOWN"),
                    answer.get("sentence", "Ischia gave no reason."))
