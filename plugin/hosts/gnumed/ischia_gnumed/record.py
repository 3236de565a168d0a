# SPDX-License-Identifier: GPL-2.0-or-later
"""GNUmed's record as Ischia sees it: whom the client shows, and when they were last here."""
from __future__ import annotations

import datetime

from Gnumed.business import gmPerson

from .abi import Patient

# Part of each patient's HostReference, so it never changes.
HOST_ID = "gnumed"
# Others have none that the norms know; the service asks.
_SEXES = {"f": "F", "m": "M"}


def birth_date(person) -> datetime.date | None:
    """Unset where GNUmed does not know it; an estimate is not known."""
    if person["dob"] is None or person["dob_is_estimated"]:
        return None
    return person["dob"].date()


def shown_patient() -> Patient | None:
    """The patient whom the client shows."""
    current = gmPerson.gmCurrentPatient()
    if not current.connected:
        return None
    born = birth_date(current)
    return Patient(patient_id=str(current.ID),
                   given_name=current["firstnames"] or "",
                   family_name=current["lastnames"] or "",
                   birth_date="" if born is None else born.isoformat(),
                   sex=_SEXES.get(current["gender"], ""))


def last_visit(today: datetime.date) -> datetime.date | None:
    """The day of the newest encounter before today that holds anything; of the patient shown."""
    visits = gmPerson.gmCurrentPatient().emr.get_encounters(skip_empty=True)
    days = [visit["started"].date() for visit in visits]
    return max((day for day in days if day < today), default=None)
