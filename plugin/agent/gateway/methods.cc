#include "plugin/agent/gateway/methods.h"

#include <algorithm>
#include <array>
#include <string>

#include "ischia/v1/assessment.pb.h"
#include "ischia/v1/catalogue.pb.h"
#include "ischia/v1/check_in.pb.h"
#include "ischia/v1/filing.pb.h"
#include "ischia/v1/handout.pb.h"
#include "ischia/v1/launch.pb.h"
#include "ischia/v1/patient.pb.h"
#include "ischia/v1/practice.pb.h"
#include "ischia/v1/program.pb.h"
#include "ischia/v1/report.pb.h"

namespace ischia::agent {
namespace {

using enum WhenAway;

constexpr std::array kRows{
    MethodRow{"ischia.v1.PracticeService/GetPractice", kSay},
    MethodRow{"ischia.v1.PatientService/CreatePatient", kSpool},
    MethodRow{"ischia.v1.PatientService/GetPatient", kSay},
    MethodRow{"ischia.v1.PatientService/ListPatients", kSay},
    // Needs the etag of what is stored now: sent later, it would be refused.
    MethodRow{"ischia.v1.PatientService/UpdatePatient", kSay},
    MethodRow{"ischia.v1.PatientService/ConfirmEmailAddress", kSpool},
    // Answers with findings: a red flag must reach the clinician at once.
    MethodRow{"ischia.v1.AssessmentService/CreateAssessment", kSay},
    MethodRow{"ischia.v1.AssessmentService/GetAssessment", kSay},
    MethodRow{"ischia.v1.AssessmentService/ListAssessments", kSay},
    MethodRow{"ischia.v1.CatalogueService/GetCatalogue", kSay},
    MethodRow{"ischia.v1.CatalogueService/GetExercise", kSay},
    MethodRow{"ischia.v1.CatalogueService/ListExercises", kSay},
    MethodRow{"ischia.v1.CatalogueService/GetSafetyRule", kSay},
    MethodRow{"ischia.v1.CatalogueService/ListSafetyRules", kSay},
    MethodRow{"ischia.v1.ProgramService/PreviewProgram", kSay},
    // Somebody waits for the program, and decides on what it says.
    MethodRow{"ischia.v1.ProgramService/CreateProgram", kSay},
    MethodRow{"ischia.v1.ProgramService/GetProgram", kSay},
    MethodRow{"ischia.v1.ProgramService/ListPrograms", kSay},
    MethodRow{"ischia.v1.ProgramService/ActivateProgram", kSay},
    MethodRow{"ischia.v1.HandoutService/CreateHandout", kSay},
    MethodRow{"ischia.v1.HandoutService/GetHandout", kSay},
    MethodRow{"ischia.v1.HandoutService/ListHandouts", kSay},
    MethodRow{"ischia.v1.HandoutService/DownloadHandout", kSay},
    // "Sent" is a promise to a patient: it is given by the service or not at all.
    MethodRow{"ischia.v1.HandoutService/SendHandout", kSay},
    MethodRow{"ischia.v1.HandoutService/GetDelivery", kSay},
    MethodRow{"ischia.v1.HandoutService/ListDeliveries", kSay},
    MethodRow{"ischia.v1.HandoutService/CancelDelivery", kSay},
    MethodRow{"ischia.v1.CheckInService/CreateCheckIn", kSpool},
    MethodRow{"ischia.v1.CheckInService/GetCheckIn", kSay},
    MethodRow{"ischia.v1.CheckInService/ListCheckIns", kSay},
    MethodRow{"ischia.v1.CheckInService/ListCheckInLinks", kSay},
    MethodRow{"ischia.v1.CheckInService/RevokeCheckInLink", kSay},
    MethodRow{"ischia.v1.ReportService/GetAdherenceReport", kSay},
    // A document that waits can wait for the service.
    MethodRow{"ischia.v1.FilingService/ListFilings", kSay},
    MethodRow{"ischia.v1.FilingService/ClaimFilings", kSay},
    MethodRow{"ischia.v1.FilingService/PeekFilings", kSay},
    // It is in the record, or is not: told later it is as true.
    MethodRow{"ischia.v1.FilingService/CompleteFiling", kSpool},
    MethodRow{"ischia.v1.FilingService/FailFiling", kSpool},
    // Good for a minute: nobody would open a later one.
    MethodRow{"ischia.v1.LaunchService/CreateLaunch", kSay},
    MethodRow{"ischia.v1.LaunchService/RevokeLaunch", kSay},
};

// The files of the contract, named by a message each, so that the linker keeps their descriptors.
const google::protobuf::ServiceDescriptor* FindService(std::string_view name) {
  const std::array files{
      v1::Practice::descriptor()->file(),   v1::Patient::descriptor()->file(),
      v1::Assessment::descriptor()->file(), v1::Catalogue::descriptor()->file(),
      v1::Program::descriptor()->file(),    v1::Handout::descriptor()->file(),
      v1::CheckIn::descriptor()->file(),    v1::AdherenceReport::descriptor()->file(),
      v1::Launch::descriptor()->file(),     v1::Filing::descriptor()->file()};
  for (const google::protobuf::FileDescriptor* file : files) {
    for (int i = 0; i < file->service_count(); ++i) {
      if (file->service(i)->full_name() == name) return file->service(i);
    }
  }
  return nullptr;
}

}  // namespace

std::span<const MethodRow> HostMethods() { return kRows; }

const google::protobuf::MethodDescriptor* FindMethod(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return nullptr;
  const google::protobuf::ServiceDescriptor* service = FindService(name.substr(0, slash));
  if (service == nullptr) return nullptr;
  return service->FindMethodByName(std::string(name.substr(slash + 1)));
}

}  // namespace ischia::agent
