// The consistency of a catalogue: what must hold between its entries and its sentences. Whether the
// files can be read at all, and whether ids and sources resolve, is decided in load.cc.
#ifndef ISCHIA_SERVICE_CATALOGUE_CHECK_H_
#define ISCHIA_SERVICE_CATALOGUE_CHECK_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/catalogue/texts.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"

namespace ischia::catalogue {

// How the ids begin of what a clinic's overlay adds, and of nothing else.
inline constexpr std::string_view kOverlayExercise = "CE-";
inline constexpr std::string_view kOverlayRule = "CS-";

// Collects what is wrong, and where.
class Violations {
 public:
  void Add(std::string where, std::string what) {
    found_.push_back({std::move(where), std::move(what), "CATALOGUE_INCONSISTENT"});
  }
  bool empty() const { return found_.empty(); }
  std::vector<domain::FieldViolation> Take() && { return std::move(found_); }

 private:
  std::vector<domain::FieldViolation> found_;
};

// Order and number of entries, references, chains without a cycle, poses within the hip's limit,
// ranges of doses, rules that say what their severity asks for, templates that can be used.
void CheckEntries(const domain::Catalogue& catalogue, Violations& violations);

// Every key that entries, rules and statements refer to is there, in every language; sentences for
// patients read at grade 6 or below and promise nothing; placeholders are known; summaries are
// short.
void CheckTexts(const domain::Catalogue& catalogue, const Texts& texts, Violations& violations);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_CHECK_H_
