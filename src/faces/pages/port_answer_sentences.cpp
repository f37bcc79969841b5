// Builds the sentences about a port and the processes that use it.
#include <algorithm>

#include "base/escape.h"
#include "faces/pages/port_answer.h"
#include "faces/pages/sentences.h"
#include "knowledge/connection_phase.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

constexpr std::string_view kNoUsualService = "no usual service";

RowView first_row(const Snapshot& snapshot, const PortUser& user) {
  return {snapshot, snapshot.rows[user.rows.front()]};
}

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

// Returns the distinct texts of a user's rows, in order.
template <typename Text>
std::vector<std::string> texts_of(const Snapshot& snapshot, const PortUser& user, Text text) {
  std::vector<std::string> texts;
  for (const std::uint32_t row : user.rows) {
    std::string one = text(RowView(snapshot, snapshot.rows[row]));
    if (texts.size() > 100 || std::ranges::find(texts, one) != texts.end())
      continue;  // more are not worth counting exactly
    texts.push_back(std::move(one));
  }
  return texts;
}

bool is_at_all_addresses(const Snapshot& snapshot, const PortUser& user) {
  return std::ranges::any_of(user.rows, [&](std::uint32_t row) {
    const Socket& socket = RowView(snapshot, snapshot.rows[row]).socket();
    return is_unspecified(socket.local_address) && socket.interface == 0;
  });
}

// Describes the users of a port, in one language.
class PortUserSentence {
 public:
  PortUserSentence(const Snapshot& snapshot, const PortUser& user, const Words& words)
      : snapshot_(snapshot),
        user_(user),
        words_(words),
        first_(first_row(snapshot, user)),
        count_(user.rows.size()) {}

  [[nodiscard]] std::string tell() const {
    switch (user_.role) {
      case PortRole::listens: return listens();
      case PortRole::incoming: return incoming();
      case PortRole::own: return own();
      case PortRole::unaccepted: return in_its_netns(first_, unaccepted(), words_);
      case PortRole::outgoing: return outgoing();
      case PortRole::connecting:
        return words_.say("{1} tries to connect to it at {2}."_text, {subject(), peers()});
      case PortRole::ephemeral: return ephemeral();
      case PortRole::reserved:
        return words_.say(
            "{1} has reserved it with bind(), but neither listens on it nor is connected."_text,
            {subject()});
      case PortRole::closing: return in_its_netns(first_, closing(), words_);
      case PortRole::ended: break;
    }
    return in_its_netns(first_, ended(), words_);
  }

 private:
  [[nodiscard]] std::string subject() const { return who(first_, words_); }
  [[nodiscard]] std::string number() const { return std::to_string(count_); }
  [[nodiscard]] std::string_view state() const { return to_string(first_.socket().state); }
  template <typename TextOf>
  [[nodiscard]] std::string listed(TextOf text_of) const {
    return enumerated(texts_of(snapshot_, user_, text_of), words_);
  }
  [[nodiscard]] std::string peers() const {
    return listed([](const RowView& v) { return address_text(v, true); });
  }
  [[nodiscard]] std::string endpoints() const { return listed(endpoint_text); }

  // With SO_BINDTODEVICE, the socket receives only what arrives through that interface.
  [[nodiscard]] std::string listening_text(const RowView& view) const {
    const Socket& socket = view.socket();
    if (socket.interface == 0 || !is_unspecified(socket.local_address))
      return address_text(view, false);
    const std::string_view name = interface_name(view, socket.interface);
    return words_.say("all addresses of the interface {1}"_text,
                      {name.empty() ? std::to_string(socket.interface) : escaped(name)});
  }

  [[nodiscard]] std::string listens() const {
    std::string since;
    if (first_.created_at()) append_human(since, field(FieldId::created_at), first_);
    if (is_at_all_addresses(snapshot_, user_)) {
      return since.empty() ? words_.say("{1} listens on it on all addresses."_text, {subject()})
                           : words_.say("{1} listens on it on all addresses, since {2}."_text,
                                        {subject(), since});
    }
    const std::string addresses = listed([&](const RowView& v) { return listening_text(v); });
    return since.empty() ? words_.say("{1} listens on it at {2}."_text, {subject(), addresses})
                         : words_.say("{1} listens on it at {2}, since {3}."_text,
                                      {subject(), addresses, since});
  }

