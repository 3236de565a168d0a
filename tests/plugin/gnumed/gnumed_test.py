#!/usr/bin/python3
"""Ischia inside a real GNUmed client, with a real database, ischiad and ischia-agent.

Usage: gnumed_test.py BUILD PICTURES [TEST ...]
BUILD is a release build's folder. Pictures of the page go to the folder PICTURES, to be looked at.
Needs root and the packages of debian-packages.txt; the first run bootstraps GNUmed's database, which
takes minutes, and keeps a dump of it (clinic_database.py).
"""
from __future__ import annotations

import base64
import datetime
import hashlib
import http.client
import json
import os
import random
import signal
import string
import sys
import time
import unittest
import urllib.parse
import urllib.request
import xmlrpc.client
from pathlib import Path

from clinic import HERE, PLUGIN, Clinic, wait_for
from clinic_database import ClinicDatabase, kept_dump

sys.path.insert(0, str(PLUGIN))
from ischia_gnumed import abi  # noqa: E402

DATA = HERE.parents[1] / "data" / "prescribe"
BUILD, PICTURES = Path(sys.argv[1]), Path(sys.argv[2])
BORN = "17051990"
_started = time.monotonic()


def mark(what: str) -> None:
    print(f"{time.monotonic() - _started:6.1f} s  {what}", file=sys.stderr, flush=True)


def somebody() -> str:
    """A family name that is in no record yet."""
    return "".join(random.SystemRandom().choices(string.ascii_lowercase, k=10)).capitalize()


def setUpModule() -> None:
    global database, clinic, service
    kept = kept_dump()
    mark("GNUmed's database is kept as a dump")
    database = unittest.enterModuleContext(ClinicDatabase())
    database.restore(kept)
    mark("database restored")
    clinic = unittest.enterModuleContext(Clinic(BUILD, database))
    clinic.start_service()
    clinic.start_agent()
    mark("service and agent up")
    clinic.install_plugin()
    clinic.start_screen()
    clinic.start_client()
    mark("client up")
    service = abi.Session(str(clinic.library), "gnumed", "test",
                          str(clinic.start_agent_of_the_test()))
    unittest.addModuleCleanup(service.close)


def call(method: str, **request) -> dict:
    return service.call(method, request, 10_000)


def pk_of(family: str) -> int:
    [row] = database.rows(f"SELECT pk_identity FROM dem.v_active_persons WHERE lastnames='{family}'")
    return int(row)


def prescribe(family: str) -> str:
    """What the console would do: the patient, findings, and a program in force. Its name."""
    today = datetime.date.today()
    day = {"year": today.year, "month": today.month, "day": today.day}
    patient = call("PatientService/CreatePatient", parent="practices/sample", patient={
        "host_reference": {"host_id": "gnumed", "patient_id": str(pk_of(family))},
        "given_name": "Robin", "family_name": family, "sex_for_norms": "NORM_SEX_FEMALE",
        "birth_date": {"year": 1990, "month": 5, "day": 17}})["name"]
    assessment = json.loads((DATA / "v03.assessment.json").read_text(encoding="utf-8"))
    assessment.pop("age_years", None)  # by the birth date
    assessment["assessment_date"] = day
    assessed = call("AssessmentService/CreateAssessment", parent=patient, assessment=assessment)
    program = call("ProgramService/CreateProgram", parent=patient, assessment=assessed["name"],
                   start_date=day)
    call("ProgramService/ActivateProgram", name=program["name"], etag=program["etag"],
         acknowledged_rule_ids=["S-39"])
    return program["name"]


def filings_of(program: str) -> list[dict]:
    return call("FilingService/ListFilings", parent=program).get("filings", [])


def settled_filings_of(program: str, count: int) -> list[dict]:
    """In the order they were queued, once so many are settled."""
    def settled() -> list[dict]:
        return [each for each in filings_of(program)
                if each["state"] in ("STATE_FILED", "STATE_FAILED")]
    wait_for("settled filings", lambda: len(settled()) == count)
    return settled()


