// The clinician console, from a host's side: opens it at the patient whom the host shows, and takes
// its power to write when the host shows somebody else. Who the patient is, the service finds out.
#ifndef ISCHIA_PLUGIN_AGENT_EXTENSIONS_CONSOLE_H_
#define ISCHIA_PLUGIN_AGENT_EXTENSIONS_CONSOLE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "plugin/agent/gateway.h"

namespace ischia::agent {

// One program in front of one user.
struct Host {
  Caller caller;
  std::string host_id;
  auto operator<=>(const Host&) const = default;
};

// As hosts say it, see ischia/plugin.h; empty: not known.
struct HostPatient {
  std::string patient_id = {};
  std::string given_name = {};
  std::string family_name = {};
  std::string birth_date = {};  // YYYY-MM-DD
  std::string sex = {};         // "F" or "M"
  std::string email = {};
  std::string language = {};
};

// Serves many threads.
class Console {
 public:
  using Show = std::function<void(const std::string& url)>;
  // `practice` is "practices/sample". `show` is called with the address of each console that is
  // opened; it does not wait for anything. Everything outlives the console and every `done`.
  Console(Gateway& gateway, std::string practice, Show show);

  // Answers with a Launch as JSON. `view` is "ASSESS" or another one of ischia.v1.Launch; empty:
  // the console's own choice. FIELD_INVALID, and the service's errors.
  void Open(std::uint64_t ticket, const Host& host, const HostPatient& patient,
            const std::string& view, std::chrono::milliseconds deadline, const Gateway::Done& done);

  // The host shows this patient; an empty id: none. What it opened at another one is revoked, as
  // far as that goes; nobody waits for it.
  void PatientChanged(const Host& host, const std::string& patient_id);

 private:
  struct Memory;

  Gateway& gateway_;
  const std::string practice_;
  const Show show_;
  // Shared with the calls under way, which may end after the console.
  std::shared_ptr<Memory> memory_;
};

// Starts the program with the address as its one argument, without a shell, for each address it is
// given. It does so in a process of its own, made here and now: gRPC does not survive a fork.
// Precondition: this process has one thread. An empty path shows nothing.
Console::Show BrowserAt(const std::string& program, Log& log);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_EXTENSIONS_CONSOLE_H_
