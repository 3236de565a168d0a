// libischia_plugin.so as a host has it: loaded, and asked through a session.
#ifndef ISCHIA_TESTS_BENCH_PLUGIN_H_
#define ISCHIA_TESTS_BENCH_PLUGIN_H_

#include <string>

#include "ischia/plugin.h"

namespace ischia::bench {

// Throws WrongAnswer when the library or its table is not there.
class Plugin {
 public:
  Plugin();
  ~Plugin();
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  const ischia_api* operator->() const { return api_; }

 private:
  void* handle_;
  const ischia_api* api_ = nullptr;
};

class PluginSession {
 public:
  PluginSession(const Plugin& plugin, const std::string& socket);
  ~PluginSession();
  PluginSession(const PluginSession&) = delete;
  PluginSession& operator=(const PluginSession&) = delete;

  // The size of the answer. Throws WrongAnswer when it is a failure.
  std::size_t Ask(const std::string& method, const std::string& json) const;
  // At a patient with this number; a Launch as JSON. Throws WrongAnswer when it is a failure.
  std::string OpenConsole(const std::string& patient_id) const;

 private:
  const Plugin& plugin_;
  ischia_session* session_ = nullptr;
};

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_PLUGIN_H_
