#include "knowledge/dns_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portexplorer {
namespace {

using namespace std::string_literals;  // messages contain zero bytes
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A response with one question, 1.2.0.192.in-addr.arpa, and these records.
std::string message(int records, const std::string& answers) {
  return "\x12\x34\x81\x80\0\1\0"s + static_cast<char>(records) + "\0\0\0\0"s +
         "\1"
         "1\1"
         "2\1"
         "0\003192\007in-addr\4arpa\0\0\x0c\0\1"s +
         answers;
}

// A PTR record for the name in the question.
std::string ptr(const std::string& name, const std::string& ttl = "\0\0\1\x2c"s) {
  return "\xc0\x0c\0\x0c\0\1"s + ttl + std::string(1, static_cast<char>(name.size() >> 8)) +
         static_cast<char>(name.size() & 255) + name;
}

TEST(ReverseQuestion, ReversesTheAddress) {
  EXPECT_EQ(reverse_question(*parse_ip("198.51.100.7")), "7.100.51.198.in-addr.arpa");
  EXPECT_EQ(
      reverse_question(*parse_ip("2001:db8::567:89ab")),
      "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");  // the example
                                                                                    // of RFC 3596
}

TEST(PtrAnswer, HasNamesAndTheLeastTtl) {
  const auto answer = parse_ptr_answer(
      message(2, ptr("\3www\7example\0"s) + ptr("\4mail\xc0\x38"s, "\0\0\0\x0a"s)));
  ASSERT_TRUE(answer.has_value());
  EXPECT_THAT(answer->names, ElementsAre("www.example", "mail.example"));
  EXPECT_EQ(answer->ttl_seconds, 10u);
  EXPECT_FALSE(answer->had_unusable);
}

TEST(PtrAnswer, SkipsOtherRecords) {
  const std::string alias = "\xc0\x0c\0\5\0\1\0\0\0\1\0\2\xc0\x0c"s;
  const auto answer = parse_ptr_answer(message(2, alias + ptr("\1a\0"s)));
  ASSERT_TRUE(answer.has_value());
  EXPECT_THAT(answer->names, ElementsAre("a"));
}

TEST(PtrAnswer, LeavesOutInvalidNames) {
  for (const std::string& name :
       {"\4\x1b[2J\0"s, "\3a\nb\0"s, "\0"s, "\2\xc3\xa4\0"s, "\3a.b\0"s, "\3a.b\1\x7f\0"s}) {
    const auto answer = parse_ptr_answer(message(1, ptr(name)));
    ASSERT_TRUE(answer.has_value());
    EXPECT_THAT(answer->names, IsEmpty());
    EXPECT_TRUE(answer->had_unusable);
  }
}

TEST(PtrAnswer, RejectsDamagedMessages) {
  const std::string good = message(1, ptr("\3www\7example\0"s));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(parse_ptr_answer(good.substr(0, size)).has_value()) << size;
  std::string question = good;
  question[2] = 1;
  EXPECT_FALSE(parse_ptr_answer(question).has_value());
  EXPECT_FALSE(parse_ptr_answer(message(1, ptr("\xc0\x34"s))).has_value()) << "points at itself";
  EXPECT_FALSE(parse_ptr_answer(message(1, ptr("\1a\xc0\x34"s))).has_value())
      << "goes round in circles";
  EXPECT_FALSE(parse_ptr_answer(message(1, ptr("\xc0\xff"s))).has_value())
      << "points behind the end";
  EXPECT_FALSE(parse_ptr_answer(message(1, ptr("\xc0\x02"s))).has_value())
      << "points into the header";
  EXPECT_FALSE(
      parse_ptr_answer(message(1, ptr("\x41"s + std::string(0x41, 'a') + "\0"s))).has_value())
      << "a label over 63";
  std::string longest;
  for (int i = 0; i < 5; ++i) longest += "\x3f"s + std::string(63, 'a');
  EXPECT_FALSE(parse_ptr_answer(message(1, ptr(longest + "\0"s))).has_value()) << "a name over 255";
  EXPECT_FALSE(parse_ptr_answer(message(2, ptr("\1a\0"s))).has_value())
      << "fewer records than it says";
}

TEST(PtrAnswer, KeepsEightNames) {
  std::string records;
  for (char c = 'a'; c < 'a' + 20; ++c) records += ptr("\1"s + c + "\0"s);
  EXPECT_EQ(parse_ptr_answer(message(20, records))->names.size(), 8u);
}

}  // namespace
}  // namespace portexplorer
