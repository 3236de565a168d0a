"""A PostgreSQL of the test's own that holds GNUmed's database, in a folder that goes with it.

Bootstrapping GNUmed takes minutes, so its result is kept as a dump outside the checkout, in
${XDG_CACHE_HOME:-~/.cache}/ischia-gnumed, one folder for each version of the package.
"""
from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

DATABASE = "gnumed_v22"
BOOTSTRAP = Path("/var/lib/gnumed/server/bootstrap")
# What opens windows at the login that nobody is there to close.
QUIET = ("UPDATE ref.auto_hint SET is_active = false",
         "DELETE FROM dem.message_inbox",
         "DELETE FROM cfg.db_logon_banner")
# GNUmed's roles log in by password; this machine's administrator by owning the folder.
ACCESS = """local all postgres trust
local samerole +gm-logins md5
host samerole +gm-logins 127.0.0.1/32 md5
"""
# GNUmed warns, in a window, of a server that does not log its connections.
SETTINGS = """listen_addresses = '127.0.0.1'
log_connections = on
log_disconnections = on
track_commit_timestamp = on
"""
# While a dump is made or restored; the client would warn of it.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def quick_place() -> str:
    """In memory where there is room: removing a database from a disk takes seconds."""
    memory = Path("/dev/shm")
    return str(memory) if memory.exists() and shutil.disk_usage(memory).free > 2**31 else "/tmp"


def as_user(name: str) -> list[str]:
    """In front of a command: as this user."""
    user = pwd.getpwnam(name)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def run(*command: str | Path, **more) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


class ClinicDatabase:
    """Starts empty, ends with `with`. Reached through its folder, or by GNUmed's roles on `port`."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="ischia-gnumed-db-", dir=quick_place()))
        self._programs = max(Path("/usr/lib/postgresql").iterdir()) / "bin"

    def __enter__(self) -> ClinicDatabase:
        shutil.chown(self._folder, "postgres", "postgres")
        self._server("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8",
                     "--locale=C.UTF-8", "--no-sync")
        (self._data / "pg_hba.conf").write_text(ACCESS, encoding="ascii")
        with open(self._data / "postgresql.conf", "a", encoding="ascii") as settings:
            settings.write(SETTINGS + f"port = {self.port}\n"
                           f"unix_socket_directories = '{self._folder}'\n")
        return self

    def __exit__(self, *_) -> None:
        if (self._data / "postmaster.pid").exists():
            self._stop("immediate")
        shutil.rmtree(self._folder)

    def rows(self, sql: str) -> list[str]:
        """What the administrator reads: a line a row, columns separated by |."""
        return run("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", DATABASE, "-c", sql,
                   env=self._administrator).splitlines()

    def bootstrap(self, kept: Path) -> None:
        """Makes the database as GNUmed's package does, and dumps it into the folder `kept`.

        The package's program begins as root, and becomes the user postgres by itself.
        """
        self._start(FAST)
        run(BOOTSTRAP / "bootstrap_gm_db_system.py",
            f"--log-file={self._folder / 'bootstrap.log'}", "--conf-file=bootstrap-latest.conf",
            "--quiet", cwd=BOOTSTRAP, env=self._administrator | {"GM_DB_PORT": str(self.port)})
        for statement in QUIET:
            self.rows(statement)
        kept.mkdir(parents=True)
        run("pg_dumpall", "--roles-only", "-f", kept / "roles.sql", env=self._administrator)
        run("pg_dump", "-C", "-Fc", "-f", kept / "database.part", DATABASE, env=self._administrator)
        (kept / "database.part").rename(kept / "database.dump")

    def restore(self, kept: Path) -> None:
        """Fills an empty server from what bootstrap kept, and runs it as a clinic would."""
        self._start(FAST)
        run("psql", "-X", "-q", "-d", "postgres", "-f", kept / "roles.sql", env=self._administrator)
        run("pg_restore", "-C", "-j2", "-d", "postgres", kept / "database.dump",
            env=self._administrator)
        self._stop("fast")
        self._start()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _administrator(self) -> dict[str, str]:
        # GNUmed's databases begin every transaction read-only.
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": str(self._folder),
                "PGHOST": str(self._folder), "PGPORT": str(self.port), "PGUSER": "postgres",
                "PGOPTIONS": "-c default_transaction_read_only=off"}

    def _start(self, options: str = "") -> None:
        self._server("pg_ctl", "start", "-w", "-l", self._folder / "log", "-o", options)

    def _stop(self, mode: str) -> None:
        self._server("pg_ctl", "stop", "-w", "-m", mode)

    def _server(self, program: str, *options: str | Path) -> None:
        run(*as_user("postgres"), self._programs / program, "-D", self._data, *options,
            cwd=self._folder, env=self._administrator)


def kept_dump() -> Path:
    """The folder with the dump of the installed version; made when there is none."""
    version = run("dpkg-query", "-W", "-f", "${Version}", "gnumed-server")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = cache / "ischia-gnumed" / version
    if not (kept / "database.dump").exists():
        shutil.rmtree(kept, ignore_errors=True)
        with ClinicDatabase() as database:
            database.bootstrap(kept)
    return kept
