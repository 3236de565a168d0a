# SPDX-License-Identifier: GPL-2.0-or-later
# Put here by Ischia's install script. What stood here before, if anything did, goes first.
import logging
import os
import runpy
import sys

_PLUGINS = os.path.expanduser("~/.gnumed/plugins/ischia")
_EARLIER = os.path.expanduser("~/.gnumed/scripts/hook_script.before_ischia.py")
_log = logging.getLogger("ischia")


def _earlier_script():
    try:
        return runpy.run_path(_EARLIER).get("run_script") if os.path.exists(_EARLIER) else None
    except Exception:
        _log.exception("the earlier hook script could not be loaded")
        return None


_run_earlier = _earlier_script()


def run_script(hook=None):
    try:
        if _run_earlier is not None:
            _run_earlier(hook=hook)
    finally:
        if hook == "startup-after-GUI-init":
            _add_page()


def _add_page():
    try:
        from Gnumed.wxpython import gmPlugin, gui
        sys.path.append(_PLUGINS)
        gui.__path__.append(_PLUGINS)
        gmPlugin.instantiate_plugin("gui", "gmIschiaPlugin").register()
    except Exception:
        _log.exception("Ischia's page could not be loaded")
