#include "service/application/use_cases/clearances.h"

#include <algorithm>
#include <utility>

#include "service/application/field_checks.h"
#include "service/domain/violations.h"

namespace ischia::app {
namespace {

using domain::Clearance;
using domain::Error;
using domain::ErrorCode;
using domain::FieldViolation;
using domain::Result;

// What is wrong whatever the practice's today.
std::vector<FieldViolation> FaultsOf(const domain::ClearanceFields& fields,
                                     const domain::Catalogue& catalogue) {
  const Result<Clearance> clearance = Clearance::Create(fields, catalogue, domain::kLatestDay);
  const bool faulty = !clearance.ok() && clearance.error().code == ErrorCode::kInvalidArgument;
  return faulty ? clearance.error().violations : std::vector<FieldViolation>{};
}

// Every clearance of a patient, the first recorded first.
Result<std::vector<ClearanceRecord>> AllClearances(Work& work, const PatientName& patient) {
  std::vector<ClearanceRecord> all;
  Page page{{}, kLargestPageSize};
  for (bool more = true; more;) {
    const Result<std::vector<ClearanceRecord>> found =
        work.unit.ListClearances(work.tenant, patient, page);
    if (!found.ok()) return found.error();
    all.insert(all.end(), found->begin(), found->end());
    more = found->size() == static_cast<std::size_t>(page.limit);
    if (more) page.after = found->back().name.clearance.text();
  }
  std::stable_sort(all.begin(), all.end(), [](const ClearanceRecord& a, const ClearanceRecord& b) {
    return a.create_time < b.create_time;
  });
  return all;
}

}  // namespace

Result<ClearanceRecord> Clearances::CreateClearance(const Call& call,
                                                    const CreateClearanceRequest& request) {
  const Task task{call,
                  Method::kCreateClearance,
                  request.patient.practice,
                  Encode(request.patient),
                  Joined({Encode(request.patient), Encode(request.clearance)}),
                  FaultsOf(request.clearance, catalogue_)};
  return command_.Change<ClearanceRecord>(task, [&](Work& work) -> Result<ClearanceRecord> {
    const Result<PatientRecord> patient =
        Existing(work.unit.FindPatient(work.tenant, request.patient));
    if (!patient.ok()) return patient.error();
    const Result<domain::CivilDay> today = calendar_.DayIn(work.practice.time_zone, work.now);
    if (!today.ok()) return today.error();
    const Result<Clearance> legal = Clearance::Create(request.clearance, catalogue_, *today);
    if (!legal.ok()) return legal.error();

    ClearanceRecord record;
    record.name = {request.patient, domain::ClearanceId{ids_.NewId()}};
    record.fields = legal->fields();
    record.recorded_by = call.caller.user();
    record.create_time = work.now;
    work.touched.object = Encode(record.name);
    work.touched.after_sha256 = DigestOf(work.digest, record);
    const Result<Inserted> inserted = work.unit.InsertClearance(work.tenant, record);
    if (!inserted.ok()) return inserted.error();
    if (*inserted == Inserted::kKeyTaken) {
      return Error{
          ErrorCode::kAlreadyExists, "RESOURCE_EXISTS", "A clearance with this id exists.", {}};
    }
    return record;
  });
}

Result<PageOf<ClearanceRecord>> Clearances::ListClearances(const Call& call,
                                                           const PatientName& patient,
                                                           const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListClearances, patient.practice, Encode(patient),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<ClearanceRecord>>(
      task, [&](Work& work) -> Result<PageOf<ClearanceRecord>> {
        const Result<PatientRecord> exists = Existing(work.unit.FindPatient(work.tenant, patient));
        if (!exists.ok()) return exists.error();
        const int size = PageSize(page);
        Result<std::vector<ClearanceRecord>> found =
            work.unit.ListClearances(work.tenant, patient, StorePage(page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size,
                        [](const ClearanceRecord& last) { return last.name.clearance.text(); });
      });
}

Result<std::vector<Clearance>> ClearancesUntil(Work& work, const PatientName& patient,
                                               domain::Instant until,
                                               const domain::Catalogue& catalogue) {
  const Result<std::vector<ClearanceRecord>> all = AllClearances(work, patient);
  if (!all.ok()) return all.error();
  std::vector<Clearance> clearances;
  for (const ClearanceRecord& record : *all) {
    if (record.create_time > until) continue;
    Result<Clearance> clearance =
        Clearance::Create(record.fields, catalogue, *record.fields.clearance_date);
    if (clearance.ok()) clearances.push_back(std::move(clearance).value());
  }
  return clearances;
}

std::vector<domain::ClearanceFields> FieldsOf(const std::vector<Clearance>& clearances) {
  std::vector<domain::ClearanceFields> fields;
  fields.reserve(clearances.size());
  for (const Clearance& clearance : clearances) fields.push_back(clearance.fields());
  return fields;
}

}  // namespace ischia::app
