#!/usr/bin/python3
"""The way into GNUmed's record, against its real database and without its window. Started by
gnumed_test, which says the database's port in PGPORT."""
from __future__ import annotations

import datetime
import hashlib
import os
import sys
import unittest
import uuid
from unittest import mock

sys.path.insert(0, "/usr/share/gnumed")

from Gnumed.pycommon import gmConnectionPool, gmDateTime, gmI18N, gmPG2  # noqa: E402

gmI18N.activate_locale()
gmI18N.install_domain()
gmDateTime.init()
_login = gmConnectionPool.cPGCredentials()
_login.database, _login.host, _login.port = "gnumed_v22", "127.0.0.1", int(os.environ["PGPORT"])
_login.user = _login.password = "any-doc"
gmConnectionPool.gmConnectionPool().credentials = _login

from Gnumed.business import gmDocuments, gmPerson, gmPraxis, gmStaff  # noqa: E402

from ischia_gnumed import abi, filing as filing_module, record  # noqa: E402
from ischia_gnumed.filing import file_document  # noqa: E402

_PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200
_LARGE = _PDF + bytes(2 << 20)
# Of GNUmed's demo data.
KIRK, TESTWOMAN = 12, 13


def setUpModule() -> None:
    gmStaff.set_current_provider_to_logged_on_user()
    gmPraxis.gmCurrentPraxisBranch(branch=gmPraxis.get_praxis_branches()[0])


def rows(sql: str, **values) -> list:
    return gmPG2.run_ro_queries(queries=[{"cmd": sql, "args": values}])[0]


def counts() -> list[int]:
    """What a filing could leave anywhere: documents, parts, episodes."""
    return [rows(f"SELECT count(*) FROM {table}")[0][0]
            for table in ("blobs.doc_med", "blobs.doc_obj", "clin.episode")]


def born(person: int) -> datetime.date:
    return gmPerson.cPerson(aPK_obj=person)["dob"].date()


def filing_for(person: int, **other) -> dict:
    """A Filing of a document that this record fits, as the service would make it."""
    day = born(person)
    return {"name": f"practices/sample/filings/{uuid.uuid4()}",
            "content_sha256": hashlib.sha256(_PDF).hexdigest(),
            "title": "Home exercise program, revision 1",
            "document_date": {"year": 2026, "month": 3, "day": 14}, "revision_number": 1,
            "expected_patient": {
                "host_reference": {"host_id": "gnumed", "patient_id": str(person)},
                "family_name": gmPerson.cPerson(aPK_obj=person)["lastnames"],
                "birth_date": {"year": day.year, "month": day.month, "day": day.day}}} | other


