#include "plugin/contract/json.h"

#include <Poco/JSON/Handler.h>
#include <Poco/JSON/Parser.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace ischia::contract {
namespace {

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kLongestName = 64;

constexpr std::string_view kNotTheForm =
    "It is not JSON in the API's form: check commas, quotes, names of choices such as "
    "\"ANSWER_NO\", and numbers.";

// Anything else could be a value that slipped into a name's place.
bool LooksLikeAField(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

// "birth_date" and "birthDate" are the same field.
std::string Spelled(std::string_view key) {
  std::string spelled;
  bool capital = false;
  for (const char c : key) {
    if (c == '_') {
      capital = true;
      continue;
    }
    spelled += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    capital = false;
  }
  return spelled;
}

struct Refused : std::exception {
  explicit Refused(Misread its_why) : why(std::move(its_why)) {}
  Misread why;
};

// Sees every name and level, and keeps none of the values.
class Inspector : public Poco::JSON::Handler {
 public:
  void reset() override { names_.clear(); }
  void startObject() override { Enter(); }
  void endObject() override { names_.pop_back(); }
  void startArray() override { Enter(); }
  void endArray() override { names_.pop_back(); }
  void key(const std::string& name) override {
    if (names_.back().insert(Spelled(name)).second) return;
    if (!LooksLikeAField(name)) throw Refused({"A field is given twice.", {}});
    throw Refused({"The field \"" + name + "\" is given twice.", name});
  }
  void null() override {}
  void value(int) override {}
  void value(unsigned) override {}
  void value(Poco::Int64) override {}
  void value(Poco::UInt64) override {}
  void value(const std::string&) override {}
  void value(double) override {}
  void value(bool) override {}

 private:
  void Enter() {
    if (names_.size() == kDeepest) throw Refused({"It is nested deeper than 16 levels.", {}});
    names_.emplace_back();
  }

  std::vector<std::set<std::string>> names_;  // of the objects (and arrays) around this place
};

std::optional<Misread> Inspect(const std::string& text) {
  try {
    Poco::JSON::Parser(new Inspector).parse(text);
    return std::nullopt;
  } catch (const Refused& refused) {
    return refused.why;
  } catch (const std::exception&) {  // the parser's, of whatever kind
    return Misread{std::string(kNotTheForm), {}};
  }
}

// protobuf says "(place) name: Cannot find field." and may quote values; only the name of an
// unknown field is passed on.
Misread Explain(std::string_view error) {
  const std::size_t end = error.find(": Cannot find field.");
  if (end == std::string_view::npos) return {std::string(kNotTheForm), {}};
  const std::size_t place = error.front() == '(' ? error.find(") ") + 2 : 0;
  const std::string name(error.substr(place, end - place));
  if (!LooksLikeAField(name)) return {"It has a field that is not in the API's form.", {}};
  return {"There is no field \"" + name + "\" in the API's form. Is the name mistyped?", name};
}

}  // namespace

std::optional<Misread> ReadJson(const std::string& text, google::protobuf::Message& message) {
  if (text.size() > kLargestRequest) return Misread{"It is larger than 256 KiB.", {}};
  // protobuf 3.21 takes a repeated field for the last one, and has no limit of ours.
  if (std::optional<Misread> misread = Inspect(text)) return misread;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &message);
  if (!status.ok()) return Explain({status.message().data(), status.message().size()});
  return std::nullopt;
}

std::string JsonText(const google::protobuf::Message& message, Layout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == Layout::kIndented;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  // Fails for texts that are not UTF-8 only, and those do not come over the wire.
  return status.ok() ? text : "{}";
}

}  // namespace ischia::contract
