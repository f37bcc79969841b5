#include "knowledge/reverse_names.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "base/stop_event.h"
#include "base/threads.h"
#include "base/unique_fd.h"
#include "knowledge/address_scope.h"
#include "knowledge/cares_dlopen.h"
#include "knowledge/dns_answer.h"

namespace portexplorer {
namespace {

using Clock = std::chrono::steady_clock;
using AddressKey = std::pair<Family, std::array<std::uint8_t, 16>>;

AddressKey address_key(const ParsedAddress& a) { return {a.family, a.address.bytes}; }

struct DnsReply {
  ReverseAnswer answer;
  std::uint32_t ttl_seconds = 0;
};

DnsReply heard_from(int status, std::string_view message) {
  switch (status) {
    case ARES_SUCCESS: break;
    case ARES_ENOTFOUND:
    case ARES_ENODATA: return {{HostSource::no_name, {}}, 0};
    case ARES_ETIMEOUT: return {{HostSource::no_answer, {}}, 0};
    case ARES_EBADRESP:
    case ARES_EBADNAME:
    case ARES_EFORMERR: return {{HostSource::unusable, {}}, 0};
    default: return {{HostSource::refused, {}}, 0};
  }
  auto answer = parse_ptr_answer(message);
  if (!answer) return {{HostSource::unusable, {}}, 0};
  if (answer->names.empty())
    return {{answer->had_unusable ? HostSource::unusable : HostSource::no_name, {}}, 0};
  return {{HostSource::reverse_dns, std::move(answer->names)}, answer->ttl_seconds};
}

}  // namespace

class ReverseNames::Worker {
 public:
  Worker(NameChannel channel, UniqueFd wake, const ReverseLimits& limits)
      : limits_(limits), wake_(std::move(wake)), channel_(std::move(channel)) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() {
    ends_ = true;
    wake();
  }

  // Must be called once, before any other function.
  Result<void> start() {
    TRY(thread, start_thread([this] { run(); }));
    thread_ = std::move(thread);
    return {};
  }

  void ask(std::span<const ParsedAddress> addresses) {
    const Clock::time_point now = Clock::now();
    {
      const std::lock_guard lock(mutex_);
      forget_some(now);
      for (const ParsedAddress& address : addresses) {
        if (queue_.size() >= limits_.queued) break;
        if (!can_be_asked(address)) continue;
        const auto [it, is_new] = entries_.try_emplace(address_key(address));
        if (!is_new && (it->second.asked || it->second.expires > now)) continue;
        it->second.asked = true;
        ++open_;
        queue_.push_back(address);
      }
    }
    wake();
  }

  std::optional<ReverseAnswer> answer(const ParsedAddress& address) const {
    const std::lock_guard lock(mutex_);
    const auto it = entries_.find(address_key(address));
    return it == entries_.end() ? std::nullopt : std::optional(it->second.answer);
  }

  bool wait(std::chrono::milliseconds most, const std::stop_token& stop) const {
    std::unique_lock lock(mutex_);
    return answered_.wait_for(lock, stop, most, [this] { return open_ == 0; });
  }

 private:
  struct Entry {
    ReverseAnswer answer;  // kept until there is a newer one
    Clock::time_point expires;
    bool asked = false;  // and not answered yet
  };
  // The context of a callback.
  struct Question {
    Worker* worker;
    AddressKey key;
  };

  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written =
        ::write(wake_.get(), &one, sizeof one);  // if the pipe is full, the thread wakes anyway
  }

  void run() {
    while (!ends_) {
      send_questions();
      channel_.step(wake_.get(), std::chrono::seconds(60));
      std::uint64_t count = 0;
      [[maybe_unused]] const ssize_t got = ::read(wake_.get(), &count, sizeof count);
    }
  }

  std::optional<ParsedAddress> next_question() {
    const std::lock_guard lock(mutex_);
    if (queue_.empty() || sent_ >= limits_.outstanding) return std::nullopt;
    const ParsedAddress address = queue_.front();
    queue_.pop_front();
    ++sent_;
    return address;
  }

  // The library may answer immediately, in which case the callback runs before it returns.
  void send_questions() {
    while (const auto address = next_question()) {
      auto question = std::make_unique<Question>(Question{this, address_key(*address)});
      channel_.library().query(channel_.get(), reverse_question(*address).c_str(), ns_c_in,
                               ns_t_ptr, take_answer, question.release());
    }
  }

  static void take_answer(void* argument, int status, int /*timeouts*/, unsigned char* message,
                          int length) {
    const std::unique_ptr<Question> question(static_cast<Question*>(argument));
    if (status == ARES_EDESTRUCTION) return;  // the worker is shutting down
    const bool has_message = message != nullptr && length > 0;
    const auto* bytes = reinterpret_cast<const char*>(message);
    question->worker->remember(
        question->key,
        heard_from(status, has_message ? std::string_view(bytes, static_cast<std::size_t>(length))
                                       : std::string_view{}));
  }

