#include "collect/observe/last_holders.h"

#include <bitset>
#include <map>
#include <unordered_map>
#include <utility>

namespace portexplorer {
namespace {

bool is_closing(State state) {
  switch (state) {
    case State::fin_wait1:
    case State::fin_wait2:
    case State::last_ack:
    case State::closing:
    case State::time_wait: return true;
    default: return false;
  }
}

bool lacks_holder(const Socket& s) {
  return is_closing(s.state) && s.process == kNoIndex && s.last_process() == kNoIndex &&
         s.cookie != Cookie{};
}

// Copies processes of another sample, each once. Those that are still running are already there.
class ProcessCopies {
 public:
  ProcessCopies(const Tables& from, Tables& to) : from_(from), to_(to) {
    for (std::uint32_t i = 0; i < to_.processes.size(); ++i)
      places_.emplace(key_of_process(to_.processes[i]), i);
  }

  std::uint32_t copy(std::uint32_t index) {
    const Process& wanted = from_.processes[index];
    const auto [place, is_new] = places_.try_emplace(
        key_of_process(wanted), static_cast<std::uint32_t>(to_.processes.size()));
    if (is_new) to_.processes.push_back(wanted);
    return place->second;
  }

 private:
  using ProcessKey = std::pair<std::int64_t, std::uint64_t>;
  static ProcessKey key_of_process(const Process& p) { return {p.pid.value(), p.start_ticks}; }

  const Tables& from_;
  Tables& to_;
  std::map<ProcessKey, std::uint32_t> places_;  // of all processes of `to_`
};

}  // namespace

void name_last_holders(const Sample& previous, Sample& current) {
  std::unordered_map<SocketKey, Socket*, SocketKeyHash> nameless;
  std::bitset<4096> cookies;  // a filter that saves the search for most rows of the previous sample
  for (Socket& s : current.sockets) {
    if (!lacks_holder(s)) continue;
    nameless.emplace(key_of(s), &s);
    cookies.set(s.cookie.value() % cookies.size());
  }
  if (nameless.empty()) return;
  ProcessCopies copies(previous.tables, current.tables);
  for (const Socket& s : previous.sockets) {
    if (!cookies.test(s.cookie.value() % cookies.size())) continue;
    const std::uint32_t holder = s.process != kNoIndex ? s.process : s.last_process();
    const auto it = holder == kNoIndex ? nameless.end() : nameless.find(key_of(s));
    if (it != nameless.end() && it->second->netns == s.netns)
      it->second->set_last_process(copies.copy(holder));
  }
}

}  // namespace portexplorer
