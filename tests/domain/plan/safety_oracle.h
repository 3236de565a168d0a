// Judges a program by the words of the safety rules alone: what evidence.md 2.1 and 2.3 forbid must
// not be in it. Written apart from the engine on purpose, from the catalogue's data; it knows less
// than the engine (not what a condition adds to a rule) and forbids nothing the engine may do.
#ifndef ISCHIA_TESTS_DOMAIN_PLAN_SAFETY_ORACLE_H_
#define ISCHIA_TESTS_DOMAIN_PLAN_SAFETY_ORACLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"

namespace ischia::test {

class SafetyOracle {
 public:
  // The catalogue outlives it.
  explicit SafetyOracle(const domain::Catalogue& catalogue) : catalogue_(catalogue) {}

  // What is wrong with a program, a sentence each, with the week and the exercise; empty: nothing.
  std::vector<std::string> WhatIsWrong(const domain::Program& program, bool bed_at_hand) const;

 private:
  struct Bound;
  Bound BoundBy(const domain::Program& program, const domain::ProgramWeek& week) const;
  std::size_t WeeksBeneathARefusal(const domain::Program& program) const;

  const domain::Catalogue& catalogue_;
};

// A refusal because nothing is left in a slot that must be filled.
bool RefusedForAnEmptySlot(const domain::Program& program);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_DOMAIN_PLAN_SAFETY_ORACLE_H_
