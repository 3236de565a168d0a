// A server in a process of its own, so that its CPU time and memory can be told from the client's.
// It says "ready HOST:PORT" on standard output and ends by SIGTERM, as ischiad does.
#ifndef ISCHIA_TESTS_BENCH_CHILD_SERVER_H_
#define ISCHIA_TESTS_BENCH_CHILD_SERVER_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace ischia::bench {

class ChildServer {
 public:
  // Starts the program and waits until it is ready; throws WrongAnswer when it ends before.
  explicit ChildServer(const std::vector<std::string>& command);
  // Ends it and waits for its end.
  ~ChildServer();
  ChildServer(const ChildServer&) = delete;
  ChildServer& operator=(const ChildServer&) = delete;

  const std::string& address() const { return address_; }
  // Microseconds so far.
  double Cpu() const;
  // Kibibytes; of its own pages, and with its share of common ones.
  int ResidentKibibytes() const;
  int ProportionalKibibytes() const;

 private:
  void End();

  pid_t process_ = 0;
  std::string address_;
};

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_CHILD_SERVER_H_
