// The sentences that are said of a port and of those who use it.
#include <algorithm>

#include "base/escape.h"
#include "faces/pages/port_answer.h"
#include "faces/pages/sentences.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

RowView first_row(const Snapshot& snapshot, const PortUser& user) { return {snapshot, snapshot.rows[user.rows.front()]}; }

std::string address_text(const RowView& view, bool remote) {
  std::string raw;
  append_address(raw, view, remote);
  return escaped(raw);
}

std::string endpoint_text(const RowView& view) {
  std::string address = address_text(view, true);
  if (address.find(':') != std::string::npos) address = "[" + address + "]";
  return address + ":" + std::to_string(view.socket().remote_port);
}

// The different texts of a user's rows, in their order.
template <typename Text>
std::vector<std::string> texts_of(const Snapshot& snapshot, const PortUser& user, Text text) {
  std::vector<std::string> texts;
  for (const std::uint32_t row : user.rows) {
    std::string one = text(RowView(snapshot, snapshot.rows[row]));
    if (texts.size() > 100 || std::ranges::find(texts, one) != texts.end()) continue;  // nobody counts further by eye
    texts.push_back(std::move(one));
  }
  return texts;
}

std::string local_addresses(const Snapshot& snapshot, const PortUser& user) {
  const auto all = [](const RowView& v) { return is_unspecified(v.socket().local_address); };
  for (const std::uint32_t row : user.rows) {
    if (all(RowView(snapshot, snapshot.rows[row]))) return "on all addresses";
  }
  return "at " + enumerated(texts_of(snapshot, user, [](const RowView& v) { return address_text(v, false); }));
}

std::string peers(const Snapshot& snapshot, const PortUser& user) {
  return enumerated(texts_of(snapshot, user, [](const RowView& v) { return address_text(v, true); }));
}

std::string connections(const PortUser& user) {
  return user.rows.size() == 1 ? "one connection" : std::to_string(user.rows.size()) + " connections";
}

std::string since(const RowView& view) {
  if (!view.created_at()) return "";
  std::string text = ", since ";
  append_human(text, field(FieldId::created_at), view);
  return text;
}

std::string outgoing_sentence(const Snapshot& snapshot, const PortUser& user) {
  const State state = first_row(snapshot, user).socket().state;
  const std::string subject = who(first_row(snapshot, user));
  if (state == State::established) return subject + " is connected to it at " + peers(snapshot, user) + ".";
  return subject + " has " + connections(user) + " to it at " + peers(snapshot, user) + ", in state " + std::string(to_string(state)) + ".";
}

std::string ended_sentence(const Snapshot& snapshot, const PortUser& user) {
  return connections(user) + (user.rows.size() == 1 ? " has" : " have") + " ended; the kernel still remembers " +
         (user.rows.size() == 1 ? "it" : "them") + " (" + std::string(to_string(first_row(snapshot, user).socket().state)) + ").";
}

std::string sentence_of(const Snapshot& snapshot, const PortUser& user) {
  const RowView first = first_row(snapshot, user);
  switch (user.role) {
    case PortRole::listens: return who(first) + " listens on it " + local_addresses(snapshot, user) + since(first) + ".";
    case PortRole::incoming: return who(first) + " has " + connections(user) + " on it, from " + peers(snapshot, user) + ".";
    case PortRole::own: return who(first) + " uses it as its own port, and talks to " + peers(snapshot, user) + ".";
    case PortRole::outgoing: return outgoing_sentence(snapshot, user);
    case PortRole::temporary:
      return "the kernel chose it for " + who(first) + ", which talks to " + enumerated(texts_of(snapshot, user, endpoint_text)) + ".";
    case PortRole::ended: break;
  }
  return ended_sentence(snapshot, user);
}

std::string ending_with_stop(std::string_view text) { return std::string(text) + (text.empty() || text.ends_with('.') ? "" : "."); }

