#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "service/catalogue/check.h"
#include "service/catalogue/overlay_merge.h"

namespace ischia::catalogue {
namespace {

using Ids = google::protobuf::RepeatedPtrField<std::string>;

// Tags that follow from the base and its support. All others say what the movement asks of the
// body, and a variant keeps them.
constexpr std::array kOfTheBase = {v1::TAG_SUPINE,          v1::TAG_PRONE,    v1::TAG_SIDELYING,
                                   v1::TAG_QUADRUPED,       v1::TAG_KNEELING, v1::TAG_FLOOR,
                                   v1::TAG_STANDING_BALANCE};

template <typename List, typename Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

const v1::Exercise* FindExercise(const std::string& id, const v1::ExerciseFile& file) {
  const auto& all = file.exercises();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const v1::Exercise& entry) { return entry.id() == id; });
  return found == all.end() ? nullptr : &*found;
}

double LumbarOf(const v1::Drawing& drawing) {
  return std::max(drawing.start().lumbar(), drawing.end().lumbar());
}

// The words that the catalogue's drawings are made of: the figures know them, and tests draw them.
struct DrawingWords {
  explicit DrawingWords(const v1::ExerciseFile& file) {
    for (const v1::Exercise& exercise : file.exercises()) {
      const v1::Drawing& drawing = exercise.drawing();
      props.insert(drawing.props().begin(), drawing.props().end());
      hands.insert({drawing.near_hand(), drawing.far_hand()});
      feels.insert(drawing.feel());
      movements.insert(drawing.movement());
    }
  }
  std::set<std::string> props, hands, feels, movements;
};

// Which exercises of the overlay stand where one of the catalogue does, in the order of their ids.
struct Variants {
  std::set<std::string> before, after;
};

class ExerciseMerge {
 public:
  ExerciseMerge(const Overlay& overlay, Merging& merging)
      : overlay_(overlay), merging_(merging), words_(merging.exercises) {}

  void Run() {
    v1::ExerciseFile added;
    for (const auto& exercise : overlay_.exercises) Add(exercise, added);
    merging_.exercises.MergeFrom(added);
    auto& all = *merging_.exercises.mutable_exercises();
    std::sort(all.begin(), all.end(),
              [](const v1::Exercise& a, const v1::Exercise& b) { return a.id() < b.id(); });
    InheritExclusions(merging_.rules);
    for (const v1::RulePlan& plan : merging_.doses.rule_plans()) ExcludeUnder(plan);
    for (v1::PathwayTemplate& pathway : *merging_.doses.mutable_pathways()) PlaceIn(pathway);
    PlaceIn(*merging_.doses.mutable_trunk()->mutable_fallback());
    PlaceIn(*merging_.doses.mutable_plateau()->mutable_technique());
    PlaceIn(*merging_.doses.mutable_plateau()->mutable_strength());
  }

 private:
  using Added = Placed<v1::AddedExercise>;

  static std::string FieldOf(const Added& added) { return "exercises " + added->id(); }

  void Tell(const Added& added, const std::string& name, std::string what, std::string remedy) {
    merging_.Tell(added.PlaceOf(name, name == "tags" ? 0 : -1), FieldOf(added) + ' ' + name,
                  std::move(what), std::move(remedy));
  }

  void Add(const Added& added, v1::ExerciseFile& file) {
    const bool catalogues_own = FindExercise(added->id(), merging_.exercises) != nullptr;
    const bool known = TakeId(added->id(), kOverlayExercise, catalogues_own, FieldOf(added),
                              added.PlaceOf("id"), merging_);
    const v1::Exercise* varied = known ? VariedBy(added) : nullptr;
    if (varied == nullptr) {
      merging_.whole = false;
      return;
    }
    RememberPlaces(added, FieldOf(added), merging_);
    CheckBody(added, *varied);
    CheckDrawing(added, *varied);
    Variants& variants = variants_[varied->id()];
    (added->preferred() ? variants.before : variants.after).insert(added->id());
    *file.add_exercises() = Merged(*added, *varied);
  }

  // Null, after telling so, when there is no such exercise.
  const v1::Exercise* VariedBy(const Added& added) {
    const v1::Exercise* varied = FindExercise(added->variant_of(), merging_.exercises);
    if (varied == nullptr) {
      Tell(added, "variant_of", '"' + added->variant_of() + "\" is no exercise of the catalogue",
           "Name the one that it is another way to do, such as HS-01; its dose is used.");
    } else if (varied->exercise_class() == v1::EXERCISE_CLASS_SUPPORT) {
      Tell(added, "variant_of",
           varied->id() + " is a support item, which no safety rule removes by itself",
           "Name an exercise.");
      varied = nullptr;
    }
    return varied;
  }

