// The library as a host has it: loaded by dlopen, one session open.
#ifndef ISCHIA_TESTS_PLUGIN_SHIM_LOADED_PLUGIN_H_
#define ISCHIA_TESTS_PLUGIN_SHIM_LOADED_PLUGIN_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ischia/plugin.h"
#include "tests/support/scripted_agent.h"
#include "tests/support/temp_folder.h"

namespace ischia::shim {

// For answers that come: more than any machine needs. For answers that do not come: short.
inline constexpr std::uint32_t kLong = 20000;
inline constexpr std::uint32_t kShort = 30;

inline constexpr char kPreview[] = "ischia.v1.ProgramService/PreviewProgram";

ischia_bytes AsBytes(std::string_view text);

// A library that is loaded, and its table.
class LoadedPlugin {
 public:
  LoadedPlugin();
  ~LoadedPlugin();
  LoadedPlugin(const LoadedPlugin&) = delete;
  LoadedPlugin& operator=(const LoadedPlugin&) = delete;

  const ischia_api* operator->() const { return api_; }
  ischia_status GetApi(std::uint32_t major, std::uint32_t minor, const ischia_api** out) const;

 private:
  void* library_;
  const ischia_api* api_ = nullptr;
};

// What a call came to: its status, and the bytes of its result, "(none)" without one.
struct Answer {
  ischia_status status;
  std::string text;
};
bool operator==(const Answer& a, const Answer& b);
void PrintTo(const Answer& answer, std::ostream* out);

// Reads and frees it.
std::string Take(const ischia_api& api, ischia_result* result);

// Ends the process by SIGALRM when what it stands beside outlives its timeout by more than any busy
// machine explains. The one check of time: a call that hangs fails, a slow one does not.
class Watchdog {
 public:
  explicit Watchdog(std::uint32_t timeout_ms);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
};

// What `body` gives in a forked child as its exit code; -1 when the child came to another end, as
// it does by the watchdog.
int InAChild(const std::function<int()>& body);
// Whether `body` says true there.
bool HoldsInAChild(const std::function<bool()>& body);

// No file descriptor can be opened while it lives. Sanitizers look at memory through descriptors,
// so nothing but the call in question belongs beside it.
class NoDescriptors {
 public:
  NoDescriptors();
  ~NoDescriptors();
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_{};
};

// A plugin with a session, and a place for the agent's socket.
class PluginTest : public ::testing::Test {
 protected:
  PluginTest();
  ~PluginTest() override;

  // A host that logs into `log()`.
  ischia_host Host();
  ischia_session* Open();
  // Under a watchdog.
  Answer Call(std::uint32_t timeout_ms = kLong, std::string_view request = "{}",
              const char* method = kPreview);
  template <typename Extension>
  const Extension* Get(const char* id) {
    return static_cast<const Extension*>(plugin()->get_extension(id));
  }

  const LoadedPlugin& plugin() const { return plugin_; }
  ischia_session* session() { return session_; }
  std::string socket() const { return folder_ / "agent.sock"; }
  const support::TempFolder& folder() const { return folder_; }
  const std::vector<std::string>& log() const { return log_; }
  void ClearLog() { log_.assign(1, ""); }

 private:
  support::TempFolder folder_;
  LoadedPlugin plugin_;
  std::vector<std::string> log_;
  ischia_session* session_;
};

// An error that the plugin makes itself: status, and a JSON object with it and with `reason`.
MATCHER_P2(Fails, status, reason, "") {
  const std::string begin =
      "{\"code\": " + std::to_string(status) + ", \"reason\": \"" + reason + "\", \"sentence\": \"";
  return arg.status == status && arg.text.rfind(begin, 0) == 0 &&
         arg.text.size() > begin.size() + 4 && arg.text.substr(arg.text.size() - 3) == ".\"}";
}

}  // namespace ischia::shim

#endif  // ISCHIA_TESTS_PLUGIN_SHIM_LOADED_PLUGIN_H_
