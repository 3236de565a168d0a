// Documents filed into a folder: what the host finds there, and that it finds it once.
#include "plugin/agent/filing/gdt_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "integration/gdt/message.h"
#include "tests/plugin/agent/forgetful_disk.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int32_t kRefused = 3;
constexpr std::int32_t kMismatch = 9;
constexpr std::int32_t kAway = 14;
constexpr const char* kId = "0123456789abcdef0123456789abcdef";
constexpr const char* kOtherId = "fedcba9876543210fedcba9876543210";
constexpr const char* kPdf = "%PDF-1.7\nthe bytes\n";

std::string Line(const std::string& field_and_content) {
  const std::string length = std::to_string(field_and_content.size() + 5);
  return std::string(3 - length.size(), '0') + length + field_and_content + "\r\n";
}

// What the host asked for at patient 4711.
requests::Asked AskedFor(const std::string& surname = "M\xFCller",
                         const std::string& birth_date = "14051981") {
  const auto read = requests::AskedIn(
      Line("80006302") + Line("8315ISCH") + Line("8316TOMED") + Line("92063") + Line("921802.10") +
          Line("30004711") + Line("3101" + surname) + Line("3102Erika") +
          Line("3103" + birth_date) + Line("8402BEIN01") + Line("8410AKE_R") + Line("8410AKE_R"),
      "ISCH");
  return std::get<requests::Asked>(read);
}

Document Sheet(const std::string& id = kId) {
  Document document{{}, kPdf};
  v1::Filing& filing = document.filing;
  filing.set_name("practices/sample/filings/" + id);
  filing.set_title("Heimübungsprogramm, Fassung 1");
  filing.mutable_document_date()->set_year(2026);
  filing.mutable_document_date()->set_month(6);
  filing.mutable_document_date()->set_day(1);
  v1::PatientContext& patient = *filing.mutable_expected_patient();
  patient.mutable_host_reference()->set_patient_id("4711");
  patient.set_given_name("Erika");
  patient.set_family_name("Müller");
  patient.mutable_birth_date()->set_year(1981);
  patient.mutable_birth_date()->set_month(5);
  patient.mutable_birth_date()->set_day(14);
  return document;
}

class GdtFolderTest : public ::testing::Test {
 protected:
  GdtFolderTest() {
    fs::create_directory(shared());
    folder_.path = shared();
    folder_.host_gdt_id = "PVS1";
  }
  fs::path shared() const { return temp_ / "gdt"; }

  Filed File(const Document& document) {
    return GdtFolder(folder_, last_asked_, disk_, log_).File(document);
  }
  // What lies in the folder itself, in order.
  std::vector<std::string> Found() { return disk_.List(shared()); }
  // A record as the host reads it; every length must be right.
  gdt::Message Read(const std::string& name) {
    const std::string bytes = support::ReadFile(shared() / name);
    const auto read = gdt::Read(bytes);
    const auto* file = std::get_if<gdt::File>(&read);
    if (file == nullptr || file->records.size() != 1) {
      ADD_FAILURE() << name << " is no record";
      return {};
    }
    EXPECT_THAT(file->deviations.list, IsEmpty());
    const auto reading = gdt::Interpret(file->records.front(), "PVS1");
    EXPECT_TRUE(std::holds_alternative<gdt::Reading>(reading));
    EXPECT_THAT(std::get<gdt::Reading>(reading).deviations.list, IsEmpty());
    return std::get<gdt::Reading>(reading).message;
  }

  const support::TempFolder temp_;
  HostFolder folder_;
  LastAsked last_asked_;
  RealDisk disk_;
  std::ostringstream log_text_;
  Log log_{log_text_};
};

TEST_F(GdtFolderTest, ADocumentIsAPdfAndARecordThatNamesIt) {
  const Filed filed = File(Sheet());
  EXPECT_EQ(filed.outcome, 0);
  EXPECT_EQ(filed.document_id, kId);
  EXPECT_THAT(Found(), ElementsAre(std::string(kId) + ".pdf", "PVS1ISCH.000"));
  EXPECT_EQ(support::ReadFile(shared() / (std::string(kId) + ".pdf")), kPdf);
  const gdt::Message record = Read("PVS1ISCH.000");
  EXPECT_EQ(record.type, gdt::RecordType::kExamination);
  EXPECT_EQ(record.receiver + ' ' + record.sender, "PVS1 ISCH");
  EXPECT_EQ(record.patient.id, "4711");
  EXPECT_EQ(record.patient.first_name + ' ' + record.patient.surname, "Erika Müller");
  EXPECT_EQ(record.patient.birth_date, std::chrono::sys_days(std::chrono::year(1981) / 5 / 14));
  EXPECT_EQ(record.stored_day, std::chrono::sys_days(std::chrono::year(2026) / 6 / 1));
  EXPECT_EQ(record.procedure, "ALLG00");
  EXPECT_THAT(record.findings, ElementsAre("Heimübungsprogramm, Fassung 1"));
  EXPECT_THAT(record.attachments,
              ElementsAre(gdt::Attachment{kId, "PDF", "Heimübungsprogramm, Fassung 1",
                                          std::string(kId) + ".pdf", ""}));
}

