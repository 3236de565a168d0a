#!/usr/bin/python3
"""The binding by ctypes beside the interface as it was released, and against the real library.

Usage: abi_binding_test.py LIBRARY
"""
from __future__ import annotations

import ctypes
import re
import sys
import threading
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "plugin" / "hosts" / "gnumed"))

from ischia_gnumed import abi  # noqa: E402

RELEASED = HERE.parent / "shim" / "layout.txt"
STRUCTS = {"ischia_bytes": abi._Bytes, "ischia_host": abi._Host, "ischia_api": abi._Api,
           "ischia_patient": abi._Patient, "ischia_console": abi._Console,
           "ischia_current_patient": abi._CurrentPatient, "ischia_put_document": abi._PutDocument}


def layout_of(name: str, struct: type) -> list[str]:
    lines = [f"{name:24} size {ctypes.sizeof(struct)}"]
    for field, *_ in struct._fields_:
        member = getattr(struct, field)
        lines.append(f"  {field:22} at {member.offset}, {member.size} bytes")
    return lines


class LayoutTest(unittest.TestCase):
    def test_is_as_released(self) -> None:
        text = RELEASED.read_text(encoding="ascii")
        released = {block.split()[0]: block.splitlines()
                    for block in re.findall(r"^\w+ +size.*\n(?:  .*\n)*", text, re.M)}
        del released["ischia_status"]
        self.assertEqual({name: layout_of(name, struct) for name, struct in STRUCTS.items()},
                         released)


class SessionTest(unittest.TestCase):
    """Without an agent: what the library itself answers."""

    def setUp(self) -> None:
        self.session = abi.Session(LIBRARY, "gnumed", "test", "/nowhere/agent.sock")
        self.addCleanup(self.session.close)

    def test_each_call_answers_with_a_reason_and_a_sentence(self) -> None:
        patient = abi.Patient("1", "Zoë", "Sample")
        for call in (lambda: self.session.call("PatientService/ListPatients", {}, 100),
                     lambda: self.session.open_console(patient, "ASSESS", 100),
                     lambda: self.session.next_document(100)):
            with self.assertRaises(abi.Error) as raised:
                call()
            self.assertEqual((raised.exception.status, raised.exception.reason),
                             (abi.UNAVAILABLE, "AGENT_UNREACHABLE"))
            self.assertIn("ischia-agent", raised.exception.sentence)

    def test_what_has_no_result_says_it_to_the_log(self) -> None:
        for call in (lambda: self.session.patient_changed(None),
                     lambda: self.session.document_done("filings/a", 0, "1")):
            with self.assertLogs("ischia", "WARNING") as logged:
                call()
            self.assertIn("ischia-agent", logged.output[0])

    def test_the_event_descriptor_stays_the_same(self) -> None:
        first = self.session.event_fd()
        self.assertGreaterEqual(first, 0)
        self.assertEqual(self.session.event_fd(), first)

    def test_cancel_from_another_thread(self) -> None:
        other = threading.Thread(target=self.session.cancel)
        other.start()
        other.join()


class OpeningTest(unittest.TestCase):
    def test_no_library(self) -> None:
        for library in ("/nowhere/libischia_plugin.so", __file__, "libc.so.6"):
            with self.subTest(library), self.assertRaises(OSError):
                abi.Session(library, "gnumed", "test")

    def test_a_socket_that_can_be_none(self) -> None:
        with self.assertRaises(abi.Error) as raised:
            abi.Session(LIBRARY, "gnumed", "test", "relative.sock")
        self.assertEqual(raised.exception.status, abi.INVALID_ARGUMENT)


if __name__ == "__main__":
    LIBRARY = sys.argv.pop(1)
    unittest.main()
