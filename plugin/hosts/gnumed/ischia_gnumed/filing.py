# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts a document of Ischia's into the record, once, and into no other patient's.

The Filing's name is the document's external reference, and so what tells that it is there already.
Document, reference and bytes are committed together, by add_part: what fails before leaves nothing,
and what is cut off after is found by its reference the next time.
"""
from __future__ import annotations

import datetime
import hashlib
import logging
import os
import shutil
import unicodedata
from dataclasses import dataclass

from Gnumed.business import gmDocuments, gmPerson
from Gnumed.pycommon import gmPG2, gmTools

from . import abi
from .record import HOST_ID, birth_date

_log = logging.getLogger("ischia")

DOCUMENT_TYPE = "home exercise program"
EPISODE = "Hamstring stretching"
_LARGEST_DOCUMENT = 2 << 20  # as the service makes them


@dataclass(frozen=True)
class Outcome:
    """What became of a filing: as `done` takes it, and as the panel says it."""

    status: int
    reason: str
    sentence: str
    document_id: str | None = None


@dataclass(frozen=True)
class _Filing:
    """What is used of a Filing."""

    name: str
    content_sha256: str
    title: str
    replaces: str
    document_date: datetime.date | None
    host_id: str
    patient_id: str
    family_name: str
    birth_date: datetime.date | None


def file_document(filing: dict, content: bytes) -> Outcome:
    """Files into the record of the patient whom the client shows, or refuses. Never raises.

    `filing` is a Filing in the contract's JSON form. Called on the thread that draws, as all of
    GNUmed's own changes are.
    """
    try:
        read = _read(filing)
    except (AttributeError, KeyError, TypeError, ValueError):
        return Outcome(abi.INVALID_ARGUMENT, "FIELD_INVALID", "The document's label is unreadable.")
    try:
        return _unfit(read, content) or _mismatch(read) or _file(read, content)
    except Exception:
        _log.exception("a document of Ischia's was not filed")
        return Outcome(abi.UNAVAILABLE, "RECORD_UNAVAILABLE",
                       "GNUmed's database did not take the document. It will be offered again.")


def _read(filing: dict) -> _Filing:
    expected = filing["expected_patient"]
    reference = expected["host_reference"]
    return _Filing(
        name=filing["name"], content_sha256=filing["content_sha256"],
        title=filing.get("title") or "Home exercise program",
        replaces=filing.get("replaces", ""),
        document_date=_date(filing.get("document_date")),
        host_id=reference["host_id"], patient_id=reference["patient_id"],
        family_name=expected.get("family_name", ""), birth_date=_date(expected.get("birth_date")))


def _date(day: dict | None) -> datetime.date | None:
    return datetime.date(day["year"], day["month"], day["day"]) if day else None


def _unfit(filing: _Filing, content: bytes) -> Outcome | None:
    if not content.startswith(b"%PDF-") or len(content) > _LARGEST_DOCUMENT:
        return Outcome(abi.INVALID_ARGUMENT, "FIELD_INVALID",
                       "The document is no PDF of at most 2 MiB.")
    if hashlib.sha256(content).hexdigest() != filing.content_sha256:
        return Outcome(abi.INVALID_ARGUMENT, "FIELD_INVALID",
                       "The document was damaged on its way.")
    return None


def _mismatch(filing: _Filing) -> Outcome | None:
    """Compares host id, family name and birth date with the record that is open. A birth date that
    one side does not know fits. What is another patient's waits: its record may be open elsewhere,
    or later."""
    patient = gmPerson.gmCurrentPatient()
    if filing.host_id != HOST_ID:
        return Outcome(abi.FAILED_PRECONDITION, "PATIENT_MISMATCH",
                       "A document for another program's patient was not filed.")
    if not patient.connected or filing.patient_id != str(patient.ID):
        return Outcome(abi.UNAVAILABLE, "PATIENT_NOT_SHOWN",
                       "A document for another patient waits until that record is open.")
    record = gmPerson.cPerson(aPK_obj=patient.ID)  # as it is stored now
    known = birth_date(record)
    other_birth_date = filing.birth_date and known and filing.birth_date != known
    if _plain(filing.family_name) != _plain(record["lastnames"]) or other_birth_date:
        return Outcome(abi.FAILED_PRECONDITION, "PATIENT_MISMATCH",
                       "Ischia knows this patient by another name or birth date. Nothing was "
                       "filed. Correct one of the two records, and file the handout again.")
    return None


def _plain(name: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", name or "").split()).casefold()


def _file(filing: _Filing, content: bytes) -> Outcome:
    patient = gmPerson.gmCurrentPatient()
    connection = gmPG2.get_connection(readonly=False)
    try:
        if not _alone(connection, filing.name):
            return Outcome(abi.UNAVAILABLE, "FILED_ELSEWHERE",
                           "Another GNUmed client is filing this document.")
        there = _filed_as(patient.ID, filing.name)
        if there is not None:
            return Outcome(abi.OK, "FILED_BEFORE", "The handout was in the record already.",
                           str(there["pk_doc"]))
        return _add(connection, patient, filing, content)
    finally:
        connection.close()  # takes back what is not committed


def _alone(connection, name: str) -> bool:
    """Takes this document for itself until the connection is closed."""
    rows, _ = gmPG2.run_rw_queries(link_obj=connection, return_data=True, queries=[
        {"cmd": "SELECT pg_try_advisory_lock(hashtext(%(name)s))", "args": {"name": name}}])
    # GNUmed's transactions see nothing that was committed since they began: the next one shall.
    connection.commit()
    return rows[0][0]


def _filed_as(patient_id: int, name: str):
    found = gmDocuments.search_for_documents(patient_id=patient_id, external_reference=name)
    return found[0] if found else None


def _add(connection, patient, filing: _Filing, content: bytes) -> Outcome:
    replaced = _filed_as(patient.ID, filing.replaces) if filing.replaces else None
    # GNUmed makes these two on connections of its own, before ours begins its transaction.
    gmDocuments.create_document_type(DOCUMENT_TYPE)
    episode = _episode(patient.emr)
    folder = gmTools.mk_sandbox_dir(prefix="ischia-")
    try:
        path = os.path.join(folder, "home-exercise-program.pdf")
        with open(path, "wb") as file:
            file.write(content)
        document = patient.get_document_folder().add_document(
            document_type=DOCUMENT_TYPE, encounter=patient.emr.active_encounter["pk_encounter"],
            episode=episode, link_obj=connection)
        number = document["pk_doc"]
        _describe(connection, number, filing, replaced)
        if document.add_part(file=path, link_obj=connection) is None:
            raise OSError("GNUmed did not take the document's bytes")
    finally:
        shutil.rmtree(folder)
    return Outcome(abi.OK, "FILED", f"The handout is in the record, as document {number}.",
                   str(number))


def _episode(emr) -> int:
    open_ones = [each for each in emr.get_episodes(open_status=True)
                 if each["description"] == EPISODE]
    episode = open_ones[0] if open_ones else emr.add_episode(
        episode_name=EPISODE, is_open=True, allow_dupes=True)
    return episode["pk_episode"]


def _describe(connection, number: int, filing: _Filing, replaced) -> None:
    comment = filing.title
    if replaced is not None:
        comment += f" (replaces document {replaced['pk_doc']})"
        _change(connection, """UPDATE blobs.doc_med
                    SET comment = concat_ws(' ', comment, %(note)s) WHERE pk = %(number)s""",
                number=replaced["pk_doc"], note=f"(replaced by document {number})")
    _change(connection, """UPDATE blobs.doc_med SET ext_ref = %(name)s, comment = %(comment)s,
                clin_when = coalesce(%(day)s, clin_when) WHERE pk = %(number)s""",
            number=number, name=filing.name, comment=comment, day=filing.document_date)


def _change(connection, statement: str, **values) -> None:
    gmPG2.run_rw_queries(link_obj=connection, queries=[{"cmd": statement, "args": values}])
