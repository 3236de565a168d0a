#include "tests/bench/plugin.h"

#include <dlfcn.h>

#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

constexpr std::uint32_t kTimeout = 5000;

ischia_bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Plugin::Plugin() : handle_(dlopen(ISCHIA_PLUGIN, RTLD_NOW | RTLD_LOCAL)) {
  Require(handle_ != nullptr, "the library");
  using GetApi = ischia_status (*)(std::uint32_t, std::uint32_t, const ischia_api**);
  const auto get_api = reinterpret_cast<GetApi>(dlsym(handle_, "ischia_plugin_get_api"));
  Require(get_api(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &api_) == ISCHIA_OK, "the table");
}

Plugin::~Plugin() { dlclose(handle_); }

PluginSession::PluginSession(const Plugin& plugin, const std::string& socket) : plugin_(plugin) {
  const ischia_host host = {sizeof host, ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, 0,
                            nullptr,     "bench",          nullptr,          nullptr};
  Require(plugin_->open(&host, BytesOf(socket), &session_) == ISCHIA_OK, "the session");
}

PluginSession::~PluginSession() { plugin_->close(session_); }

std::size_t PluginSession::Ask(const std::string& method, const std::string& json) const {
  ischia_result* result = nullptr;
  const ischia_status status =
      plugin_->call(session_, method.c_str(), BytesOf(json), kTimeout, &result);
  const std::size_t size = plugin_->result_bytes(result).size;
  plugin_->result_free(result);
  Require(status == ISCHIA_OK, "an answer");
  return size;
}

std::string PluginSession::OpenConsole(const std::string& patient_id) const {
  const auto* console = static_cast<const ischia_console*>(plugin_->get_extension(ISCHIA_CONSOLE));
  const ischia_patient patient = {
      sizeof patient, 0, patient_id.c_str(), "Sam", "Sample", "1992-03-14", "F", nullptr, nullptr};
  ischia_result* result = nullptr;
  const ischia_status status =
      console->open_console(session_, &patient, "ASSESS", kTimeout, &result);
  const ischia_bytes bytes = plugin_->result_bytes(result);
  std::string launch(reinterpret_cast<const char*>(bytes.data), bytes.size);
  plugin_->result_free(result);
  Require(status == ISCHIA_OK, "a launch");
  return launch;
}

}  // namespace ischia::bench
