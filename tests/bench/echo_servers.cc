#include "tests/bench/echo_servers.h"

#include <grpcpp/grpcpp.h>

#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "service/rpc/convert_plan.h"
#include "service/storage/sql_store.h"
#include "tests/bench/echo.grpc.pb.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

std::unique_ptr<LiveClinic> NewClinic() {
  auto store = storage::OpenSqliteInMemory();
  Require(store.ok(), "a store");
  return std::make_unique<LiveClinic>(std::move(store).value());
}

// The product's own answer to V01.
v1::Program AnswerOf(const LiveClinic& clinic) {
  const auto program = domain::Prescribe(AssessmentOf("v01"), clinic.loaded.catalogue, StartDate());
  Require(program.ok(), "a program");
  RequireTheCasesProgram(*program, "v01");
  v1::Program answer;
  rpc::PlanWriter(clinic.loaded.catalogue, clinic.sentences).Write(*program, &answer);
  return answer;
}

class SyncEcho final : public EchoService::Service {
 public:
  explicit SyncEcho(v1::Program answer) : answer_(std::move(answer)) {}

  grpc::Status EchoProgram(grpc::ServerContext* /*context*/,
                           const v1::PreviewProgramRequest* /*request*/,
                           v1::Program* answer) override {
    *answer = answer_;
    return grpc::Status::OK;
  }

 private:
  const v1::Program answer_;
};

class CallbackEcho final : public EchoService::CallbackService {
 public:
  explicit CallbackEcho(v1::Program answer) : answer_(std::move(answer)) {}

  grpc::ServerUnaryReactor* EchoProgram(grpc::CallbackServerContext* context,
                                        const v1::PreviewProgramRequest* /*request*/,
                                        v1::Program* answer) override {
    *answer = answer_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const v1::Program answer_;
};

// One call after another in one place of an asynchronous server.
class AsyncCall {
 public:
  AsyncCall(EchoService::AsyncService& service, grpc::ServerCompletionQueue& queue,
            const v1::Program& answer)
      : service_(service), queue_(queue), answer_(answer) {
    Await();
  }

  // What was begun has happened; not `fine`: the server ends.
  void Go(bool fine) {
    if (!fine) return;
    if (answered_) {
      Await();
      return;
    }
    answered_ = true;
    v1::Program answer = answer_;
    call_->writer.Finish(answer, grpc::Status::OK, this);
  }

 private:
  struct Call {
    grpc::ServerContext context;
    v1::PreviewProgramRequest request;
    grpc::ServerAsyncResponseWriter<v1::Program> writer{&context};
  };

  void Await() {
    answered_ = false;
    call_ = std::make_unique<Call>();
    service_.RequestEchoProgram(&call_->context, &call_->request, &call_->writer, &queue_, &queue_,
                                this);
  }

  EchoService::AsyncService& service_;
  grpc::ServerCompletionQueue& queue_;
  const v1::Program& answer_;
  std::unique_ptr<Call> call_;
  bool answered_ = false;
};

sigset_t EndSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  return signals;
}

std::unique_ptr<grpc::Server> Listening(grpc::ServerBuilder& builder) {
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  Require(server != nullptr && port != 0, "a port to listen on");
  std::cout << "ready 127.0.0.1:" << port << std::endl;
  return server;
}

void WaitForTheEnd(grpc::Server& server) {
  const sigset_t signals = EndSignal();
  int signal = 0;
  (void)sigwait(&signals, &signal);  // fails for an invalid set only
  server.Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
}

void ServeProduct() {
  const std::unique_ptr<LiveClinic> clinic = NewClinic();
  rpc::Services services(clinic->parts());
  SyncEcho echo(AnswerOf(*clinic));
  grpc::ServerBuilder builder;
  services.Configure(builder);
  builder.RegisterService(&echo);
  WaitForTheEnd(*Listening(builder));
}

template <typename Echo>
void ServeEcho() {
  Echo echo(AnswerOf(*NewClinic()));
  grpc::ServerBuilder builder;
  builder.RegisterService(&echo);
  WaitForTheEnd(*Listening(builder));
}

// One queue, one thread.
void ServeAsync() {
  constexpr int kPlaces = 128;
  const v1::Program answer = AnswerOf(*NewClinic());
  EchoService::AsyncService service;
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::ServerCompletionQueue> queue = builder.AddCompletionQueue();
  const std::unique_ptr<grpc::Server> server = Listening(builder);
  std::vector<std::unique_ptr<AsyncCall>> places;
  for (int i = 0; i < kPlaces; ++i) {
    places.push_back(std::make_unique<AsyncCall>(service, *queue, answer));
  }
  std::thread thread([&] {
    void* place = nullptr;
    bool fine = false;
    while (queue->Next(&place, &fine)) static_cast<AsyncCall*>(place)->Go(fine);
  });
  WaitForTheEnd(*server);
  queue->Shutdown();
  thread.join();
}

void Serve(const std::string& kind) {
  if (kind == "product") return ServeProduct();
  if (kind == "sync") return ServeEcho<SyncEcho>();
  if (kind == "async") return ServeAsync();
  if (kind == "callback") return ServeEcho<CallbackEcho>();
  throw WrongAnswer("no such server: " + kind);
}

}  // namespace

int ServeUntilTold(const std::string& kind) {
  // Blocked before any thread is made, so that only the wait takes it.
  const sigset_t signals = EndSignal();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    Serve(kind);
  } catch (const std::exception& exception) {
    std::cerr << exception.what() << '\n';
    return kAnswerWrong;
  }
  return 0;
}

}  // namespace ischia::bench
