// What every file of the contract promises its reader, beyond what buf checks.

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace ischia {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::SourceLocation;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

template <typename Element>
std::string Comment(const Element& element) {
  SourceLocation location;
  return element.GetSourceLocation(&location) ? location.leading_comments : "";
}

// The contract as parsed from its files, comments included.
class ContractTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(ISCHIA_COMMENTED_CONTRACT, std::ios::binary);
    google::protobuf::FileDescriptorSet set;
    ASSERT_TRUE(set.ParseFromIstream(&in));
    for (const auto& parsed : set.file()) {
      const FileDescriptor* file = pool_.BuildFile(parsed);
      ASSERT_NE(file, nullptr) << parsed.name();
      if (file->package() == "ischia.v1") AddFile(*file);
    }
    ASSERT_FALSE(fields_.empty());
    ASSERT_FALSE(methods_.empty());
  }

  void AddFile(const FileDescriptor& file) {
    for (int i = 0; i < file.message_type_count(); ++i) AddMessage(*file.message_type(i));
    for (int i = 0; i < file.service_count(); ++i) {
      for (int k = 0; k < file.service(i)->method_count(); ++k) {
        methods_.push_back(file.service(i)->method(k));
      }
    }
  }

  void AddMessage(const Descriptor& message) {
    if (message.options().map_entry()) return;
    for (int i = 0; i < message.field_count(); ++i) fields_.push_back(message.field(i));
    for (int i = 0; i < message.nested_type_count(); ++i) AddMessage(*message.nested_type(i));
  }

  google::protobuf::DescriptorPool pool_;
  std::vector<const FieldDescriptor*> fields_;
  std::vector<const MethodDescriptor*> methods_;
};

TEST_F(ContractTest, EveryFieldSaysFirstWhoFillsIt) {
  for (const FieldDescriptor* field : fields_) {
    EXPECT_THAT(Comment(*field), AnyOf(StartsWith(" Required. "), StartsWith(" Optional. "),
                                       StartsWith(" Output only. ")))
        << field->full_name();
  }
}

// An unsigned number turns a subtraction of one too many into a huge value.
TEST_F(ContractTest, NoFieldIsUnsigned) {
  for (const FieldDescriptor* field : fields_) {
    EXPECT_NE(field->cpp_type(), FieldDescriptor::CPPTYPE_UINT32) << field->full_name();
    EXPECT_NE(field->cpp_type(), FieldDescriptor::CPPTYPE_UINT64) << field->full_name();
  }
}

TEST_F(ContractTest, EveryMethodThatChangesRecordsTakesARequestId) {
  // A claim whose answer is lost ends by itself.
  const std::regex reads("(Get|List|Download|Preview|Replay|Claim|Peek).*");
  for (const MethodDescriptor* method : methods_) {
    const bool has_request_id = method->input_type()->FindFieldByName("request_id") != nullptr;
    EXPECT_NE(has_request_id, std::regex_match(method->name(), reads)) << method->full_name();
  }
}

TEST_F(ContractTest, EveryListIsPaged) {
  for (const MethodDescriptor* method : methods_) {
    if (method->name().rfind("List", 0) != 0) continue;
    EXPECT_NE(method->input_type()->FindFieldByName("page_size"), nullptr) << method->full_name();
    EXPECT_NE(method->input_type()->FindFieldByName("page_token"), nullptr) << method->full_name();
    EXPECT_NE(method->output_type()->FindFieldByName("next_page_token"), nullptr)
        << method->full_name();
  }
}

// A method's comment ends "Errors: REASON (remark), REASON."; remarks may name states.
TEST_F(ContractTest, EveryReasonOfAMethodStandsInTheTableOfErrors) {
  std::ifstream file(ISCHIA_ERRORS_PROTO);
  const std::string table((std::istreambuf_iterator<char>(file)), {});
  const std::regex remark("\\([^)]*\\)");
  const std::regex reason("[A-Z]+(_[A-Z]+)+");
  for (const MethodDescriptor* method : methods_) {
    const std::string comment = Comment(*method);
    const size_t start = comment.find("Errors:");
    ASSERT_NE(start, std::string::npos) << method->full_name();
    const std::string reasons = std::regex_replace(comment.substr(start), remark, "");
    for (std::sregex_iterator it(reasons.begin(), reasons.end(), reason), end; it != end; ++it) {
      EXPECT_THAT(table, HasSubstr("//   " + it->str() + " ")) << method->full_name();
    }
  }
}

}  // namespace
}  // namespace ischia
