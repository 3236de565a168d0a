"""A foreign reader (python3-icalendar, python3-dateutil) reads what print_calendar prints.

Usage: foreign_reader_test.py PRINT_CALENDAR
"""

import datetime
import subprocess
import sys

from dateutil.rrule import rrulestr
from icalendar import Calendar


def read(*arguments):
    return Calendar.from_ical(subprocess.run([sys.argv[1], *arguments], capture_output=True,
                                             check=True).stdout)


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: found {found!r}, expected {expected!r}")


calendar = read()
check("errors", calendar.errors, [])
session, measure = calendar.walk("VEVENT")
check("errors of events", session.errors + measure.errors, [])
check("summary", session["SUMMARY"], "慢慢呼吸，不要憋气。" * 3)
check("description", session["DESCRIPTION"],
      "تنفسوا ببطء؛ لا تحبسوا النفس, أبدًا\nसाँस कभी न रोकें; \\ 🦵")
check("start", session["DTSTART"].dt, datetime.datetime(2026, 6, 1, 8, 0))
check("zone", session["DTSTART"].dt.tzinfo, None)
check("duration", session["DURATION"].dt, datetime.timedelta(minutes=12))
check("stamp", session["DTSTAMP"].dt.utcoffset(), datetime.timedelta(0))
rule = rrulestr(session["RRULE"].to_ical().decode(), dtstart=session["DTSTART"].dt)
check("days", [day.day for day in rule], [1, 3, 7, 8, 10, 14])
check("times", {day.time() for day in rule}, {datetime.time(8, 0)})
check("whole day", measure["DTSTART"].dt, datetime.date(2026, 7, 12))

cancelled = read("cancel")
check("method", cancelled["METHOD"], "CANCEL")
check("uids", [event["UID"] for event in cancelled.walk("VEVENT")], [session["UID"], measure["UID"]])
check("status", {event["STATUS"] for event in cancelled.walk("VEVENT")}, {"CANCELLED"})
