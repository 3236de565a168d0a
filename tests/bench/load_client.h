// An asynchronous client that keeps a number of calls under way on one connection, from one thread.
// Messages are bytes to it: it spends the same on each method, and little.
#ifndef ISCHIA_TESTS_BENCH_LOAD_CLIENT_H_
#define ISCHIA_TESTS_BENCH_LOAD_CLIENT_H_

#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace ischia::bench {

// What is asked, and how long the answer is.
struct Question {
  std::string method;  // "/package.Service/Method"
  std::string request;
  std::size_t answer_size = 0;
};

struct Load {
  int in_flight = 1;
  std::chrono::milliseconds length{1500};
};

struct Throughput {
  int calls = 0;
  double per_second = 0;
  double p50_microseconds = 0;
  double p99_microseconds = 0;
};

class LoadClient {
 public:
  explicit LoadClient(const std::string& address);
  ~LoadClient();

  // One call; gives the answer's bytes. Throws WrongAnswer when it fails.
  std::string Ask(const std::string& method, const std::string& request);

  // Throws WrongAnswer when a call fails or an answer has another size.
  Throughput Run(const Question& question, const Load& load);

 private:
  struct Call;
  void Begin(const Question& question, Call& call);

  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
};

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_LOAD_CLIENT_H_