  [[nodiscard]] std::string incoming() const {
    return count_ == 1
               ? words_.say("{1} has one connection on it, from {2}."_text, {subject(), peers()})
               : words_.say("{1} has {2} connections on it, from {3}."_text,
                            {subject(), number(), peers()});
  }

  // An unconnected datagram socket has no peer, but may receive.
  [[nodiscard]] std::string unconnected() const {
    return words_.say("{1} is bound to it, and is not connected."_text, {subject()});
  }

  [[nodiscard]] std::string own() const {
    const Phase phase = phase_of(first_);
    if (phase == Phase::bound) return unconnected();
    return phase == Phase::connecting
               ? words_.say("{1} uses it as its own port, and tries to connect to {2}."_text,
                            {subject(), peers()})
               : words_.say("{1} uses it as its own port, and talks to {2}."_text,
                            {subject(), peers()});
  }

  [[nodiscard]] std::string ephemeral() const {
    const Phase phase = phase_of(first_);
    if (phase == Phase::bound) return unconnected();
    return phase == Phase::connecting
               ? words_.say("The kernel chose it for {1}, which tries to connect to {2}."_text,
                            {subject(), endpoints()})
               : words_.say("The kernel chose it for {1}, which talks to {2}."_text,
                            {subject(), endpoints()});
  }

  [[nodiscard]] std::string unaccepted() const {
    if (first_.socket().state == State::syn_recv) {
      return count_ == 1 ? words_.say("One connection from {1} is being established ({2})."_text,
                                      {peers(), state()})
                         : words_.say("{1} connections from {2} are being established ({3})."_text,
                                      {number(), peers(), state()});
    }
    return count_ == 1
               ? words_.say(
                     "One connection from {1} waits to be accepted by the program that listens ({2})."_text,
                     {peers(), state()})
               : words_.say(
                     "{1} connections from {2} wait to be accepted by the program that listens ({3})."_text,
                     {number(), peers(), state()});
  }

  [[nodiscard]] std::string closing() const {
    return count_ == 1
               ? words_.say(
                     "One connection was closed by its program; the kernel waits for the other end ({1})."_text,
                     {state()})
               : words_.say(
                     "{1} connections were closed by their programs; the kernel waits for the other ends ({2})."_text,
                     {number(), state()});
  }

  [[nodiscard]] std::string outgoing() const {
    if (first_.socket().state == State::established)
      return words_.say("{1} is connected to it at {2}."_text, {subject(), peers()});
    return count_ == 1 ? words_.say("{1} has one connection to it at {2}, in state {3}."_text,
                                    {subject(), peers(), state()})
                       : words_.say("{1} has {2} connections to it at {3}, in state {4}."_text,
                                    {subject(), number(), peers(), state()});
  }

  [[nodiscard]] std::string ended() const {
    return count_ == 1
               ? words_.say("One connection has ended; the kernel still remembers it ({1})."_text,
                            {state()})
               : words_.say(
                     "{1} connections have ended; the kernel still remembers them ({2})."_text,
                     {number(), state()});
  }

  const Snapshot& snapshot_;
  const PortUser& user_;
  const Words& words_;
  RowView first_;
  std::size_t count_;
};

std::string ending_with_stop(std::string_view text) {
  return std::string(text) + (text.empty() || text.ends_with('.') ? "" : ".");
}

// `port`: "25/tcp".
std::string usual_sentence(const std::string& port, const PortStory& story, const Words& words) {
  const std::string name = escaped(story.name);
  const std::string text = escaped(words.translated(story.text));
  switch (story.usual) {
    case StoryRule::likely:
      if (story.name == kNoUsualService)
        return words.say("Port {1} has no usual service. {2}"_text, {port, text});
      return words.say("Port {1} is most likely {2}. {3}"_text, {port, name, text});
    case StoryRule::unofficial:
      return words.say("Port {1} is perhaps for {2} ({3}), which is not registered."_text,
                       {port, name, text});
    case StoryRule::registered:
      if (name.empty())
        return words.say("Port {1} is registered: {2}"_text, {port, ending_with_stop(text)});
      if (text.empty() || text == name)
        return words.say("Port {1} is registered for {2}."_text, {port, name});
      return words.say("Port {1} is registered for {2} ({3})."_text, {port, name, text});
    default: return words.say("Port {1} has no known use of its own."_text, {port});
  }
}

