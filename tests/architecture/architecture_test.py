"""Guards the arrows: reads the tree and the built binaries, and fails with every finding at once.

Usage: architecture_test.py ROOT [--build FOLDER] [--only CHECK]
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT_ENTRIES = {"CMakeLists.txt", "README.md", "plugin", "proto", "service", "integration", "tests"}
FOLDERS = ("plugin", "proto", "service", "integration", "tests")

# Folder -> what its files may include. Project paths are prefixes; `std` is always allowed.
GRPC = r"grpc(pp)?/"
PROTOBUF = r"google/protobuf/"
V1 = r"ischia/v1/"
ALLOWED = {
    "service/domain": [r"service/domain/"],
    "service/application": [r"service/application/", r"service/domain/"],
    "service/storage": [r"service/(storage|application|domain)/", r"sqlite3\.h", r"libpq-fe\.h",
                        r"(fcntl|poll|unistd)\.h", r"sys/(file|stat|statfs|vfs)\.h"],
    "service/catalogue": [r"service/(catalogue|domain)/", r"ischia/catalogue/v1/", PROTOBUF],
    "service/rpc": [r"service/(rpc|application|domain)/", V1, GRPC, PROTOBUF],
    "service/web": [r"service/(web|application|domain)/", r"Poco/Net/", r"integration/(fhir|document)/",
                    r"kainjow/mustache\.hpp"],
    "service/server": [r"service/", r"integration/", r"Poco/", GRPC, V1, r"openssl/", r"unicode/",
                       r"(signal|unistd|fcntl)\.h", r"sys/.*\.h"],
    "integration/document": [r"integration/document/", r"pango/", r"cairo(-pdf|-svg)?\.h", r"qpdf/",
                             r"glib(-object)?\.h", r"fontconfig/", r"hb\.h", r"qrencode\.h"],
    "integration/calendar": [r"integration/calendar/"],
    "integration/hl7v2": [r"integration/hl7v2/", r"(netdb|poll|unistd)\.h", r"sys/socket\.h",
                          r"netinet/.*\.h"],
    "integration/gdt": [r"integration/gdt/"],
    "integration/mail": [r"integration/mail/", r"Poco/", r"(fcntl|unistd|poll)\.h",
                         r"sys/(socket|stat)\.h", r"netinet/.*\.h"],
    "plugin/contract": [r"plugin/contract/", V1, GRPC, PROTOBUF, r"Poco/(Exception|JSON/)"],
    "plugin/requests": [r"plugin/requests/", r"integration/gdt/"],
    "plugin/cli": [r"plugin/(cli|contract)/", V1, GRPC, PROTOBUF, r"Poco/(?!Data|Net)",
                   r"unistd\.h", r"integration/(gdt|hl7v2|fhir)/"],
    "plugin/agent": [r"plugin/(agent|contract|requests)/", V1, GRPC, PROTOBUF, r"Poco/(?!Data)",
                     r"openssl/", r"(dirent|fcntl|poll|pwd|unistd)\.h",
                     r"sys/(epoll|eventfd|file|inotify|prctl|socket|stat|syscall|time|types|un)\.h",
                     r"linux/openat2\.h",
                     r"integration/(gdt|hl7v2|fhir)/"],
    "plugin/include": [],
    "plugin/shim": [r"plugin/shim/", r"ischia/plugin\.h",
                    r"(errno|fcntl|poll|pthread|stdio|stdlib|time|unistd)\.h",
                    r"sys/(eventfd|socket|un)\.h"],
    "plugin/hosts/bridge": [r"plugin/requests/", r"ischia/plugin\.h",
                            r"Poco/(Exception|JSON/)", r"(fcntl|getopt|unistd)\.h",
                            r"sys/stat\.h"],
    "plugin/hosts/sample": [r"ischia/plugin\.h", r"(dlfcn|stdarg|stdio|stdlib|time|unistd)\.h"],
}
PAIRS_AT_MOST = 8
BANNED_NAMES = re.compile(r"^(utils?|helpers?|common|misc)(\.|_|$)")
# A host's process is not ours: nothing ends it, speaks in it, or changes what belongs to all of it.
SHIM_WORDS = [r"\bexit\(", r"\babort\(", r"\bassert\b", r"\bsignal\(", r"\bsigaction\b", r"\bsetlocale\b",
              r"\bchdir\b", r"\bumask\b", r"\bsetenv\b", r"\bfork\(", r"\bpthread_create\b",
              r"\b(printf|puts|putchar|perror)\(", r"\bstd(out|err)\b", r"\b(sleep|usleep|nanosleep)\("]
DOMAIN_WORDS = [r"\bnow\(", r"\brandom\b", r"\bgetenv\b", r"\bcout\b", r"\bcerr\b", r"\bmutex\b",
                r"\bthread\b", r"\bunordered_", r"\bfstream\b", r"\btime\(nullptr"]
ONLY_IN = {  # library header -> the only files that may include it
    r"<openssl/": re.compile(r"service/server/crypto\.cc|plugin/agent/spool\.cc|tests/"),
    r"<pango/|<cairo|<qpdf/": re.compile(r"integration/document/|tests/integration/document/|tests/bench/"),
    r"<Poco/Data/|\"Poco/Data/": re.compile(r"$^"),
    r"<sqlite3\.h>": re.compile(r"service/storage/database/sqlite\.cc|tests/(support|bench)/"),
    r"<libpq-fe\.h>": re.compile(r"service/storage/database/postgresql_driver\.cc|tests/(support|bench)/"),
    r"<unicode/": re.compile(r"service/server/system\.cc"),
    r"Poco/Net/(SMTP|Mail|SecureSMTP)": re.compile(r"integration/mail/"),
}
CATCH_ALL = re.compile(r"service/(rpc|web|server)/|plugin/agent/|integration/|service/storage/database/")
SOURCE = {".h", ".cc", ".c"}


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SOURCE:
                yield path


def text_without_comments(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1)


def is_standard(name):
    return "/" not in name and "." not in name or name in ("stdint.h", "stddef.h", "string.h")


def check_root(root):
    tracked = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"],
                             capture_output=True, text=True, check=False).stdout.split("\n")
    entries = {name.split("/")[0] for name in tracked if name} or {p.name for p in root.iterdir()}
    for entry in sorted(entries):
        if entry not in ROOT_ENTRIES and not entry.startswith("."):
            yield f"{entry}: not one of the root's entries"
    for entry in sorted(ROOT_ENTRIES - entries):
        yield f"{entry}: missing in the root"


def check_readmes(root):
    for folder in FOLDERS:
        readme = root / folder / "README.md"
        if not readme.exists():
            yield f"{folder}/README.md: missing"
            continue
        text = readme.read_text(encoding="utf-8")
        if not re.search(r"^#+ Decisions", text, flags=re.M):
            yield f"{folder}/README.md: no Decisions list"
        for sub in sorted(p for p in (root / folder).iterdir() if p.is_dir()):
            if sub.name not in ("node_modules", "__pycache__") and f"`{sub.name}/" not in text:
                yield f"{folder}/README.md: does not name `{sub.name}/`"


def check_includes(root):
    for folder, allowed in ALLOWED.items():
        if not (root / folder).exists():
            continue
        for path in sources(root, folder):
            for number, name in includes(path):
                if not is_standard(name) and not any(re.match(a, name) for a in allowed):
                    yield f"{path.relative_to(root)}:{number}: {folder} may not include {name}"
    for folder in FOLDERS:
        for path in sources(root, folder):
            relative = str(path.relative_to(root))
            text = path.read_text(encoding="utf-8")
            for header, only in ONLY_IN.items():
                if re.search(header, text) and not only.match(relative):
                    yield f"{relative}: may not include {header}"
            if not relative.startswith("tests/") and re.search(r'#include "tests/', text):
                yield f"{relative}: the product may not include tests"


def check_sizes(root):
    for folder in FOLDERS[:-1]:
        for place in [root / folder, *(p for p in (root / folder).rglob("*") if p.is_dir())]:
            pairs = {p.stem for p in place.glob("*.cc")} & {p.stem for p in place.glob("*.h")}
            if len(pairs) > PAIRS_AT_MOST:
                yield f"{place.relative_to(root)}: {len(pairs)} pairs, at most {PAIRS_AT_MOST}"
    for folder in FOLDERS:
        for path in (root / folder).rglob("*"):
            if "node_modules" not in path.parts and BANNED_NAMES.match(path.name) \
                    and path.name != "common.proto":
                yield f"{path.relative_to(root)}: the name says nothing"


def check_words(root):
    for path in sources(root, "service/domain"):
        text = text_without_comments(path)
        for word in DOMAIN_WORDS:
            for match in re.finditer(word, text):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path.relative_to(root)}:{line}: the domain is pure, found {match.group()}"
    for path in sources(root, "plugin/shim"):
        text = text_without_comments(path)
        for word in SHIM_WORDS:
            for match in re.finditer(word, text):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path.relative_to(root)}:{line}: a guest in the host, found {match.group()}"
    for path in sources(root, *FOLDERS[:-1]):
        relative = str(path.relative_to(root))
        if re.search(r"catch\s*\(\s*\.\.\.\s*\)", text_without_comments(path)) \
                and not CATCH_ALL.match(relative):
            yield f"{relative}: catch (...) stands at the outermost edges only"
    for path in root.rglob("*"):
        if path.is_file() and path.suffix in SOURCE | {".md", ".txt", ".proto", ".textproto", ".py"} \
                and not {"node_modules", "build"} & set(path.parts) and ".git" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="replace")
            if re.search(r"/wor[k]/|\.\./shared/", text):
                yield f"{path.relative_to(root)}: names a path outside the project"


def statements(path):
    """SQL texts: adjacent string literals that begin with an SQL verb."""
    text = text_without_comments(path)
    for match in re.finditer(r'(?:"(?:[^"\\]|\\.)*"\s*)+', text):
        sql = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group()))
        if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b", sql):
            yield text.count("\n", 0, match.start()) + 1, sql


# The schema's own table, a server's settings and catalog, and heads of statements whose WHERE stands
# in another literal.
WITHOUT_PRACTICE = re.compile(r"schema_steps|^SELECT 1$|\bpg_|\bpragma_|\bset_config\(|^SELECT $|^DELETE$|FROM \w+ ?$")


def check_sql(root):
    for path in sources(root, "service/storage"):
        for line, sql in statements(path):
            where = f"{path.relative_to(root)}:{line}"
            seen = []
            for number in map(int, re.findall(r"\$(\d+)", sql)):
                if number not in seen:
                    seen.append(number)
            if seen != list(range(1, len(seen) + 1)):
                yield f"{where}: placeholders do not rise without gaps: {seen}"
            if "?" in sql:
                yield f"{where}: placeholder ?"
            if re.search(r"\bOFFSET\b", sql):
                yield f"{where}: OFFSET"
            if "practice" not in sql and not WITHOUT_PRACTICE.search(sql):
                yield f"{where}: names no practice: {sql[:60]}"


def check_contract(root):
    table = (root / "service/application/authorize.cc").read_text(encoding="utf-8")
    for proto in sorted((root / "proto/ischia/v1").glob("*.proto")):
        text = proto.read_text(encoding="utf-8")
        for service in re.finditer(r"^service (\w+) \{(.*?)^\}", text, flags=re.M | re.S):
            for rpc in re.findall(r"^\s*rpc (\w+)\(", service.group(2), flags=re.M):
                if f'"{rpc}"' not in table and f'"{service.group(1)}/{rpc}"' not in table:
                    yield f"{proto.name}: {service.group(1)}.{rpc} has no row in the role table"


def is_asked_for(key, asked):
    """By itself, as one of numbered lines, by its entry's id, or by a key that is put together."""
    stem = re.sub(r"\.\d+$", "", key)
    entry = key.split(".")[0]
    return key in asked or stem in asked or (re.fullmatch(r"[A-Z]+-\d+", entry) and entry in asked) \
        or any(part.endswith(".") or key[len(part):].startswith("_")
               for part in asked if key.startswith(part))


