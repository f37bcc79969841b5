#include "collect/diagnose/judge.h"

#include <algorithm>

#include "base/error_name.h"
#include "base/escape.h"

namespace portexplorer {
namespace {

// Tolerates a difference between the clocks of BPF programs and of this process: they are
// synchronized only at intervals, and one of them may be slewed.
constexpr std::int64_t kClockSlack = kNanosecondsPerSecond / 1000;
constexpr std::size_t kFew = 4;

std::string text_of(const Actor& actor) {
  return std::to_string(actor.pid.value()) + "/" + escaped(actor.name);
}

class Expectations {
 public:
  template <typename T, typename Text>
  void add(const char* name, const std::optional<T>& expected, const std::optional<T>& seen,
           Text text) {
    if (!expected) return;
    Expectation expectation{name + std::string(" ") + text(*expected), std::nullopt,
                            seen == expected};
    if (seen) expectation.seen = name + std::string(" ") + text(*seen);
    list_.push_back(std::move(expectation));
  }
  void add(const char* name, const std::optional<Actor>& expected,
           const std::optional<Actor>& seen) {
    add(name, expected, seen, text_of);
  }
  void add(const char* name, std::optional<std::uint64_t> expected,
           std::optional<std::uint64_t> seen) {
    add(name, expected, seen, [](std::uint64_t n) { return std::to_string(n); });
  }
  void add(Expectation expectation) { list_.push_back(std::move(expectation)); }

  [[nodiscard]] std::vector<Expectation> take() { return std::move(list_); }

 private:
  std::vector<Expectation> list_;
};

std::string milliseconds(std::int64_t ns) {
  return std::to_string((ns + 999'999) / 1'000'000) + " ms";
}

void add_made(Expectations& to, const DoneSocket& done, const SeenSocket& seen) {
  if (!done.made_after || !done.made_before) return;
  Expectation expectation{"made during the call", std::nullopt, false};
  if (seen.made_at) {
    const std::int64_t early = done.made_after->value() - seen.made_at->value();
    const std::int64_t late = seen.made_at->value() - done.made_before->value();
    expectation.right = early <= kClockSlack && late <= kClockSlack;
    expectation.seen = expectation.right ? expectation.expected
                       : early > 0       ? "made " + milliseconds(early) + " before it"
                                         : "made " + milliseconds(late) + " after it";
  }
  to.add(std::move(expectation));
}

void add_holder(Expectations& to, View view, const DoneSocket& done, const SeenSocket& seen) {
  if (!done.nobody_holds_it) {
    to.add("owner", done.owner, seen.owner);
    return;
  }
  to.add(Expectation{"owner none", seen.owner ? "owner " + text_of(*seen.owner) : "owner none",
                     !seen.owner});
  if (view == View::kernel_list) to.add("last owner", done.owner, seen.last_owner);
}

// Of TCP, which counts its own traffic, the netlink backend reports only what open connections have
// moved; it reports nothing for closed ones. What it does report must be correct.
bool must_count(View view, const DoneSocket& done) {
  if (view != View::plain_list) return true;
  return done.protocol == Protocol::tcp && !(done.nobody_holds_it && done.owner);
}

void add_traffic(Expectations& to, View view, const DoneSocket& done, const SeenSocket& seen) {
  const bool must = must_count(view, done);
  const auto add = [&](const char* name, std::optional<std::uint64_t> expected,
                       std::optional<std::uint64_t> told) {
    if (must || told) to.add(name, expected, told);
  };
  add("sent", done.sent_bytes, seen.sent_bytes);
  add("received", done.received_bytes, seen.received_bytes);
  add("packets out", done.sent_packets, seen.sent_packets);
  add("packets in", done.received_packets, seen.received_packets);
}

struct Judged {
  std::string expected;
  std::string seen;
  Verdict verdict = Verdict::right;
};

Judged tell(View view, const Sighting& sighting) {
  const auto& [done, seen] = sighting;
  Judged told;
  for (const Expectation& expectation : expectations(view, done, seen.value_or(SeenSocket{}))) {
    told.expected += (told.expected.empty() ? "" : ", ") + expectation.expected;
    if (!seen) continue;
    told.seen += (told.seen.empty() ? "" : ", ") +
                 expectation.seen.value_or("\"" + expectation.expected + "\" not reported");
    if (expectation.right) continue;
    if (expectation.seen) told.verdict = Verdict::wrong;
    else if (told.verdict == Verdict::right) told.verdict = Verdict::not_seen;
  }
  if (!seen) told.verdict = Verdict::not_seen;
  if (done.label.empty()) return told;
  told.expected = done.label + ": " + told.expected;
  told.seen = done.label + ": " + (told.seen.empty() ? "nothing" : told.seen);
  return told;
}

bool is_worse(Verdict a, Verdict b) {
  const auto rank = [](Verdict v) {
    return v == Verdict::wrong ? 2 : v == Verdict::not_seen ? 1 : 0;
  };
  return rank(a) > rank(b);
}

SelfTestCase judge_few(const std::vector<Judged>& all) {
  SelfTestCase result;
  for (const Judged& told : all) {
    const char* const between = &told == all.data() ? "" : "; ";
    result.expected += between + told.expected;
    result.seen += between + told.seen;
  }
  return result;
}

SelfTestCase judge_many(const std::vector<Judged>& all) {
  SelfTestCase result;
  const auto right = std::ranges::count(all, Verdict::right, &Judged::verdict);
  result.expected = "all " + std::to_string(all.size()) + " right, such as " + all.front().expected;
  result.seen = std::to_string(right) + " of " + std::to_string(all.size()) + " right";
  const auto first =
      std::ranges::find_if(all, [](const Judged& told) { return told.verdict != Verdict::right; });
  if (first != all.end())
    result.why = "For one of them, " + first->expected + " was expected, but " +
                 (first->seen.empty() ? "nothing" : first->seen) + " was reported.";
  return result;
}

}  // namespace

std::vector<Expectation> expectations(View view, const DoneSocket& done, const SeenSocket& seen) {
  Expectations list;
  if (view == View::log) {
    list.add("maker", done.maker, seen.maker);
    list.add("owner", done.owner, seen.owner);
    if (done.error)
      list.add(Expectation{error_name(*done.error),
                           seen.error != 0 ? error_name(seen.error) : "no error",
                           seen.error == *done.error});
  } else {
    add_holder(list, view, done, seen);
  }
  if (view != View::plain_list) add_made(list, done, seen);
  add_traffic(list, view, done, seen);
  return list.take();
}

SelfTestCase judge(View view, std::span<const Sighting> sightings) {
  std::vector<Judged> all;
  all.reserve(sightings.size());
  for (const Sighting& sighting : sightings) all.push_back(tell(view, sighting));
  SelfTestCase result = all.size() <= kFew ? judge_few(all) : judge_many(all);
  result.verdict = all.empty() ? Verdict::not_seen : Verdict::right;
  for (const Judged& told : all) {
    if (is_worse(told.verdict, result.verdict)) result.verdict = told.verdict;
  }
  return result;
}

}  // namespace portexplorer
