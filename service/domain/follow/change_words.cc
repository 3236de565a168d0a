#include "service/domain/follow/change_words.h"

#include <array>

namespace ischia::domain {
namespace {

struct Told {
  statement::Key statement;
  Unit unit = Unit::kNone;
};
// In the order of ChangeKind.
constexpr std::array<Told, 10> kTold = {{{statement::kComesIn},
                                         {statement::kGoesOut},
                                         {statement::kReplaces},
                                         {statement::kHoldChanges, Unit::kSeconds},
                                         {statement::kSetsChange},
                                         {statement::kRepetitionsChange},
                                         {statement::kDaysChange},
                                         {statement::kSessionsChange},
                                         {statement::kRestChanges, Unit::kSeconds},
                                         {statement::kWorkChanges, Unit::kSeconds}}};
static_assert(kTold.size() == static_cast<std::size_t>(ChangeKind::kWork) + 1);

const Told& ToldOf(ChangeKind kind) { return kTold[static_cast<std::size_t>(kind)]; }

}  // namespace

Unit UnitOf(ChangeKind kind) { return ToldOf(kind).unit; }

Reason WhatChanges(const Change& change) {
  const Told& told = ToldOf(change.kind);
  return {{},
          told.statement,
          {ArgumentOf("exercise", change.exercise), ArgumentOf("replacement", change.replacement),
           ArgumentOf("previous", change.before, told.unit),
           ArgumentOf("now", change.after, told.unit)},
          {}};
}

statement::Key SideOf(const Change& change) {
  constexpr std::array<statement::Key, 4> kSides = {
      "", statement::kOnTheLeft, statement::kOnTheRight, statement::kOnBothSides};
  return kSides[static_cast<std::size_t>(change.side)];
}

}  // namespace ischia::domain
