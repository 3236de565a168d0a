"""Breaks a copy of the tree, one rule at a time, and wants the architecture test to notice each."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
TEST = ROOT / "tests/architecture/architecture_test.py"

# What is written where, and a word of the finding that must follow.
BREAKS = [
    ("service/domain/values.h", "#include <Poco/Net/Socket.h>\n", "may not include Poco/Net"),
    ("service/domain/values.cc", "auto t = std::chrono::system_clock::now();\n", "domain is pure"),
    ("service/application/store.h", "#include <grpcpp/grpcpp.h>\n", "may not include grpcpp"),
    ("integration/mail/message.h", '#include "service/domain/values.h"\n', "may not include service"),
    ("integration/hl7v2/sender.cc", "#include <Poco/Net/StreamSocket.h>\n", "may not include Poco/Net"),
    ("service/rpc/names.cc", '#include "service/storage/sql_store.h"\n', "may not include service"),
    ("integration/gdt/record.cc", '#include "integration/mail/message.h"\n',
     "may not include integration"),
    ("plugin/requests/ini.cc", '#include "plugin/agent/socket.h"\n', "may not include plugin"),
    ("service/server/log.cc", "#include <openssl/evp.h>\n", "may not include <openssl/"),
    ("plugin/agent/gateway.cc", '#include "service/domain/result.h"\n', "may not include service"),
    ("plugin/agent/socket.cc", "#include <openssl/evp.h>\n", "may not include <openssl/"),
    ("service/storage/schema.cc", 'auto s = "SELECT a FROM t WHERE b = $2";\n', "without gaps"),
    ("plugin/shim/shim.c", '#include "ischia/v1/program.pb.h"\n', "may not include ischia/v1"),
    ("plugin/shim/frame.c", "#include <signal.h>\n", "may not include signal.h"),
    ("plugin/shim/connection.c", "void f(void) { abort(); }\n", "a guest in the host"),
    ("plugin/hosts/sample/sample_host.c", '#include "plugin/shim/frame.h"\n',
     "may not include plugin/shim"),
    ("service/domain/utils.h", "\n", "the name says nothing"),
    ("service/catalogue/data/texts.en.textproto", 'texts { key: "report.band.good" text: "good" }\n',
     "nothing uses report.band.good"),
    ("service/web/visit.cc", 'auto s = words.Get("empty.sign");\n', "no text console.empty.sign"),
    ("extra/README.md", "\n", "not one of the root's entries"),
]


def findings(tree):
    return subprocess.run([sys.executable, TEST, tree], capture_output=True, text=True,
                          check=False).stdout


def main():
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", "build*", "node_modules"))
        for name, text, word in BREAKS:
            path = tree / name
            before = path.read_text(encoding="utf-8") if path.exists() else None
            path.parent.mkdir(exist_ok=True)
            path.write_text((before or "") + text, encoding="utf-8")
            if word not in findings(tree):
                missed.append(f"{name}: nobody noticed {text.strip()!r}")
            if before is None:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
            else:
                path.write_text(before, encoding="utf-8")
    print("\n".join(missed) if missed else "every break was noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
