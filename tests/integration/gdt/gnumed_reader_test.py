"""What we write is read by GNUmed's own importer: gnumed_reader_test.py PRINT_GDT

Needs Debian's gnumed-common and no database: the person that the importer fills is an empty object.
"""

import builtins
import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

GNUMED = Path("/usr/share/gnumed")


def importer():
    sys.path.insert(0, str(GNUMED))
    builtins._ = lambda text: text
    from Gnumed.pycommon import gmDateTime
    gmDateTime.init()
    from Gnumed.business import gmPerson, gmXdtObjects
    gmPerson.cDTO_person = type("Person", (), {})
    return gmXdtObjects.read_person_from_xdt


def main():
    if not (GNUMED / "Gnumed/business/gmXdtObjects.py").exists():
        print("SKIPPED: GDT files were NOT read by GNUmed, which is not installed.")
        return 77
    read = importer()
    for charset in ("2", "3"):
        with tempfile.NamedTemporaryFile(suffix=".gdt") as file:
            file.write(subprocess.run([sys.argv[1], charset], capture_output=True, check=True).stdout)
            file.flush()
            person = read(file.name)
        found = (person.lastnames, person.firstnames, person.dob.date(), person.gender, person.source)
        expected = ("Müßig", "Erika", datetime.date(1981, 5, 14), "f", "PVS1")
        if found != expected:
            print(f"character set {charset}: {found}, not {expected}")
            return 1
    print("GNUmed reads what was written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
