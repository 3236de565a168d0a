// A host whose memory runs out: the n-th allocation of the plugin fails, for every n, once alone
// and once with all that follow. The host lives, and each call answers with a documented code.
#include <cstdlib>

#include "tests/plugin/shim/loaded_plugin.h"

namespace {

thread_local int allocations_left = -1;  // -1: none fails
thread_local bool fails_for_good = false;
thread_local bool has_failed = false;

bool Fails() {
  if (allocations_left < 0) return false;
  if (allocations_left > 0) {
    --allocations_left;
    return false;
  }
  if (!fails_for_good) allocations_left = -1;
  has_failed = true;
  return true;
}

}  // namespace

// The linker puts these in the place of the plugin's own.
extern "C" {
void* __real_malloc(std::size_t size);                     // NOLINT: the linker's name
void* __real_calloc(std::size_t count, std::size_t size);  // NOLINT
void* __real_realloc(void* block, std::size_t size);       // NOLINT
void* __wrap_malloc(std::size_t size) {                    // NOLINT
  return Fails() ? nullptr : __real_malloc(size);
}
void* __wrap_calloc(std::size_t count, std::size_t size) {  // NOLINT
  return Fails() ? nullptr : __real_calloc(count, size);
}
void* __wrap_realloc(void* block, std::size_t size) {  // NOLINT
  return Fails() ? nullptr : __real_realloc(block, size);
}
}

namespace ischia::shim {
namespace {

using support::Frame;
using support::ScriptedAgent;

class MemoryTest : public ::testing::TestWithParam<bool> {
 protected:
  MemoryTest() { ischia_plugin_get_api(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &api_); }

  // Runs `body` with each allocation failing in turn, until it comes through; how many failed.
  template <typename Body>
  int FailEach(const Body& body) {
    for (int n = 0;; ++n) {
      fails_for_good = GetParam();
      has_failed = false;
      allocations_left = n;
      const bool came_through = body();
      allocations_left = -1;
      if (came_through && !has_failed) return n;
    }
  }

  const ischia_api* api_ = nullptr;
  support::TempFolder folder_;
  const std::string socket_ = folder_ / "agent.sock";
};

TEST_P(MemoryTest, OpenCallAndDocumentsSurviveIt) {
  const ScriptedAgent agent(socket_, support::Answering([](const Frame&) {
                              Frame answer = support::Result("{}");
                              answer.fields[support::kContent] = "content";
                              return answer;
                            }));
  const ischia_host host = {sizeof host, ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, 0,
                            nullptr,     "test-host",      nullptr,          nullptr};
  const auto* documents =
      static_cast<const ischia_put_document*>(api_->get_extension(ISCHIA_PUT_DOCUMENT));
  ischia_session* session = nullptr;
  const int opening = FailEach([&] {
    api_->close(session);
    const ischia_status status = api_->open(&host, AsBytes(socket_), &session);
    EXPECT_EQ(status, session != nullptr ? ISCHIA_OK : ISCHIA_INTERNAL);
    return status == ISCHIA_OK;
  });
  EXPECT_EQ(opening, 1);
  const auto tell = [&](ischia_status status, ischia_result* result) {
    const std::string text = Take(*api_, result);
    if (status == ISCHIA_OK) {
      EXPECT_EQ(text, "{}");
    } else {
      EXPECT_EQ(status, ISCHIA_INTERNAL);
      EXPECT_TRUE(text == "(none)" || text.find("MEMORY_USED_UP") != std::string::npos) << text;
    }
    return status == ISCHIA_OK;
  };
  const int calling = FailEach([&] {
    ischia_result* result = nullptr;
    const ischia_status status = api_->call(session, kPreview, AsBytes("{}"), kLong, &result);
    return tell(status, result);
  });
  EXPECT_GE(calling, 4);  // the question, the welcome, the answer, the result
  const int filing = FailEach([&] {
    ischia_result* json = nullptr;
    ischia_result* content = nullptr;
    const ischia_status status = documents->next(session, kLong, &json, &content);
    EXPECT_EQ(Take(*api_, content), status == ISCHIA_OK ? "content" : "(none)");
    return tell(status, json);
  });
  EXPECT_GE(filing, 5);
  (void)FailEach([&] { return documents->event_fd(session) >= 0; });
  api_->close(session);
}

INSTANTIATE_TEST_SUITE_P(All, MemoryTest, ::testing::Bool(),
                         [](const auto& instance) { return instance.param ? "ForGood" : "Once"; });

}  // namespace
}  // namespace ischia::shim
