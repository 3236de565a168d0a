// Every combination of safety rules, up to three at a time, made to fire on every pathway, band,
// set of equipment and way to the floor: no program may contain what one of them forbids. Rules
// that hold a program are cleared, so that what they do after that is seen as well.
//
//   exhaustive_safety [AT_A_TIME]      1 to 3, 3 when it is left out
//
// Exit: 0 when nothing is wrong, else 1 with the first findings.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "service/domain/plan/program.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/domain/plan/safety_oracle.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::AssessmentFields;
using domain::Catalogue;
using domain::Equipment;
using domain::EquipmentSet;
using domain::FloorTransfer;
using domain::Pathway;
using domain::ProgramState;

constexpr domain::CivilDay kStart{std::chrono::year{2026} / std::chrono::June / 1};

// -- Whom the rules fire on -----------------------------------------------------------------------

AssessmentFields OnPathway(Pathway pathway) {
  if (pathway == Pathway::kLowBackPain) return LowBackPainAdult();
  if (pathway == Pathway::kStrain) return StrainedAdult();
  AssessmentFields fields = TightAdult();
  fields.pathway = pathway;
  if (pathway == Pathway::kPrevention) {
    fields.strain.prior_strain_count = 0;
    fields.strain.prior_acl_injury = domain::Answer::kNo;
    fields.strain.prior_calf_strain = domain::Answer::kNo;
  }
  return fields;
}

// None, chair, strap and mat, strap and bed, everything.
std::vector<EquipmentSet> EquipmentSets() {
  EquipmentSet everything;
  everything.set();
  everything.reset(static_cast<std::size_t>(Equipment::kUnspecified));
  return {EquipmentSet{}, Having({Equipment::kChair}),
          Having({Equipment::kStrapOrTowel, Equipment::kMat}),
          Having({Equipment::kStrapOrTowel, Equipment::kBed}), everything};
}

struct Person {
  domain::Assessment assessment;
  bool bed_at_hand;
};

std::vector<Person> People() {
  constexpr double kDeficits[] = {10, 30, 38, 48};  // NORMAL to SEVERE of a man; evidence.md 1.2
  std::vector<Person> people;
  for (const Pathway pathway :
       {Pathway::kTight, Pathway::kStrain, Pathway::kLowBackPain, Pathway::kPrevention}) {
    for (const double deficit : kDeficits) {
      for (const EquipmentSet& equipment : EquipmentSets()) {
        for (const FloorTransfer floor :
             {FloorTransfer::kIndependent, FloorTransfer::kWithHelp, FloorTransfer::kNo}) {
          AssessmentFields fields = OnPathway(pathway);
          fields.sex_for_norms = domain::NormSex::kMale;
          for (domain::LegMeasurements& leg : fields.legs) {
            leg.knee_extension_deficit = domain::Degrees(deficit);
          }
          fields.equipment = equipment;
          fields.floor_transfer = floor;
          people.push_back(
              {Legal(fields), equipment.test(static_cast<std::size_t>(Equipment::kBed))});
        }
      }
    }
  }
  return people;
}

// -- The rules ------------------------------------------------------------------------------------

using Combination = std::vector<std::size_t>;

void AddCombinations(std::size_t rules, std::size_t at_a_time, Combination& chosen,
                     std::vector<Combination>& all) {
  all.push_back(chosen);
  if (chosen.size() == at_a_time) return;
  for (std::size_t rule = chosen.empty() ? 0 : chosen.back() + 1; rule < rules; ++rule) {
    chosen.push_back(rule);
    AddCombinations(rules, at_a_time, chosen, all);
    chosen.pop_back();
  }
}

std::vector<domain::Clearance> ClearancesForAll(const Catalogue& catalogue) {
  std::vector<domain::Clearance> clearances;
  for (const domain::SafetyRule& rule : catalogue.rules) {
    domain::ClearanceFields fields;
    fields.rule_id = rule.id;
    fields.cleared_by = "surgeon";
    fields.cleared_by_role = "surgeon";
    fields.clearance_date = kStart;
    fields.reason = "seen";
    auto clearance = domain::Clearance::Create(fields, catalogue, kStart);
    if (clearance.ok()) clearances.push_back(*std::move(clearance));
  }
  return clearances;
}

// Makes the rules of a combination fire whatever the assessment says, as long as it lives.
class Forced {
 public:
  Forced(Catalogue& catalogue, const Combination& rules) : catalogue_(catalogue), rules_(rules) {
    for (const std::size_t rule : rules_) {
      kept_.push_back(catalogue_.rules[rule].condition);
      catalogue_.rules[rule].condition = {{domain::Clause{}}};  // nothing is asked
    }
  }
  ~Forced() {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      catalogue_.rules[rules_[i]].condition = kept_[i];
    }
  }
  Forced(const Forced&) = delete;
  Forced& operator=(const Forced&) = delete;

 private:
  Catalogue& catalogue_;
  const Combination& rules_;
  std::vector<domain::Condition> kept_;
};

