// Tests the language of filters: forms, words, places of errors, limits.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "model/filter/filter.h"
#include "model/netns_number.h"
#include "support/filter_fixture.h"

namespace portexplorer::filter {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using FilterSyntax = FilterTest;

TEST_F(FilterSyntax, CopiesShareTheirProgram) {
  Filter first = *Filter::parse("ssh", {});
  const Filter second = first;
  first = Filter();
  EXPECT_TRUE(first.is_empty());
  EXPECT_TRUE(second.matches(rows_.row('A')));
  EXPECT_FALSE(second.matches(rows_.row('B')));
}

TEST_F(FilterSyntax, NamesAreOptional) {
  EXPECT_TRUE(Filter::parse("https", {})->matches(rows_.row('B')) == false);
  EXPECT_FALSE(Filter::parse("port:https", {}).has_value());
  EXPECT_TRUE(Filter::parse("created_at:14:02", {}).has_value());
}

TEST_F(FilterSyntax, WordsWithSignsRemainWords) {
  EXPECT_EQ(find("--port=8080"), "I");
  EXPECT_EQ(find("user@host:22"), "-");
  EXPECT_EQ(find("/usr/sbin/sshd"), "A F");
  EXPECT_EQ(find("server.js"), "I");
  EXPECT_EQ(find("-D"), "A G");  // "avahi-daemon" matches too
}

TEST_F(FilterSyntax, OperatorsMayBeSurroundedByBlanks) {
  EXPECT_EQ(find("pid = 412"), "A");
  EXPECT_EQ(find("pid= 412"), "A");
  EXPECT_EQ(find("pid =412"), "A");
  EXPECT_EQ(find("pid != 412 user = root"), "F H");
  EXPECT_EQ(find("sent_bytes > 10M"), "F");
  EXPECT_EQ(find("pid : 412"), "A");
  EXPECT_EQ(find("pid in 412"), "-");
}

TEST_F(FilterSyntax, BlanksAroundSignsAreOptional) {
  EXPECT_EQ(find("ssh&&listen"), "A");
  EXPECT_EQ(find("firefox||curl"), "B J");
  EXPECT_EQ(find("(firefox)or(curl)"), "B J");
  EXPECT_EQ(find("process:firefox||process:curl"), "B J");
  EXPECT_EQ(find("!(firefox||curl)user:any"), "A C E F G H I");
  EXPECT_EQ(find("firefox | curl"), "B J");
  EXPECT_EQ(find("ssh & listen"), "A");
}

TEST_F(FilterSyntax, KeywordsIgnoreCase) {
  EXPECT_EQ(find("FIREFOX OR CURL"), "B J");
  EXPECT_EQ(find("NOT PROTOCOL:TCP"), "E G H");
  EXPECT_EQ(find("STATE ESTABLISHED"), "B F");
}

TEST_F(FilterSyntax, DoubleNegationCancelsOut) {
  EXPECT_EQ(find("not not firefox"), "B");
  EXPECT_EQ(find("!!firefox"), "B");
  EXPECT_EQ(find("! not !firefox"), find("not firefox"));
}

TEST_F(FilterSyntax, ListsAcceptEveryForm) {
  EXPECT_EQ(find("port:22,8000..8999"), "A F I J");
  EXPECT_EQ(find("process:/^ssh/,fox"), "A B F");
  EXPECT_EQ(find("process:\"fox\",'curl'"), "B J");
  EXPECT_EQ(find("pid:1,400..500"), "A G H");
  EXPECT_EQ(find("address:10.0.0.0/8,127.0.0.0/8"), "A C D E J");
  EXPECT_EQ(find("dport = :443,:8080"), "B J");
}

TEST_F(FilterSyntax, FieldsWithFixedWordsRejectOthers) {
  EXPECT_EQ(find("owner:gone"), "D");
  EXPECT_EQ(find("owner:none"), "-");
  EXPECT_EQ(find("direction:outbound,inbound"), "B F");
  EXPECT_EQ(find("direction:none"), "C D E G H I J");
  EXPECT_EQ(find("class:unknown"), "D E F G H I J");
  EXPECT_EQ(find("class!=hidden"), "A B");
  EXPECT_EQ(find("traffic_coverage:since-observed"), "B E F G J");
  EXPECT_EQ(find("family:ipv6"), "A C F G");
  EXPECT_EQ(find("state:/wait/"), "D");
  EXPECT_EQ(find("protocol:tcp,udp"), "A B C D E F G I J");
  EXPECT_THAT(error_of("owner:me"), HasSubstr("known, none, kernel"));
  EXPECT_THAT(error_of("protocol:http"), HasSubstr("mptcp"));
}

TEST_F(FilterSyntax, ANamespaceWithoutANumberMatchesNone) {
  auto sample = std::make_shared<Sample>();
  Snapshot snapshot;
  for (const NetnsId id : {NetnsId{4026532001}, stand_in_key(4026532777), NetnsId{}}) {
    const auto index = static_cast<std::uint32_t>(sample->sockets.size());
    sample->namespaces.emplace_back().id = id;
    sample->sockets.emplace_back().netns = id;
    snapshot.rows.emplace_back().socket = index;
  }
  snapshot.sample = sample;
  const auto found = [&](const std::string& text) {
    const auto filter = Filter::parse(text, {});
    std::string rows;
    for (const Row& row : snapshot.rows)
      rows += filter && filter->matches({snapshot, row}) ? '1' : '0';
    return rows;
  };
  EXPECT_EQ(found("netns:4026532001"), "100");
  for (const NetnsId key : {stand_in_key(4026532777), NetnsId{4026532777}, NetnsId{}}) {
    EXPECT_EQ(found("netns=" + std::to_string(key.value())), "000") << key.value();
  }
  EXPECT_EQ(found("netns!=4026532002"), "100") << "unknown is not another";
}

TEST_F(FilterSyntax, OtherKindsOfValues) {
  EXPECT_EQ(find("holders:412"), "A");
  EXPECT_EQ(find("holders:none"), "D");
  EXPECT_EQ(find("holders!=412"), "B C E F G H I J");
  EXPECT_EQ(find("mapped:no"), "D");
  EXPECT_EQ(find("mapped!=no mapped=TRUE"), "A B C E F G H I J");
  EXPECT_EQ(find("sent_rate:..1"), "B");
  EXPECT_EQ(find("sent_rate>0.4"), "B");
  EXPECT_EQ(find("sent_rate>0.6"), "-");
  EXPECT_EQ(find("netns:4026532001"), "-");  // it has a name
  EXPECT_EQ(find("netns=1"), "A B C D E F G H J");
  EXPECT_EQ(find("interface:eth0"), "G");
  EXPECT_EQ(find("last_process:postgres"), "D");
  EXPECT_EQ(find("started_at:1h.."), "A B C E F G H I J");
  EXPECT_EQ(find("pid:/^41/"), "A I");
}

TEST_F(FilterSyntax, AShownColumnIsSearched) {
  FilterNames names = TestRows::names();
  const auto matches = [&](char letter) {
    return Filter::parse("hidden", names)->matches(rows_.row(letter));
  };
  EXPECT_FALSE(matches('C'));
  names.columns = {FieldId::klass, FieldId::sent_bytes};
  EXPECT_TRUE(matches('C'));
  EXPECT_FALSE(matches('A'));
  EXPECT_TRUE(Filter::parse("512", names)->matches(rows_.row('E')));
}

TEST_F(FilterSyntax, CreationBoundsMatchOnlyIfCertain) {
  Row row = rows_.snapshot().rows[7];
  const Snapshot& snapshot = rows_.snapshot();
  const Timestamp now = snapshot.sample->taken_at;
  row.created_after = Timestamp{now.value() - 600 * kNanosecondsPerSecond};
  row.created_before = Timestamp{now.value() - 300 * kNanosecondsPerSecond};
  const auto matches = [&](std::string_view text) {
    return Filter::parse(text, TestRows::names())->matches({snapshot, row});
  };
  EXPECT_TRUE(matches("created_at:..10m"));
  EXPECT_FALSE(matches("created_at:..7m"));
  EXPECT_FALSE(matches("created_at:7m.."));
  EXPECT_TRUE(matches("created_at:5m.."));
  EXPECT_FALSE(matches("created_at!=5m..10m"));
  EXPECT_TRUE(matches("created_at!=1h.."));
  EXPECT_FALSE(matches("created_at!=7m.."));
  EXPECT_TRUE(matches("created_at:none"));
  EXPECT_TRUE(matches("created_before:..5m created_after:10m.."));
}

TEST_F(FilterSyntax, PointsAtTheMistake) {
  EXPECT_EQ(error_place("prcess:x"), "0+6");
  EXPECT_EQ(error_place("ssh and prcess:x"), "8+6");
  EXPECT_EQ(error_place("foo = bar"), "0+3");
  EXPECT_EQ(error_place("process:"), "7+1");
  EXPECT_EQ(error_place("process: x"), "7+1");
  EXPECT_EQ(error_place("process="), "7+1");
  EXPECT_EQ(error_place("(process:)"), "8+1");
  EXPECT_EQ(error_place("pid:"), "3+1");
  EXPECT_EQ(error_place("pid:x"), "4+1");
  EXPECT_EQ(error_place("pid:1,,2"), "5+1");
  EXPECT_EQ(error_place("pid:1,"), "5+1");
  EXPECT_EQ(error_place("pid:,1"), "4+1");
  EXPECT_EQ(error_place("pid>1,2"), "6+1");
  EXPECT_EQ(error_place("= 5"), "0+1");
  EXPECT_EQ(error_place("and ssh"), "0+3");
  EXPECT_EQ(error_place("ssh and"), "7+0");
  EXPECT_EQ(error_place("ssh or or x"), "7+2");
  EXPECT_EQ(error_place("ssh && && x"), "7+2");
  EXPECT_EQ(error_place("not"), "3+0");
  EXPECT_EQ(error_place("!"), "1+0");
  EXPECT_EQ(error_place("()"), "1+1");
  EXPECT_EQ(error_place("(ssh"), "0+1");
  EXPECT_EQ(error_place("ssh)"), "3+1");
  EXPECT_EQ(error_place("(ssh))"), "5+1");
  EXPECT_EQ(error_place("\"ssh"), "0+1");
  EXPECT_EQ(error_place("process:'ssh"), "8+1");
  EXPECT_EQ(error_place("\"a\"b"), "3+1");
  EXPECT_EQ(error_place("process:(x)"), "8+1");
  EXPECT_EQ(error_place("process:/a(/"), "10+1");
  EXPECT_EQ(error_place("mapped:maybe"), "7+5");
  EXPECT_EQ(error_place("mapped>1"), "6+1");
  EXPECT_EQ(error_place("process>x"), "7+1");
  EXPECT_EQ(error_place("address>1.2.3.4"), "7+1");
  EXPECT_EQ(error_place("local_address:1.2.3.4:80"), "14+10");
  EXPECT_EQ(error_place("1.2.3.4/99"), "8+2");
  EXPECT_EQ(error_place(":nosuchservice"), "1+13");
  EXPECT_EQ(error_place("state"), "0+5");
  EXPECT_EQ(error_place("state foo"), "6+3");
  EXPECT_EQ(error_place("state established state foo"), "24+3");
  EXPECT_EQ(error_place("exclude"), "0+7");
  EXPECT_EQ(error_place("dst"), "0+3");
  EXPECT_EQ(error_place("dst firefox"), "4+7");
  EXPECT_EQ(error_place("sport gt"), "6+2");
  EXPECT_EQ(error_place("created_at:5m"), "11+2");
  EXPECT_EQ(error_place("\xc3\xa9=\xff"), "none");
}

TEST_F(FilterSyntax, SuggestsTheNearestField) {
  EXPECT_THAT(error_of("stat:listen"), HasSubstr("\"state\""));
  EXPECT_THAT(error_of("remote_prot:1"), HasSubstr("\"remote_port\""));
  EXPECT_THAT(error_of("zzzzzzzz:1"), HasSubstr("quotes"));
}

TEST_F(FilterSyntax, HasLimits) {
  EXPECT_EQ(error_place(std::string(Filter::kMaxLength, 'a')), "none");
  EXPECT_EQ(error_place(std::string(Filter::kMaxLength + 1, 'a')), "4096+1");
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '(') + "a" +
           std::string(static_cast<std::size_t>(depth), ')');
  };
  EXPECT_EQ(error_place(nested(Filter::kMaxDepth)), "none");
  EXPECT_EQ(error_place(nested(Filter::kMaxDepth + 1)), "64+1");
  EXPECT_EQ(error_place(nested(2000)), "64+1");
  EXPECT_EQ(find(std::string(4095, '!') + "a"), find("!a"));
  std::string nots;
  for (int i = 0; i < Filter::kMaxDepth; ++i) nots += "not (a ";
  EXPECT_THAT(find(nots + std::string(Filter::kMaxDepth, ')')), testing::Not(StartsWith("error")));
}

}  // namespace
}  // namespace portexplorer::filter
