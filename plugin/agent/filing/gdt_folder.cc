#include "plugin/agent/filing/gdt_folder.h"

#include <grpcpp/support/status.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "integration/gdt/write.h"

namespace ischia::agent {
namespace {

namespace fs = std::filesystem;
using grpc::StatusCode;

constexpr int kAnswersAtMost = 1000;  // three digits
constexpr std::size_t kLongestId = 64;

std::chrono::sys_days DayOf(const v1::Date& date) {
  return std::chrono::year(date.year()) / date.month() / date.day();
}

std::string IsoDay(const v1::Date& date) {
  std::array<char, 40> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year(), date.month(),
                      date.day());
  return text.data();
}

// The last part of the filing's name, where it may be a file's.
std::optional<std::string> IdOf(const v1::Filing& filing) {
  const std::string& name = filing.name();
  std::string id = name.substr(name.rfind('/') + 1);
  const bool is_plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (id.empty() || id.size() > kLongestId || !is_plain) return std::nullopt;
  return id;
}

bool IsComplete(const v1::PatientContext& patient) {
  return !patient.host_reference().patient_id().empty() && !patient.given_name().empty() &&
         !patient.family_name().empty() && patient.birth_date().year() > 0 &&
         patient.birth_date().month() > 0 && patient.birth_date().day() > 0;
}

// Whether the host may mean the same person: what it did not say contradicts nothing.
bool Fits(const requests::Asked& asked, const v1::PatientContext& patient) {
  const auto fits = [](const std::string& said, const std::string& expected) {
    return said.empty() || said == expected;
  };
  return fits(asked.family_name, patient.family_name()) &&
         fits(asked.given_name, patient.given_name()) &&
         fits(asked.birth_date, IsoDay(patient.birth_date()));
}

// What the host said of the patient stays as it said it.
void FillIn(gdt::Patient& patient, const v1::PatientContext& expected) {
  patient.id = expected.host_reference().patient_id();
  if (patient.surname.empty()) patient.surname = expected.family_name();
  if (patient.first_name.empty()) patient.first_name = expected.given_name();
  if (!patient.birth_date) patient.birth_date = DayOf(expected.birth_date());
}

void FillIn(std::string& text, const std::string& otherwise) {
  if (text.empty()) text = otherwise;
}

// A request may name a test twice; an answer does not.
void KeepFirstOfEach(std::vector<gdt::Test>& tests) {
  std::set<std::string> seen;
  std::erase_if(tests, [&](const gdt::Test& test) { return !seen.insert(test.ident).second; });
}

// In German, as the format is.
std::vector<std::string> FindingsOf(const v1::Filing& filing) {
  std::vector<std::string> findings{filing.title()};
  if (filing.replaces().empty()) return findings;
  const std::string& replaced = filing.replaced_host_document_id();
  findings.push_back(replaced.empty() ? "Ersetzt die vorige Fassung."
                                      : "Ersetzt das Dokument " + replaced);
  return findings;
}

}  // namespace

std::variant<gdt::Message, std::int32_t> RecordOf(const v1::Filing& filing,
                                                  const std::string& archive_id,
                                                  const HostFolder& folder,
                                                  const LastAsked& last_asked) {
  const v1::PatientContext& patient = filing.expected_patient();
  if (!IsComplete(patient)) return StatusCode::FAILED_PRECONDITION;
  const auto last = last_asked.Of(patient.host_reference().patient_id());
  if (last && !Fits(last->asked, patient)) return StatusCode::FAILED_PRECONDITION;
  gdt::Message record = last && last->asked.gdt ? gdt::AnswerTo(*last->asked.gdt) : gdt::Message();
  record.echoes = true;  // the number and the names are the host's in any case
  record.version = folder.version;
  FillIn(record.receiver, folder.host_gdt_id);
  FillIn(record.sender, folder.our_id);
  FillIn(record.procedure, folder.procedure);
  FillIn(record.patient, patient);
  KeepFirstOfEach(record.tests);
  if (filing.has_document_date()) record.stored_day = DayOf(filing.document_date());
  const std::string pdf = (folder.path / (archive_id + ".pdf")).string();
  const auto path = gdt::HostPath(pdf, {folder.path.string(), folder.path_as_host_sees_it});
  record.attachments.push_back({archive_id, "PDF", filing.title(), path.value_or("")});
  record.findings = FindingsOf(filing);
  return record;
}

