"""The interface as it is built, beside what was released: layout.txt and symbols.txt.

Usage: abi_test.py LAYOUT_PROGRAM LIBRARY HEADER
A line that is new belongs to a new minor version; a line that changed breaks every host.
"""

import difflib
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def symbol_table(library):
    """What the library gives and whom it needs, and what it uses of the C library."""
    dynamic = run("readelf", "--dynamic", "--wide", library)
    lines = [f"soname {name}" for name in re.findall(r"\(SONAME\).*\[(.*)\]", dynamic)]
    lines += [f"needs {name}" for name in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)]
    lines += [f"exports {line.split()[-1]}"
              for line in run("nm", "--dynamic", "--defined-only", library).splitlines()]
    wanted = run("nm", "--dynamic", "--undefined-only", library).splitlines()
    lines += sorted({f"uses {line.split()[-1].split('@')[0]}" for line in wanted})
    return lines


def kept(name):
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def compare(name, built):
    return list(difflib.unified_diff(kept(name), built, name, "built", lineterm=""))


def compare_symbols(built):
    """Compilers differ in which of the allowed functions they call; none may call another one."""
    findings = [f"not in symbols.txt: {line}" for line in built if line not in kept("symbols.txt")]
    return findings + [f"missing in the library: {line}" for line in kept("symbols.txt")
                       if line not in built and not line.startswith("uses ")]


def unlisted_members(layout, header):
    """Members of the header's structs that the layout program forgot."""
    text = re.sub(r"/\*.*?\*/", "", Path(header).read_text(encoding="utf-8"), flags=re.S)
    for struct in re.finditer(r"typedef struct (\w+) \{(.*?)\n\}", text, flags=re.S):
        members = re.findall(r"(?:\(\*(\w+)\)\s*\(|(\w+);)", struct.group(2))
        for member in (one or other for one, other in members):
            if not re.search(rf"^  {member} ", layout, flags=re.M):
                yield f"{struct.group(1)}.{member} is missing in the layout program"


def main():
    layout_program, library, header = sys.argv[1:]
    layout = run(layout_program)
    findings = compare("layout.txt", layout.splitlines()) + compare_symbols(symbol_table(library))
    findings += unlisted_members(layout, header)
    print("\n".join(findings) if findings else "as released")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
