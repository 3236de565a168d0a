#include "tests/plugin/shim/loaded_plugin.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ostream>
#include <stdexcept>

namespace ischia::shim {
namespace {

void Log(void* host_data, std::int32_t level, const char* message) {
  static_cast<std::vector<std::string>*>(host_data)->push_back(std::to_string(level) + " " +
                                                               message);
}

}  // namespace

ischia_bytes AsBytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

LoadedPlugin::LoadedPlugin() : library_(dlopen(ISCHIA_PLUGIN, RTLD_NOW | RTLD_LOCAL)) {
  if (library_ == nullptr) throw std::runtime_error(dlerror());  // NOLINT: glibc's is per thread
  if (GetApi(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &api_) != ISCHIA_OK) {
    throw std::runtime_error("no table");
  }
}

LoadedPlugin::~LoadedPlugin() { dlclose(library_); }

ischia_status LoadedPlugin::GetApi(std::uint32_t major, std::uint32_t minor,
                                   const ischia_api** out) const {
  using Function = ischia_status (*)(std::uint32_t, std::uint32_t, const ischia_api**);
  return reinterpret_cast<Function>(dlsym(library_, "ischia_plugin_get_api"))(major, minor, out);
}

bool operator==(const Answer& a, const Answer& b) {
  return a.status == b.status && a.text == b.text;
}

void PrintTo(const Answer& answer, std::ostream* out) {
  *out << answer.status << ' ' << answer.text.substr(0, 200);
}

std::string Take(const ischia_api& api, ischia_result* result) {
  const ischia_bytes bytes = api.result_bytes(result);
  std::string text = result == nullptr ? "(none)" : std::string();
  if (bytes.size != 0) text.assign(reinterpret_cast<const char*>(bytes.data), bytes.size);
  api.result_free(result);
  return text;
}

Watchdog::Watchdog(std::uint32_t timeout_ms) {
  constexpr std::uint32_t kMillisecondsPerSecond = 1000;
  constexpr unsigned kTolerance = 3;
  alarm(timeout_ms / kMillisecondsPerSecond + kTolerance);
}

Watchdog::~Watchdog() { alarm(0); }

int InAChild(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    const Watchdog watchdog(0);
    _exit(body());
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool HoldsInAChild(const std::function<bool()>& body) {
  return InAChild([&body] { return body() ? 0 : 1; }) == 0;
}

NoDescriptors::NoDescriptors() {
  getrlimit(RLIMIT_NOFILE, &before_);
  const rlimit none{0, before_.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
}

NoDescriptors::~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

PluginTest::PluginTest() : session_(Open()) {}

PluginTest::~PluginTest() {
  const Watchdog watchdog(0);
  plugin_->close(session_);
}

ischia_host PluginTest::Host() {
  return {
      sizeof(ischia_host), ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, 0, &log_, "test-host", "7.1", Log};
}

ischia_session* PluginTest::Open() {
  const ischia_host host = Host();
  ischia_session* session = nullptr;
  plugin_->open(&host, AsBytes(socket()), &session);
  return session;
}

Answer PluginTest::Call(std::uint32_t timeout_ms, std::string_view request, const char* method) {
  const Watchdog watchdog(timeout_ms);
  ischia_result* result = nullptr;
  const ischia_status status =
      plugin_->call(session_, method, AsBytes(request), timeout_ms, &result);
  return {status, Take(*plugin_.operator->(), result)};
}

}  // namespace ischia::shim
