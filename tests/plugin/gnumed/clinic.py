"""A clinic on this machine: GNUmed's database and client, a screen, ischiad and ischia-agent, in one
folder, on free ports, started by process and ended by process."""
from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import xmlrpc.client
from pathlib import Path

from clinic_database import DATABASE, ClinicDatabase, as_user, free_port

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parents[2] / "plugin" / "hosts" / "gnumed"
USER = "nobody"
WORKPLACE = "GNUmed Default"
SCREEN = "1280x900x24"


def wait_for(what: str, holds, seconds: float = 30):
    """The first answer of `holds` that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := holds():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


def gnumed_settings(home: Path, database_port: int, remote_port: int) -> str:
    def listed(name: str, entry: str) -> str:
        return f"{name} = ${name}$\n{entry}\n${name}$\n"

    return f"""[preferences]
profile = clinic ({DATABASE}@127.0.0.1)
login = any-doc
[backend]
{listed("logins", "any-doc")}{listed("profiles", "clinic")}[profile clinic]
host = 127.0.0.1
port = {database_port}
database = {DATABASE}
public/open access = 0
help desk = none
{listed("last known workplaces", WORKPLACE)}[workplace]
name = {WORKPLACE}
slave personality = ischia
xml-rpc port = {remote_port}
{listed("XDT profiles", "ischia")}[XDT profile ischia]
source = ISCH GDT
filename = {home}/in.gdt
encoding = latin1
DOB format = %d%m%Y
"""


def gdt(fields: list[tuple[str, str]]) -> bytes:
    """Lines of a GDT file: length of the whole line, field, content."""
    return b"".join(f"{len(content.encode('latin1')) + 9:03}{field}{content}\r\n".encode("latin1")
                    for field, content in fields)


class Clinic:
    def __init__(self, build: Path, database: ClinicDatabase) -> None:
        self._build, self._database = build, database
        self.folder = Path(tempfile.mkdtemp(prefix="ischia-gnumed-", dir="/tmp"))
        self.home = self.folder / "home"
        self.runtime = self.folder / "run"
        self.addresses = self.folder / "home" / "opened"
        self.remote_port = free_port()
        self.processes: dict[str, subprocess.Popen] = {}
        self.service_address = ""
        self.display = ""

    def __enter__(self) -> Clinic:
        try:
            self._make_folders()
        except OSError:
            shutil.rmtree(self.folder)
            raise
        return self

    def _make_folders(self) -> None:
        self.folder.chmod(0o755)
        (self.folder / "bin").mkdir()
        for part in ("service/ischiad", "plugin/ischia-agent", "plugin/libischia_plugin.so"):
            shutil.copy(self._build / part, self.folder / "bin")
        for folder, mode in ((self.home, 0o700), (self.runtime, 0o700)):
            folder.mkdir(mode=mode)
        self._write_home()

    def __exit__(self, *_) -> None:
        for name in reversed(list(self.processes)):
            self.stop(name)
        shutil.rmtree(self.folder)

    @property
    def socket(self) -> Path:
        return self.runtime / "agent.sock"

    @property
    def library(self) -> Path:
        return self.folder / "bin" / "libischia_plugin.so"

    def start_service(self) -> None:
        files = [f"--set={name}={self.home / file}" for name, file in (
            ("storage.file", "ischia.db"), ("secrets.key_file", "ischia.key"),
            ("mail.maildir", "mail"))]
        self._start("ischiad", self.folder / "bin" / "ischiad", "--set=listen.address=127.0.0.1:0",
                    "--set=console.address=127.0.0.1:0", *files)
        self.service_address = self._first_line("ischiad").removeprefix("ready ")

    def start_agent(self) -> None:
        settings = {"socket.path": self.socket, "service.address": self.service_address,
                    "spool.folder": self.home / "spool", "spool.key_file": self.home / "spool.key",
                    "console.browser": self.home / "browser"}
        self._start("agent", self.folder / "bin" / "ischia-agent",
                    *(f"--set={name}={value}" for name, value in settings.items()))
        self._first_line("agent")

    def start_agent_of_the_test(self) -> Path:
        """An agent of root's, through which the test does what the console would. Its socket."""
        folder = self.folder / "test"
        folder.mkdir(mode=0o700)
        settings = {"socket.path": folder / "agent.sock", "service.address": self.service_address,
                    "spool.folder": folder / "spool", "spool.key_file": folder / "spool.key"}
        self._start("test-agent", self.folder / "bin" / "ischia-agent",
                    *(f"--set={name}={value}" for name, value in settings.items()), user="root")
        self._first_line("test-agent")
        return folder / "agent.sock"

    def install_plugin(self) -> None:
        self._run(PLUGIN / "install", self.library, "sample", self.socket)

    def start_screen(self) -> None:
        read, write = os.pipe()
        self._start("Xvfb", "Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN,
                    "-nolisten", "tcp", pass_fds=(write,))
        os.close(write)
        with os.fdopen(read, encoding="ascii") as line:
            self.display = f":{line.readline().strip()}"
        self._start("openbox", "openbox", "--sm-disable")

    def start_client(self) -> None:
        self._start("gnumed", "gnumed", "--slave", "--skip-update-check",
                    f"--conf-file={self.home}/.gnumed/gnumed.conf",
                    f"--log-file={self.home}/gnumed.log")
        wait_for("the client", lambda: self.page().get("name"), 60)

    def restart_client(self) -> None:
        self.stop("gnumed")
        (self.home / "page.json").unlink()
        self.start_client()

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            _signal_tree(process, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                _signal_tree(process, signal.SIGKILL)
                process.wait()

    def activate(self, number: str, family: str, given: str, born: str, gender: str = "2") -> None:
        """Opens this person in the client by a GDT file; one nobody knows is made. `born`: DDMMYYYY."""
        body = [("8000", "6301"), ("8100", "00000"), ("8316", "ISCHIA"), ("9218", "02.10"),
                ("3000", number), ("3101", family), ("3102", given), ("3103", born),
                ("3110", gender)]
        length = len(gdt(body))
        body[1] = ("8100", f"{length:05}")
        (self.home / "in.gdt").write_bytes(gdt(body))
        client = xmlrpc.client.ServerProxy(f"http://127.0.0.1:{self.remote_port}")
        done, cookie = client.attach("ischia")
        assert done, cookie
        try:
            client.load_patient_from_external_source(cookie)
            wait_for("the patient", lambda: client.get_user_answer()[0] == 1)
        finally:
            client.detach(cookie)
        wait_for("the page of this patient", lambda: self.page()["name"].startswith(
            f"{family}, {given}") and self.page()["visible"])

    def page(self) -> dict:
        try:
            return json.loads((self.home / "page.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}

    def page_where(self, what: str, holds, seconds: float = 20) -> dict:
        try:
            return wait_for(what, lambda: (page := self.page()) and holds(page) and page, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}, but {self.page()}") from None

    def run_test(self, script: Path) -> str:
        """A test program that is a client of the database, without a window. What it says."""
        shutil.copytree(PLUGIN / "ischia_gnumed", self.folder / "plugin" / "ischia_gnumed")
        shutil.copy(script, self.folder)
        return self._run("python3", "-B", self.folder / script.name, PGPORT=str(self._database.port),
                         PYTHONPATH=str(self.folder / "plugin"))

    def press(self, button: str) -> None:
        """With a pointer that moves into the button first: GTK ignores clicks from nowhere."""
        at = self.page_where(f"the button {button}", lambda page: page["buttons"][button]["enabled"])
        left, top, width, height = at["buttons"][button]["at"]
        for x, y in ((left - 20, top + height + 20), (left + width // 2, top + height // 2 + 2),
                     (left + width // 2, top + height // 2)):
            self._run("xdotool", "mousemove", str(x), str(y))
            time.sleep(0.15)
        self._run("xdotool", "click", "1")

    def come_back_to_client(self) -> None:
        """As from the browser: the client's window is put away and fetched again."""
        window = self._run("xdotool", "search", "--onlyvisible", "--name", "GNUmed").split()[-1]
        self._run("xdotool", "windowminimize", "--sync", window)
        self._run("xdotool", "windowactivate", "--sync", window)

    def screenshot(self, file: Path) -> None:
        self._run("import", "-window", "root", self.home / "screen.png")
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.home / "screen.png", file)

    def opened(self) -> list[str]:
        """The addresses that the agent's browser was started with."""
        return self.addresses.read_text("ascii").split() if self.addresses.exists() else []

    def said(self, name: str, where: str) -> str:
        """What a process wrote: "out", or "log" for its errors."""
        return (self.folder / f"{name}.{where}").read_text(encoding="utf-8", errors="replace")

    def gnumed_log(self) -> str:
        return (self.home / "gnumed.log").read_text(encoding="utf-8", errors="replace")

    @property
    def _environment(self) -> dict[str, str]:
        return {"HOME": str(self.home), "USER": USER, "LOGNAME": USER, "TZ": "UTC",
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
                "XDG_RUNTIME_DIR": str(self.runtime), "DISPLAY": self.display,
                # Without it, wxPython of Debian 12 ends GNUmed's login window.
                "WXSUPPRESS_SIZER_FLAGS_CHECK": "1"}

    def _write_home(self) -> None:
        scripts = self.home / ".gnumed" / "scripts"
        scripts.mkdir(parents=True)
        (self.home / ".gnumed" / "gnumed.conf").write_text(gnumed_settings(
            self.home, self._database.port, self.remote_port), encoding="utf-8")
        shutil.copy(HERE / "watching_hook.py", scripts / "hook_script.py")
        (scripts / "hook_script.py").chmod(0o600)
        browser = self.home / "browser"
        browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>{self.addresses}\n', encoding="ascii")
        browser.chmod(0o700)
        for path in (self.home, self.runtime, *self.home.rglob("*")):
            shutil.chown(path, USER, "nogroup")

    def _run(self, *command: str | Path, **variables: str) -> str:
        return subprocess.run([*as_user(USER), *map(str, command)], cwd=self.home,
                              env=self._environment | variables, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, check=True, timeout=60).stdout

    def _start(self, name: str, *command: str | Path, user: str = USER, **more) -> None:
        with open(self.folder / f"{name}.out", "wb") as output, \
                open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                [*as_user(user), *map(str, command)], env=self._environment, cwd=self.home,
                stdin=subprocess.DEVNULL, stdout=output, stderr=log,
                start_new_session=True, **more)

    def _first_line(self, name: str) -> str:
        def line() -> str:
            assert self.processes[name].poll() is None, self.said(name, "log")
            return self.said(name, "out").partition("\n")[0]
        return wait_for(name, line)


def _signal_tree(process: subprocess.Popen, number: signal.Signals) -> None:
    """A shell script and what it started: each process begins a session of its own."""
    os.killpg(process.pid, number)
