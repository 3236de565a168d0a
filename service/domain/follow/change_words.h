// How a change is told: "hold 20 s -> 25 s", " on the left", and ", because " before its cause.
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_CHANGE_WORDS_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_CHANGE_WORDS_H_

#include "service/domain/follow/changes.h"
#include "service/domain/statements.h"

namespace ischia::domain {

// Of what stands before and after.
Unit UnitOf(ChangeKind kind);

// What changes, without side and cause: {exercise} {replacement} {previous} {now}.
Reason WhatChanges(const Change& change);

// Follows the sentence; empty where no side is meant.
statement::Key SideOf(const Change& change);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_CHANGE_WORDS_H_
