// A word that is missing would show as its key; most keys are put together from a field's name.
#include "service/web/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "service/catalogue/load.h"
#include "service/domain/wordings.h"
#include "service/web/form/fields.h"
#include "service/web/form/form_view.h"
#include "service/web/templates.h"
#include "service/web/view/faults.h"

namespace ischia::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The shipped texts, and which of those that were asked for are not there.
class Asked : public app::TextSource {
 public:
  std::vector<std::string_view> LanguageCodes() const override { return texts_.languages(); }
  std::string_view Text(std::string_view key, std::string_view language_code) const override {
    const auto text = texts_.Find(key, language_code);
    if (text) return *text;
    missing_.emplace(key);
    return {};
  }
  std::string Sentence(std::string_view key, std::string_view language_code,
                       const domain::Arguments&) const override {
    return std::string(Text(key, language_code));
  }
  std::string_view ClinicianLanguage(std::string_view language_code) const override {
    return texts_.ClinicianLanguageFor(language_code);
  }
  bool IsReviewed(std::string_view language_code) const override {
    return texts_.ReviewOf(language_code).reviewed;
  }
  const std::set<std::string>& missing() const { return missing_; }

 private:
  const catalogue::Texts texts_ = catalogue::LoadEmbedded().texts;
  mutable std::set<std::string> missing_;
};

TEST(WordsTest, ShowAMissingWordByItsKey) {
  const Asked texts;
  EXPECT_EQ(Words(texts, "de").Get("no.such"), "console.no.such");
  EXPECT_THAT(texts.missing(), ElementsAre("console.no.such"));
}

TEST(WordsTest, PatientsAreSpokenToInTheLanguageOfTheirSheet) {
  const Asked texts;
  EXPECT_EQ(Words::ForPatients(texts, "ar").language(), "ar");
  EXPECT_EQ(Words::ForPatients(texts, "es-MX").language(), "es");
  EXPECT_EQ(Words::ForPatients(texts, "xx").language(), "en");
  EXPECT_EQ(Words::ForPatients(texts, "de").Get("today"), "Heute");
}

TEST(WordsTest, AreThereForEachPage) {
  for (const char* language : {"en", "de", "es", "fr"}) {
    const Asked texts;
    for (const Embedded& page : EmbeddedPages()) {
      const Words words = page.name.starts_with("check_in") ? Words::ForPatients(texts, language)
                                                            : Words(texts, language);
      for (const std::string& key : WordsOf(page.content)) words.Get(key);
    }
    EXPECT_THAT(texts.missing(), IsEmpty()) << language;
  }
}

TEST(WordsTest, AreThereForEachRowAndAnswerOfTheForm) {
  for (const char* language : {"en", "de", "es", "fr"}) {
    const Asked texts;
    const Words words(texts, language);
    const app::Answers answers;
    const std::set<Cause> causes;
    const FormNotes notes;
    View view;
    ShowForm({answers, {}, causes, notes}, words, view);
    ShowScreen({answers, {}, causes, notes}, words, view);
    for (const Field& field : AssessmentForm()) LabelOf(field.name, words);
    std::set<std::string> missing = texts.missing();
    std::erase_if(missing, [](const std::string& key) { return key.starts_with("console.hint."); });
    EXPECT_THAT(missing, IsEmpty()) << language << "; a hint may be missing";
  }
}

TEST(WordsTest, AreThereForEachFaultWithItsNumberAndItsRules) {
  for (const char* language : {"en", "de", "es", "fr"}) {
    const Asked texts;
    const Words words(texts, language);
    for (const std::string_view key : domain::wording::kAll) {
      domain::FieldViolation violation{"field", "said in English", "FIELD_INVALID"};
      violation.wording = {key, 17, "S-24, S-30"};
      const std::string text = FaultText(violation, words);
      EXPECT_THAT(text, Not(HasSubstr("{"))) << key;
      EXPECT_THAT(text, Not(HasSubstr("said in English"))) << key;
    }
    EXPECT_THAT(texts.missing(), IsEmpty()) << language;
  }
}

TEST(WordsTest, OfAnErrorAreTheApisOwnWhereThereAreNoOthers) {
  const Asked texts;
  const Words german(texts, "de");
  EXPECT_THAT(ErrorText(domain::FailedPrecondition("WRONG_STATE", "It is over."), german),
              HasSubstr("Zustand"));
  EXPECT_EQ(ErrorText(domain::FailedPrecondition("NO_SUCH_REASON", "It is over."), german),
            "It is over.");
  EXPECT_EQ(FaultText({"field", "is wrong", "FIELD_INVALID"}, german), "is wrong");
}

}  // namespace
}  // namespace ischia::web
