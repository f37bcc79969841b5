// What is told of a port, as a page.
#include <algorithm>

#include "base/escape.h"
#include "faces/pages/page_writer.h"
#include "faces/pages/port_answer.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kUsersShown = 8;
constexpr std::size_t kThreatsShown = 5;
constexpr std::size_t kWidestName = 18;  // a longer one stands on a line of its own

// A line of the table: the same words for several protocols stand once.
struct Line {
  std::string name;
  std::string text;
  std::string protocols;
};

struct Threat {
  PortThreat threat;
  std::string protocols;
};

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

void add_protocol(std::string& protocols, Protocol protocol) {
  protocols += (protocols.empty() ? "" : ", ") + std::string(to_string(protocol));
}

void add_line(std::vector<Line>& lines, Protocol protocol, std::string_view name, std::string_view text) {
  auto it = std::ranges::find_if(lines, [&](const Line& l) { return l.name == escaped(name) && l.text == escaped(text); });
  if (it == lines.end()) it = lines.insert(it, {escaped(name), escaped(text), ""});
  add_protocol(it->protocols, protocol);
}

class PortPage {
 public:
  PortPage(PageWriter& page, const PortAnswer& answer, const PortPageOptions& options)
      : answer_(answer), options_(options), page_(page), names_protocols_(answer.asked.protocols.size() != 1) {
    for (const PortPart& part : answer.parts) collect(part);
    std::ranges::stable_sort(threats_, std::ranges::greater{}, [](const Threat& t) { return t.threat.year; });
  }

  void append() {
    page_.paragraph(port_lead(answer_));
    page_.begin_entries(name_width());
    append_here();
    append_lines("Most likely", likely_);
    append_lines("Not registered", unofficial_);
    append_lines("Registered", registered_);
    append_threats();
    append_notes();
  }

 private:
  void collect(const PortPart& part) {
    for (const PortUse& use : part.known.likely) {
      if (!is_told(use)) add_line(likely_, part.protocol, use.name, use.text);
    }
    for (const PortUse& use : part.known.unofficial) add_line(unofficial_, part.protocol, use.name, use.text);
    for (const RegisteredService& service : part.known.registered) add_line(registered_, part.protocol, service.name, service.description);
    for (const PortThreat& threat : part.known.threats) add_threat(threat, part.protocol);
  }

  // By the lead, of whatever protocol.
  [[nodiscard]] bool is_told(const PortUse& use) const {
    return std::ranges::any_of(answer_.parts, [&](const PortPart& part) {
      return is_told_first(answer_, part) && part.story.name == use.name && part.story.text == use.text;
    });
  }

  void add_threat(const PortThreat& threat, Protocol protocol) {
    const auto same = [&](const Threat& t) {
      return t.threat.name == threat.name && t.threat.kind == threat.kind && t.threat.year == threat.year &&
             t.threat.sources == threat.sources;
    };
    auto it = std::ranges::find_if(threats_, same);
    if (it == threats_.end()) it = threats_.insert(it, {threat, ""});
    add_protocol(it->protocols, protocol);
  }

  [[nodiscard]] std::size_t name_width() const {
    std::size_t width = 8;
    const auto count = [&](std::string_view name) { width = std::max(width, static_cast<std::size_t>(display_width(name))); };
    for (const auto* lines : {&likely_, &unofficial_, &registered_}) {
      for (const Line& line : *lines) count(line.name);
    }
    for (std::size_t i = 0; i < std::min(threats_.size(), threats_shown()); ++i) count(threats_[i].threat.name);
    return std::min(width, kWidestName);
  }

  [[nodiscard]] std::size_t threats_shown() const { return options_.all ? threats_.size() : kThreatsShown; }

  // "tcp, udp: text" where the reader did not say which.
  [[nodiscard]] std::string with_protocols(const std::string& text, const std::string& protocols) const {
    if (!names_protocols_) return text;
    return text.empty() ? protocols : protocols + ": " + text;
  }

  void append_here() {
    if (!answer_.snapshot) {
      page_.entry("On this machine", "Not known: " + escaped(answer_.trouble) + ".", {Lead::To::doctor, ""});
      return;
    }
    std::size_t users = 0;
    for (const PortPart& part : answer_.parts) {
      for (const PortUser& user : part.users) {
        if (++users <= kUsersShown) append_user(user);
      }
    }
    if (users == 0) page_.entry("On this machine", "Nobody uses it now.");
    if (users > kUsersShown) {
      page_.entry("On this machine", std::to_string(users - kUsersShown) + " more use it.",
                  {Lead::To::sockets, "port:" + std::to_string(answer_.asked.port)});
    }
  }

  void append_user(const PortUser& user) {
    Lead lead;
    if (user.process != kNoIndex) lead = to_process(answer_.snapshot->sample->tables.processes[user.process].pid.value());
    page_.entry("On this machine", port_user_sentence(*answer_.snapshot, user), lead);
  }

  void append_lines(std::string_view label, const std::vector<Line>& lines) {
    for (const Line& line : lines) {
      page_.named_entry(label, line.name.empty() ? "–" : line.name, with_protocols(line.text, line.protocols));
    }
  }

  void append_threats() {
    const std::size_t shown = std::min(threats_.size(), threats_shown());
    for (std::size_t i = 0; i < shown; ++i) {
      const PortThreat& threat = threats_[i].threat;
      std::string text(explain_threat_kind(threat.kind));
      if (threat.year != 0) text += ", " + std::to_string(threat.year);
      text += "; listed by " + joined(threat.sources);
      page_.named_entry("Also been used by", threat.name, with_protocols(text, threats_[i].protocols));
    }
    if (shown < threats_.size()) page_.entry("Also been used by", "… " + std::to_string(threats_.size() - shown) + " more: --all");
  }

  void append_notes() {
    if (!threats_.empty()) page_.paragraph(threat_note());
    const std::string range = std::to_string(answer_.range.first) + " to " + std::to_string(answer_.range.last);
    const bool temporary = std::ranges::any_of(answer_.parts, [](const PortPart& p) { return p.story.rule == StoryRule::temporary; });
    const std::string number = std::to_string(answer_.asked.port);
    if (temporary) {
      page_.paragraph("The kernel here takes temporary ports from " + range + ". As the port of a server the number can mean something:");
      page_.lead({Lead::To::port, "remote " + number});
    } else if (answer_.range.contains(answer_.asked.port)) {
      page_.paragraph("The kernel here takes temporary ports from " + range +
                      ", by chance. A program that calls out with this port means nothing by it.");
    }
    if (!answer_.asked.other_ports.empty()) page_.paragraph(other_ports());
  }

  [[nodiscard]] std::string other_ports() const {
    constexpr std::size_t kShown = 8;
    std::string text = "The name " + escaped(answer_.asked.name) + " stands for other ports too: ";
    const auto& ports = answer_.asked.other_ports;
    for (std::size_t i = 0; i < std::min(ports.size(), kShown); ++i) text += (i == 0 ? "" : ", ") + std::to_string(ports[i]);
    return text + (ports.size() > kShown ? " …" : ".");
  }

  const PortAnswer& answer_;
  const PortPageOptions& options_;
  PageWriter& page_;
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
