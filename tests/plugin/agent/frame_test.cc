// Frames as bytes: what is written is read again, however it is cut, and rubbish is told from it.
#include "plugin/agent/socket/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "tests/plugin/agent/frame_fuzz.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

constexpr std::size_t kLimit = 1024;

Fields Sample() {
  Fields fields;
  fields.Add(Tag::kMethod, "ischia.v1.X/Y");
  fields.AddNumber(Tag::kDeadlineMs, 200);
  return fields;
}

template <typename What>
What NextOf(FrameReader& reader) {
  FrameReader::Found found = reader.Next();
  EXPECT_TRUE(std::holds_alternative<What>(found)) << found.index();
  return std::holds_alternative<What>(found) ? std::get<What>(found) : What{};
}

TEST(FrameTest, TheBytesAreThoseOfTheSpecification) {
  Fields fields;
  fields.AddNumber(Tag::kProtocolMin, 1);
  EXPECT_EQ(EncodeFrame(Kind::kHello, 0x01020304, fields),
            std::string("\0\0\0\x12\x01\0\0\0\x01\x02\x03\x04\0\x01\0\0\0\x04\0\0\0\x01", 22));
}

TEST(FrameTest, WhatIsWrittenIsReadAgain) {
  FrameReader reader(kLimit);
  reader.Feed(EncodeFrame(Kind::kCall, 7, Sample()));
  const auto frame = NextOf<Frame>(reader);
  EXPECT_EQ(Kind{frame.kind}, Kind::kCall);
  EXPECT_EQ(frame.call_id, 7U);
  EXPECT_THAT(frame.fields.Text(Tag::kMethod), Optional(std::string_view("ischia.v1.X/Y")));
  EXPECT_THAT(frame.fields.Number(Tag::kDeadlineMs), Optional(200U));
  EXPECT_FALSE(reader.inside());
}

TEST(FrameTest, AFrameInPiecesIsReadOnceItsLastByteIsThere) {
  const std::string bytes = EncodeFrame(Kind::kCall, 7, Sample());
  FrameReader reader(kLimit);
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    reader.Feed({&bytes[i], 1});
    NextOf<FrameReader::Incomplete>(reader);
    EXPECT_TRUE(reader.inside());
  }
  reader.Feed({&bytes.back(), 1});
  NextOf<Frame>(reader);
}

TEST(FrameTest, OfATagThatStandsTwiceTheLastCounts) {
  Fields fields;
  fields.Add(Tag::kMethod, "first");
  fields.Add(Tag::kMethod, "second");
  EXPECT_THAT(fields.Text(Tag::kMethod), Optional(std::string_view("second")));
}

TEST(FrameTest, ANumberHasFourBytes) {
  Fields fields;
  fields.Add(Tag::kDeadlineMs, "abc");
  fields.Add(Tag::kStatus, "abcde");
  EXPECT_EQ(fields.Number(Tag::kDeadlineMs), std::nullopt);
  EXPECT_EQ(fields.Number(Tag::kStatus), std::nullopt);
  EXPECT_EQ(fields.Number(Tag::kProtocolMin), std::nullopt);
}

TEST(FrameTest, AnUnknownTagIsPassedOver) {
  Fields fields;
  fields.Add(Tag{999}, "new");
  fields.Add(Tag::kMethod, "m");
  FrameReader reader(kLimit);
  reader.Feed(EncodeFrame(Kind::kCall, 1, fields));
  EXPECT_THAT(NextOf<Frame>(reader).fields.Text(Tag::kMethod), Optional(std::string_view("m")));
}

TEST(FrameTest, AFrameBeyondTheReadersLimitIsPassedOverAndTheNextOneRead) {
  Fields large;
  large.Add(Tag::kJson, std::string(2 * kLimit, 'x'));
  const std::string bytes =
      EncodeFrame(Kind::kCall, 5, large) + EncodeFrame(Kind::kCancel, 6, Fields());
  for (const std::size_t piece : {std::size_t{1}, std::size_t{13}, kLimit, bytes.size()}) {
    FrameReader reader(kLimit);
    std::vector<std::uint32_t> large_ids;
    std::vector<std::uint32_t> ids;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      reader.Feed(std::string_view(bytes).substr(at, piece));
      for (;;) {
        const FrameReader::Found found = reader.Next();
        if (std::holds_alternative<FrameReader::Incomplete>(found)) break;
        if (const auto* frame = std::get_if<Frame>(&found)) ids.push_back(frame->call_id);
        if (const auto* over = std::get_if<FrameReader::TooLarge>(&found)) {
          large_ids.push_back(over->call_id);
        }
      }
    }
    EXPECT_THAT(large_ids, ElementsAre(5U)) << piece;
    EXPECT_THAT(ids, ElementsAre(6U)) << piece;
  }
}

TEST(FrameTest, ALengthBeyondTheProtocolsIsMalformedBeforeAnythingIsAllocated) {
  FrameReader reader(kLargestFrame);
  reader.Feed(std::string("\xff\xff\xff\xff\x03\0\0\0\0\0\0\x09", 12));
  EXPECT_EQ(NextOf<FrameReader::Malformed>(reader).call_id, 9U);
}

TEST(FrameTest, ALengthThatDoesNotHoldTheHeadIsMalformed) {
  FrameReader reader(kLimit);
  reader.Feed(std::string("\0\0\0\x07", 4));
  NextOf<FrameReader::Malformed>(reader);
}

TEST(FrameTest, AFieldThatRunsOverTheEndIsMalformed) {
  for (const std::string& fields :
       {std::string("\0\x0a\0\0\0\x05", 6) + "abcd", std::string("\0\x0a\0", 3),
        std::string("\0\x0a\xff\xff\xff\xff", 6)}) {
    FrameReader reader(kLimit);
    reader.Feed(std::string("\0\0\0", 3) + static_cast<char>(8 + fields.size()) +
                std::string("\x03\0\0\0\0\0\0\x02", 8) + fields);
    EXPECT_EQ(NextOf<FrameReader::Malformed>(reader).call_id, 2U);
  }
}

// What the fuzzer has found so far, in every build.
TEST(FrameTest, TheCorpusIsReadWithoutATrace) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ISCHIA_FRAME_CORPUS)) {
    ReadAsFrames(support::ReadFile(entry.path()));
    ++count;
  }
  EXPECT_GT(count, 10);
}

}  // namespace
}  // namespace ischia::agent
