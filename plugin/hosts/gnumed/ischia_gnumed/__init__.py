# SPDX-License-Identifier: GPL-2.0-or-later
"""Ischia inside a GNUmed client: plugin.h in Python, what it says in words, and the way into the
record. The notebook page that shows it is gmIschiaPlugin."""
