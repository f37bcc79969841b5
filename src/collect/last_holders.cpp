#include "collect/last_holders.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <unordered_map>

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
  return is_closing(s.state) && s.process == kNoIndex && s.last_process() == kNoIndex && s.cookie != Cookie{};
}

// Copies processes of another sample, each once. Those that still live are there already.
class ProcessCopies {
 public:
  ProcessCopies(const Tables& from, Tables& to) : from_(from), to_(to) {}

  std::uint32_t copy(std::uint32_t index) {
    const auto [it, is_new] = copies_.try_emplace(index, kNoIndex);
    if (!is_new) return it->second;
    const Process& wanted = from_.processes[index];
    const auto same = [&](const Process& p) { return p.pid == wanted.pid && p.start_ticks == wanted.start_ticks; };
    const auto found = std::ranges::find_if(to_.processes, same);
    it->second = static_cast<std::uint32_t>(found - to_.processes.begin());
    if (found == to_.processes.end()) to_.processes.push_back(wanted);
    return it->second;
  }

 private:
  const Tables& from_;
  Tables& to_;
  std::map<std::uint32_t, std::uint32_t> copies_;
};

}  // namespace

void name_last_holders(const Sample& previous, Sample& current) {
  std::unordered_map<SocketKey, Socket*, SocketKeyHash> nameless;
  std::bitset<4096> cookies;  // spares most rows of the previous sample the search
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
    if (it != nameless.end() && it->second->netns == s.netns) it->second->set_last_process(copies.copy(holder));
  }
}

}  // namespace portexplorer