class FilingTest(unittest.TestCase):
    def setUp(self) -> None:
        gmPerson.set_active_patient(patient=gmPerson.cPatient(aPK_obj=TESTWOMAN))

    def refused(self, filing: dict, content: bytes, status: int, reason: str) -> None:
        before = counts()
        outcome = file_document(filing, content)
        self.assertEqual((outcome.status, outcome.reason), (status, reason))
        self.assertIsNone(outcome.document_id)
        self.assertEqual(counts(), before)

    def test_files_one_document_with_its_bytes(self) -> None:
        filing = filing_for(TESTWOMAN)
        documents, parts, _ = counts()
        outcome = file_document(filing, _PDF)
        self.assertEqual(outcome.status, abi.OK, outcome)
        self.assertEqual(counts()[:2], [documents + 1, parts + 1])
        [document] = rows("SELECT * FROM blobs.v_doc_med WHERE ext_ref = %(name)s",
                          name=filing["name"])
        self.assertEqual(outcome.document_id, str(document["pk_doc"]))
        self.assertEqual(document["pk_patient"], TESTWOMAN)
        self.assertEqual(document["type"], "home exercise program")
        self.assertEqual(document["episode"], "Hamstring stretching")
        self.assertEqual(document["comment"], filing["title"])
        self.assertEqual(document["clin_when"].date(), datetime.date(2026, 3, 14))
        [part] = rows("SELECT data FROM blobs.doc_obj WHERE fk_doc = %(doc)s",
                      doc=document["pk_doc"])
        self.assertEqual(bytes(part["data"]), _PDF)

    def test_files_a_second_time_only_by_name(self) -> None:
        filing = filing_for(TESTWOMAN)
        first = file_document(filing, _PDF)
        before = counts()
        second = file_document(filing, _PDF)
        self.assertEqual((second.status, second.document_id), (abi.OK, first.document_id))
        self.assertEqual(second.reason, "FILED_BEFORE")
        self.assertEqual(counts(), before)

    def test_uses_the_open_episode_again_and_opens_one_beside_a_closed_one(self) -> None:
        file_document(filing_for(TESTWOMAN), _PDF)
        episodes = counts()[2]
        file_document(filing_for(TESTWOMAN), _PDF)
        self.assertEqual(counts()[2], episodes)
        emr = gmPerson.gmCurrentPatient().emr
        for episode in emr.get_episodes(open_status=True):
            episode["episode_open"] = False
            episode.save_payload()
        self.assertEqual(file_document(filing_for(TESTWOMAN), _PDF).status, abi.OK)
        self.assertEqual(counts()[2], episodes + 1)

    def test_links_the_replaced_version_both_ways(self) -> None:
        old = filing_for(TESTWOMAN)
        first = file_document(old, _PDF)
        second = file_document(filing_for(TESTWOMAN, replaces=old["name"], title="Revision 2"), _PDF)
        comments = [gmDocuments.cDocument(aPK_obj=int(each.document_id))["comment"]
                    for each in (first, second)]
        self.assertEqual(comments, [
            f"{old['title']} (replaced by document {second.document_id})",
            f"Revision 2 (replaces document {first.document_id})"])

    def test_files_what_replaces_an_unknown_document(self) -> None:
        outcome = file_document(filing_for(TESTWOMAN, replaces="practices/sample/filings/x"), _PDF)
        self.assertEqual(outcome.status, abi.OK)

    def test_leaves_the_document_of_another_record_for_later(self) -> None:
        gmPerson.set_active_patient(patient=gmPerson.cPatient(aPK_obj=KIRK))
        self.refused(filing_for(TESTWOMAN), _PDF, abi.UNAVAILABLE, "PATIENT_NOT_SHOWN")

    def test_waits_while_no_patient_is_shown(self) -> None:
        filing = filing_for(TESTWOMAN)
        gmPerson.gmCurrentPatient(patient=-1)
        self.refused(filing, _PDF, abi.UNAVAILABLE, "PATIENT_NOT_SHOWN")

    def test_compares_who_it_is(self) -> None:
        day = born(TESTWOMAN)
        for change in ({"family_name": "Kirk"}, {"family_name": ""},
                       {"birth_date": {"year": day.year, "month": day.month, "day": day.day + 1}},
                       {"host_reference": {"host_id": "other", "patient_id": str(TESTWOMAN)}}):
            with self.subTest(change):
                filing = filing_for(TESTWOMAN)
                filing["expected_patient"] |= change
                self.refused(filing, _PDF, abi.FAILED_PRECONDITION, "PATIENT_MISMATCH")

    def test_looks_at_the_record_as_it_is_stored_now(self) -> None:
        filing = filing_for(TESTWOMAN)
        gmPerson.gmCurrentPatient()  # holds what was read before
        elsewhere = gmPerson.cPerson(aPK_obj=TESTWOMAN)
        name = elsewhere.get_active_name()
        elsewhere.add_name(name["firstnames"], "Married", True)
        try:
            self.refused(filing, _PDF, abi.FAILED_PRECONDITION, "PATIENT_MISMATCH")
        finally:
            elsewhere.add_name(name["firstnames"], name["lastnames"], True)

    def test_what_one_side_does_not_know_fits(self) -> None:
        filing = filing_for(TESTWOMAN)
        del filing["expected_patient"]["birth_date"]
        filing["expected_patient"]["family_name"] = "  TESTWOMAN "
        self.assertEqual(file_document(filing, _PDF).status, abi.OK)

    def test_refuses_bad_input(self) -> None:
        digest = hashlib.sha256
        for changes, content in (
                ({"content_sha256": digest(b"").hexdigest()}, b""),
                ({"content_sha256": digest(b"<html>").hexdigest()}, b"<html>"),
                ({"content_sha256": digest(_LARGE).hexdigest()}, _LARGE), ({}, _PDF[:-1]),
                ({"document_date": {"year": 2026}}, _PDF), ({"expected_patient": None}, _PDF),
                ({"expected_patient": {}}, _PDF)):
            with self.subTest(changes):
                self.refused(filing_for(TESTWOMAN, **changes), content, abi.INVALID_ARGUMENT,
                             "FIELD_INVALID")
        self.refused({}, _PDF, abi.INVALID_ARGUMENT, "FIELD_INVALID")

    def test_leaves_nothing_where_the_bytes_are_not_taken(self) -> None:
        file_document(filing_for(TESTWOMAN), _PDF)  # the episode is there
        for broken in (mock.patch.object(gmDocuments.cDocumentPart, "update_data_from_file",
                                         return_value=False),
                       mock.patch.object(gmDocuments.cDocument, "add_part",
                                         side_effect=RuntimeError("cut off"))):
            with broken:
                self.refused(filing_for(TESTWOMAN), _PDF, abi.UNAVAILABLE, "RECORD_UNAVAILABLE")

    def test_two_clients_do_not_file_the_same_document_at_once(self) -> None:
        filing = filing_for(TESTWOMAN)
        other = gmPG2.get_connection(readonly=False)
        try:
            self.assertTrue(filing_module._alone(other, filing["name"]))
            self.refused(filing, _PDF, abi.UNAVAILABLE, "FILED_ELSEWHERE")
        finally:
            other.close()
        self.assertEqual(file_document(filing, _PDF).status, abi.OK)


class RecordTest(unittest.TestCase):
    def test_tells_who_is_shown(self) -> None:
        gmPerson.set_active_patient(patient=gmPerson.cPatient(aPK_obj=TESTWOMAN))
        shown = record.shown_patient()
        self.assertEqual(shown, abi.Patient(str(TESTWOMAN), "Laborata", "Testwoman",
                                            born(TESTWOMAN).isoformat(), "F"))

    def test_an_estimated_birth_date_is_not_known(self) -> None:
        person = {"dob": datetime.datetime(1960, 1, 1), "dob_is_estimated": True}
        self.assertIsNone(record.birth_date(person))

    def test_nobody_is_shown(self) -> None:
        gmPerson.gmCurrentPatient(patient=-1)
        self.assertIsNone(record.shown_patient())

    def test_the_last_visit_is_before_today(self) -> None:
        gmPerson.set_active_patient(patient=gmPerson.cPatient(aPK_obj=KIRK))
        visits = rows("SELECT started FROM clin.encounter WHERE fk_patient = %(who)s", who=KIRK)
        newest = max(visit["started"].date() for visit in visits)
        found = record.last_visit(newest)
        self.assertIsNotNone(found)
        self.assertLess(found, newest)


if __name__ == "__main__":
    unittest.main(verbosity=0)