def check_texts(root):
    data = root / "service/catalogue/data"
    asking = [path.read_text(encoding="utf-8") for path in data.glob("*.textproto")
              if not path.name.startswith(("texts.", "console."))]
    asking += [text_without_comments(path) for path in sources(root, "service")
               if path.name != "check_texts.cc"]
    asked = set(re.findall(r'"([\w.-]+)"', "\n".join(asking)))
    for path in sorted(data.glob("texts.*.textproto")):
        for key in re.findall(r'\bkey: "([^"]+)"', path.read_text(encoding="utf-8")):
            if not is_asked_for(key, asked):
                yield f"{path.name}: nothing uses {key}"


def check_console(root):
    """Each word of the pages that code names, there is; those of templates, web_test asks for."""
    def words(file, family):
        text = (root / "service/catalogue/data" / file).read_text(encoding="utf-8")
        return set(re.findall(rf'\bkey: "{family}\.([^"]+)"', text))
    console = words("console.en.textproto", "console")
    check_in = words("texts.en.textproto", "check_in")
    for path in sources(root, "service/web"):
        family, there = (("check_in", check_in) if path.parent.name == "check_in" else
                         ("console", console))
        for key in re.findall(r'\bwords_?\.Get\("([\w.]+)"[,)]', text_without_comments(path)):
            if key not in there:
                yield f"{path.name}: no text {family}.{key}"


