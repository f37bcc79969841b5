// Writes small files in MaxMind DB format (specification version 2.0) for tests: records of texts
// and numbers, by prefix.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/types.h"

namespace portexplorer::testing {

class MmdbFile {
 public:
  struct Node;
  using Map = std::vector<std::pair<std::string, Node>>;
  // A value in a record: a text, a number or a map.
  struct Node {
    // NOLINTNEXTLINE(google-explicit-constructor): records are written as literals
    Node(const char* text) : value(std::string(text)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Node(std::uint32_t number) : value(number) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Node(Map map) : value(std::make_shared<Map>(std::move(map))) {}
    std::variant<std::string, std::uint32_t, std::shared_ptr<Map>> value;
  };

  explicit MmdbFile(std::string type, std::string description = {})
      : type_(std::move(type)), description_(std::move(description)) {
    nodes_.push_back({-1, -1});
  }

  // `prefix`: "8.8.8.0/24" or "2001:db8::/32".
  void add(const std::string& prefix, const Map& record) {
    const std::size_t slash = prefix.find('/');
    const ParsedAddress address = *parse_ip(prefix.substr(0, slash));
    const bool four = address.family == Family::ipv4;
    const int length = std::stoi(prefix.substr(slash + 1)) + (four ? 96 : 0);
    const auto bit = [&](int i) {
      if (four && i < 96) return 0;
      const int at = four ? i - 96 : i;
      return address.address.bytes[static_cast<std::size_t>(at / 8)] >> (7 - at % 8) & 1;
    };
    std::size_t node = 0;
    for (int i = 0; i + 1 < length; ++i) {
      int& next = side(node, bit(i));
      if (next < 0) {
        nodes_.push_back({-1, -1});  // invalidates `next`
        side(node, bit(i)) = static_cast<int>(nodes_.size() - 1);
      }
      node = static_cast<std::size_t>(side(node, bit(i)));
    }
    side(node, bit(length - 1)) = -2 - static_cast<int>(data_.size());
    append_map(data_, record);
  }

  [[nodiscard]] std::string bytes() const {
    std::string out;
    for (const auto& [left, right] : nodes_) {
      append24(out, left);
      append24(out, right);
    }
    out.append(16, '\0');
    out += data_;
    out += "\xab\xcd\xefMaxMind.com";
    append_map(out, {{"node_count", static_cast<std::uint32_t>(nodes_.size())},
                     {"record_size", 24U},
                     {"ip_version", 6U},
                     {"database_type", type_.c_str()},
                     {"languages", ""},
                     {"binary_format_major_version", 2U},
                     {"binary_format_minor_version", 0U},
                     {"build_epoch", 1'700'000'000U},
                     {"description", Map{{"en", description_.c_str()}}}});
    return out;
  }

 private:
  int& side(std::size_t node, int bit) {
    return bit == 0 ? nodes_[node].first : nodes_[node].second;
  }

  void append24(std::string& out, int next) const {
    const auto count = static_cast<std::uint32_t>(nodes_.size());
    const std::uint32_t value = next >= 0    ? static_cast<std::uint32_t>(next)
                                : next == -1 ? count
                                             : count + 16 + static_cast<std::uint32_t>(-2 - next);
    for (const int shift : {16, 8, 0}) out += static_cast<char>(value >> shift & 255);
  }

  static void append_control(std::string& out, unsigned type, std::size_t size) {
    const std::size_t shown = size < 29 ? size : 29;
    out += static_cast<char>(type << 5 | shown);
    if (size >= 29) out += static_cast<char>(size - 29);  // up to 284
  }

  static void append_node(std::string& out, const std::string& key, const Node& node) {
    if (const auto* text = std::get_if<std::string>(&node.value)) {
      if (key == "languages") {  // an array, whose contents are not read
        out += std::string("\0\4", 2);
        return;
      }
      append_control(out, 2, text->size());
      out += *text;
    } else if (const auto* number = std::get_if<std::uint32_t>(&node.value)) {
      append_number(out, key, *number);
    } else {
      append_map(out, *std::get<std::shared_ptr<Map>>(node.value));
    }
  }

  static void append_number(std::string& out, const std::string& key, std::uint32_t number) {
    if (key == "build_epoch") {  // 64 bits
      out += std::string("\x04\x02", 2);
    } else {
      const bool small =
          key == "record_size" || key == "ip_version" || key.starts_with("binary_format");
      append_control(out, small ? 5 : 6, small ? 2 : 4);
      if (small) out += {static_cast<char>(number >> 8), static_cast<char>(number & 255)};
      if (small) return;
    }
    for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(number >> shift & 255);
  }

  static void append_map(std::string& out, const Map& map) {
    append_control(out, 7, map.size());
    for (const auto& [key, node] : map) {
      append_control(out, 2, key.size());
      out += key;
      append_node(out, key, node);
    }
  }

  std::string type_;
  std::string description_;
  std::vector<std::pair<int, int>> nodes_;  // -1: nothing; less: -2 - offset into data_
  std::string data_;
};

}  // namespace portexplorer::testing