// -- Counting -------------------------------------------------------------------------------------

struct Count {
  std::int64_t programs = 0;
  std::int64_t refused_by_a_rule = 0;
  std::int64_t refused_for_an_empty_slot = 0;
  std::int64_t lines = 0;
  std::vector<std::string> wrong;

  void Add(const Count& other) {
    programs += other.programs;
    refused_by_a_rule += other.refused_by_a_rule;
    refused_for_an_empty_slot += other.refused_for_an_empty_slot;
    lines += other.lines;
    wrong.insert(wrong.end(), other.wrong.begin(), other.wrong.end());
  }
};

std::string Named(const Catalogue& catalogue, const Combination& rules) {
  std::string names;
  for (const std::size_t rule : rules) {
    names += std::string(catalogue.rules[rule].id.text()) + " ";
  }
  return names;
}

class Worker {
 public:
  explicit Worker(const std::vector<Person>& people)
      : catalogue_(ShippedCatalogue()),
        oracle_(catalogue_),
        clearances_(ClearancesForAll(catalogue_)),
        people_(people) {}

  void Judge(const Combination& rules) {
    const Forced forced(catalogue_, rules);
    for (std::size_t i = 0; i < people_.size(); ++i) {
      const auto made =
          domain::Prescribe(people_[i].assessment, catalogue_, kStart, {}, clearances_);
      if (!made.ok()) {
        Complain(rules, i, made.error().reason);
        continue;
      }
      Tally(*made);
      for (const std::string& what : oracle_.WhatIsWrong(*made, people_[i].bed_at_hand)) {
        Complain(rules, i, what);
      }
    }
  }
  const Count& count() const { return count_; }

 private:
  void Tally(const domain::Program& program) {
    if (program.state == ProgramState::kRefused) {
      ++(RefusedForAnEmptySlot(program) ? count_.refused_for_an_empty_slot
                                        : count_.refused_by_a_rule);
      return;
    }
    ++count_.programs;
    for (const domain::ProgramWeek& week : program.weeks) {
      count_.lines += static_cast<std::int64_t>(week.items.size());
    }
  }
  void Complain(const Combination& rules, std::size_t person, const std::string& what) {
    constexpr std::size_t kEnough = 20;
    if (count_.wrong.size() < kEnough) {
      count_.wrong.push_back(Named(catalogue_, rules) + "person " + std::to_string(person) + ": " +
                             what);
    }
  }

  Catalogue catalogue_;
  const SafetyOracle oracle_;
  const std::vector<domain::Clearance> clearances_;
  const std::vector<Person>& people_;
  Count count_;
};

Count JudgeAll(const std::vector<Combination>& combinations, const std::vector<Person>& people) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  Count all;  // guarded by mutex
  const auto work = [&] {
    Worker worker(people);
    for (std::size_t i = next++; i < combinations.size(); i = next++) {
      worker.Judge(combinations[i]);
    }
    const std::lock_guard lock(mutex);
    all.Add(worker.count());
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back(work);
  }
  for (std::thread& thread : threads) thread.join();
  return all;
}

int Main(std::size_t at_a_time) {
  const std::vector<Person> people = People();
  std::vector<Combination> combinations;
  Combination none;
  AddCombinations(ShippedCatalogue().rules.size(), at_a_time, none, combinations);
  const Count count = JudgeAll(combinations, people);
  std::printf(
      "%zu combinations of rules x %zu people\n"
      "%lld programs with %lld lines, none of them against a rule: %s\n"
      "%lld refused by a rule\n"
      "%lld refused because a slot stays empty (P-01)\n",
      combinations.size(), people.size(), static_cast<long long>(count.programs),
      static_cast<long long>(count.lines), count.wrong.empty() ? "right" : "WRONG",
      static_cast<long long>(count.refused_by_a_rule),
      static_cast<long long>(count.refused_for_an_empty_slot));
  for (const std::string& what : count.wrong) std::printf("%s\n", what.c_str());
  return count.wrong.empty() && count.programs > 0 ? 0 : 1;
}

}  // namespace
}  // namespace ischia::test

int main(int argc, char** argv) {
  const int at_a_time = argc > 1 ? std::atoi(argv[1]) : 3;
  return ischia::test::Main(static_cast<std::size_t>(std::clamp(at_a_time, 1, 3)));
}
