#include "integration/hl7v2/mllp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/integration/hl7v2/answer_fuzz.h"

namespace ischia::hl7v2 {
namespace {

constexpr std::size_t kLimit = 100;

// What a reader finds in bytes that come in pieces of that size.
std::vector<std::string> Read(std::string_view bytes, std::size_t piece) {
  FrameReader reader(kLimit);
  std::vector<std::string> all;
  while (!bytes.empty()) {
    std::string_view next = bytes.substr(0, piece);
    bytes.remove_prefix(next.size());
    for (;;) {
      const FrameReader::Found found = reader.Read(next);
      if (std::holds_alternative<FrameReader::Incomplete>(found)) break;
      if (const auto* malformed = std::get_if<FrameReader::Malformed>(&found)) {
        all.push_back("malformed: " + std::string(malformed->why));
        return all;
      }
      all.push_back(std::get<std::string>(found));
    }
  }
  return all;
}

struct FrameCase {
  std::string bytes;
  std::vector<std::string> found;
};

TEST(FrameReaderTest, FramesAreFoundHoweverTheBytesAreCut) {
  const std::vector<FrameCase> cases = {
      {"\x0B"
       "a\x1C\r",
       {"a"}},
      {"\x0B\x1C\r", {""}},
      {"\x0B"
       "a\x1C\r\x0B"
       "b\rc\x1C\r",
       {"a", "b\rc"}},
      {"\r\n\x0B"
       "a\x1C\r\r\n\n\x0B"
       "b\x1C\r\n",
       {"a", "b"}},
      {"\x0B"
       "a",
       {}},
      {"\x0B"
       "a\x1C",
       {}},
      {"a", {"malformed: bytes outside of a frame"}},
      {"HTTP/1.1 400 Bad Request\r\n\r\n", {"malformed: bytes outside of a frame"}},
      {"\x1C\r", {"malformed: bytes outside of a frame"}},
      {"\x0B"
       "a\x1C\r\x1C\r",
       {"a", "malformed: bytes outside of a frame"}},
      {"\x0B"
       "a\x0B"
       "b\x1C\r",
       {"malformed: a frame inside of a frame"}},
      {"\x0B"
       "a\x1C\n",
       {"malformed: a frame without its last byte"}},
      {"\x0B"
       "a\x1C\x1C\r",
       {"malformed: a frame without its last byte"}},
      {"\x0B"
       "a\x1C\x0B"
       "b\x1C\r",
       {"malformed: a frame without its last byte"}},
      {"\x0B" + std::string(kLimit, 'x') + "\x1C\r", {std::string(kLimit, 'x')}},
      {"\x0B" + std::string(kLimit + 1, 'x') + "\x1C\r", {"malformed: a frame beyond the limit"}},
  };
  for (const FrameCase& each : cases) {
    for (std::size_t piece = 1; piece <= each.bytes.size(); ++piece) {
      EXPECT_EQ(Read(each.bytes, piece), each.found) << piece;
    }
  }
}

TEST(FrameReaderTest, NothingIsReadBehindMalformedBytes) {
  FrameReader reader(kLimit);
  std::string_view bytes = "x";
  ASSERT_TRUE(std::holds_alternative<FrameReader::Malformed>(reader.Read(bytes)));
  const std::string frame = Framed("a");
  bytes = frame;
  const FrameReader::Found found = reader.Read(bytes);
  ASSERT_TRUE(std::holds_alternative<FrameReader::Malformed>(found));
  EXPECT_EQ(std::get<FrameReader::Malformed>(found).why, "bytes outside of a frame");
  EXPECT_EQ(bytes, frame);
}

TEST(FrameReaderTest, AFrameIsAsTheProtocolSays) { EXPECT_EQ(Framed("MSH"), "\x0BMSH\x1C\r"); }

constexpr std::string_view kHeader =
    "MSH|^~\\&|PVS1|CLINIC1|ISCHIA|CLINIC1|20261122||ACK|9|P|2.5.1\r";

struct AnswerCase {
  std::string answer;
  Verdict verdict;
  std::string code = {};
  int condition = 0;
};

TEST(AcknowledgmentTest, ItsThreeOutcomesAreKeptApart) {
  const std::string header(kHeader);
  const std::vector<AnswerCase> cases = {
      {header + "MSA|AA|IS1\r", Verdict::kAccepted, "AA"},
      {header + "MSA|CA|IS1\r", Verdict::kAccepted, "CA"},
      {header + "MSA|AA|IS1", Verdict::kAccepted, "AA"},
      {header + "MSA|AA|IS1|all is well\r", Verdict::kAccepted, "AA"},
      {header + "\nMSA|AA|IS1\r\n", Verdict::kAccepted, "AA"},
      {"MSH|^~\\&#|PVS1\rSFT|x\rMSA|AA|IS1\r", Verdict::kAccepted, "AA"},
      {"MSH*:~\\&*PVS1\rMSA*AA*IS1\r", Verdict::kAccepted, "AA"},
      {header + "MSA|AE|IS1\r", Verdict::kRefused, "AE"},
      {header + "MSA|AR|IS1\r", Verdict::kRefused, "AR"},
      {header + "MSA|CE|IS1\r", Verdict::kRefused, "CE"},
      {header + "MSA|CR|IS1\r", Verdict::kRefused, "CR"},
      {header + "MSA|AE|IS1\rERR||PID^1^3|204^Unknown key^HL70357|E\r", Verdict::kRefused, "AE",
       204},
      {header + "MSA|AR|IS1|||||\rERR|||203\r", Verdict::kRefused, "AR", 203},
      {header + "MSA|AE|IS1|Muster||||207^x\r", Verdict::kRefused, "AE", 0},
      {header + "MSA|AE|IS1|Muster|||207^x\r", Verdict::kRefused, "AE", 207},
      {header + "MSA|AE|IS1\rERR|||Erika Muster\r", Verdict::kRefused, "AE", 0},
      {header + "MSA|AE|IS1\rERR|||2040\r", Verdict::kRefused, "AE", 0},
      {header + "MSA|AA|IS2\r", Verdict::kOtherMessage, "AA"},
      {header + "MSA|AE|IS2\r", Verdict::kOtherMessage, "AE"},
      {header + "MSA|AA|\r", Verdict::kOtherMessage, "AA"},
      {header + "MSA|AA\r", Verdict::kOtherMessage, "AA"},
      {header + "MSA|AA|IS1 \r", Verdict::kOtherMessage, "AA"},
      {header + "MSA|AA|is1\r", Verdict::kOtherMessage, "AA"},
      {header + "MSA|AA|IS11\r", Verdict::kOtherMessage, "AA"},
  };
  for (const AnswerCase& each : cases) {
    const Acknowledgment read = ReadAcknowledgment(each.answer, "IS1");
    EXPECT_EQ(read.verdict, each.verdict) << each.answer;
    EXPECT_EQ(read.code, each.code) << each.answer;
    EXPECT_EQ(read.condition, each.condition) << each.answer;
  }
}

TEST(AcknowledgmentTest, WhatIsNoneIsUnreadable) {
  const std::string header(kHeader);
  for (const std::string& answer :
       {std::string(), std::string("MSA|AA|IS1\r"), header, std::string("MSH"),
        std::string("MSH|^~\\"), header + "MSA|ZZ|IS1\r", header + "MSA|aa|IS1\r",
        header + "MSA||IS1\r", header + "MSA\r", header + "MSAAA|AA|IS1\r",
        header + "MSA|AA|IS1\rMSA|AE|IS1\r",
        std::string(header).append("MSA|AA|IS1\r").append(header), "x" + header + "MSA|AA|IS1\r",
        std::string("MSHA^~\\&APVS1\rMSAAAAAIS1\r"), std::string(200, '\xFF'),
        std::string(200, '|'), std::string(200, '\r')}) {
    const Acknowledgment read = ReadAcknowledgment(answer, "IS1");
    EXPECT_EQ(read.verdict, Verdict::kUnreadable) << answer;
    EXPECT_EQ(read.code, "");
    EXPECT_EQ(read.condition, 0);
  }
}

TEST(AcknowledgmentTest, NoMessageIsAnsweredWithoutAnId) {
  EXPECT_EQ(ReadAcknowledgment(std::string(kHeader) + "MSA|AA|\r", "").verdict,
            Verdict::kOtherMessage);
}

TEST(ControlIdTest, ItIsTheTenthFieldOfTheHeader) {
  EXPECT_EQ(ControlIdOf(kHeader), "9");
  EXPECT_EQ(ControlIdOf("MSH|^~\\&|A|B|C|D|1||MDM^T02^MDM_T02|IS1\rPID|1|"), "IS1");
  EXPECT_EQ(ControlIdOf("MSH|^~\\&|A|B|C|D|1||MDM^T02^MDM_T02\rPID|IS1|"), "");
  EXPECT_EQ(ControlIdOf("PID|1|2|3|4|5|6|7|8|9|10"), "");
  EXPECT_EQ(ControlIdOf(""), "");
}

TEST(AnswerFuzzTest, TheCorpusHolds) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ISCHIA_HL7_CORPUS)) {
    std::ifstream file(entry.path(), std::ios::binary);
    ReadAsAnswers(std::string(std::istreambuf_iterator<char>(file), {}));
    ++files;
  }
  EXPECT_GT(files, 10);
}

}  // namespace
}  // namespace ischia::hl7v2
