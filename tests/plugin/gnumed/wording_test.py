#!/usr/bin/python3
"""What the page in GNUmed says of a program and a report."""
from __future__ import annotations

import datetime
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin" / "hosts" / "gnumed"))

from ischia_gnumed import wording  # noqa: E402

TODAY = datetime.date(2026, 3, 14)
START = {"year": 2026, "month": 3, "day": 2}


def program(state: str, **other) -> dict:
    weeks = [{"week_number": number, "items": [
        {"exercise": f"exercises/HS-{number:02}", "doses": [{"side": "SIDE_LEFT", "set_count": 1,
         "repetition_count": 4, "hold_duration": "15s", "rest_duration": "10s",
         "day_count_per_week": 7, "session_count_per_day": 1}]}]} for number in (1, 2, 3)]
    return {"name": "programs/p", "state": state, "start_date": START, "weeks": weeks,
            "revision_number": 1} | other


def page(*programs: dict, today: datetime.date = TODAY) -> wording.Page:
    return wording.page_of(list(programs), {"exercises/HS-02": "Doorway stretch"}, today)


class InForceTest(unittest.TestCase):
    def test_active_goes_before_suspended_before_the_newest(self) -> None:
        newer = START | {"month": 5}
        done, refused = program("STATE_COMPLETED"), program("STATE_REFUSED", start_date=newer)
        suspended, active = program("STATE_SUSPENDED"), program("STATE_ACTIVE")
        for programs, expected in (([], None), ([done, refused], refused),
                                   ([refused, suspended, done], suspended),
                                   ([refused, suspended, active], active)):
            self.assertIs(wording.in_force(programs), expected)


class PageTest(unittest.TestCase):
    def test_state(self) -> None:
        first = "first day 2026-03-02, revision 1."
        for state, day, said in (
                ("STATE_ACTIVE", (3, 1), f"Active, begins on 2026-03-02, {first}"),
                ("STATE_ACTIVE", (3, 2), f"Active, week 1 of 3, {first}"),
                ("STATE_ACTIVE", (3, 8), f"Active, week 1 of 3, {first}"),
                ("STATE_ACTIVE", (3, 9), f"Active, week 2 of 3, {first}"),
                ("STATE_ACTIVE", (3, 22), f"Active, week 3 of 3, {first}"),
                ("STATE_ACTIVE", (3, 23), f"Active, its 3 weeks are over, {first}"),
                ("STATE_SUSPENDED", (3, 9), f"Suspended: the patient must not exercise, {first}"),
                ("STATE_REFUSED", (3, 9), f"Refused: no exercises, {first}")):
            with self.subTest(state=state, day=day):
                self.assertEqual(page(program(state), today=datetime.date(2026, *day)).state, said)

    def test_shows_exercises_of_this_week_and_only_where_they_may_be_done(self) -> None:
        row = wording.ExerciseRow("Doorway stretch", "left", "4 x 15 s, rest 10 s", "7 a week")
        for state, rows in (("STATE_ACTIVE", [row]), ("STATE_DRAFT", [row]),
                            ("STATE_SUSPENDED", []), ("STATE_REFUSED", []),
                            ("STATE_COMPLETED", [])):
            with self.subTest(state):
                self.assertEqual(page(program(state)).exercises, rows)

    def test_which_handout_can_be_filed(self) -> None:
        for state, kind in (("STATE_ACTIVE", "KIND_PROGRAM"), ("STATE_REFUSED", "KIND_REFERRAL"),
                            ("STATE_DRAFT", ""), ("STATE_SUSPENDED", ""), ("STATE_COMPLETED", "")):
            with self.subTest(state):
                self.assertEqual(page(program(state)).handout_kind, kind)

    def test_doses(self) -> None:
        def said(**dose) -> tuple[str, str]:
            week = {"week_number": 1, "items": [{"exercise": "exercises/X", "doses": [dose]}]}
            [row] = page(program("STATE_ACTIVE", weeks=[week])).exercises
            return row.dose, row.days

        for dose, expected in (
                ({"work_duration": "180s", "day_count_per_week": 7}, ("180 s", "7 a week")),
                ({"set_count": 3, "repetition_count": 8, "tempo_duration": "3s",
                  "day_count_per_week": 3}, ("3 x 8, 3 s each", "3 a week")),
                ({"repetitions_by_set": [6, 7, 8], "day_count_per_week": 2},
                 ("sets of 6, 7, 8", "2 a week")),
                ({"repetition_count": 4, "hold_duration": "20s", "contraction_duration": "5s",
                  "day_count_per_week": 5, "session_count_per_day": 2, "optional_side": True},
                 ("4 x 20 s, push 5 s before (optional)", "5 a week, 2 times a day")),
                ({"repetition_count": 10}, ("10", "before sport"))):
            with self.subTest(dose):
                self.assertEqual(said(**dose), expected)

    def test_findings(self) -> None:
        shown = page(program("STATE_ACTIVE", bands=[
            {"side": "SIDE_RIGHT", "band": "TIGHTNESS_BAND_SEVERE", "reasons": [{"inputs": [
                {"field": "legs.straight_leg_raise_degrees", "value": "48 degrees"}]}]},
            {"side": "SIDE_LEFT"}], findings=[
            {"rule_id": "S-04", "severity": "SEVERITY_REFUSE_REFER", "urgency": "URGENCY_SAME_DAY",
             "summary": "To the patient.", "detail": "To the clinician."}]))
        self.assertEqual(shown.findings, [
            "Right leg: severely tight (straight leg raise 48 degrees).",
            "Left leg: cannot be banded.",
            "S-04 (refer the patient, on the same day): To the clinician."])

    def test_a_refusal_beside_the_program_in_force_is_said_first(self) -> None:
        refused = program("STATE_REFUSED", start_date=START | {"day": 9})
        self.assertIn("refused", page(program("STATE_ACTIVE"), refused).findings[0])
        older = program("STATE_REFUSED", start_date=START | {"month": 2})
        self.assertEqual(page(program("STATE_ACTIVE"), older).findings, [])


