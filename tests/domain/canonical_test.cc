#include "service/domain/canonical.h"

#include <gmock/gmock.h>

#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace ischia::domain {
namespace {

using namespace std::string_literals;

TEST(CanonicalWriterTest, StartsWithItsVersionAndPrefixesLengths) {
  EXPECT_EQ(std::move(CanonicalWriter(1).Text("ab").Text("")).Take(), "\1\0\0\0\2ab\0\0\0\0"s);
}

TEST(CanonicalWriterTest, NeighborsCannotRunIntoEachOther) {
  EXPECT_NE(std::move(CanonicalWriter(1).Text("ab").Text("c")).Take(),
            std::move(CanonicalWriter(1).Text("a").Text("bc")).Take());
}

TEST(CanonicalWriterTest, AbsentIsNeitherEmptyNorZero) {
  std::set<std::string> written;
  written.insert(std::move(CanonicalWriter(1).Absent()).Take());
  written.insert(std::move(CanonicalWriter(1).Text("")).Take());
  written.insert(std::move(CanonicalWriter(1).Whole(0)).Take());
  EXPECT_EQ(written.size(), 3U);
}

TEST(CanonicalWriterTest, NumbersAreDecimalText) {
  EXPECT_EQ(std::move(CanonicalWriter(1).Whole(-12)).Take(), "\1\0\0\0\3-12"s);
  EXPECT_EQ(std::move(CanonicalWriter(1).Real(72.5)).Take(),
            "\1\0\0\0\0047"
            "2.5"s);
  EXPECT_EQ(std::move(CanonicalWriter(1).Real(72)).Take(),
            "\1\0\0\0\2"
            "72"s);
  EXPECT_EQ(std::move(CanonicalWriter(1).Flag(true)).Take(),
            "\1\0\0\0\1"
            "1"s);
  constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(std::move(CanonicalWriter(1).Whole(kLowest)).Take(),
            "\1\0\0\0\x14-9223372036854775808"s);
}

// What std::to_chars says of a number is its text, also where the writer has a shorter way to it.
TEST(CanonicalWriterTest, ANumberHasItsShortestText) {
  std::vector<double> numbers = {0.0,       -7.0,      0.04,      0.15,      99'999.0, -99'999.0,
                                 99'999.94, 99'999.96, 100'000.0, 100'000.1, 1e15,     1e-7};
  for (int tenths = -2000; tenths <= 2000; ++tenths) {
    numbers.push_back(tenths / 10.0);
    numbers.push_back(std::nextafter(tenths / 10.0, 1000));
  }
  for (const double number : numbers) {
    char digits[32];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    EXPECT_EQ(std::move(CanonicalWriter(1).Real(number)).Take(),
              std::move(CanonicalWriter(1).Text({digits, end})).Take());
  }
}

TEST(CanonicalWriterTest, ALongTextIsWhole) {
  const std::string text(100'000, 'x');
  const std::string bytes = std::move(CanonicalWriter(1).Text("a").Text(text).Whole(2)).Take();
  CanonicalReader reader(bytes, 1);
  EXPECT_EQ(reader.Text(), "a");
  EXPECT_EQ(reader.Text(), text);
  EXPECT_EQ(reader.Next<int>(), 2);
  EXPECT_TRUE(reader.complete());
}

TEST(CanonicalWriterTest, BothZerosAreOneNumber) {
  EXPECT_EQ(std::move(CanonicalWriter(1).Real(-0.0)).Take(),
            std::move(CanonicalWriter(1).Real(0.0)).Take());
}

// One value of each kind.
std::string Written() {
  return std::move(CanonicalWriter(1).Text("ab").Absent().Whole(-12).Real(72.5).Flag(true).Whole(2))
      .Take();
}

TEST(CanonicalReaderTest, ReadsWhatWasWritten) {
  const std::string bytes = Written();
  CanonicalReader reader(bytes, 1);
  EXPECT_EQ(reader.Text(), "ab");
  EXPECT_TRUE(reader.Absent());
  EXPECT_FALSE(reader.Absent());
  EXPECT_EQ(reader.Next<std::int64_t>(), -12);
  EXPECT_EQ(reader.Next<double>(), 72.5);
  EXPECT_TRUE(reader.Flag());
  EXPECT_FALSE(reader.complete());
  EXPECT_EQ(reader.Next<int>(), 2);
  EXPECT_TRUE(reader.complete());
}

TEST(CanonicalReaderTest, NothingOfAnotherVersionIsRead) {
  const std::string bytes = Written();
  CanonicalReader reader(bytes, 2);
  EXPECT_EQ(reader.Text(), "");
  EXPECT_FALSE(reader.complete());
  EXPECT_FALSE(CanonicalReader("", 1).complete());
}

TEST(CanonicalReaderTest, ATextThatIsCutShortIsNeverComplete) {
  const std::string bytes = std::move(CanonicalWriter(1).Text("abc")).Take();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CanonicalReader reader(std::string_view(bytes).substr(0, size), 1);
    EXPECT_EQ(reader.Text(), "");
    EXPECT_FALSE(reader.complete());
  }
}

TEST(CanonicalReaderTest, ANumberIsAllOfItsText) {
  for (const char* text : {"12x", "", "99999999999"}) {
    const std::string bytes = std::move(CanonicalWriter(1).Text(text)).Take();
    CanonicalReader reader(bytes, 1);
    EXPECT_EQ(reader.Next<int>(), 0) << text;
    EXPECT_FALSE(reader.complete()) << text;
  }
}

TEST(CanonicalReaderTest, AListIsNoLongerThanAllowedOrThanWhatFollows) {
  const std::string bytes = std::move(CanonicalWriter(1).Whole(2).Text("a").Text("")).Take();
  EXPECT_EQ(CanonicalReader(bytes, 1).Count(2), 2U);
  EXPECT_EQ(CanonicalReader(bytes, 1).Count(1), 0U);
  const std::string too_few = std::move(CanonicalWriter(1).Whole(2).Text("a")).Take();
  CanonicalReader reader(too_few, 1);
  EXPECT_EQ(reader.Count(2), 0U);
  EXPECT_EQ(reader.Text(), "");
}

}  // namespace
}  // namespace ischia::domain