std::string usual_sentence(const std::string& port, const PortStory& story) {
  const std::string name = escaped(story.name);
  const std::string text = escaped(story.text);
  switch (story.usual) {
    case StoryRule::likely:
      if (name == "no usual service") return port + " has no usual service. " + text;
      return port + " is most likely " + name + ". " + text;
    case StoryRule::unofficial: return port + " is perhaps for " + name + " (" + text + "), which is not registered.";
    case StoryRule::registered:
      if (name.empty()) return port + " is registered: " + ending_with_stop(text);
      return port + " is registered for " + name + (text.empty() || text == name ? "" : " (" + text + ")") + ".";
    default: return port + " has no known use of its own.";
  }
}

std::string here_sentence(const std::string& port, const PortAnswer& answer, const PortPart& part) {
  const auto listener = std::ranges::find(part.users, PortRole::listens, &PortUser::role);
  if (listener == part.users.end()) return usual_sentence(port, part.story);
  const auto count = static_cast<std::size_t>(std::ranges::count(part.users, PortRole::listens, &PortUser::role));
  const std::string more = count > 1 ? " and " + std::to_string(count - 1) + " more" : "";
  const std::string here =
      "Here, " + std::string(1, 'p') + port.substr(1) + " belongs to " + who(first_row(*answer.snapshot, *listener)) + more + ".";
  return here + " " +
         (part.story.usual == StoryRule::none ? "It has no known use of its own." : usual_sentence("Elsewhere it", part.story));
}

std::string sentence_of(const std::string& port, const PortAnswer& answer, const PortPart& part) {
  if (part.story.rule == StoryRule::here) return here_sentence(port, answer, part);
  if (part.story.rule == StoryRule::temporary) return port + " is a temporary port chosen by the kernel. It stands for no service.";
  return usual_sentence(port, part.story);
}

int rank(StoryRule rule) {
  switch (rule) {
    case StoryRule::here: return 5;
    case StoryRule::temporary: return 4;
    case StoryRule::likely: return 3;
    case StoryRule::unofficial: return 2;
    case StoryRule::registered: return 1;
    default: return 0;
  }
}

bool same_story(const PortStory& a, const PortStory& b) {
  return a.rule == b.rule && a.rule != StoryRule::here && a.name == b.name && a.text == b.text;
}

}  // namespace

std::string port_user_sentence(const Snapshot& snapshot, const PortUser& user) {
  const bool starts_with_a_name = first_row(snapshot, user).process() != nullptr && user.role != PortRole::temporary;
  std::string text = sentence_of(snapshot, user);
  return starts_with_a_name ? text : capitalized(std::move(text));
}

bool is_told_first(const PortAnswer& answer, const PortPart& part) {
  return std::ranges::all_of(answer.parts, [&](const PortPart& other) { return rank(other.story.rule) <= rank(part.story.rule); });
}

std::string port_lead(const PortAnswer& answer) {
  std::vector<const PortPart*> told;
  for (const PortPart& part : answer.parts) {
    if (is_told_first(answer, part)) told.push_back(&part);
  }
  std::string lead;
  while (!told.empty()) {
    const PortPart& part = *told.front();
    std::vector<std::string> protocols;
    for (const PortPart* other : told) {
      if (other == &part || same_story(other->story, part.story)) protocols.emplace_back(to_string(other->protocol));
    }
    std::erase_if(told, [&](const PortPart* other) { return other == &part || same_story(other->story, part.story); });
    const std::string number = "Port " + std::to_string(answer.asked.port);
    const std::string port = protocols.size() == 1 ? number + "/" + protocols[0] : number + " (" + enumerated(protocols) + ")";
    lead += (lead.empty() ? "" : " ") + sentence_of(port, answer, part);
  }
  return lead;
}

std::string_view threat_note() {
  return "A port number proves nothing: any program can use any port. To know, look at the process that uses it. See its path, its "
         "package, "
         "who "
         "started it, and whom it talks to.";
}

}  // namespace portexplorer::pages
