#include "service/application/links/check_in_links.h"

#include <gmock/gmock.h>

#include <array>
#include <set>

#include "service/application/links/link_tickets.h"
#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::Answer;
using domain::ErrorCode;
using std::chrono::days;
using std::chrono::hours;
using test::Clinic;
using test::HasError;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;

domain::CheckInFields Done(domain::CivilDay day = test::kStartDate, Answer done = Answer::kYes) {
  domain::CheckInFields fields;
  fields.session_date = day;
  fields.done = done;
  return fields;
}

class CheckInLinksTest : public ::testing::Test {
 protected:
  // What stands on a new sheet behind "/c/".
  std::string Mint(HandoutKind kind = HandoutKind::kProgram) {
    HandoutFields fields;
    fields.kind = kind;
    const auto sheet =
        clinic_.linked_handouts.CreateHandout(clinic_.Changing(), {program_.name, fields});
    const std::string bytes =
        clinic_.linked_handouts.DownloadHandout(clinic_.Reading(), sheet.value().name)->bytes;
    const std::size_t at = bytes.find("/c/");
    return at == std::string::npos ? std::string() : bytes.substr(at + 3);
  }
  domain::Result<CheckInRecord> Tell(const std::string& ticket,
                                     const domain::CheckInFields& fields = Done(),
                                     bool suspected = false) {
    return clinic_.links.Answer(ticket, {clinic_.Changing().request_id, fields, suspected});
  }
  std::vector<CheckInLinkRecord> Links() {
    return clinic_.links.ListCheckInLinks(clinic_.Reading(), program_.name, {})->entries;
  }
  std::vector<CheckInRecord> CheckIns() {
    return clinic_.follow_up.ListCheckIns(clinic_.Reading(), {program_.name, {}, {}, {}})->entries;
  }
  ProgramRecord Now() {
    return clinic_.programs.GetProgram(clinic_.Reading(), program_.name).value();
  }
  domain::AdherenceReport Report() {
    return clinic_.follow_up.GetAdherenceReport(clinic_.Reading(), program_.name, test::kStartDate)
        ->report;
  }

  Clinic clinic_;
  const ProgramRecord program_ = clinic_.ActiveProgram();
};

TEST_F(CheckInLinksTest, WhatThePatientKeepsHasALinkOfItsOwn) {
  std::set<std::string> tickets;
  for (const HandoutKind kind :
       {HandoutKind::kProgram, HandoutKind::kWeekSheet, HandoutKind::kFridgeSheet}) {
    const std::string ticket = Mint(kind);
    EXPECT_THAT(ticket, MatchesRegex("v1\\.1\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{11}"));
    EXPECT_EQ(ticket.size(), kLinkTicketLength);
    tickets.insert(ticket);
  }
  EXPECT_THAT(tickets, SizeIs(3));
  EXPECT_THAT(Links(), SizeIs(3));
  for (const CheckInLinkRecord& link : Links()) {
    EXPECT_EQ(link.revision_number, 1);
    EXPECT_FALSE(link.expire_time || link.revoke_time);
  }
}

TEST_F(CheckInLinksTest, WhatOthersReadHasNone) {
  EXPECT_EQ(Mint(HandoutKind::kClinicianBasis), "");
  EXPECT_EQ(Mint(HandoutKind::kCalendar), "");
  clinic_.Sheet(program_);  // where no address is configured
  EXPECT_THAT(Links(), IsEmpty());
}

TEST_F(CheckInLinksTest, ASheetAskedForAgainHasTheSameLink) {
  HandoutFields fields;
  fields.kind = HandoutKind::kProgram;
  const Call call = clinic_.Changing();
  ASSERT_THAT(clinic_.linked_handouts.CreateHandout(call, {program_.name, fields}), IsOk());
  ASSERT_THAT(clinic_.linked_handouts.CreateHandout(call, {program_.name, fields}), IsOk());
  EXPECT_THAT(Links(), SizeIs(1));
}