  void CheckBody(const Added& added, const v1::Exercise& varied) {
    if (!IsBase(added->base())) {
      Tell(added, "base", "is missing or any", "Say what carries the body, such as BASE_SITTING.");
    }
    std::vector<std::string> missing;
    for (int tag : varied.tags()) {
      if (!Contains(kOfTheBase, tag) && !Contains(added->tags(), tag)) {
        missing.push_back(v1::Tag_Name(static_cast<v1::Tag>(tag)));
      }
    }
    if (!missing.empty()) {
      Tell(added, "tags",
           "lacks " + Listed(missing) + ", which " + varied.id() +
               " has; without it, rules would pass over this exercise",
           "Add it, or vary an exercise that does not ask this of the body.");
    }
    const int most = varied.max_hip_flexion_degrees();
    if (added->max_hip_flexion_degrees() < 0 || added->max_hip_flexion_degrees() > most) {
      Tell(added, "max_hip_flexion_degrees",
           "is " + std::to_string(added->max_hip_flexion_degrees()) + ", and " + varied.id() +
               " has " + std::to_string(most),
           "Write 0 to " + std::to_string(most) + ", or vary an exercise that bends the hip more.");
    }
    // Each of them would let the exercise stay where a rule removes the other one, or be done twice
    // as much.
    CheckFlag(added, "hip_adjustable", added->hip_adjustable(), varied.hip_adjustable(), varied);
    CheckFlag(added, "bed_ok", added->bed_ok(), varied.bed_ok(), varied);
    CheckFlag(added, "per_side", added->per_side(), varied.per_side(), varied);
  }

  void CheckFlag(const Added& added, const std::string& name, bool set, bool allowed,
                 const v1::Exercise& varied) {
    if (!set || allowed) return;
    Tell(added, name, "is true, and " + varied.id() + " does not have it",
         "Take it out, or vary an exercise that has it.");
  }

  void CheckDrawing(const Added& added, const v1::Exercise& varied) {
    const v1::Drawing& drawing = added->drawing();
    if (LumbarOf(drawing) > LumbarOf(varied.drawing())) {
      Tell(added, "drawing",
           "rounds the low back more than " + varied.id() + " does (lumbar " +
               std::to_string(static_cast<int>(LumbarOf(varied.drawing()))) + ')',
           "Draw it flatter, or vary an exercise that rounds the back.");
    }
    for (const std::string& prop : drawing.props()) CheckWord(added, "props", prop, words_.props);
    CheckWord(added, "near_hand", drawing.near_hand(), words_.hands);
    CheckWord(added, "far_hand", drawing.far_hand(), words_.hands);
    CheckWord(added, "feel", drawing.feel(), words_.feels);
    CheckWord(added, "movement", drawing.movement(), words_.movements);
  }

  void CheckWord(const Added& added, const std::string& name, const std::string& word,
                 const std::set<std::string>& known) {
    if (word.empty() || known.contains(word)) return;  // an empty one is told by the checks
    Tell(added, "drawing",
         name + " is \"" + word + "\", which no figure knows; allowed are " +
             Listed({known.begin(), known.end()}),
         "Write one of them.");
  }

  static bool IsBase(v1::Base base) { return base != v1::BASE_UNSPECIFIED && base != v1::BASE_ANY; }

  // What an added exercise does not say itself, and cannot, it has from the one it varies.
  static v1::Exercise Merged(const v1::AddedExercise& added, const v1::Exercise& varied) {
    v1::Exercise merged = varied;
    merged.set_id(added.id());
    if (IsBase(added.base())) merged.set_base(added.base());
    *merged.mutable_tags() = added.tags();
    *merged.mutable_equipment() = added.equipment();
    merged.set_bed_ok(added.bed_ok());
    merged.set_per_side(added.per_side());
    merged.set_max_hip_flexion_degrees(added.max_hip_flexion_degrees());
    merged.set_hip_adjustable(added.hip_adjustable());
    if (!added.regress().empty()) *merged.mutable_regress() = added.regress();
    if (!added.progress().empty()) *merged.mutable_progress() = added.progress();
    *merged.mutable_drawing() = added.drawing();
    return merged;
  }

