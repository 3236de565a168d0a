#include "tests/bench/load_client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{30};

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  Require(buffer.Dump(&slices).ok(), "an answer's bytes");
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

double Microseconds(Clock::duration span) {
  return std::chrono::duration<double, std::micro>(span).count();
}

double Percentile(std::vector<double>& figures, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(figures.size() - 1));
  std::nth_element(figures.begin(), figures.begin() + place, figures.end());
  return figures[static_cast<std::size_t>(place)];
}

}  // namespace

struct LoadClient::Call {
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer answer;
  grpc::Status status;
  Clock::time_point begin;
};

LoadClient::LoadClient(const std::string& address)
    : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}

LoadClient::~LoadClient() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool fine = false;
  while (queue_.Next(&tag, &fine)) continue;
}

void LoadClient::Begin(const Question& question, Call& call) {
  call.context.emplace();
  call.context->AddMetadata("ischia-user", "pt-lane");
  call.context->AddMetadata("ischia-role", "clinician");
  call.context->set_deadline(std::chrono::system_clock::now() + kPatience);
  call.answer.Clear();
  call.begin = Clock::now();
  call.reader =
      stub_.PrepareUnaryCall(&*call.context, question.method, BufferOf(question.request), &queue_);
  call.reader->StartCall();
  call.reader->Finish(&call.answer, &call.status, &call);
}

std::string LoadClient::Ask(const std::string& method, const std::string& request) {
  Call call;
  Begin({method, request}, call);
  void* tag = nullptr;
  bool fine = false;
  Require(queue_.Next(&tag, &fine) && fine, method);
  Require(call.status.ok(), method + ": " + call.status.error_message());
  return BytesOf(call.answer);
}

Throughput LoadClient::Run(const Question& question, const Load& load) {
  std::vector<Call> calls(static_cast<std::size_t>(load.in_flight));
  std::vector<double> latencies;
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end = begin + load.length;
  for (Call& call : calls) Begin(question, call);
  bool right = true;
  Clock::time_point now = begin;
  void* tag = nullptr;
  bool fine = false;
  for (int under_way = load.in_flight; under_way > 0 && queue_.Next(&tag, &fine);) {
    Call& call = *static_cast<Call*>(tag);
    now = Clock::now();
    latencies.push_back(Microseconds(now - call.begin));
    right = right && fine && call.status.ok() && call.answer.Length() == question.answer_size;
    if (now < end) {
      Begin(question, call);
    } else {
      --under_way;
    }
  }
  Require(right, "an answer of " + question.method);
  Throughput throughput;
  throughput.calls = static_cast<int>(latencies.size());
  throughput.per_second = static_cast<double>(latencies.size()) * 1e6 / Microseconds(now - begin);
  throughput.p50_microseconds = Percentile(latencies, 0.5);
  throughput.p99_microseconds = Percentile(latencies, 0.99);
  return throughput;
}

}  // namespace ischia::bench