  void remember(const AddressKey& key, DnsReply heard) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[key];
    entry.expires = Clock::now() + lifetime(heard);
    entry.answer = std::move(heard.answer);
    entry.asked = false;
    --sent_;
    if (--open_ == 0) answered_.notify_all();
  }

  [[nodiscard]] std::chrono::seconds lifetime(const DnsReply& heard) const {
    switch (heard.answer.known) {
      case HostSource::reverse_dns:
        return std::clamp(std::chrono::seconds(heard.ttl_seconds), limits_.least_ttl,
                          limits_.most_ttl);
      case HostSource::no_name: return limits_.nothing_ttl;
      default: return limits_.failure_ttl;
    }
  }

  // Drops expired answers first; if that is not enough, all answered entries.
  void forget_some(Clock::time_point now) {
    if (entries_.size() < limits_.remembered) return;
    std::erase_if(entries_,
                  [&](const auto& e) { return !e.second.asked && e.second.expires <= now; });
    if (entries_.size() < limits_.remembered) return;
    std::erase_if(entries_, [](const auto& e) { return !e.second.asked; });
  }

  const ReverseLimits limits_;
  UniqueFd wake_;
  NameChannel channel_;  // used only by the thread once it runs
  mutable std::mutex mutex_;
  mutable std::condition_variable_any answered_;
  std::map<AddressKey, Entry> entries_;
  std::deque<ParsedAddress> queue_;
  std::size_t open_ = 0;  // queried and not answered
  std::size_t sent_ = 0;  // of these, already sent
  std::atomic<bool> ends_ = false;
  std::jthread thread_;  // last, since it uses all members above
};

ReverseNames::ReverseNames(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}
ReverseNames::~ReverseNames() = default;

Result<std::unique_ptr<ReverseNames>> ReverseNames::create(const ReverseLimits& limits) {
  TRY(channel, NameChannel::create({.timeout = limits.timeout, .tries = limits.tries}));
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (wake.get() < 0) return fail_errno(errno, "creating an eventfd for DNS queries failed");
  auto worker = std::make_unique<Worker>(std::move(channel), std::move(wake), limits);
  TRY_VOID(worker->start());
  return std::unique_ptr<ReverseNames>(
      new ReverseNames(std::move(worker)));  // NOLINT: its constructor is private
}

void ReverseNames::ask(std::span<const ParsedAddress> addresses) { worker_->ask(addresses); }
std::optional<ReverseAnswer> ReverseNames::answer(const ParsedAddress& address) const {
  return worker_->answer(address);
}
bool ReverseNames::wait(std::chrono::milliseconds most, const std::stop_token& stop) const {
  return worker_->wait(most, stop);
}

bool ReverseNames::can_be_asked(const ParsedAddress& address) {
  switch (address_scope(address.family, address.address).kind) {
    case AddressKind::unspecified:
    case AddressKind::loopback:
    case AddressKind::link_local:
    case AddressKind::multicast:
    case AddressKind::broadcast: return false;
    default: return true;
  }
}

namespace {

struct FoundAddresses {
  const Cares* library = nullptr;
  bool done = false;
  std::vector<ParsedAddress> addresses;
};

void take_address(FoundAddresses& found, const sockaddr& address) {
  ParsedAddress one;
  if (address.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    one.family = Family::ipv4;
    std::memcpy(one.address.bytes.data(), &four.sin_addr, sizeof four.sin_addr);
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    one.family = Family::ipv6;
    std::memcpy(one.address.bytes.data(), &six.sin6_addr, sizeof six.sin6_addr);
  } else {
    return;
  }
  found.addresses.push_back(one);
}

void take_addresses(void* argument, int status, int /*timeouts*/, ares_addrinfo* result) {
  auto& found = *static_cast<FoundAddresses*>(argument);
  found.done = true;
  if (result == nullptr) return;
  for (const ares_addrinfo_node* node = result->nodes; status == ARES_SUCCESS && node != nullptr;
       node = node->ai_next) {
    if (node->ai_addr != nullptr) take_address(found, *node->ai_addr);
  }
  found.library->free_addresses(result);
}

}  // namespace

Result<std::vector<ParsedAddress>> addresses_of_host(const std::string& name,
                                                     std::chrono::milliseconds most,
                                                     const std::stop_token& stop) {
  FoundAddresses found;  // outlives the channel, which invokes callbacks when it is destroyed
  TRY(channel, NameChannel::create({}));
  found.library = &channel.library();
  ares_addrinfo_hints hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_flags = ARES_AI_NOSORT;
  channel.library().get_addresses(channel.get(), name.c_str(), nullptr, &hints, take_addresses,
                                  &found);
  const StopEvent stopped(stop);
  const Clock::time_point end = Clock::now() + most;
  while (!found.done && !stop.stop_requested()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) break;
    channel.step(stopped.fd(), left);
  }
  if (!found.addresses.empty()) return std::move(found.addresses);
  if (stop.stop_requested()) return fail(ErrorKind::unavailable, "the query was cancelled");
  if (!found.done) return fail(ErrorKind::unavailable, "the DNS servers did not answer in time");
  return fail(ErrorKind::not_found, "the DNS servers have no address for it");
}

}  // namespace portexplorer
