#include "integration/gdt/objects.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace ischia::gdt {
namespace {

constexpr std::size_t kDeepest = 16;

struct NameRow {
  std::string_view name;
  ObjectKind kind;
};
constexpr std::array<NameRow, 10> kNames = {{{"Obj_Kopfdaten", ObjectKind::kHeader},
                                             {"Obj_0033", ObjectKind::kHeader},
                                             {"Obj_Patient", ObjectKind::kPatient},
                                             {"Obj_0045", ObjectKind::kPatient},
                                             {"Obj_Anforderung", ObjectKind::kRequest},
                                             {"Obj_0012", ObjectKind::kRequest},
                                             {"Obj_Untersuchungsergebnis", ObjectKind::kResult},
                                             {"Obj_0057", ObjectKind::kResult},
                                             {"Obj_Anhang", ObjectKind::kAttachment},
                                             {"Obj_0010", ObjectKind::kAttachment}}};

ObjectKind KindOf(std::string_view name) {
  const auto* const row =
      std::find_if(kNames.begin(), kNames.end(), [&](const NameRow& r) { return r.name == name; });
  return row == kNames.end() ? ObjectKind::kOther : row->kind;
}

struct Open {
  int object;
  std::string_view name;
  std::size_t first_field;
};

class Resolver {
 public:
  Resolver(std::vector<Field>& fields, std::vector<Object>& objects, Deviations& deviations)
      : fields_(fields), objects_(objects), deviations_(deviations) {}

  std::optional<Fault> Resolve() {
    for (at_ = 0; at_ < fields_.size(); ++at_) {
      Field& field = fields_[at_];
      if (field.id == "8200" || field.id == "8002") Begin();
      if (open_.size() > kDeepest) return Fault{field.line, "objects are nested too deep"};
      field.object = Innermost();
      if (field.id == "8201") EndCounted();
      if (field.id == "8003") EndNamed();
    }
    if (!open_.empty()) Report(fields_.back(), "an object is not closed");
    return std::nullopt;
  }

 private:
  int Innermost() const { return open_.empty() ? kNoObject : open_.back().object; }

  void Begin() {
    const std::string_view name = fields_[at_].content;
    objects_.push_back({KindOf(name), Innermost()});
    open_.push_back({static_cast<int>(objects_.size()) - 1, name, at_});
  }

  void EndCounted() {
    const Field& field = fields_[at_];
    if (open_.empty()) return Report(field, "closes an object that is not open");
    const std::size_t lines = at_ - open_.back().first_field + 1;
    if (field.content != std::to_string(lines)) {
      Report(field, "counts other than the " + std::to_string(lines) + " lines of its object");
    }
    open_.pop_back();
  }

  void EndNamed() {
    const Field& field = fields_[at_];
    const auto opened = std::find_if(open_.rbegin(), open_.rend(),
                                     [&](const Open& open) { return open.name == field.content; });
    if (opened == open_.rend()) return Report(field, "closes an object that is not open");
    if (opened != open_.rbegin()) Report(field, "closes an object around one that is still open");
    open_.erase(std::next(opened).base(), open_.end());
  }

  void Report(const Field& field, std::string sentence) {
    deviations_.Add(field.line, field.id, std::move(sentence));
  }

  std::vector<Field>& fields_;
  std::vector<Object>& objects_;
  Deviations& deviations_;
  std::vector<Open> open_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Fault> ResolveObjects(std::vector<Field>& fields, std::vector<Object>& objects,
                                    Deviations& deviations) {
  return Resolver(fields, objects, deviations).Resolve();
}

bool IsWithin(const std::vector<Object>& objects, int object, ObjectKind kind) {
  for (; object != kNoObject; object = objects[static_cast<std::size_t>(object)].parent) {
    if (objects[static_cast<std::size_t>(object)].kind == kind) return true;
  }
  return false;
}

}  // namespace ischia::gdt
