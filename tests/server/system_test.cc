#include "service/server/system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <sstream>
#include <string>

#include "service/domain/values.h"
#include "service/server/crypto.h"
#include "service/server/log.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_folder.h"

namespace ischia::server {
namespace {

using domain::ErrorCode;
using domain::Instant;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;

// 2026-03-29 00:59 UTC, a minute before the clocks of Berlin go forward.
Instant BeforeSummerTime() {
  return domain::CivilDay{std::chrono::year{2026} / 3 / 29} + std::chrono::minutes(59);
}

TEST(ZoneCalendarTest, OffsetsFollowSummerTime) {
  const ZoneCalendar calendar;
  EXPECT_THAT(calendar.OffsetMinutes("Europe/Berlin", BeforeSummerTime()), IsOkAndHolds(60));
  EXPECT_THAT(calendar.OffsetMinutes("Europe/Berlin", BeforeSummerTime() + std::chrono::minutes(1)),
              IsOkAndHolds(120));
}

TEST(ZoneCalendarTest, TheDayIsThatOfTheZone) {
  const ZoneCalendar calendar;
  const domain::CivilDay day{std::chrono::year{2026} / 3 / 28};
  EXPECT_THAT(calendar.DayIn("America/New_York", BeforeSummerTime()), IsOkAndHolds(day));
  EXPECT_THAT(calendar.DayIn("UTC", BeforeSummerTime()), IsOkAndHolds(day + std::chrono::days(1)));
}

TEST(ZoneCalendarTest, AnUnknownZoneIsRefused) {
  EXPECT_THAT(ZoneCalendar().DayIn("Europe/Atlantis", BeforeSummerTime()),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(RandomIdsTest, IdsAreLegalAndDiffer) {
  RandomIds ids;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string id = ids.NewId();
    EXPECT_TRUE(domain::IsResourceId(id)) << id;
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(RandomIdsTest, NumbersStayBelowTheLimitAndReachAllOfIt) {
  RandomIds ids;
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(ids.Below(3));
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2}));
}

TEST(KeyTest, IsMadeOnceForItsOwnerAlone) {
  const support::TempFolder folder;
  const auto file = folder / "key";
  const auto made = LoadOrMakeKey(file);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(LoadOrMakeKey(file), IsOkAndHolds(*made));
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(KeyTest, AKeyThatOthersCanReadIsRefused) {
  const support::TempFolder folder;
  const auto file = folder / "key";
  ASSERT_THAT(LoadOrMakeKey(file), IsOk());
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  EXPECT_THAT(LoadOrMakeKey(file), HasError(ErrorCode::kFailedPrecondition, "KEY_FILE_UNSAFE"));
}

TEST(KeyTest, AShortKeyIsRefused) {
  const support::TempFolder folder;
  const auto file = folder / "key";
  support::WriteFile(file, "short");
  ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  EXPECT_THAT(LoadOrMakeKey(file), HasError(ErrorCode::kFailedPrecondition, "KEY_FILE_UNUSABLE"));
}

std::string Hex(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    text += kDigits[static_cast<unsigned char>(c) >> 4U];
    text += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

// FIPS 180-2, appendix B.1.
TEST(DigestTest, Sha256OfAbcIsThePublishedOne) {
  EXPECT_EQ(Hex(OpenSslDigest("key").Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// As Python's hmac gives it: HMAC-SHA-256 under the HMAC-SHA-256 of the purpose's name.
TEST(DigestTest, AKeyedDigestStaysWhatItWas) {
  EXPECT_EQ(Hex(OpenSslDigest("key").Keyed(app::KeyPurpose::kPageToken, "x")),
            "0e69fd5c4c479ab84c078221944afb68781eb1e165a225d72a8416326d74c354");
}

TEST(DigestTest, KeysOfPurposesAndMastersDiffer) {
  const OpenSslDigest digest("key");
  EXPECT_NE(digest.Keyed(app::KeyPurpose::kPageToken, "x"),
            digest.Keyed(app::KeyPurpose::kAuditObject, "x"));
  EXPECT_NE(digest.Keyed(app::KeyPurpose::kPageToken, "x"),
            OpenSslDigest("other").Keyed(app::KeyPurpose::kPageToken, "x"));
}

TEST(LogTest, NoTextCanForgeALine) {
  std::ostringstream out;
  Log(out).Info("event", {{"field", Public("a\"\n{\"level\":\"forged\"}\x01")}});
  const std::string line = out.str();
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_THAT(line, ::testing::HasSubstr(R"("field":"a\"\u000a{\"level\":\"forged\"}\u0001")"));
}

}  // namespace
}  // namespace ischia::server
