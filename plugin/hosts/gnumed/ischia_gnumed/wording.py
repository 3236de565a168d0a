# SPDX-License-Identifier: GPL-2.0-or-later
"""What Ischia answers, in the words of the panel. Pure: the contract's JSON in, texts out.

Nothing is added up across kinds of evidence: what the patient did, and what that rests on, stand
side by side, as the report has them.
"""
from __future__ import annotations

import datetime
from dataclasses import dataclass, field

ACTIVE, SUSPENDED, REFUSED = "STATE_ACTIVE", "STATE_SUSPENDED", "STATE_REFUSED"
_STATES = {
    "STATE_DRAFT": "Draft, not activated yet",
    REFUSED: "Refused: no exercises",
    ACTIVE: "Active",
    SUSPENDED: "Suspended: the patient must not exercise",
    "STATE_COMPLETED": "Completed",
}
_SIDES = {"SIDE_LEFT": "left", "SIDE_RIGHT": "right", "SIDE_BOTH": "both"}
_BANDS = {"TIGHTNESS_BAND_NORMAL": "not tight", "TIGHTNESS_BAND_MILD": "mildly tight",
          "TIGHTNESS_BAND_MODERATE": "moderately tight", "TIGHTNESS_BAND_SEVERE": "severely tight"}
_SEVERITIES = {"SEVERITY_INFORM": "to know", "SEVERITY_MODIFY": "changes the program",
               "SEVERITY_EXCLUDE": "leaves exercises out",
               "SEVERITY_HOLD_CLEARANCE": "waits for clearance",
               "SEVERITY_REFUSE_REFER": "refer the patient"}
_URGENCIES = {"URGENCY_URGENT": "within days", "URGENCY_SAME_DAY": "on the same day",
              "URGENCY_EMERGENCY": "emergency"}
_CLASSES = {"EVIDENCE_CLASS_DEVICE": "device", "EVIDENCE_CLASS_SAME_DAY_SELF_REPORT": "same day",
            "EVIDENCE_CLASS_BACK_FILLED": "back-filled",
            "EVIDENCE_CLASS_RETURNED_PAPER": "returned paper",
            "EVIDENCE_CLASS_ASKED_AT_VISIT": "asked at visit"}
_COLUMNS = {"credible": "device and same day", "returned_paper": "returned paper",
            "asked_at_visit": "asked at visit", "claimed": "all that was said"}
_JUDGEMENTS = {"BAND_GOOD": "good", "BAND_PARTIAL": "partial", "BAND_LOW": "low"}


@dataclass(frozen=True)
class ExerciseRow:
    exercise: str
    side: str
    dose: str
    days: str


@dataclass
class Page:
    """What the panel shows of one patient."""

    state: str = "No program yet. Open Ischia to make one."
    exercises: list[ExerciseRow] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    adherence: list[str] = field(default_factory=list)
    program: str = ""  # whose handout can be filed
    handout_kind: str = ""


def day_of(date: dict) -> datetime.date:
    return datetime.date(date["year"], date["month"], date["day"])


def in_force(programs: list[dict]) -> dict | None:
    """The active program, else the suspended one, else the newest."""
    rank = {ACTIVE: 2, SUSPENDED: 1}
    return max(programs, key=lambda each: (rank.get(each["state"], 0), day_of(each["start_date"]),
                                           each.get("activate_time", "")), default=None)


def page_of(programs: list[dict], titles: dict[str, str], today: datetime.date) -> Page:
    """`titles` by exercise name. Without what a report says."""
    program = in_force(programs)
    if program is None:
        return Page()
    page = Page(state=_state(program, today), findings=_findings(program))
    if any(each["state"] == REFUSED and day_of(each["start_date"]) >= day_of(program["start_date"])
           for each in programs if each is not program):
        page.findings.insert(0, "A program that is not older than this one was refused: "
                                "open Ischia.")
    if program["state"] in (ACTIVE, "STATE_DRAFT"):
        page.exercises = _exercises(_week_of(program, today), titles)
    if program["state"] in (ACTIVE, REFUSED):
        page.program = program["name"]
        page.handout_kind = "KIND_PROGRAM" if program["state"] == ACTIVE else "KIND_REFERRAL"
    return page


def _week_of(program: dict, today: datetime.date) -> dict:
    weeks = program.get("weeks", [])
    if not weeks:
        return {}
    elapsed = (today - day_of(program["start_date"])).days // 7
    return weeks[min(max(elapsed, 0), len(weeks) - 1)]


