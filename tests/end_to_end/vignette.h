// Worked cases: an assessment as the API takes it, and what must be in its program. The format
// stands in tests/data/prescribe/README.md.
#ifndef ISCHIA_TESTS_END_TO_END_VIGNETTE_H_
#define ISCHIA_TESTS_END_TO_END_VIGNETTE_H_

#include <Poco/JSON/Object.h>
#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <string>
#include <vector>

#include "ischia/v1/program.grpc.pb.h"

namespace ischia::support {

struct Vignette {
  std::string name;  // "v01"
  v1::PreviewProgramRequest request;
  Poco::JSON::Object::Ptr expect;
};

// The names of the cases in a folder, sorted; those with an expectation.
std::vector<std::string> VignettesIn(const std::filesystem::path& folder);
// Throws std::runtime_error, with the file and what is wrong with it.
Vignette ReadVignette(const std::filesystem::path& folder, const std::string& name);

// What the service said to the request.
struct Outcome {
  grpc::Status status;
  v1::Program program;
};

struct Verdict {
  std::string expectation;  // "dose, week 3, HS-01: 3x25 s x7 = 525"
  bool met = false;
  std::string found;  // what stands in its place
};

// One verdict an expectation, in the order of the file. A key that nobody judges is one that is not
// met.
std::vector<Verdict> Judge(const Poco::JSON::Object& expect, const Outcome& outcome);

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_END_TO_END_VIGNETTE_H_
