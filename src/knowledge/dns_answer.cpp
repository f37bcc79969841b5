#include "knowledge/dns_answer.h"

#include <algorithm>
#include <optional>

#include "knowledge/hosts_file.h"

namespace portexplorer {
namespace {

constexpr std::size_t kHeaderSize = 12;
constexpr std::size_t kMostAnswers = 8;
constexpr std::size_t kMostRecords = 64;
constexpr std::size_t kLongestText = 255;
constexpr std::uint16_t kTypePtr = 12;
constexpr std::uint16_t kClassInternet = 1;
constexpr unsigned kPointer = 0xC0;

tl::unexpected<Error> damaged() {
  return fail(ErrorKind::malformed, "the answer of the DNS server is malformed");
}

class MessageReader {
 public:
  explicit MessageReader(std::string_view message) : message_(message) {}

  Result<PtrAnswer> read() {
    PtrAnswer answer;
    if (message_.size() < kHeaderSize || (byte(2) & 0x80) == 0)
      return damaged();  // not a response with one question
    const std::size_t questions = number16(4);
    const std::size_t records = number16(6);
    at_ = kHeaderSize;
    for (std::size_t i = 0; i < std::min(questions, kMostRecords); ++i) {
      if (!skip_name() || !skip(4)) return damaged();
    }
    for (std::size_t i = 0; i < std::min(records, kMostRecords); ++i) {
      if (!read_record(answer)) return damaged();
    }
    return answer;
  }

 private:
  [[nodiscard]] unsigned byte(std::size_t at) const {
    return static_cast<unsigned char>(message_[at]);
  }
  [[nodiscard]] std::uint16_t number16(std::size_t at) const {
    return static_cast<std::uint16_t>(byte(at) << 8 | byte(at + 1));
  }
  [[nodiscard]] std::uint32_t number32(std::size_t at) const {
    return std::uint32_t{number16(at)} << 16 | number16(at + 2);
  }

  bool skip(std::size_t count) {
    if (message_.size() - at_ < count) return false;
    at_ += count;
    return true;
  }

  // Skips the name at at_ without following pointers.
  bool skip_name() {
    while (at_ < message_.size()) {
      const unsigned length = byte(at_);
      if ((length & kPointer) == kPointer) return skip(2);
      if ((length & kPointer) != 0) return false;
      if (!skip(1 + std::size_t{length})) return false;
      if (length == 0) return true;
    }
    return false;
  }

  // Returns the name at `at`; nothing if it is damaged. Pointers may only lead backwards.
  [[nodiscard]] std::optional<std::string> name_at(std::size_t at) const {
    std::string name;
    std::size_t limit = message_.size();
    while (at < limit) {
      const unsigned length = byte(at);
      if ((length & kPointer) == kPointer) {
        if (at + 1 >= message_.size()) return std::nullopt;
        const std::size_t target = (std::size_t{length & 0x3F} << 8) | byte(at + 1);
        if (target >= at || target < kHeaderSize) return std::nullopt;
        limit = at;
        at = target;
        continue;
      }
      if ((length & kPointer) != 0 || at + 1 + length > message_.size()) return std::nullopt;
      if (length == 0) return name;
      if (!name.empty()) name += '.';
      const std::string_view label = message_.substr(at + 1, length);
      if (label.find('.') != std::string_view::npos)
        name += '\\';  // no valid host name; must not look like two labels
      name += label;
      if (name.size() > kLongestText) return std::nullopt;
      at += 1 + std::size_t{length};
    }
    return std::nullopt;
  }

  bool read_record(PtrAnswer& answer) {
    constexpr std::size_t kFixed = 10;  // type, class, ttl, length
    if (!skip_name() || message_.size() - at_ < kFixed) return false;
    const std::uint16_t type = number16(at_);
    const std::uint16_t klass = number16(at_ + 2);
    const std::uint32_t ttl = number32(at_ + 4);
    const std::size_t length = number16(at_ + 8);
    const std::size_t start = at_ + kFixed;
    if (!skip(kFixed + length)) return false;
    if (type != kTypePtr || klass != kClassInternet)
      return true;  // an alias (RFC 2317), a signature, …
    const auto name = name_at(start);
    if (!name) return false;
    take(answer, *name, ttl);
    return true;
  }

  static void take(PtrAnswer& answer, const std::string& name, std::uint32_t ttl) {
    if (!is_host_name(name)) {
      answer.had_unusable = true;
      return;
    }
    if (answer.names.size() == kMostAnswers ||
        std::ranges::find(answer.names, name) != answer.names.end())
      return;
    answer.ttl_seconds = answer.names.empty() ? ttl : std::min(answer.ttl_seconds, ttl);
    answer.names.push_back(name);
  }

  std::string_view message_;
  std::size_t at_ = 0;
};

}  // namespace

std::string reverse_question(const ParsedAddress& address) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string name;
  const auto& bytes = address.address.bytes;
  if (address.family == Family::ipv4) {
    for (std::size_t i = 4; i-- > 0;) name += std::to_string(bytes[i]) + ".";
    return name + "in-addr.arpa";
  }
  for (std::size_t i = bytes.size(); i-- > 0;) {
    name += {kDigits[bytes[i] & 15], '.', kDigits[bytes[i] >> 4], '.'};
  }
  return name + "ip6.arpa";
}

Result<PtrAnswer> parse_ptr_answer(std::string_view message) {
  return MessageReader(message).read();
}

}  // namespace portexplorer
