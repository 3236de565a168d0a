// The tables of character sets, byte by byte against the C library's converter.
#include "integration/gdt/characters.h"

#include <gmock/gmock.h>
#include <iconv.h>

#include <memory>

namespace ischia::gdt {
namespace {

// Empty when the converter knows no character for the byte.
std::string ByIconv(const char* set, unsigned byte) {
  iconv_t converter = iconv_open("UTF-8", set);
  EXPECT_NE(converter, reinterpret_cast<iconv_t>(-1)) << set;
  char in[1] = {static_cast<char>(byte)};
  char out[8] = {};
  char* from = in;
  char* to = out;
  std::size_t left = 1;
  std::size_t room = sizeof out;
  const std::size_t result = iconv(converter, &from, &left, &to, &room);
  iconv_close(converter);
  return result == static_cast<std::size_t>(-1) ? "" : std::string(out, to);
}

struct Peer {
  CharacterSet set;
  const char* name;
};

class CharacterSetTest : public testing::TestWithParam<Peer> {};

TEST_P(CharacterSetTest, HasTheConvertersCharactersAndNoControls) {
  for (unsigned byte = 0; byte <= 0xFF; ++byte) {
    const std::string text = ToUtf8(std::string(1, static_cast<char>(byte)), GetParam().set);
    std::string expected = ByIconv(GetParam().name, byte);
    const bool is_control =
        byte < 0x20 || byte == 0x7F || (expected.size() == 2 && expected < "\xC2\xA0");
    if (expected.empty() || is_control) expected = kUnreadable;
    EXPECT_EQ(text, expected) << GetParam().name << " byte " << byte;
    if (text != kUnreadable) {
      EXPECT_EQ(FromUtf8(text, GetParam().set), std::string(1, static_cast<char>(byte)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, CharacterSetTest,
                         testing::Values(Peer{CharacterSet::kSevenBit, "DIN_66003"},
                                         Peer{CharacterSet::kCp437, "CP437"},
                                         Peer{CharacterSet::kWindows1252, "CP1252"},
                                         Peer{CharacterSet::kLatin9, "ISO-8859-15"},
                                         Peer{CharacterSet::kAscii, "US-ASCII"}),
                         [](const auto& tested) {
                           return "Set" + std::to_string(static_cast<int>(tested.param.set));
                         });

TEST(CharactersTest, RefusesWhatASetLacks) {
  EXPECT_EQ(FromUtf8("Ş", CharacterSet::kWindows1252), std::nullopt);
  EXPECT_EQ(FromUtf8("[", CharacterSet::kSevenBit), std::nullopt);
  EXPECT_EQ(FromUtf8("ü", CharacterSet::kAscii), std::nullopt);
  EXPECT_EQ(FromUtf8("a\nb", CharacterSet::kCp437), std::nullopt);
  EXPECT_EQ(FromUtf8(kUnreadable, CharacterSet::kWindows1252), std::nullopt);
  EXPECT_EQ(FromUtf8(kUnreadable, CharacterSet::kUtf8), std::nullopt);
  EXPECT_EQ(FromUtf8("a\xC2\x85", CharacterSet::kUtf8), std::nullopt);
  EXPECT_EQ(FromUtf8("Ş €", CharacterSet::kUtf8), "Ş €");
}

TEST(CharactersTest, ReplacesWhatIsNoUtf8) {
  const std::string bad(kUnreadable);
  EXPECT_EQ(ToUtf8("a\xFC"
                   "b",
                   CharacterSet::kUtf8),
            "a" + bad + "b");
  EXPECT_EQ(ToUtf8("\xC0\xAF", CharacterSet::kUtf8), bad + bad);            // overlong
  EXPECT_EQ(ToUtf8("\xED\xA0\x80", CharacterSet::kUtf8), bad + bad + bad);  // a surrogate
  EXPECT_EQ(ToUtf8("\xE2\x82", CharacterSet::kUtf8), bad + bad);            // cut off
  EXPECT_EQ(ToUtf8("\xE0\x80\xAF", CharacterSet::kUtf8), bad + bad + bad);
  EXPECT_EQ(ToUtf8("\xF4\x90\x80\x80", CharacterSet::kUtf8), bad + bad + bad + bad);
  EXPECT_EQ(ToUtf8("\xF0\x9F\x99\x82", CharacterSet::kUtf8), "\xF0\x9F\x99\x82");
}

TEST(CharactersTest, KnowsUtf8FromOtherSets) {
  EXPECT_TRUE(IsUtf8BeyondAscii("Müller"));
  EXPECT_FALSE(IsUtf8BeyondAscii("Muller"));
  EXPECT_FALSE(IsUtf8BeyondAscii("M\xFCller"));
  EXPECT_FALSE(IsUtf8BeyondAscii("M\x81ller, M\xC3\xBCller"));
}

TEST(CharactersTest, CountsCharacters) {
  EXPECT_EQ(CountCharacters("Größe €"), 7U);
  EXPECT_EQ(CharacterSize("€uro"), 3U);
  EXPECT_EQ(CharacterSize("\xE2"), 1U);
}

}  // namespace
}  // namespace ischia::gdt