def documents_of(family: str) -> list[str]:
    """Document, reference and digest of the bytes of every part in this person's record."""
    return database.rows(f"""SELECT d.pk_doc, d.ext_ref, encode(sha256(o.data), 'hex')
        FROM blobs.v_doc_med d LEFT JOIN blobs.doc_obj o ON o.fk_doc = d.pk_doc
        WHERE d.pk_patient = {pk_of(family)}""")


def redeemed(address: str) -> int:
    """The status that answers the button of the launch's page."""
    place = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(place.netloc, timeout=10)
    try:
        connection.request("POST", place.path, headers={
            "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
            "Origin": f"http://{place.netloc}"})
        return connection.getresponse().status
    finally:
        connection.close()


class GnumedTest(unittest.TestCase):
    def setUp(self) -> None:
        self.family = somebody()

    def show_patient(self, family: str) -> None:
        clinic.activate(str(random.randrange(10**6)), family, "Robin", BORN)

    def show_with_program(self) -> str:
        """A patient who has a program, made while the client shows them. Its name."""
        self.show_patient(self.family)
        clinic.page_where("an empty page", lambda page: "does not know" in page["state"])
        program = prescribe(self.family)
        clinic.come_back_to_client()
        clinic.page_where("the program", lambda page: page["rows"])
        return program

    def test_the_way_into_the_record_without_a_window(self) -> None:
        print(clinic.run_test(HERE / "filing_test.py"), file=sys.stderr)
        mark("filing tested against the database")

    def test_opens_the_console_at_the_patient(self) -> None:
        self.show_patient(self.family)
        before = len(clinic.opened())
        clinic.press("open")
        addresses = wait_for("an opened address", lambda: clinic.opened()[before:])
        self.assertEqual(len(addresses), 1)
        with urllib.request.urlopen(addresses[0], timeout=10) as page:
            self.assertEqual(page.status, 200)
        found = call("PatientService/ListPatients", parent="practices/sample", host_reference={
            "host_id": "gnumed", "patient_id": str(pk_of(self.family))})
        self.assertEqual([each["family_name"] for each in found["patients"]], [self.family])
        clinic.page_where("a sentence", lambda page: "browser" in page["told"])
        mark("console opened")

    def test_takes_the_console_back_when_another_patient_is_shown(self) -> None:
        for switched, status in ((False, 303), (True, 401)):
            with self.subTest(switched=switched):
                self.show_patient(somebody())
                before = len(clinic.opened())
                clinic.press("open")
                [address] = wait_for("an opened address", lambda: clinic.opened()[before:])
                clinic.page_where("a sentence", lambda page: "browser" in page["told"])
                if switched:
                    self.show_patient(somebody())
                    clinic.page_where("the service", lambda page: "does not know" in page["state"])
                self.assertEqual(redeemed(address), status)
        mark("console taken back")

    def test_shows_the_program_and_files_its_handout(self) -> None:
        program = self.show_with_program()
        page = clinic.page()
        self.assertTrue(page["state"].startswith("Active, week 1 of 12"), page["state"])
        self.assertIn(["Doorway stretch", "left", "4 x 15 s, rest 10 s", "7 a week"], page["rows"])
        self.assertIn("Right leg: moderately tight (knee extension deficit 41 degrees).",
                      page["notes"])
        self.assertIn("S-39 (changes the program)", page["notes"])
        self.assertIn("0 of 1 days reported done", page["notes"])
        mark("program shown")
        self.assertEqual(filings_of(program), [])
        self.assertEqual(documents_of(self.family), [])
        clinic.press("file")
        [filing] = settled_filings_of(program, 1)
        self.assertEqual(filing["state"], "STATE_FILED")
        content = base64.b64decode(
            call("HandoutService/DownloadHandout", name=filing["handout"])["content"])
        self.assertEqual(documents_of(self.family), ["|".join((
            filing["host_document_id"], filing["name"], hashlib.sha256(content).hexdigest()))])
        clinic.page_where("what was filed", lambda page: "in the record" in page["told"])
        clinic.screenshot(PICTURES / "program.png")
        mark("handout filed")
        clinic.press("file")
        [_, second] = settled_filings_of(program, 2)
        first_id, second_id = filing["host_document_id"], second["host_document_id"]
        self.assertEqual(len(documents_of(self.family)), 2)
        self.assertEqual(database.rows(f"""SELECT pk_doc, comment FROM blobs.v_doc_med
            WHERE pk_doc IN ({first_id}, {second_id}) ORDER BY pk_doc"""), [
            f"{first_id}|Home exercise program, revision 1 (replaced by document {second_id})",
            f"{second_id}|Home exercise program, revision 1 (replaces document {first_id})"])
        mark("handout replaced")

    def test_files_into_no_other_record(self) -> None:
        program = self.show_with_program()
        other = somebody()
        self.show_patient(other)
        call("HandoutService/CreateHandout", parent=program, handout={"kind": "KIND_PROGRAM"},
             file_to_host=True)
        wait_for("a document left for later", lambda: [
            (each["state"], each.get("failure_reason")) for each in filings_of(program)]
            == [("STATE_PENDING", "HOST_UNAVAILABLE")])
        self.assertEqual(documents_of(self.family) + documents_of(other), [])
        page = clinic.page_where("what waits", lambda page: "another patient" in page["told"])
        self.assertNotIn(self.family, page["told"])
        self.assertEqual(page["rows"], [])
        mark("another patient's document left alone")

    def test_says_that_the_agent_is_away_and_finds_it_again(self) -> None:
        clinic.stop("agent")
        self.show_patient(self.family)
        page = clinic.page_where("a sentence", lambda page: page["state"])
        self.assertIn("ischia-agent", page["state"])
        clinic.screenshot(PICTURES / "no-agent.png")
        clinic.start_agent()
        clinic.come_back_to_client()
        clinic.page_where("the service", lambda page: "does not know" in page["state"])
        mark("agent gone and come back")

    def test_a_service_that_hangs_does_not_hold_the_window(self) -> None:
        self.show_patient(self.family)
        clinic.page_where("the service", lambda page: "does not know" in page["state"])
        ischiad = clinic.processes["ischiad"]
        ischiad.send_signal(signal.SIGSTOP)
        try:
            clinic.press("open")
            opening = clinic.page_where("an order", lambda page: page["told"] == "Opening Ischia ...")
            clinic.page_where("the window, while nobody answers",
                              lambda page: page["alive"] > opening["alive"] + 1 and
                              page["told"] == opening["told"])
            self.show_patient(somebody())
            clinic.page_where("a sentence", lambda page: page["state"])
        finally:
            ischiad.send_signal(signal.SIGCONT)
        clinic.come_back_to_client()
        clinic.page_where("the service", lambda page: "does not know" in page["state"])
        mark("service hung and came back")


class LastTest(unittest.TestCase):
    """Runs after the others, as unittest orders classes of a module by name."""

    def test_the_client_ends_as_it_does_without_ischia(self) -> None:
        client = xmlrpc.client.ServerProxy(f"http://127.0.0.1:{clinic.remote_port}")
        done, cookie = client.attach("ischia")
        self.assertTrue(done, cookie)
        client.shutdown_gnumed(cookie, True)
        clinic.processes["gnumed"].wait(30)
        ours = [line for line in clinic.gnumed_log().splitlines() if " ischia " in line]
        self.assertEqual([line for line in ours if " ERROR " in line], [])
        mark("client ended")

    def test_without_its_settings_it_says_so_and_gnumed_runs(self) -> None:
        (clinic.home / ".gnumed" / "ischia.conf").unlink()
        clinic.restart_client()
        clinic.activate("1", somebody(), "Robin", BORN)
        page = clinic.page_where("a sentence", lambda page: "not set up" in page["state"])
        self.assertFalse(page["buttons"]["open"]["enabled"] or page["buttons"]["file"]["enabled"])
        mark("client without settings")


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("gnumed_test needs root: it starts a PostgreSQL and a client as other users.")
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
