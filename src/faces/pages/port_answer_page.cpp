// Formats an answer about a port as a page.
#include <algorithm>

#include "base/escape.h"
#include "base/join.h"
#include "faces/pages/page_writer.h"
#include "faces/pages/port_answer.h"
#include "faces/pages/sentences.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kPortUsersShown = 8;
constexpr std::size_t kThreatsShown = 5;
constexpr std::size_t kWidestName = 18;  // a longer name gets a separate line

// A line of the table. Protocols with the same text share one line.
struct Line {
  std::string name;
  std::string text;
  std::string protocols;
};

struct Threat {
  PortThreat threat;
  std::string protocols;
};

void add_protocol(std::string& protocols, Protocol protocol) {
  protocols += (protocols.empty() ? "" : ", ") + std::string(to_string(protocol));
}

void add_line(std::vector<Line>& lines, Protocol protocol, std::string_view name,
              std::string_view text) {
  auto it = std::ranges::find_if(
      lines, [&](const Line& l) { return l.name == escaped(name) && l.text == escaped(text); });
  if (it == lines.end()) it = lines.insert(it, {escaped(name), escaped(text), ""});
  add_protocol(it->protocols, protocol);
}

class PortPage {
 public:
  PortPage(PageWriter& page, const PortAnswer& answer, const PortPageOptions& options)
      : answer_(answer),
        options_(options),
        page_(page),
        words_(page.words()),
        names_protocols_(answer.asked.protocols.size() != 1) {
    for (const PortPart& part : answer.parts) collect(part);
    std::ranges::stable_sort(threats_, std::ranges::greater{},
                             [](const Threat& t) { return t.threat.year; });
  }

  void append() {
    page_.paragraph(port_lead(answer_, words_));
    page_.begin_entries(name_width());
    append_here();
    append_lines(words_.say("Most likely"_text), likely_);
    append_lines(words_.say("Not registered"_text), unofficial_);
    append_lines(words_.say("Registered"_text), registered_);
    append_threats();
    append_notes();
  }

 private:
  void collect(const PortPart& part) {
    for (const PortUse& use : part.known.likely) {
      if (!is_told(use)) add_line(likely_, part.protocol, use.name, words_.translated(use.text));
    }
    for (const PortUse& use : part.known.unofficial)
      add_line(unofficial_, part.protocol, use.name, use.text);
    for (const RegisteredService& service : part.known.registered)
      add_line(registered_, part.protocol, service.name, service.description);
    for (const PortThreat& threat : part.known.threats) add_threat(threat, part.protocol);
  }

  // Returns whether the lead mentions the use, for any protocol.
  [[nodiscard]] bool is_told(const PortUse& use) const {
    return std::ranges::any_of(answer_.parts, [&](const PortPart& part) {
      return is_told_first(answer_, part) && part.story.name == use.name &&
             part.story.text == use.text;
    });
  }

  void add_threat(const PortThreat& threat, Protocol protocol) {
    const auto same = [&](const Threat& t) {
      return t.threat.name == threat.name && t.threat.kind == threat.kind &&
             t.threat.year == threat.year && t.threat.sources == threat.sources;
    };
    auto it = std::ranges::find_if(threats_, same);
    if (it == threats_.end()) it = threats_.insert(it, {threat, ""});
    add_protocol(it->protocols, protocol);
  }

  [[nodiscard]] std::size_t name_width() const {
    std::size_t width = 8;
    const auto count = [&](std::string_view name) {
      width = std::max(width, static_cast<std::size_t>(display_width(name)));
    };
    for (const auto* lines : {&likely_, &unofficial_, &registered_}) {
      for (const Line& line : *lines) count(line.name);
    }
    for (std::size_t i = 0; i < std::min(threats_.size(), threats_shown()); ++i)
      count(threats_[i].threat.name);
    return std::min(width, kWidestName);
  }

  [[nodiscard]] std::size_t threats_shown() const {
    return options_.all ? threats_.size() : kThreatsShown;
  }

  // Returns "tcp, udp: text" if the user gave no protocol.
  [[nodiscard]] std::string with_protocols(const std::string& text,
                                           const std::string& protocols) const {
    if (!names_protocols_) return text;
    return text.empty() ? protocols : protocols + ": " + text;
  }

