#include "collect/observe/past_namespaces.h"

#include <gtest/gtest.h>

#include <map>

#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using testing::SampleBuilder;
using Names = std::map<std::uint32_t, std::string>;

Names names_of(const Sample& sample) {
  Names names;
  for (const Netns& n : sample.namespaces)
    EXPECT_TRUE(names.emplace(n.id.value(), n.name).second) << n.name << " twice";
  return names;
}

Socket closed_in(std::uint32_t netns) {
  Socket s;
  s.netns = NetnsId{netns};
  return s;
}

TEST(PastNamespaces, AClosedSocketsNamespaceHasItsNumberOrTheNameThatItHad) {
  PastNamespaces past;
  Sample before = *SampleBuilder(100).build();
  const Names own = names_of(before);
  Netns named;
  named.id = NetnsId{50};
  named.name = "blue";
  before.namespaces.push_back(named);
  Sample now = *SampleBuilder(101).build();
  now.closed = {closed_in(50), closed_in(51)};
  now.closed_meanwhile = {closed_in(52), closed_in(52)};
  past.complete(&before, now, std::chrono::seconds(101));
  Names expected = own;
  expected.insert({{50, "blue"}, {51, "51"}, {52, "52"}});
  EXPECT_EQ(names_of(now), expected);
}

TEST(PastNamespaces, AreKeptForAsLongAsAClosedRowIsShownAndNoLonger) {
  PastNamespaces past;
  Sample first = *SampleBuilder(100).build();
  const Names own = names_of(first);
  first.closed = {closed_in(51)};
  past.complete(nullptr, first, std::chrono::seconds(100));
  Sample soon = *SampleBuilder(103).build();
  past.complete(&first, soon, std::chrono::seconds(103));
  EXPECT_TRUE(names_of(soon).contains(51));
  Sample late = *SampleBuilder(120).build();
  past.complete(&soon, late, std::chrono::seconds(120));
  EXPECT_EQ(names_of(late), own);
}

TEST(PastNamespaces, OneThatIsReadIsNotAddedTwice) {
  PastNamespaces past;
  Sample sample = *SampleBuilder(100).build();
  const Names own = names_of(sample);
  sample.closed = {closed_in(own.begin()->first)};
  past.complete(nullptr, sample, std::chrono::seconds(100));
  EXPECT_EQ(names_of(sample), own);
}

}  // namespace
}  // namespace portexplorer