TEST_F(GdtFolderTest, ItAnswersTheHostsLastRequestAndKeepsToTheHostsPath) {
  folder_.path_as_host_sees_it = "X:\\gdt";
  folder_.version = gdt::Version::kV30;
  last_asked_.Note(AskedFor(), {});
  EXPECT_EQ(File(Sheet()).outcome, 0);
  const gdt::Message record = Read("PVS1ISCH.000");
  EXPECT_EQ(record.version, gdt::Version::kV30);
  EXPECT_EQ(record.receiver, "TOMED");
  EXPECT_EQ(record.procedure, "BEIN01");
  EXPECT_THAT(record.tests, ElementsAre(gdt::Test{.ident = "AKE_R"}));
  EXPECT_EQ(record.attachments.front().path, "X:\\gdt\\" + std::string(kId) + ".pdf");
}

TEST_F(GdtFolderTest, ARevisionNamesTheDocumentThatItReplaces) {
  Document sheet = Sheet();
  sheet.filing.set_replaces("practices/sample/filings/" + std::string(kOtherId));
  sheet.filing.set_replaced_host_document_id(kOtherId);
  EXPECT_EQ(File(sheet).outcome, 0);
  EXPECT_THAT(Read("PVS1ISCH.000").findings,
              ElementsAre("Heimübungsprogramm, Fassung 1",
                          "Ersetzt das Dokument " + std::string(kOtherId)));
}

TEST_F(GdtFolderTest, AnotherNameOrBirthDateAtTheHostWritesNothing) {
  for (const requests::Asked& asked : {AskedFor("Meier"), AskedFor("M\xFCller", "15051981")}) {
    last_asked_.Note(asked, {});
    EXPECT_EQ(File(Sheet()).outcome, kMismatch);
    EXPECT_THAT(Found(), IsEmpty());
  }
  last_asked_.Note(AskedFor(), {});
  EXPECT_EQ(File(Sheet()).outcome, 0);
}

