# The hook script of the clinic under test, there before Ischia's is installed: logs in without a
# hand on the keyboard, brings the page to the front, and writes down ten times a second what the
# page shows, where its buttons are, and that the window is alive.
import json
import os
import time

STATE = os.path.expanduser("~/page.json")


def run_script(hook=None):
    if hook == "startup-before-GUI":
        log_in()
    elif hook == "startup-after-GUI-init":
        watch()
    elif hook == "post_patient_activation":
        import wx
        from Gnumed.pycommon import gmDispatcher
        wx.CallLater(500, gmDispatcher.send, signal="display_widget", name="gmIschiaPlugin")


def log_in():
    from Gnumed.wxpython import gmAuthWidgets

    def as_any_doc(dialog):
        dialog.panel.pwdentry.SetValue("any-doc")
        dialog.panel._cLoginPanel__on_login_button_pressed(None)

    gmAuthWidgets.cLoginDialog.ShowModal = as_any_doc


def watch():
    import wx
    watch.timer = wx.Timer(wx.GetApp())
    wx.GetApp().Bind(wx.EVT_TIMER, write_state, watch.timer)
    watch.timer.Start(100)


def write_state(_event):
    state = {"alive": time.monotonic()}
    page = page_of_ischia()
    if page is not None:
        state |= shown(page)
    with open(STATE + ".part", "w", encoding="utf-8") as file:
        json.dump(state, file)
    os.rename(STATE + ".part", STATE)


def page_of_ischia():
    from Gnumed.pycommon import gmGuiBroker
    plugin = gmGuiBroker.GuiBroker()["horstspace.notebook.gui"].get("gmIschiaPlugin")
    return plugin and plugin._widget


def shown(page):
    exercises = page._exercises
    rows = [[exercises.GetItemText(row, column) for column in range(exercises.GetColumnCount())]
            for row in range(exercises.GetItemCount())]
    buttons = {name: {"enabled": button.IsEnabled(), "at": list(button.GetScreenRect())}
               for name, button in (("open", page._open), ("file", page._file))}
    return {"visible": page.IsShownOnScreen(), "name": page._name.GetLabelText(),
            "state": page._state.GetLabelText(), "told": page._told.GetLabelText(), "rows": rows,
            "notes": page._notes.GetValue(), "buttons": buttons}