  // Every effect that removes an exercise by its id removes its variants, wherever in the rules it
  // stands. Lists of what stays or what stands in for a stretch gain nothing.
  void InheritExclusions(google::protobuf::Message& message) {
    if (message.GetDescriptor() == v1::Effect::descriptor()) {
      v1::Effect& effect = static_cast<v1::Effect&>(message);
      const Ids before = effect.exclude_ids();
      for (const std::string& id : before) ExcludeVariants(id, effect);
      return;
    }
    const auto* reflection = message.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection->ListFields(message, &fields);
    for (const auto* field : fields) {
      if (field->message_type() == nullptr) continue;
      if (!field->is_repeated()) InheritExclusions(*reflection->MutableMessage(&message, field));
      for (int i = 0; field->is_repeated() && i < reflection->FieldSize(message, field); ++i) {
        InheritExclusions(*reflection->MutableRepeatedMessage(&message, field, i));
      }
    }
  }

  void ExcludeVariants(const std::string& id, v1::Effect& effect) const {
    const auto found = variants_.find(id);
    if (found == variants_.end()) return;
    for (const std::string& variant : found->second.before) effect.add_exclude_ids(variant);
    for (const std::string& variant : found->second.after) effect.add_exclude_ids(variant);
  }

  // A rule that doses an exercise itself, or says from when it may come, knows no variant of it.
  void ExcludeUnder(const v1::RulePlan& plan) {
    for (v1::SafetyRule& rule : *merging_.rules.mutable_rules()) {
      if (rule.id() != plan.rule()) continue;
      ExcludeUnder(plan, *rule.mutable_effect());
      if (rule.has_after_clearance()) ExcludeUnder(plan, *rule.mutable_after_clearance());
    }
  }
  void ExcludeUnder(const v1::RulePlan& plan, v1::Effect& effect) const {
    ExcludeVariants(plan.ladder_of(), effect);
    for (const v1::TemplateItem& item : plan.items()) {
      for (const std::string& id : item.preference()) ExcludeVariants(id, effect);
      for (const std::string& id : item.otherwise()) ExcludeVariants(id, effect);
    }
  }

  void PlaceIn(v1::PathwayTemplate& pathway) const {
    PlaceIn(*pathway.mutable_stretch_preference());
    PlaceIn(*pathway.mutable_stretch_preference_no_floor());
    PlaceIn(*pathway.mutable_stretch_late_only());
    PlaceIn(*pathway.mutable_before_sport());
    for (v1::TrunkRung& rung : *pathway.mutable_trunk()) PlaceIn(*rung.mutable_preference());
    for (auto* items : {pathway.mutable_items(), pathway.mutable_items_normal_length()}) {
      for (v1::TemplateItem& item : *items) {
        PlaceIn(*item.mutable_preference());
        PlaceIn(*item.mutable_otherwise());
      }
    }
  }

  void PlaceIn(Ids& list) const {
    Ids placed;
    for (const std::string& id : list) {
      const auto found = variants_.find(id);
      const Variants variants = found == variants_.end() ? Variants{} : found->second;
      for (const std::string& variant : variants.before) *placed.Add() = variant;
      *placed.Add() = id;
      for (const std::string& variant : variants.after) *placed.Add() = variant;
    }
    list = placed;
  }

  const Overlay& overlay_;
  Merging& merging_;
  const DrawingWords words_;
  std::map<std::string, Variants> variants_;
};

}  // namespace

void MergeExercises(const Overlay& overlay, Merging& merging) {
  ExerciseMerge(overlay, merging).Run();
}

bool TakeId(const std::string& id, std::string_view prefix, bool catalogues_own,
            const std::string& field, const Place& place, Merging& merging) {
  const std::string range = std::string(prefix) + "01 to " + std::string(prefix) + "99";
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool legal = id.size() == prefix.size() + 2 && id.starts_with(prefix) &&
                     std::all_of(id.end() - 2, id.end(), is_digit) && !id.ends_with("00");
  const auto first = merging.places.find(field);
  if (catalogues_own) {
    merging.Tell(place, field, "stands in the catalogue, which an overlay cannot change",
                 "Take an id from " + range +
                     "; a restriction can remove an exercise or set a "
                     "stricter limit.");
  } else if (!legal) {
    merging.Tell(place, field, "has an id that is not from " + range, "Take one of these.");
  } else if (first != merging.places.end()) {
    merging.Tell(
        place, field,
        "stands twice, first in " + first->second.file + ':' + std::to_string(first->second.line),
        "Take another id, or one of the two out.");
  } else {
    return true;
  }
  return false;
}

}  // namespace ischia::catalogue