// The same, after a sentence about its use on this machine.
std::string elsewhere_sentence(const PortStory& story, const Words& words) {
  const std::string name = escaped(story.name);
  const std::string text = escaped(words.translated(story.text));
  switch (story.usual) {
    case StoryRule::likely:
      if (story.name == kNoUsualService)
        return words.say("Elsewhere it has no usual service. {1}"_text, {text});
      return words.say("Elsewhere it is most likely {1}. {2}"_text, {name, text});
    case StoryRule::unofficial:
      return words.say("Elsewhere it is perhaps for {1} ({2}), which is not registered."_text,
                       {name, text});
    case StoryRule::registered:
      if (name.empty())
        return words.say("Elsewhere it is registered: {1}"_text, {ending_with_stop(text)});
      if (text.empty() || text == name)
        return words.say("Elsewhere it is registered for {1}."_text, {name});
      return words.say("Elsewhere it is registered for {1} ({2})."_text, {name, text});
    default: return words.say("It has no known use of its own."_text);
  }
}

std::string here_sentence(const std::string& port, const PortAnswer& answer, const PortPart& part,
                          const Words& words) {
  const auto listener = std::ranges::find(part.users, PortRole::listens, &PortUser::role);
  if (listener == part.users.end()) return usual_sentence(port, part.story, words);
  const auto count =
      static_cast<std::size_t>(std::ranges::count(part.users, PortRole::listens, &PortUser::role));
  const std::string owner = who(first_row(*answer.snapshot, *listener), words);
  const std::string here = count == 1
                               ? words.say("Here, port {1} belongs to {2}."_text, {port, owner})
                               : words.say("Here, port {1} belongs to {2} and {3} more."_text,
                                           {port, owner, std::to_string(count - 1)});
  return here + " " + elsewhere_sentence(part.story, words);
}

std::string sentence_of(const std::string& port, const PortAnswer& answer, const PortPart& part,
                        const Words& words) {
  if (part.story.rule == StoryRule::here) return here_sentence(port, answer, part, words);
  if (part.story.rule == StoryRule::ephemeral)
    return words.say(
        "Port {1} is an ephemeral port chosen by the kernel. It stands for no service."_text,
        {port});
  return usual_sentence(port, part.story, words);
}

int rank(StoryRule rule) {
  switch (rule) {
    case StoryRule::here: return 5;
    case StoryRule::ephemeral: return 4;
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

std::string port_user_sentence(const Snapshot& snapshot, const PortUser& user, const Words& words) {
  // A program name keeps its case; other words start the sentence.
  std::string text = PortUserSentence(snapshot, user, words).tell();
  return first_row(snapshot, user).process() != nullptr ? text : capitalized(std::move(text));
}

bool is_told_first(const PortAnswer& answer, const PortPart& part) {
  return std::ranges::all_of(answer.parts, [&](const PortPart& other) {
    return rank(other.story.rule) <= rank(part.story.rule);
  });
}

std::string port_lead(const PortAnswer& answer, const Words& words) {
  std::vector<const PortPart*> told;
  for (const PortPart& part : answer.parts) {
    if (is_told_first(answer, part)) told.push_back(&part);
  }
  std::string lead;
  while (!told.empty()) {
    const PortPart& part = *told.front();
    std::vector<std::string> protocols;
    for (const PortPart* other : told) {
      if (other == &part || same_story(other->story, part.story))
        protocols.emplace_back(to_string(other->protocol));
    }
    std::erase_if(told, [&](const PortPart* other) {
      return other == &part || same_story(other->story, part.story);
    });
    const std::string number = std::to_string(answer.asked.port);
    const std::string port = protocols.size() == 1
                                 ? number + "/" + protocols[0]
                                 : number + " (" + enumerated(protocols, words) + ")";
    lead += (lead.empty() ? "" : " ") + sentence_of(port, answer, part, words);
  }
  return lead;
}

std::string threat_note(const Words& words) {
  return words.say(
      "A port number proves nothing: any program can use any port. To know, look at the process "
      "that uses it. See its path, its "
      "package, who started it, and whom it talks to."_text);
}

}  // namespace portexplorer::pages
