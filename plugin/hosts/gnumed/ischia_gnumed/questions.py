# SPDX-License-Identifier: GPL-2.0-or-later
"""What the panel asks the service, one question a function. Run by a link.Worker, off the thread
that draws."""
from __future__ import annotations

import datetime
from typing import Iterator

from . import abi, wording

_TIMEOUT_MS = 3000
_HANDOUT_TIMEOUT_MS = 10_000  # it is drawn first
_PAGE_SIZE = 20  # a program has some 70 KiB, an answer at most 4 MiB


class Questions:
    """To one practice, "practices/sample"."""

    def __init__(self, practice: str) -> None:
        self._practice = practice
        self._titles: dict[str, str] = {}

    def page(self, session: abi.Session, patient_id: str, host_id: str,
             visit: datetime.date | None, today: datetime.date) -> wording.Page:
        """What is in force at a patient, and how it was followed since `visit`."""
        found = session.call("PatientService/ListPatients", {
            "parent": self._practice,
            "host_reference": {"host_id": host_id, "patient_id": patient_id}}, _TIMEOUT_MS)
        if not found.get("patients"):
            return wording.Page(state="Ischia does not know this patient yet. Open Ischia to begin.")
        programs = list(_all(session, "ProgramService/ListPrograms", "programs",
                             found["patients"][0]["name"]))
        page = wording.page_of(programs, self._titles_of(session), today)
        page.adherence = self._adherence(session, wording.in_force(programs), visit, today)
        return page

    def handout(self, session: abi.Session, program: str, kind: str) -> dict:
        """Makes a handout, which is queued for the record of the patient's host."""
        return session.call("HandoutService/CreateHandout", {
            "parent": program, "handout": {"kind": kind}, "file_to_host": True},
            _HANDOUT_TIMEOUT_MS)

    def _titles_of(self, session: abi.Session) -> dict[str, str]:
        if not self._titles:
            self._titles = {each["name"]: each.get("title", "") for each in _all(
                session, "CatalogueService/ListExercises", "exercises", self._practice)}
        return self._titles

    def _adherence(self, session: abi.Session, program: dict | None,
                   visit: datetime.date | None, today: datetime.date) -> list[str]:
        if program is None or "activate_time" not in program:
            return []
        start = wording.day_of(program["start_date"])
        if today < start:
            return []
        report = session.call("ReportService/GetAdherenceReport", {
            "name": program["name"] + "/adherenceReport",
            "as_of_date": {"year": today.year, "month": today.month, "day": today.day}},
            _TIMEOUT_MS)
        return wording.adherence_of(report, start, visit)


def _all(session: abi.Session, method: str, field: str, parent: str) -> Iterator[dict]:
    token = ""
    while True:
        page = session.call(method, {"parent": parent, "page_size": _PAGE_SIZE,
                                     "page_token": token}, _TIMEOUT_MS)
        yield from page.get(field, [])
        token = page.get("next_page_token", "")
        if not token:
            return
