#include "model/filter/field_words.h"

#include <gmock/gmock.h>

#include <memory>
#include <set>
#include <string>

#include "base/ascii.h"
#include "model/filter/condition_parser.h"
#include "model/filter/filter.h"
#include "model/filter/text_match.h"
#include "support/filter_rows.h"

namespace portexplorer::filter {
namespace {

TEST(FieldWords, EveryFieldIsFound) {
  for (const Field& field : all_fields()) {
    EXPECT_TRUE(find_subject(field.name).has_value()) << field.name;
  }
}

TEST(FieldWords, EveryAliasHasAMeaningAndHidesNoField) {
  std::set<std::string_view> seen;
  for (const Alias& alias : aliases()) {
    EXPECT_TRUE(find_subject(alias.meaning).has_value()) << alias.meaning;
    EXPECT_EQ(find_field(alias.word), nullptr) << alias.word;
    EXPECT_TRUE(seen.insert(alias.word).second) << alias.word;
  }
}

TEST(FieldWords, IgnoreCaseAndDashes) {
  EXPECT_EQ(find_subject("Process")->field->id, FieldId::process);
  EXPECT_EQ(find_subject("sent-bytes")->field->id, FieldId::sent_bytes);
  EXPECT_EQ(find_subject("class")->field->id, FieldId::klass);
  EXPECT_EQ(find_subject("dport")->sides, kRemote);
  EXPECT_EQ(find_subject("port")->sides, kLocal | kRemote);
  EXPECT_FALSE(find_subject("").has_value());
}

TEST(FieldWords, TheNearestWordIsFound) {
  EXPECT_EQ(nearest_subject("prcess"), "process");
  EXPECT_EQ(nearest_subject("prot0col"), "protocol");
  EXPECT_EQ(nearest_subject("sent_byte"), "sent_bytes");
  EXPECT_EQ(nearest_subject("usre"), "user");
  EXPECT_EQ(nearest_subject("local_adress"), "local_address");
  EXPECT_EQ(nearest_subject("http"), "");
  EXPECT_EQ(nearest_subject(std::string(4000, 'a')), "");
}

// Every word that the model prints can be typed.
TEST(FieldWords, EveryWordOfTheModelIsListed) {
  const auto expect_listed = [](FieldId id, std::string_view word) {
    const auto words = words_of(id);
    if (word.empty()) return;  // an unknown state is shown as nothing
    EXPECT_THAT(words, testing::Contains(std::string_view(ascii_lower(word)))) << field(id).name;
  };
  for (int i = 0; i < kProtocolCount; ++i)
    expect_listed(FieldId::protocol, to_string(static_cast<Protocol>(i)));
  for (int i = 0; i <= static_cast<int>(Family::other); ++i)
    expect_listed(FieldId::family, to_string(static_cast<Family>(i)));
  for (int i = 0; i <= static_cast<int>(State::unconnected); ++i)
    expect_listed(FieldId::state, to_string(static_cast<State>(i)));
  for (int i = 0; i <= static_cast<int>(Class::hidden); ++i)
    expect_listed(FieldId::klass, to_string(static_cast<Class>(i)));
  for (int i = 0; i <= static_cast<int>(Owner::foreign); ++i)
    expect_listed(FieldId::owner, to_string(static_cast<Owner>(i)));
  for (int i = 0; i <= static_cast<int>(Change::short_lived); ++i)
    expect_listed(FieldId::change, to_string(static_cast<Change>(i)));
  for (int i = 0; i <= static_cast<int>(Direction::listening); ++i)
    expect_listed(FieldId::direction, to_string(static_cast<Direction>(i)));
  for (int i = 0; i <= static_cast<int>(TrafficCoverage::lifetime); ++i) {
    expect_listed(FieldId::traffic_coverage, to_string(static_cast<TrafficCoverage>(i)));
  }
}

// For example the socket of an fd whose process exited before the socket could be identified.
TEST(FieldWords, ASocketOfUnknownProtocolIsFoundAsItIsShown) {
  const auto sample = std::make_shared<Sample>();
  sample->sockets.resize(2);
  sample->sockets[1].protocol = Protocol::tcp;
  sample->sockets[1].family = Family::ipv4;
  Snapshot snapshot;
  for (const std::uint32_t i : {0u, 1u}) snapshot.rows.emplace_back().socket = i;
  snapshot.sample = sample;
  for (const FieldId id : {FieldId::protocol, FieldId::family}) {
    std::string shown;
    append_human(shown, field(id), {snapshot, snapshot.rows[0]});
    EXPECT_EQ(shown, "unknown") << field(id).name;
    const auto filter = Filter::parse(std::string(field(id).name) + ":" + shown, {});
    ASSERT_TRUE(filter) << filter.error().message;
    EXPECT_TRUE(filter->matches({snapshot, snapshot.rows[0]}));
    EXPECT_FALSE(filter->matches({snapshot, snapshot.rows[1]}));
  }
}

// Words that an error suggests must be accepted.
TEST(FieldWords, EveryListedWordOfAFieldIsAccepted) {
  for (const Field& f : all_fields()) {
    for (const std::string_view word : words_of(f.id)) {
      for (const char* op : {":", "=", "!="}) {
        const std::string text = std::string(f.name) + op + std::string(word);
        const auto filter = Filter::parse(text, TestRows::names());
        EXPECT_TRUE(filter) << text << ": " << filter.error().message;
      }
    }
  }
}

TEST(FieldWords, EveryListedStateIsAState) {
  for (const std::string_view word : words_of(FieldId::state))
    EXPECT_TRUE(states_of(word).has_value()) << word;
  for (const char* word :
       {"established", "syn-sent", "syn-recv", "fin-wait-1", "fin-wait-2", "time-wait", "closed",
        "close-wait", "last-ack", "listening", "closing", "ESTAB", "UNCONN", "all", "connected",
        "synchronized", "bucket", "big"}) {
    EXPECT_TRUE(states_of(word).has_value()) << word;
  }
  EXPECT_FALSE(states_of("opne").has_value());
  EXPECT_FALSE(states_of("").has_value());
}

}  // namespace
}  // namespace portexplorer::filter
