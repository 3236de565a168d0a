// From the text of an overlay's files to messages that know their file and line. What the text
// format refuses is told here, with what is allowed in its place; what the messages mean is
// overlay_merge.h's affair.
#ifndef ISCHIA_SERVICE_CATALOGUE_OVERLAY_READER_H_
#define ISCHIA_SERVICE_CATALOGUE_OVERLAY_READER_H_

#include <google/protobuf/text_format.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ischia/catalogue/v1/overlay.pb.h"
#include "service/catalogue/overlay.h"

namespace ischia::catalogue {

// A message of an overlay file. What it points to lives in the Overlay.
template <typename Message>
class Placed {
 public:
  using Lines = google::protobuf::TextFormat::ParseInfoTree;

  Placed(const Message& message, const Lines& lines, Place place)
      : message_(&message), lines_(&lines), place_(std::move(place)) {}

  const Message& operator*() const { return *message_; }
  const Message* operator->() const { return message_; }
  // Where it begins.
  const Place& place() const { return place_; }
  // Where a field of it stands, or where the message begins when it is not set. `index` is that of
  // a repeated field.
  Place PlaceOf(std::string_view field, int index = -1) const {
    const auto* descriptor = Message::descriptor()->FindFieldByName(std::string(field));
    const int line = lines_->GetLocation(descriptor, index).line;
    return line < 0 ? place_ : Place{place_.file, line + 1};
  }

 private:
  const Message* message_;
  const Lines* lines_;
  Place place_;
};

struct PlacedText {
  std::string_view language;
  const v1::Text* text;
  Place place;
};

// Everything the files say, in the order of files and lines.
struct Overlay {
  // Where an overlay begins to speak a language, for what is missing from it.
  struct Language {
    const v1::TextFile* file;
    Place place;
  };
  struct File {
    v1::OverlayFile message;
    google::protobuf::TextFormat::ParseInfoTree lines;
  };

  std::vector<Placed<v1::AddedExercise>> exercises;
  std::vector<Placed<v1::Restriction>> restrictions;
  std::vector<Language> languages;
  std::vector<PlacedText> texts;
  std::vector<std::unique_ptr<File>> files;  // what the others point into
};

// Adds to `faults`; unless it did, the answer is whole.
Overlay ReadOverlay(const OverlayFiles& files, std::vector<OverlayFault>& faults);

// "A, B, C".
std::string Listed(const std::vector<std::string>& words);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_OVERLAY_READER_H_
