# SPDX-License-Identifier: GPL-2.0-or-later
"""Ischia's page in GNUmed's notebook: the patient who is shown, findings and program in force, how
the program was followed, and two buttons.

GNUmed must come to no harm: no entry from outside raises, and everything that could wait is asked on
other threads. An answer is used only while the patient it was asked for is still the one shown.
"""
from __future__ import annotations

import configparser
import datetime
import functools
import logging
import os

import wx

from Gnumed.pycommon import gmDispatcher
from Gnumed.wxpython import gmPlugin, gmRegetMixin

from ischia_gnumed import abi, link, record, wording
from ischia_gnumed.filing import Outcome, file_document
from ischia_gnumed.questions import Questions

_log = logging.getLogger("ischia")

_SETTINGS = os.path.expanduser("~/.gnumed/ischia.conf")
_GNUMED = "1.8"
_CONSOLE_TIMEOUT_MS = 5000
_BORDER = 8
_COLUMNS = ("Exercise", "Side", "Dose", "Days")


def unharmed(entry):
    """What goes wrong in an entry from outside ends in the log, and not in GNUmed."""
    @functools.wraps(entry)
    def guarded(*arguments, **more):
        try:
            return entry(*arguments, **more)
        except Exception:
            _log.exception("%s failed", entry.__name__)
            return None
    return guarded


class _Ischia:
    """The way out: three threads, each with a session. Reading may be dropped at any time, what the
    user has ordered may not, and documents come on their own."""

    def __init__(self, file) -> None:
        settings = configparser.ConfigParser(interpolation=None)
        settings.read(_SETTINGS, encoding="utf-8")
        ours = settings["ischia"]

        def session() -> abi.Session:
            return abi.Session(ours["library"], record.HOST_ID, _GNUMED, ours.get("socket", ""))

        self.questions = Questions(ours["practice"])
        self.reading = link.Worker("ischia-reading", session(), wx.CallAfter)
        self.orders = link.Worker("ischia-orders", session(), wx.CallAfter)
        self.documents = link.Documents(session(), wx.CallAfter, file)

    def end(self) -> None:
        for thread in (self.reading, self.orders, self.documents):
            thread.end()