def symbols(binary):
    return subprocess.run(["nm", "-C", "--defined-only", binary], capture_output=True, text=True,
                          check=True).stdout


def check_links(root, build):
    del root
    server = symbols(build / "service" / "ischiad")
    for namespace in ("cli", "agent"):
        if f"ischia::{namespace}::" in server:
            yield f"ischiad: contains ischia::{namespace}"
    for name in ("ischia", "ischia-agent"):
        program = build / "plugin" / name
        code = symbols(program)
        if "ischia::storage" in code or "ischia::domain" in code or "ischia::app" in code:
            yield f"{name}: contains service code"
        libraries = subprocess.run(["ldd", program], capture_output=True, text=True,
                                   check=True).stdout
        for library in ("libPocoData", "libpango", "libcairo", "libqpdf", "libsqlite3"):
            if library in libraries:
                yield f"{name}: links {library}"
    yield from check_shim(build / "plugin" / "libischia_plugin.so")


def check_shim(library):
    """libc alone, one symbol. tests/plugin/shim compares layout and symbols one by one."""
    dynamic = subprocess.run(["readelf", "--dynamic", "--wide", library], capture_output=True,
                             text=True, check=True).stdout
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)
    if needed != ["libc.so.6"]:
        yield f"libischia_plugin.so: needs {', '.join(needed)}"
    exported = [line.split()[-1] for line in
                subprocess.run(["nm", "--dynamic", "--defined-only", library], capture_output=True,
                               text=True, check=True).stdout.splitlines()]
    if exported != ["ischia_plugin_get_api"]:
        yield f"libischia_plugin.so: exports {', '.join(exported)}"


CHECKS = {"root": check_root, "readmes": check_readmes, "includes": check_includes,
          "sizes": check_sizes, "words": check_words, "sql": check_sql,
          "contract": check_contract, "texts": check_texts, "console": check_console}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("--build", type=Path)
    parser.add_argument("--only", choices=[*CHECKS, "links"])
    options = parser.parse_args()
    root = options.root.resolve()
    findings = []
    for name, check in CHECKS.items():
        if options.only in (None, name):
            findings += [f"{name}: {finding}" for finding in check(root)]
    if options.build and options.only in (None, "links"):
        findings += [f"links: {finding}" for finding in check_links(root, options.build)]
    print("\n".join(findings) if findings else "every arrow holds")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
