#include "tests/plugin/agent/frame_fuzz.h"

#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "plugin/agent/socket/frame.h"

namespace ischia::agent {
namespace {

constexpr std::size_t kLimit = 4096;

void Require(bool holds) {
  if (!holds) std::abort();
}

// One line for each thing found.
std::string Describe(const FrameReader::Found& found) {
  if (const auto* frame = std::get_if<Frame>(&found)) {
    return "frame " + std::to_string(frame->kind) + ' ' + std::to_string(frame->call_id) + ' ' +
           frame->fields.Encode();
  }
  if (const auto* large = std::get_if<FrameReader::TooLarge>(&found)) {
    return "large " + std::to_string(large->call_id);
  }
  return "malformed";
}

void RequireSameWhenWritten(const FrameReader::Found& found) {
  const auto* frame = std::get_if<Frame>(&found);
  if (frame == nullptr) return;
  FrameReader reader(kLimit);
  reader.Feed(EncodeFrame(Kind{frame->kind}, frame->call_id, frame->fields));
  Require(Describe(reader.Next()) == Describe(found));
  Require(!reader.inside());
}

std::vector<std::string> Read(std::string_view bytes, std::size_t piece) {
  FrameReader reader(kLimit);
  std::vector<std::string> all;
  while (!bytes.empty()) {
    reader.Feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    for (;;) {
      const FrameReader::Found found = reader.Next();
      if (std::holds_alternative<FrameReader::Incomplete>(found)) break;
      RequireSameWhenWritten(found);
      all.push_back(Describe(found));
      if (std::holds_alternative<FrameReader::Malformed>(found)) return all;
    }
  }
  return all;
}

}  // namespace

void ReadAsFrames(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t piece = static_cast<unsigned char>(bytes.front()) + std::size_t{1};
  bytes.remove_prefix(1);
  Require(Read(bytes, piece) == Read(bytes, bytes.size() + 1));
}

}  // namespace ischia::agent