class _Panel(wx.Panel, gmRegetMixin.cRegetOnPaintMixin):
    def __init__(self, parent: wx.Window) -> None:
        wx.Panel.__init__(self, parent, -1)
        gmRegetMixin.cRegetOnPaintMixin.__init__(self)
        self._lay_out()
        self._patient: abi.Patient | None = None
        self._page = wording.Page()
        self._ordered: set[wx.Button] = set()  # not to be pressed again until there is an answer
        self._ischia: _Ischia | None = None
        self._fault = ""  # why there is none
        self._connect()
        self.GetTopLevelParent().Bind(wx.EVT_ACTIVATE, self._on_window_activated)
        gmDispatcher.connect(signal="post_patient_selection", receiver=self._on_patient_selected)
        gmDispatcher.connect(signal="application_closing", receiver=self._on_closing)
        self._follow()

    def _lay_out(self) -> None:
        self._name = wx.StaticText(self)
        self._name.SetFont(self.GetFont().Scaled(1.4).Bold())
        self._state = wx.StaticText(self)
        self._open = wx.Button(self, label="&Open Ischia")
        self._file = wx.Button(self, label="&File handout")
        self._told = wx.StaticText(self, style=wx.ST_ELLIPSIZE_END)
        self._exercises = wx.ListCtrl(self, style=wx.LC_REPORT | wx.LC_SINGLE_SEL)
        for number, title in enumerate(_COLUMNS):
            self._exercises.AppendColumn(title)
        self._notes = wx.TextCtrl(self, style=wx.TE_MULTILINE | wx.TE_READONLY | wx.TE_BESTWRAP)
        self._open.Bind(wx.EVT_BUTTON, self._on_open)
        self._file.Bind(wx.EVT_BUTTON, self._on_file)
        buttons = wx.BoxSizer(wx.HORIZONTAL)
        buttons.Add(self._open)
        buttons.Add(self._file, flag=wx.LEFT, border=_BORDER)
        buttons.Add(self._told, 1, wx.LEFT | wx.ALIGN_CENTER_VERTICAL, 2 * _BORDER)
        rows = wx.BoxSizer(wx.VERTICAL)
        for part, share in ((self._name, 0), (self._state, 0), (buttons, 0), (self._exercises, 3),
                            (self._notes, 2)):
            rows.Add(part, share, wx.EXPAND | wx.ALL, _BORDER)
        self.SetSizer(rows)

    def _connect(self) -> None:
        try:
            self._ischia = _Ischia(self._on_document)
        except (KeyError, ValueError, configparser.Error):
            self._fault = f"Ischia is not set up here. Run its install script: {_SETTINGS} is " \
                          "missing or incomplete."
        except OSError:
            self._fault = "Ischia's library could not be loaded. Run its install script again."
        except abi.Error as error:
            self._fault = error.sentence

    # What GNUmed calls.

    @unharmed
    def _on_patient_selected(self, **_) -> None:
        wx.CallAfter(self._follow)

    @unharmed
    def _on_closing(self, **_) -> None:
        if self._ischia is not None:
            self._ischia.end()
            self._ischia = None

    @unharmed
    def _populate_with_data(self) -> bool:
        self._ask()
        return True

    @unharmed
    def repopulate_ui(self) -> None:
        """The page comes to the front."""
        self._ask()

    @unharmed
    def _on_window_activated(self, event: wx.ActivateEvent) -> None:
        """The user comes back, perhaps from the console, where a program was made."""
        event.Skip()
        if event.GetActive() and self.IsShownOnScreen():
            self._ask()

    # The patient who is shown.

    @unharmed
    def _follow(self) -> None:
        """GNUmed shows somebody, perhaps somebody else."""
        patient = record.shown_patient()
        if patient != self._patient:
            self._tell("")
        self._patient = patient
        self._show(wording.Page(state=self._fault or ("" if patient else "Choose a patient.")))
        if self._ischia is not None:
            self._ischia.reading.forget()
            self._ischia.reading.ask(lambda session: session.patient_changed(patient),
                                     lambda *_: None)
        self._schedule_data_reget()

    def _still_shown(self) -> bool:
        """Whether the page is about the patient whom GNUmed shows, as the record now is; else the
        page follows."""
        same = record.shown_patient() == self._patient
        if not same:
            self._follow()
        return same

    def _ask(self) -> None:
        patient, ischia = self._patient, self._ischia
        if patient is None or ischia is None or not self._still_shown():
            return
        today = datetime.date.today()
        visit = record.last_visit(today)
        ischia.reading.ask(
            lambda session: ischia.questions.page(session, patient.patient_id, record.HOST_ID,
                                                  visit, today),
            functools.partial(self._answered, patient))

    @unharmed
    def _answered(self, patient: abi.Patient, page: wording.Page | None,
                  error: abi.Error | None) -> None:
        if patient != self._patient:
            return
        if error is None:
            self._ischia.documents.look()  # the agent may have been away
        self._show(wording.Page(state=error.sentence) if error else page)

    def _show(self, page: wording.Page) -> None:
        self._page = page
        self._name.SetLabelText(self._title())
        self._state.SetLabelText(page.state)
        self._state.Wrap(max(self.GetClientSize().width - 2 * _BORDER, 200))
        self._exercises.DeleteAllItems()
        for row in page.exercises:
            self._exercises.Append((row.exercise, row.side, row.dose, row.days))
        width = wx.LIST_AUTOSIZE if page.exercises else wx.LIST_AUTOSIZE_USEHEADER
        for number in range(len(_COLUMNS)):
            self._exercises.SetColumnWidth(number, width)
        self._notes.SetValue("\n\n".join("\n".join(part)
                                         for part in (page.findings, page.adherence) if part))
        self._enable_buttons()
        self._exercises.Show(bool(page.exercises))
        self._notes.Show(not self._notes.IsEmpty())
        self.Layout()

    def _enable_buttons(self) -> None:
        for button, sense in ((self._open, self._patient is not None),
                              (self._file, bool(self._page.program))):
            button.Enable(self._ischia is not None and sense and button not in self._ordered)

    def _title(self) -> str:
        if self._patient is None:
            return "No patient"
        born = self._patient.birth_date or "birth date not known"
        return f"{self._patient.family_name}, {self._patient.given_name}, {born}"

    def _tell(self, sentence: str) -> None:
        self._told.SetLabelText(sentence)
        self._told.SetToolTip(sentence)

    # What the user orders. An order belongs to the patient it was given at.

    def _order(self, button: wx.Button, saying: str, question, receiver) -> None:
        self._ordered.add(button)
        self._enable_buttons()
        self._tell(saying)
        self._ischia.orders.ask(question, functools.partial(receiver, self._patient))

    def _answer_to(self, button: wx.Button) -> None:
        self._ordered.discard(button)
        self._enable_buttons()

    @unharmed
    def _on_open(self, _event: wx.CommandEvent) -> None:
        self._still_shown()  # or whoever is
        patient = self._patient
        if patient is not None:
            self._order(self._open, "Opening Ischia ...",
                        lambda session: session.open_console(patient, "", _CONSOLE_TIMEOUT_MS),
                        self._opened)

    @unharmed
    def _opened(self, patient: abi.Patient, _launch: dict | None, error: abi.Error | None) -> None:
        self._answer_to(self._open)
        if patient != self._patient:
            # The console came too late: tell once more who is shown, so that it cannot write.
            self._follow()
            return
        self._tell(error.sentence if error else "Ischia opens in the browser.")

    @unharmed
    def _on_file(self, _event: wx.CommandEvent) -> None:
        page, questions = self._page, self._ischia.questions
        if self._still_shown():
            self._order(self._file, "Making the handout ...",
                        lambda session: questions.handout(session, page.program, page.handout_kind),
                        self._handout_made)

    @unharmed
    def _handout_made(self, patient: abi.Patient, _handout: dict | None,
                      error: abi.Error | None) -> None:
        self._answer_to(self._file)
        self._ischia.documents.look()
        if patient == self._patient:
            self._tell(error.sentence if error else
                       "The handout is made, and on its way into the record.")

    def _on_document(self, filing: dict, content: bytes) -> Outcome:
        """Compares the document with the patient who is shown, whoever ordered it."""
        outcome = file_document(filing, content)
        self._say_filed(outcome)
        return outcome

    @unharmed
    def _say_filed(self, outcome: Outcome) -> None:
        self._tell(outcome.sentence)
        gmDispatcher.send(signal="statustext", msg=outcome.sentence)


class gmIschiaPlugin(gmPlugin.cNotebookPlugin):  # GNUmed finds it by this name
    def name(self) -> str:
        return "Ischia"

    def GetWidget(self, parent: wx.Window) -> wx.Window:
        self._widget = _Panel(parent)
        return self._widget

    def MenuInfo(self) -> tuple[str, str]:
        return ("tools", "Show &Ischia")

    def can_receive_focus(self) -> bool:
        return True
