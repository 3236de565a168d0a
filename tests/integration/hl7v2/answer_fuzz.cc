#include "tests/integration/hl7v2/answer_fuzz.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "integration/hl7v2/mllp.h"

namespace ischia::hl7v2 {
namespace {

constexpr std::size_t kLimit = 512;
constexpr std::string_view kControlId = "IS1";

void Require(bool holds) {
  if (!holds) std::abort();
}

void RequireSameWhenWritten(const std::string& frame) {
  const std::string written = Framed(frame);
  std::string_view bytes = written;
  FrameReader reader(kLimit);
  const FrameReader::Found found = reader.Read(bytes);
  Require(std::holds_alternative<std::string>(found) && std::get<std::string>(found) == frame);
  Require(bytes.empty());
}

void RequireJudgedByItsWords(const std::string& frame) {
  const Acknowledgment answer = ReadAcknowledgment(frame, kControlId);
  Require(answer.condition >= 0 && answer.condition <= 999);
  Require(answer.code.empty() == (answer.verdict == Verdict::kUnreadable));
  Require(frame.find(answer.code) != std::string::npos);
  const bool ours = answer.verdict == Verdict::kAccepted || answer.verdict == Verdict::kRefused;
  Require(!ours || frame.find(kControlId) != std::string::npos);
  Require(ReadAcknowledgment(frame, "").verdict != Verdict::kAccepted);
  (void)ControlIdOf(frame);  // any answer will do, of any bytes
}

// One line for each thing found.
std::vector<std::string> Read(std::string_view bytes, std::size_t piece) {
  FrameReader reader(kLimit);
  std::vector<std::string> all;
  while (!bytes.empty()) {
    std::string_view next = bytes.substr(0, piece);
    bytes.remove_prefix(next.size());
    for (;;) {
      const FrameReader::Found found = reader.Read(next);
      if (std::holds_alternative<FrameReader::Incomplete>(found)) break;
      if (const auto* malformed = std::get_if<FrameReader::Malformed>(&found)) {
        all.emplace_back(malformed->why);
        return all;
      }
      all.push_back("frame " + std::get<std::string>(found));
    }
    Require(next.empty());
  }
  return all;
}

}  // namespace

void ReadAsAnswers(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t piece = static_cast<unsigned char>(bytes.front()) + std::size_t{1};
  bytes.remove_prefix(1);
  const std::vector<std::string> whole = Read(bytes, bytes.size() + 1);
  Require(Read(bytes, piece) == whole);
  for (const std::string& found : whole) {
    if (!found.starts_with("frame ")) continue;
    Require(found.size() - 6 <= kLimit);
    RequireSameWhenWritten(found.substr(6));
    RequireJudgedByItsWords(found.substr(6));
  }
}

}  // namespace ischia::hl7v2