TEST_F(GdtFolderTest, WithoutNumberNamesAndBirthDateNothingIsWritten) {
  using Patient = v1::PatientContext;
  for (const auto& forget : std::vector<std::function<void(Patient&)>>{
           [](Patient& patient) { patient.mutable_host_reference()->clear_patient_id(); },
           [](Patient& patient) { patient.clear_given_name(); },
           [](Patient& patient) { patient.clear_family_name(); },
           [](Patient& patient) { patient.mutable_birth_date()->set_day(0); },
           [](Patient& patient) { patient.clear_birth_date(); }}) {
    Document sheet = Sheet();
    forget(*sheet.filing.mutable_expected_patient());
    EXPECT_EQ(File(sheet).outcome, kMismatch);
  }
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(GdtFolderTest, WhatCannotBeWrittenIsRefusedAndNamesTheField) {
  Document sheet = Sheet();
  sheet.filing.mutable_expected_patient()->set_family_name("Ωmega");
  EXPECT_EQ(File(sheet).outcome, kRefused);
  EXPECT_THAT(log_text_.str(), AllOf(HasSubstr("3101"), ::testing::Not(HasSubstr("mega"))));
  EXPECT_EQ(File(Sheet("..")).outcome, kRefused);
  EXPECT_EQ(File(Sheet("")).outcome, kRefused);
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(GdtFolderTest, AnswersCountAndTheFixedOneWaitsUntilItIsRead) {
  EXPECT_EQ(File(Sheet()).outcome, 0);
  EXPECT_EQ(File(Sheet(kOtherId)).outcome, 0);
  fs::remove(shared() / "PVS1ISCH.000");
  EXPECT_EQ(File(Sheet("a")).outcome, 0);
  EXPECT_TRUE(fs::exists(shared() / "PVS1ISCH.002")) << "behind the one that is not read yet";
  fs::rename(shared() / "PVS1ISCH.002", shared() / "PVS1ISCH.999");
  EXPECT_EQ(File(Sheet("b")).outcome, 0);
  EXPECT_TRUE(fs::exists(shared() / "PVS1ISCH.002"));

  folder_.names = AnswerNames::kFixed;
  EXPECT_EQ(File(Sheet("c")).outcome, 0);
  const std::string first = support::ReadFile(shared() / "PVS1ISCH.GDT");
  EXPECT_EQ(File(Sheet("d")).outcome, kAway);
  EXPECT_EQ(support::ReadFile(shared() / "PVS1ISCH.GDT"), first);
  fs::remove(shared() / "PVS1ISCH.GDT");
  EXPECT_EQ(File(Sheet("d")).outcome, 0);
  EXPECT_THAT(support::ReadFile(shared() / "PVS1ISCH.GDT"), HasSubstr("d.pdf"));
}

TEST_F(GdtFolderTest, WhoMayWriteInTheFolderMayReadWhatIsFiledAndNobodyElse) {
  ASSERT_EQ(chmod(shared().c_str(), 0770), 0);
  EXPECT_EQ(File(Sheet()).outcome, 0);
  for (const std::string& name : Found()) {
    struct stat status {};
    ASSERT_EQ(stat((shared() / name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0660U) << name;
  }
  EXPECT_EQ(fs::status(shared() / "filed").permissions(), fs::perms::owner_all);
}

TEST_F(GdtFolderTest, AFolderThatIsAwayOrOpenToAllOrNotOursWaits) {
  ASSERT_EQ(chmod(shared().c_str(), 0777), 0);
  EXPECT_EQ(File(Sheet()).outcome, kAway);
  ASSERT_EQ(chmod(shared().c_str(), 0700), 0);
  const support::TempFolder elsewhere;
  fs::create_directory_symlink(elsewhere.path(), shared() / "filed");
  EXPECT_EQ(File(Sheet()).outcome, kAway);
  EXPECT_THAT(disk_.List(elsewhere.path()), IsEmpty());
  fs::remove(shared() / "filed");
  fs::create_directory(shared() / "filed");
  ASSERT_EQ(chmod((shared() / "filed").c_str(), 0755), 0);
  EXPECT_EQ(File(Sheet()).outcome, kAway);
  fs::remove_all(shared());
  EXPECT_EQ(File(Sheet()).outcome, kAway);
}

TEST_F(GdtFolderTest, ALinkInThePlaceOfThePdfIsReplacedAndNotFollowed) {
  const fs::path elsewhere = temp_ / "elsewhere";
  support::WriteFile(elsewhere, "mine");
  fs::create_symlink(elsewhere, shared() / (std::string(kId) + ".pdf"));
  EXPECT_EQ(File(Sheet()).outcome, 0);
  EXPECT_EQ(support::ReadFile(elsewhere), "mine");
  EXPECT_FALSE(fs::is_symlink(shared() / (std::string(kId) + ".pdf")));
}

// Killed at each step there is, and given the document again as the service does, while the host
// imports whatever it finds in between.
TEST_F(GdtFolderTest, KilledAtAnyStepItIsFiledOnce) {
  int step = 1;
  for (bool was_killed = true; was_killed; ++step) {
    was_killed = false;
    const std::string id = "sheet-" + std::to_string(step);
    std::vector<std::string> imported;
    const auto import = [&] {
      for (const std::string& name : Found()) {
        if (name.rfind("PVS1ISCH.", 0) != 0) continue;
        imported.push_back(Read(name).attachments.front().archive_id);
        EXPECT_EQ(support::ReadFile(shared() / (imported.back() + ".pdf")), kPdf);
        fs::remove(shared() / name);
      }
    };
    ForgetfulDisk killed(step, 1);
    try {
      (void)GdtFolder(folder_, last_asked_, killed, log_).File(Sheet(id));
    } catch (const PowerLost&) {
      was_killed = true;
    }
    import();
    for (int again = 0; again < 2; ++again) {
      const Filed filed = File(Sheet(id));
      EXPECT_EQ(filed.outcome, 0) << "step " << step;
      EXPECT_EQ(filed.document_id, id);
      import();
    }
    EXPECT_THAT(imported, ElementsAre(id)) << "step " << step;
  }
  EXPECT_GT(step, 15) << "there are so many steps";
}

}  // namespace
}  // namespace ischia::agent
