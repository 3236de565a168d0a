// The frames' bytes: what is written, what is read, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/support/temp_folder.h"

extern "C" {
#include "plugin/shim/frame.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
}

namespace ischia::shim {
namespace {

std::string Written(const ischia_frames& frames) {
  return {reinterpret_cast<const char*>(frames.bytes), frames.size};
}

const std::uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

bool IsText(std::string_view text) { return ischia_is_text(text.data(), text.size()) != 0; }

TEST(FrameTest, AFrameIsWrittenBigEndian) {
  ischia_frames frames{};
  ischia_frame_begin(&frames, ISCHIA_KIND_CALL, 1, 0x01020304);
  ischia_frame_put(&frames, ISCHIA_TAG_METHOD, "ab", 2);
  ischia_frame_put_number(&frames, 0x0102, 0xfffefdfc);
  ischia_frame_put(&frames, ISCHIA_TAG_JSON, nullptr, 0);
  ischia_frame_end(&frames);
  EXPECT_EQ(Written(frames), std::string("\0\0\0\x20\x03\x01\0\0\x01\x02\x03\x04"
                                         "\0\x0a\0\0\0\x02"
                                         "ab"
                                         "\x01\x02\0\0\0\x04\xff\xfe\xfd\xfc"
                                         "\0\x0b\0\0\0\0",
                                         36));
  std::free(frames.bytes);
}

TEST(FrameTest, FramesStandOneBehindTheOther) {
  ischia_frames frames{};
  for (std::uint32_t id = 0; id < 2; ++id) {
    ischia_frame_begin(&frames, ISCHIA_KIND_CANCEL, 0, id);
    ischia_frame_end(&frames);
  }
  EXPECT_EQ(Written(frames), std::string("\0\0\0\x08\x06\0\0\0\0\0\0\0"
                                         "\0\0\0\x08\x06\0\0\0\0\0\0\x01",
                                         24));
  std::free(frames.bytes);
}

TEST(FrameTest, AFrameBeyondItsLimitIsNotWritten) {
  const std::string half(ISCHIA_FRAME_MAX / 2, 'x');
  ischia_frames frames{};
  ischia_frame_begin(&frames, ISCHIA_KIND_CALL, 0, 1);
  ischia_frame_put(&frames, ISCHIA_TAG_JSON, half.data(), half.size());
  EXPECT_FALSE(frames.out_of_space);
  ischia_frame_put(&frames, ISCHIA_TAG_JSON, half.data(), half.size());
  EXPECT_TRUE(frames.out_of_space);
  ischia_frame_end(&frames);
  std::free(frames.bytes);
  frames = {};
  ischia_frame_begin(&frames, ISCHIA_KIND_CALL, 0, 1);
  ischia_frame_put(&frames, ISCHIA_TAG_JSON, half.data(), SIZE_MAX);
  EXPECT_TRUE(frames.out_of_space);
  std::free(frames.bytes);
}

TEST(FrameTest, AHeadTellsTheBodysSize) {
  ischia_head head{};
  EXPECT_TRUE(ischia_read_head(Bytes({"\0\0\0\x0a\x04\0\0\0\0\0\0\x07", 12}), &head));
  EXPECT_EQ(head.body_size, 2U);
  EXPECT_EQ(head.kind, unsigned{ISCHIA_KIND_RESULT});
  EXPECT_EQ(head.call_id, 7U);
  EXPECT_TRUE(ischia_read_head(Bytes({"\0\x41\0\0\x04\0\0\0\0\0\0\x07", 12}), &head));
  EXPECT_EQ(head.body_size, std::size_t{ISCHIA_FRAME_MAX} - 8);
}

TEST(FrameTest, AnImpossibleLengthIsRefused) {
  ischia_head head{};
  EXPECT_FALSE(ischia_read_head(Bytes({"\0\0\0\x07\x04\0\0\0\0\0\0\x07", 12}), &head));
  EXPECT_FALSE(ischia_read_head(Bytes({"\0\x41\0\x01\x04\0\0\0\0\0\0\x07", 12}), &head));
  EXPECT_FALSE(ischia_read_head(Bytes({"\xff\xff\xff\xff\x04\0\0\0\0\0\0\x07", 12}), &head));
}

TEST(FrameTest, TextIsWellFormedUtf8WithoutNul) {
  for (const char* text :
       {"", "plain", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(IsText(text)) << text;
  }
  for (const char* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2 ", "\xe0\x9f\xbf", "\xe2\x82",
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x9f\xa6", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xff", "plain \xfe"}) {
    EXPECT_FALSE(IsText(text)) << text;
  }
  EXPECT_FALSE(IsText(std::string_view("a\0b", 3)));
}

TEST(FrameTest, WhatTheFuzzerFoundIsReadAgain) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ISCHIA_CORPUS)) {
    const std::string bytes = support::ReadFile(entry.path());
    LLVMFuzzerTestOneInput(Bytes(bytes), bytes.size());  // aborts when something is wrong
    ++files;
  }
  EXPECT_GE(files, 10);
}

}  // namespace
}  // namespace ischia::shim
