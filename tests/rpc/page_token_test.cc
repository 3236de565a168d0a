#include "service/rpc/page_token.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/clinic.h"

namespace ischia::rpc {
namespace {

using ::testing::Eq;
using ::testing::Optional;

const test::TestDigest kDigest;
const ListKey kPatients{app::Method::kListPatients, "practices/north", "filter"};

TEST(PageTokenTest, CarriesItsPositionToTheSameList) {
  const std::string token = MakePageToken(kDigest, kPatients, "id-000050");
  EXPECT_THAT(ReadPageToken(kDigest, kPatients, token), Optional(Eq("id-000050")));
}

TEST(PageTokenTest, TheFirstPageHasNoTokenAndTheLastMakesNone) {
  EXPECT_EQ(MakePageToken(kDigest, kPatients, ""), "");
  EXPECT_THAT(ReadPageToken(kDigest, kPatients, ""), Optional(Eq("")));
}

TEST(PageTokenTest, ServesNoOtherListParentOrFilter) {
  const std::string token = MakePageToken(kDigest, kPatients, "id-000050");
  EXPECT_EQ(
      ReadPageToken(kDigest, {app::Method::kListPrograms, "practices/north", "filter"}, token),
      std::nullopt);
  EXPECT_EQ(
      ReadPageToken(kDigest, {app::Method::kListPatients, "practices/south", "filter"}, token),
      std::nullopt);
  EXPECT_EQ(ReadPageToken(kDigest, {app::Method::kListPatients, "practices/north", ""}, token),
            std::nullopt);
}

TEST(PageTokenTest, AChangedTokenIsNotOurs) {
  const std::string token = MakePageToken(kDigest, kPatients, "id-000050");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_EQ(ReadPageToken(kDigest, kPatients, changed), std::nullopt) << i;
  }
  for (const char* other : {"x", "0", "00", "zz", "0011"}) {
    EXPECT_EQ(ReadPageToken(kDigest, kPatients, other), std::nullopt) << other;
  }
  EXPECT_EQ(ReadPageToken(kDigest, kPatients, token.substr(0, 32)), std::nullopt);
}

}  // namespace
}  // namespace ischia::rpc