TEST_F(CheckInLinksTest, ALinkOpensOnWhatThePageMayShow) {
  const auto open = clinic_.links.Open(Mint());
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->language_code, "en");
  EXPECT_EQ(open->today, test::kStartDate);
  EXPECT_THAT(open->item_numbers, Not(IsEmpty()));
  EXPECT_FALSE(open->on_hold || open->replaced);
}

TEST_F(CheckInLinksTest, AForgedLinkIsToldWithoutTheDatabase) {
  const std::string ticket = Mint();
  for (std::size_t i = 0; i < ticket.size(); ++i) {
    std::string forged = ticket;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(IsLinkTicket(clinic_.digest, clinic_.practice, forged)) << i;
    EXPECT_THAT(clinic_.links.Open(forged), HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
    EXPECT_THAT(Tell(forged), HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
    EXPECT_FALSE(clinic_.links.Open(ticket.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(IsLinkTicket(clinic_.digest, clinic_.other_practice, ticket));
  EXPECT_THAT(CheckIns(), IsEmpty());
}

TEST_F(CheckInLinksTest, OpeningLeavesNothing) {
  const std::string ticket = Mint();
  const std::size_t events = clinic_.Trail().size();
  for (int i = 0; i < 20; ++i) ASSERT_THAT(clinic_.links.Open(ticket), IsOk());
  EXPECT_THAT(clinic_.Trail(), SizeIs(events));
  EXPECT_THAT(CheckIns(), IsEmpty());
}

TEST_F(CheckInLinksTest, AnAnswerIsRecordedAsTheLinksAndClassed) {
  clinic_.clock.now += hours(3);
  ASSERT_THAT(Tell(Mint()), IsOk());
  const auto entries = CheckIns();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries.front().recorded_by, kByLink);
  EXPECT_EQ(entries.front().check_in.fields.origin, domain::Origin::kLink);
  EXPECT_EQ(entries.front().check_in.fields.revision_number, 1);
  EXPECT_EQ(entries.front().check_in.evidence_class, domain::EvidenceClass::kSameDaySelfReport);
  const AuditEvent last = clinic_.Trail().back();
  EXPECT_EQ(last.action, "check_in.list");
  const AuditEvent event = *(clinic_.Trail().end() - 2);
  EXPECT_EQ(event.action, "check_in.create");
  EXPECT_EQ(event.role, "link");
}

TEST_F(CheckInLinksTest, TheSameAnswerTwiceIsOneRow) {
  const std::string ticket = Mint();
  const LinkAnswer answer{clinic_.Changing().request_id, Done(), false};
  ASSERT_THAT(clinic_.links.Answer(ticket, answer), IsOk());
  EXPECT_THAT(clinic_.links.Answer(ticket, answer), IsOk());
  EXPECT_THAT(CheckIns(), SizeIs(1));
  LinkAnswer other = answer;
  other.fields.done = Answer::kNo;
  EXPECT_THAT(clinic_.links.Answer(ticket, other),
              HasError(ErrorCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_THAT(CheckIns(), SizeIs(1));
}

TEST_F(CheckInLinksTest, ALaterAnswerForTheDayCountsInPlaceOfTheEarlier) {
  const std::string ticket = Mint();
  ASSERT_THAT(Tell(ticket, Done(test::kStartDate, Answer::kYes)), IsOk());
  ASSERT_THAT(Tell(ticket, Done(test::kStartDate, Answer::kNo)), IsOk());
  const auto entries = CheckIns();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].superseded_by, entries[1].name.check_in);
  EXPECT_FALSE(entries[1].superseded_by);
  EXPECT_EQ(Report().weeks.front().figures.done_day_count, 0);
  EXPECT_EQ(Report().weeks.front().figures.not_done_day_count, 1);
}

TEST_F(CheckInLinksTest, WhatAClinicianRecordedIsNotCorrectedByALink) {
  domain::CheckInFields asked = Done();
  asked.origin = domain::Origin::kVisit;
  ASSERT_THAT(clinic_.follow_up.CreateCheckIn(clinic_.Changing(), {program_.name, asked}), IsOk());
  ASSERT_THAT(Tell(Mint(), Done(test::kStartDate, Answer::kNo)), IsOk());
  EXPECT_FALSE(CheckIns().front().superseded_by);
}

TEST_F(CheckInLinksTest, AnAnswerOfAProgramIsShownAndNeverCounted) {
  const std::string ticket = Mint();
  ASSERT_THAT(Tell(ticket, Done(), true), IsOk());
  ASSERT_THAT(CheckIns(), SizeIs(1));
  EXPECT_TRUE(CheckIns().front().check_in.suspected_automated);
  EXPECT_EQ(Report().weeks.front().figures.done_day_count, 0);
  // The real answer afterwards works, and a scanner that comes later does not take its place.
  ASSERT_THAT(Tell(ticket), IsOk());
  ASSERT_THAT(Tell(ticket, Done(test::kStartDate, Answer::kNo), true), IsOk());
  EXPECT_EQ(Report().weeks.front().figures.done_day_count, 1);
}

TEST_F(CheckInLinksTest, ARedFlagStopsTheProgramEvenFromAProgram) {
  const std::string ticket = Mint();
  domain::CheckInFields fields = Done(test::kStartDate, Answer::kNo);
  fields.screen.bladder_change = Answer::kYes;
  ASSERT_THAT(Tell(ticket, fields, true), IsOk());
  EXPECT_EQ(Now().state, domain::ProgramState::kSuspended);
  EXPECT_TRUE(clinic_.links.Open(ticket)->on_hold);
}

TEST_F(CheckInLinksTest, ARevokedLinkIsNobodys) {
  const std::string ticket = Mint();
  const std::string kept = Mint();
  const CheckInLinkRecord link = Links().front();
  const bool first = link.secret_sha256 == SecretOf(clinic_.digest, ticket);
  const std::string& gone = first ? ticket : kept;
  const auto revoked = clinic_.links.RevokeCheckInLink(clinic_.Changing(), link.name);
  ASSERT_THAT(revoked, IsOk());
  EXPECT_EQ(revoked->revoke_time, clinic_.clock.now);
  EXPECT_EQ(clinic_.Trail().back().action, "check_in_link.revoke");
  EXPECT_THAT(clinic_.links.Open(gone), HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Tell(gone), HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(clinic_.links.Open(first ? kept : ticket), IsOk());
  // Revoking again changes nothing.
  clinic_.clock.now += hours(1);
  EXPECT_EQ(clinic_.links.RevokeCheckInLink(clinic_.Changing(), link.name)->revoke_time,
            revoked->revoke_time);
}

TEST_F(CheckInLinksTest, ALinkLivesTwoWeeksLongerThanItsProgram) {
  const std::string ticket = Mint();
  ASSERT_THAT(clinic_.programs.CompleteProgram(clinic_.Changing(), {program_.name, Now().etag, ""}),
              IsOk());
  const domain::Instant end = clinic_.clock.now;
  EXPECT_EQ(Links().front().expire_time, end + days(14));
  clinic_.clock.now = end + days(14) - std::chrono::milliseconds(1);
  EXPECT_THAT(clinic_.links.Open(ticket), IsOk());
  clinic_.clock.now = end + days(14);
  EXPECT_THAT(clinic_.links.Open(ticket), HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Tell(ticket), HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(CheckInLinksTest, NoCallerMayUseThePagesMethods) {
  for (const Role role : {Role::kClinician, Role::kAdmin, Role::kAuditor, Role::kService}) {
    const Caller caller = Caller::VouchedForByTheEdge("somebody", role);
    EXPECT_FALSE(Authorize(caller, Method::kAnswerCheckInLink, clinic_.practice).ok());
  }
  EXPECT_FALSE(RoleNamed("link"));
  const Caller holder = Caller::HolderOfALink();
  for (int method = 0; method < static_cast<int>(Method::kCount); ++method) {
    const auto one = static_cast<Method>(method);
    const bool own = one == Method::kAnswerCheckInLink || one == Method::kOpenCheckInLink;
    EXPECT_EQ(Authorize(holder, one, clinic_.practice).ok(), own) << method;
  }
}

}  // namespace
}  // namespace ischia::app