// Of one filing. It is filed when the mark is there and the record has left `prepared`: the record
// comes into the shared folder by one rename, before which a crash leaves both, and after which the
// mark alone.
struct GdtFolder::Names {
  fs::path pdf;
  fs::path prepared;
  fs::path mark;
};

Filed GdtFolder::File(const Document& document) {
  const auto id = IdOf(document.filing);
  if (!id) return {StatusCode::INVALID_ARGUMENT, {}};
  auto opening = Open(folder_);
  if (std::holds_alternative<Fault>(opening)) {
    log_.Error("folder_unusable");
    return {StatusCode::UNAVAILABLE, {}};
  }
  const auto& opened = std::get<OpenFolder>(opening);
  const Names names{PathOf(opened.shared) / (*id + ".pdf"), PathOf(opened.filed) / (*id + ".gdt"),
                    PathOf(opened.filed) / (*id + ".filed")};
  if (!disk_.Read(names.mark)) {
    const auto record = RecordOf(document.filing, *id, folder_, last_asked_);
    if (const auto* outcome = std::get_if<std::int32_t>(&record)) return {*outcome, {}};
    const auto written = gdt::Write(std::get<gdt::Message>(record));
    if (const auto* violations = std::get_if<std::vector<gdt::Violation>>(&written)) {
      log_.Error("record_not_writable", {LogField::Id("field", violations->front().field)});
      return {StatusCode::INVALID_ARGUMENT, {}};
    }
    if (!Prepare(opened, names, document.content, std::get<std::string>(written))) {
      return {StatusCode::UNAVAILABLE, {}};
    }
  }
  if (disk_.Read(names.prepared) && !Publish(opened, names)) return {StatusCode::UNAVAILABLE, {}};
  return {0, *id};
}

// In this order: who finds the mark finds all the rest, or has been there before.
bool GdtFolder::Prepare(const OpenFolder& opened, const Names& names, const std::string& content,
                        const std::string& record) {
  const mode_t mode = S_IRUSR | S_IWUSR | (opened.group & (S_IRGRP | S_IWGRP));
  return WriteDurably(disk_, names.pdf, content, mode) &&
         WriteDurably(disk_, names.prepared, record, mode) && WriteDurably(disk_, names.mark, "");
}

// Under a name that no unread answer has.
bool GdtFolder::Publish(const OpenFolder& opened, const Names& names) {
  const std::string stem = AnswerStem(folder_) + '.';
  const std::vector<std::string> listed = disk_.List(PathOf(opened.shared));
  const std::set<std::string> unread(listed.begin(), listed.end());
  std::optional<std::string> free;
  if (folder_.names == AnswerNames::kFixed) {
    if (unread.count(stem + "GDT") == 0) free = stem + "GDT";
  } else {
    // Behind the last, so that they are read in order; numbers begin anew when the last is taken.
    for (int number = kAnswersAtMost - 1; number >= 0; --number) {
      std::array<char, 16> digits{};
      (void)std::snprintf(digits.data(), digits.size(), "%03d", number);
      const bool is_free = unread.count(stem + digits.data()) == 0;
      if (is_free) free = stem + digits.data();
      if (!is_free && free) break;
    }
  }
  if (!free) {
    log_.Error("answers_unread");
    return false;
  }
  return disk_.Rename(names.prepared, PathOf(opened.shared) / *free) &&
         disk_.SyncFolder(PathOf(opened.shared)) && disk_.SyncFolder(PathOf(opened.filed));
}

}  // namespace ischia::agent
