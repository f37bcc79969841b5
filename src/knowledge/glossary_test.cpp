#include "knowledge/glossary.h"

#include <gmock/gmock.h>

#include "model/fields.h"

namespace portexplorer {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

void expect_term(std::string_view word, std::string_view kind) {
  const auto term = find_term(word);
  ASSERT_TRUE(term.has_value()) << word;
  EXPECT_EQ(term->kind, kind) << word;
}

TEST(Glossary, HasEveryState) {
  for (int i = 1; i <= static_cast<int>(State::unconnected); ++i)
    expect_term(to_string(static_cast<State>(i)), "state");
}

TEST(Glossary, HasEveryProtocol) {
  for (int i = 1; i < static_cast<int>(Protocol::other); ++i) {
    const std::string_view word = to_string(static_cast<Protocol>(i));
    expect_term(word, "protocol");
  }
}

TEST(Glossary, HasEveryClassAndItsLetter) {
  for (const Class c : {Class::normal, Class::system, Class::hidden})
    expect_term(to_string(c), "class");
  for (const char* letter : {"s", "h", "?"}) expect_term(letter, "class");
}

TEST(Glossary, HasEveryMark) {
  for (const char* mark : {"+", "-", "±", "!", "<", "–", "*", "--NETSTAT--"})
    expect_term(mark, "mark");
}

TEST(Glossary, HasEveryColumn) {
  for (const Field& f : all_fields()) EXPECT_TRUE(find_term(f.name).has_value()) << f.name;
  expect_term("local_service", "column");
  expect_term("threat_ports", "column");
}

TEST(Glossary, HasEveryWordOfTheColumns) {
  for (int i = 0; i <= static_cast<int>(Owner::gone); ++i)
    EXPECT_TRUE(find_term(to_string(static_cast<Owner>(i)))) << i;
  for (const Change c : {Change::fresh, Change::closing, Change::short_lived})
    EXPECT_TRUE(find_term(to_string(c))) << to_string(c);
  for (const Direction d : {Direction::inbound, Direction::outbound, Direction::listening})
    EXPECT_TRUE(find_term(to_string(d)));
  for (const TrafficCoverage t : {TrafficCoverage::since_observed, TrafficCoverage::lifetime})
    EXPECT_TRUE(find_term(to_string(t)));
}

TEST(Glossary, FindsByOtherWords) {
  EXPECT_EQ(find_term("half open")->name, "SYN_RECV");
  EXPECT_EQ(find_term("localhost")->name, "loopback");
  EXPECT_EQ(find_term("remote-access trojan")->name, "RAT");
  EXPECT_FALSE(find_term("").has_value());
  EXPECT_FALSE(find_term("TIME").has_value());
  EXPECT_FALSE(find_term(std::string(100'000, '_')).has_value());
}

TEST(Glossary, LinksTerms) { EXPECT_THAT(find_term("TIME_WAIT")->see, Contains("FIN_WAIT2")); }

TEST(BeginnersPage, Exists) {
  EXPECT_THAT(std::string(beginners_page()), HasSubstr("# Reading the socket list\n"));
}

}  // namespace
}  // namespace portexplorer