class AdherenceTest(unittest.TestCase):
    WEEKS = [{"week_number": number, "figures": {
        "prescribed_day_count": 7, "done_day_count": done, "unreported_day_count": 7 - done,
        "days_by_class": [{"evidence_class": "EVIDENCE_CLASS_SAME_DAY_SELF_REPORT",
                           "day_count": done}]}} for number, done in ((1, 6), (2, 3))]

    def said(self, visit: datetime.date | None, **columns) -> list[str]:
        return wording.adherence_of({"weeks": self.WEEKS} | columns,
                                    datetime.date(2026, 3, 2), visit)

    def test_counts_the_weeks_since_the_visit(self) -> None:
        for visit, since in (
                (None, "Since the program began: 9 of 14"),
                (datetime.date(2026, 2, 20), "Since the program began: 9 of 14"),
                (datetime.date(2026, 3, 8), "Since the week of the last visit (2026-03-08): 9 of 14"),
                (datetime.date(2026, 3, 9), "Since the week of the last visit (2026-03-09): 3 of 7")):
            with self.subTest(visit):
                self.assertTrue(self.said(visit)[0].startswith(since), self.said(visit)[0])

    def test_adds_nothing_up_across_kinds_of_evidence(self) -> None:
        lines = self.said(None, credible={"session_ratio": 0.64, "band": "BAND_PARTIAL"},
                          claimed={"session_ratio": 0.9, "band": "BAND_GOOD"})
        self.assertEqual(lines[1], "Days by what is known of them: same day 9.")
        self.assertEqual(lines[2], "Sessions done, whole program: device and same day 64% "
                                   "(partial); all that was said 90% (good).")

    def test_says_where_nothing_can_be_judged(self) -> None:
        self.assertIn("too few entries", self.said(None)[-1])


if __name__ == "__main__":
    unittest.main()