def _state(program: dict, today: datetime.date) -> str:
    start, count = day_of(program["start_date"]), len(program.get("weeks", []))
    words = [_STATES.get(program["state"], program["state"])]
    if program["state"] == ACTIVE:
        if today < start:
            words.append(f"begins on {start}")
        elif today >= start + datetime.timedelta(weeks=count):
            words.append(f"its {count} weeks are over")
        else:
            words.append(f"week {_week_of(program, today)['week_number']} of {count}")
    words.append(f"first day {start}")
    if program.get("revision_number"):
        words.append(f"revision {program['revision_number']}")
    return ", ".join(words) + "."


def _exercises(week: dict, titles: dict[str, str]) -> list[ExerciseRow]:
    return [ExerciseRow(titles.get(item["exercise"], item["exercise"].split("/")[-1]),
                        _SIDES.get(dose.get("side", ""), ""), _dose(dose), _days(dose))
            for item in week.get("items", []) for dose in item.get("doses", [])]


def _dose(dose: dict) -> str:
    if "work_duration" in dose:
        text = _length(dose["work_duration"])
    elif dose.get("repetitions_by_set"):
        text = "sets of " + ", ".join(map(str, dose["repetitions_by_set"]))
    else:
        text = str(dose.get("repetition_count", 0))
        if dose.get("set_count", 1) > 1:
            text = f"{dose['set_count']} x {text}"
    if "hold_duration" in dose:
        text += f" x {_length(dose['hold_duration'])}"
    if "contraction_duration" in dose:
        text += f", push {_length(dose['contraction_duration'])} before"
    if "tempo_duration" in dose:
        text += f", {_length(dose['tempo_duration'])} each"
    if "rest_duration" in dose:
        text += f", rest {_length(dose['rest_duration'])}"
    return text + (" (optional)" if dose.get("optional_side") else "")


def _length(duration: str) -> str:
    return duration.removesuffix("s") + " s"


def _days(dose: dict) -> str:
    days, sessions = dose.get("day_count_per_week", 0), dose.get("session_count_per_day", 1)
    if days == 0:
        return "before sport"
    return f"{days} a week" + (f", {sessions} times a day" if sessions > 1 else "")


def _findings(program: dict) -> list[str]:
    legs = [_leg(band) for band in program.get("bands", [])]
    rules = [_rule(finding) for finding in program.get("findings", [])]
    return legs + rules


def _leg(band: dict) -> str:
    side = _SIDES.get(band.get("side", ""), "").capitalize()
    word = _BANDS.get(band.get("band", ""), "cannot be banded")
    measured = [f"{used['field'].split('.')[-1].removesuffix('_degrees').replace('_', ' ')} "
                f"{used['value']}"
                for reason in band.get("reasons", []) for used in reason.get("inputs", [])]
    return f"{side} leg: {word}" + (f" ({', '.join(measured)})." if measured else ".")


def _rule(finding: dict) -> str:
    words = [_SEVERITIES.get(finding.get("severity", ""), "to know")]
    if finding.get("urgency") in _URGENCIES:
        words.append(_URGENCIES[finding["urgency"]])
    if finding.get("cleared"):
        words.append("cleared")
    statement = finding.get("detail") or finding.get("summary", "")
    return f"{finding['rule_id']} ({', '.join(words)}): {statement}"


def adherence_of(report: dict, start: datetime.date, visit: datetime.date | None) -> list[str]:
    """The weeks since the last visit, then what the whole program rests on. `start` is the
    program's first day; without a visit all weeks count."""
    weeks = [week for week in report.get("weeks", [])
             if visit is None or start + datetime.timedelta(weeks=week["week_number"]) > visit]
    figures = [week.get("figures", {}) for week in weeks]
    since = "Since the program began" if visit is None or visit < start else \
        f"Since the week of the last visit ({visit})"
    lines = [f"{since}: {_sum(figures, 'done_day_count')} of "
             f"{_sum(figures, 'prescribed_day_count')} days reported done, "
             f"{_sum(figures, 'not_done_day_count')} not done, "
             f"{_sum(figures, 'unreported_day_count')} not reported."]
    classes = [f"{word} {days}" for name, word in _CLASSES.items()
               if (days := _class_days(figures, name))]
    if classes:
        lines.append(f"Days by what is known of them: {', '.join(classes)}.")
    columns = [f"{word} {ratio:.0%} ({_JUDGEMENTS.get(column.get('band', ''), 'cannot be judged')})"
               for name, word in _COLUMNS.items()
               if (ratio := (column := report.get(name, {})).get("session_ratio")) is not None]
    lines.append(f"Sessions done, whole program: {'; '.join(columns)}." if columns else
                 "Sessions done, whole program: too few entries to judge.")
    return lines


def _sum(figures: list[dict], name: str) -> int:
    return sum(each.get(name, 0) for each in figures)


def _class_days(figures: list[dict], name: str) -> int:
    return sum(count.get("day_count", 0) for each in figures
               for count in each.get("days_by_class", []) if count.get("evidence_class") == name)

