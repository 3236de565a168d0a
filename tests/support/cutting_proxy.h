// A way to a server that breaks where a test wants it to: it passes bytes on, and cuts a connection
// when a text goes by.
//
//   CuttingProxy proxy(server.port());
//   proxy.CutAt(CuttingProxy::From::kServer, "COMMIT");  // done there, never heard of here
#ifndef ISCHIA_TESTS_SUPPORT_CUTTING_PROXY_H_
#define ISCHIA_TESTS_SUPPORT_CUTTING_PROXY_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ischia::support {

class CuttingProxy {
 public:
  enum class From { kClient, kServer };

  // Listens on a free port of the loopback address and passes on to another one.
  explicit CuttingProxy(std::uint16_t server_port);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  std::uint16_t port() const { return port_; }
  // The next block with this text in it is not passed on, and both ends find the connection closed.
  // Once; a text must come in one piece.
  void CutAt(From side, std::string text);
  int cut_count() const;

 private:
  struct Pair {
    int client;
    int server;
  };

  void Run();
  void Accept();
  // Passes on what `from` has sent; false when the connection is to end.
  bool PassOn(int from, int to, From side);
  bool IsToBeCut(From side, const std::string& block);

  const std::uint16_t server_port_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::vector<Pair> pairs_;  // of the thread alone
  mutable std::mutex mutex_;
  From side_ = From::kClient;  // guarded by mutex_
  std::string text_;           // guarded by mutex_; empty: nothing is cut
  int cut_count_ = 0;          // guarded by mutex_
  std::thread thread_;
};

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_SUPPORT_CUTTING_PROXY_H_
