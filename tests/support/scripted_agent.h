// An agent on a unix socket that says what a test tells it to. It writes and reads frames by code
// of its own, so that the plugin's is checked against another one.
#ifndef ISCHIA_TESTS_SUPPORT_SCRIPTED_AGENT_H_
#define ISCHIA_TESTS_SUPPORT_SCRIPTED_AGENT_H_

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace ischia::support {

// The numbers of the socket's protocol, as the API's description gives them.
enum Kind {
  kHello = 1,
  kWelcome = 2,
  kCall = 3,
  kResult = 4,
  kError = 5,
  kCancel = 6,
  kOpenConsole = 7,
  kPatientChanged = 8,
  kDocumentWaiting = 9,
  kNextDocument = 10,
  kDocumentDone = 11
};
enum Tag {
  kProtocolMin = 1,
  kProtocolMax = 2,
  kHostId = 3,
  kVersion = 4,
  kMethod = 10,
  kJson = 11,
  kDeadlineMs = 12,
  kStatus = 13,
  kContent = 14,
  kPatient = 20,  // and up to 26
  kView = 27,
  kFiling = 30,
  kDocumentId = 31
};

struct Frame {
  int kind = 0;
  std::uint32_t call_id = 0;
  std::map<int, std::string> fields = {};
  int flags = 0;
};

// A number as it stands in a field.
std::string Number(std::uint32_t number);
std::uint32_t NumberOf(const std::string& field);
std::string BytesOf(const Frame& frame);

// What an agent of today answers to a HELLO.
Frame Welcome(std::uint32_t protocol_min = 1, std::uint32_t protocol_max = 1);
// Answers to the question with the call id 1.
Frame Result(const std::string& json);
// With the question's JSON, or {}.
Frame Echo(const Frame& question);
Frame Error(std::uint32_t status, const std::string& json);

// The agent's side of one connection. Serves the thread that runs its script.
class AgentConnection {
 public:
  explicit AgentConnection(int socket) : socket_(socket) {}

  // The next frame; none once the other side has hung up.
  std::optional<Frame> Read();
  // False once the other side has hung up.
  bool Send(std::string_view bytes);
  bool Send(const Frame& frame) { return Send(BytesOf(frame)); }
  // Reads on until the other side hangs up; what it said meanwhile.
  std::vector<Frame> WaitForHangUp();
  // Reads nothing until the other side hangs up.
  void Hold();

 private:
  std::string ReadBytes(std::size_t size);

  int socket_;
};

class ScriptedAgent {
 public:
  // Runs for each connection, in a thread of its own; it is hung up when the script returns.
  using Script = std::function<void(AgentConnection&)>;

  ScriptedAgent(const std::filesystem::path& socket, Script script, int backlog = 128);
  // Hangs up on everybody and waits for the scripts.
  ~ScriptedAgent();
  ScriptedAgent(const ScriptedAgent&) = delete;
  ScriptedAgent& operator=(const ScriptedAgent&) = delete;

  int connections() const { return connections_; }

 private:
  void StartThread();
  void AcceptAndServe();
  void Serve(int socket);

  const std::filesystem::path path_;
  const Script script_;
  const int listener_;
  std::atomic<int> connections_ = 0;
  std::mutex lock_;
  bool stopping_ = false;             // guarded by lock_
  std::vector<int> sockets_;          // guarded by lock_
  int accepting_ = 0;                 // guarded by lock_; threads that wait for a connection
  std::vector<std::thread> threads_;  // guarded by lock_ until stopping_
};

// Says hello, reads the question, answers with what `answer` makes of it, and waits for the end.
ScriptedAgent::Script Answering(std::function<Frame(const Frame& question)> answer);

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_SUPPORT_SCRIPTED_AGENT_H_
