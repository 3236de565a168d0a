// Puts what an overlay says beside what the catalogue's files say, message by message, and refuses
// what would change or loosen it. What holds for every entry, the clinic's or not, is left to the
// checks that follow (check.h); a fault is told by one of the two.
#ifndef ISCHIA_SERVICE_CATALOGUE_OVERLAY_MERGE_H_
#define ISCHIA_SERVICE_CATALOGUE_OVERLAY_MERGE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ischia/catalogue/v1/catalogue.pb.h"
#include "service/catalogue/overlay_reader.h"

namespace ischia::catalogue {

// The catalogue's files as messages while an overlay is merged into them.
struct Merging {
  v1::ExerciseFile exercises;
  v1::SafetyRuleFile rules;
  v1::DoseFile doses;
  std::map<std::string, v1::TextFile, std::less<>> texts;  // by language

  std::vector<OverlayFault>& faults;
  // Where the overlay says what a check may name: "exercises CE-01", "exercises CE-01 progress",
  // "texts.en CE-01.title", "texts.de".
  std::map<std::string, Place> places;
  // False: an entry was left out, so that what a later check misses may be an echo of that.
  bool whole = true;

  void Tell(Place place, std::string field, std::string what, std::string remedy) {
    faults.push_back({std::move(place), std::move(field), std::move(what), std::move(remedy)});
  }
};

// Each added exercise takes after the one it varies, follows it in the pathways' lists, and is
// removed by every rule that removes that one by its id.
void MergeExercises(const Overlay& overlay, Merging& merging);

// Each restriction becomes a rule: with the condition of the one it is attached to, or for all.
void MergeRestrictions(const Overlay& overlay, Merging& merging);

// New languages, words for what the overlay adds, and other words for a translation.
void MergeTexts(const Overlay& overlay, Merging& merging);

// An id of the overlay's own, "CE-01" to "CE-99" with the prefix "CE-", that came with no entry
// before. Tells what is wrong otherwise; `catalogues_own` says whether the catalogue has that id.
bool TakeId(const std::string& id, std::string_view prefix, bool catalogues_own,
            const std::string& field, const Place& place, Merging& merging);

// Remembers where the message and each of its fields that is set stand.
template <typename Message>
void RememberPlaces(const Placed<Message>& placed, const std::string& field, Merging& merging) {
  merging.places[field] = placed.place();
  const auto* descriptor = Message::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* set = descriptor->field(i);
    merging.places[field + ' ' + set->name()] =
        placed.PlaceOf(set->name(), set->is_repeated() ? 0 : -1);
  }
}

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_OVERLAY_MERGE_H_
