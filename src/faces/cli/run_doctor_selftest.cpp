// `portexplorer doctor --self-test`: the verdict on each case of the self-test.
#include <algorithm>
#include <array>
#include <span>
#include <tuple>

#include "base/escape.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/cli/wrapped.h"
#include "faces/export/json.h"

namespace portexplorer::cli {
namespace {

constexpr std::string_view kIndent = "            ";

struct VerdictLook {
  std::string_view sign;  // ten columns
  std::string_view color;
};

const VerdictLook& look_of(Verdict v) {
  static constexpr std::array looks = {
      VerdictLook{"right     ", "\x1b[32m"}, VerdictLook{"WRONG     ", "\x1b[31m"},
      VerdictLook{"not seen  ", "\x1b[31m"}, VerdictLook{"not tried ", "\x1b[33m"}};
  return looks[static_cast<std::size_t>(v)];
}

// Appends a label and its text, wrapped behind the label.
void append_labelled(TextBuffer& out, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  out.append(kIndent);
  out.append(label);
  append_wrapped(out, kIndent.size() + static_cast<std::size_t>(display_width(label)), text);
}

void append_remarks(TextBuffer& out, const SelfTestCase& c) {
  append_labelled(out, "", escaped(c.why));
  append_labelled(out, "→ ", escaped(c.remedy));
}

void append_case(TextBuffer& out, const SelfTestCase& c, bool color) {
  const VerdictLook& look = look_of(c.verdict);
  out.append("  ");
  if (color) out.append(look.color);
  out.append(look.sign);
  if (color) out.append("\x1b[0m");
  out.append(escaped(c.what));
  out.append('\n');
  if (c.verdict != Verdict::wrong && c.verdict != Verdict::not_seen) return;
  append_labelled(out, "expected: ", c.expected);
  append_labelled(out, "seen:     ", c.seen.empty() ? "nothing" : c.seen);
}

void append_group(TextBuffer& out, std::span<const SelfTestCase> cases, bool color) {
  if (color) out.append("\x1b[1m");
  out.append(escaped(cases.front().group));
  if (color) out.append("\x1b[0m");
  out.append('\n');
  for (std::size_t i = 0; i < cases.size(); ++i) {
    append_case(out, cases[i], color);
    // A remark that consecutive cases share is written once, after the last of them.
    const auto says = [&](std::size_t of) {
      return std::tie(cases[of].verdict, cases[of].why, cases[of].remedy);
    };
    const bool same_follows =
        i + 1 < cases.size() && cases[i].verdict == Verdict::untried && says(i + 1) == says(i);
    if (!same_follows) append_remarks(out, cases[i]);
  }
  out.append('\n');
}

void append_summary(TextBuffer& out, const SelfTestReport& proof) {
  out.append(std::to_string(proof.count(Verdict::right)) + " of " +
             std::to_string(proof.cases.size()) + " right");
  for (const Verdict v : {Verdict::wrong, Verdict::not_seen}) {
    if (proof.count(v) != 0)
      out.append(", " + std::to_string(proof.count(v)) + " " + std::string(to_string(v)));
  }
  if (proof.count(Verdict::untried) != 0)
    out.append(", " + std::to_string(proof.count(Verdict::untried)) + " not tried");
  out.append('\n');
}

void append_text(TextBuffer& out, const SelfTestReport& proof, bool color) {
  const std::span<const SelfTestCase> all = proof.cases;
  for (std::size_t first = 0, last = 0; first < all.size(); first = last) {
    while (last < all.size() && all[last].group == all[first].group) ++last;
    append_group(out, all.subspan(first, last - first), color);
  }
  append_summary(out, proof);
}

void append_json(TextBuffer& out, const SelfTestReport& proof) {
  out.append("{\"schema\":\"portexplorer.self-test/1\",\"cases\":[");
  bool first = true;
  for (const SelfTestCase& c : proof.cases) {
    out.append(first ? std::string_view("\n{") : std::string_view(",\n{"));
    first = false;
    const auto member = [&](std::string_view name, std::string_view value,
                            bool may_be_null = false) {
      out.append(name);
      if (value.empty() && may_be_null) out.append("null");
      else append_json_string(out, value);
    };
    member("\"group\":", c.group);
    member(",\"what\":", c.what);
    member(",\"expected\":", c.expected, true);
    member(",\"seen\":", c.seen, true);
    member(",\"verdict\":", to_string(c.verdict));
    member(",\"why\":", c.why, true);
    member(",\"remedy\":", c.remedy, true);
    out.append('}');
  }
  out.append("]}\n");
}

}  // namespace

int run_doctor_self_test(const Options& options, const Environment& env) {
  const SelfTestReport proof = env.prove();
  Output out(env.out);
  if (options.format == Format::json) append_json(out.buffer(), proof);
  else append_text(out.buffer(), proof, wants_color(options, env));
  return exit_code_after(env, out, proof.all_right() ? kExitFine : kExitNothing);
}

}  // namespace portexplorer::cli