  void append_here() {
    const std::string label = words_.say("On this machine"_text);
    if (!answer_.snapshot) {
      page_.entry(label,
                  words_.say("Not known: {1}."_text, {escaped(words_.translated(answer_.trouble))}),
                  {PageLink::To::doctor, ""});
      return;
    }
    std::size_t users = 0;
    for (const PortPart& part : answer_.parts) {
      for (const PortUser& user : part.users) {
        if (++users <= kPortUsersShown) append_user(label, user);
      }
    }
    if (users == 0) append_nobody(label);
    if (users > kPortUsersShown) {
      page_.entry(label,
                  words_.say("{1} more use it."_text, {std::to_string(users - kPortUsersShown)}),
                  {PageLink::To::sockets, "port:" + std::to_string(answer_.asked.port)});
    }
  }

  void append_nobody(const std::string& label) {
    const std::string missing = missing_sockets(*answer_.snapshot->sample, words_);
    if (missing.empty()) page_.entry(label, words_.say("Nobody uses it now."_text));
    else
      page_.entry(
          label,
          words_.say("No visible socket uses it, but others may be missing. {1}"_text, {missing}),
          {PageLink::To::doctor, ""});
  }

  void append_user(const std::string& label, const PortUser& user) {
    PageLink lead;
    if (user.process != kNoIndex)
      lead = to_process(answer_.snapshot->sample->tables.processes[user.process].pid.value());
    page_.entry(label, port_user_sentence(*answer_.snapshot, user, words_), lead);
  }

  void append_lines(std::string_view label, const std::vector<Line>& lines) {
    for (const Line& line : lines) {
      page_.named_entry(label, line.name.empty() ? "–" : line.name,
                        with_protocols(line.text, line.protocols));
    }
  }

  void append_threats() {
    const std::size_t shown = std::min(threats_.size(), threats_shown());
    const std::string label = words_.say("Also been used by"_text);
    for (std::size_t i = 0; i < shown; ++i) {
      const PortThreat& threat = threats_[i].threat;
      const std::string kind = words_.translated(explain_threat_kind(threat.kind));
      const std::string sources = joined(threat.sources);
      const std::string text = threat.year == 0
                                   ? words_.say("{1}; listed by {2}"_text, {kind, sources})
                                   : words_.say("{1}, {2}; listed by {3}"_text,
                                                {kind, std::to_string(threat.year), sources});
      page_.named_entry(label, threat.name, with_protocols(text, threats_[i].protocols));
    }
    if (shown < threats_.size())
      page_.entry(label,
                  words_.say("… {1} more: --all"_text, {std::to_string(threats_.size() - shown)}));
  }

  void append_notes() {
    if (!threats_.empty()) page_.paragraph(threat_note(words_));
    const std::string first = std::to_string(answer_.range.first);
    const std::string last = std::to_string(answer_.range.last);
    const bool ephemeral = std::ranges::any_of(
        answer_.parts, [](const PortPart& p) { return p.story.rule == StoryRule::ephemeral; });
    const std::string number = std::to_string(answer_.asked.port);
    if (ephemeral) {
      page_.paragraph(words_.say(
          "The kernel here takes ephemeral ports from {1} to {2}. As the port of a server the number can mean something:"_text,
          {first, last}));
      page_.lead({PageLink::To::port, "remote " + number});
    } else if (answer_.range.contains(answer_.asked.port)) {
      page_.paragraph(
          words_.say("The kernel here takes ephemeral ports from {1} to {2}, by chance. A program "
                     "that calls out with this "
                     "port means nothing by it."_text,
                     {first, last}));
    }
    if (!answer_.asked.other_ports.empty()) page_.paragraph(other_ports());
  }

  [[nodiscard]] std::string other_ports() const {
    constexpr std::size_t kShown = 8;
    std::string text;
    const auto& ports = answer_.asked.other_ports;
    for (std::size_t i = 0; i < std::min(ports.size(), kShown); ++i)
      text += (i == 0 ? "" : ", ") + std::to_string(ports[i]);
    return words_.say("The name {1} stands for other ports too: {2}"_text,
                      {escaped(answer_.asked.name), text}) +
           (ports.size() > kShown ? " …" : ".");
  }

  const PortAnswer& answer_;
  const PortPageOptions& options_;
  PageWriter& page_;
  const Words& words_;
  bool names_protocols_;
  std::vector<Line> likely_;
  std::vector<Line> unofficial_;
  std::vector<Line> registered_;
  std::vector<Threat> threats_;
};

}  // namespace

void write_port_page(PageWriter& page, const PortAnswer& answer, const PortPageOptions& options) {
  PortPage(page, answer, options).append();
}

}  // namespace portexplorer::pages
