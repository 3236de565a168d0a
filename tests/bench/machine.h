// A clinic's machine: service and agent, each a process of its own.
#ifndef ISCHIA_TESTS_BENCH_MACHINE_H_
#define ISCHIA_TESTS_BENCH_MACHINE_H_

#include <filesystem>

#include "tests/bench/child_server.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {

struct Machine {
  support::TempFolder folder;
  ChildServer service{
      {ISCHIA_ISCHIAD, "--set=listen.address=unix:" + (folder / "ischiad.sock").string(),
       "--set=console.address=127.0.0.1:0", "--set=storage.file=" + (folder / "ischia.db").string(),
       "--set=secrets.key_file=" + (folder / "ischia.key").string(),
       "--set=mail.maildir=" + (folder / "mail").string()}};
  ChildServer agent{{ISCHIA_AGENT, "--set=socket.path=" + (folder / "run/agent.sock").string(),
                     "--set=service.address=" + service.address(),
                     "--set=spool.folder=" + (folder / "spool").string(),
                     "--set=spool.key_file=" + (folder / "spool.key").string()}};

  std::filesystem::path socket() const { return folder / "run/agent.sock"; }
};

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_MACHINE_H_
