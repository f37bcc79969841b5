// What is known about remote addresses. The model defines the interface only; src/knowledge
// implements it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

class RowView;
struct Snapshot;

// Where the name of an address comes from, or why there is none.
enum class HostSource : std::uint8_t {
  hosts_file,  // this machine's own hosts file
  // From DNS. The owner of the address chooses the name, so it proves nothing.
  reverse_dns,
  not_asked,  // no DNS queries were requested
  waiting,    // queried, no answer yet
  no_name,    // DNS servers report that there is none
  no_answer,  // none in time; c-ares 1.27 also drops answers that it cannot parse
  refused,    // DNS servers were unreachable or refused to answer
  unusable,   // the answer was damaged or contained an invalid name
};
[[nodiscard]] std::string_view to_string(HostSource);

struct AddressHost {
  std::string name;  // "" if there is none
  HostSource known = HostSource::not_asked;
};

// "" if unknown. Texts are valid as long as the book.
struct AddressPlace {
  std::string_view country;  // "DE"
  std::string_view network;  // "AS64500 Example"; unescaped
};

// Returns what is known about each address, in the order of the arguments. Never blocks. Any
// thread.
class AddressBook {
 public:
  AddressBook() = default;
  AddressBook(const AddressBook&) = delete;
  AddressBook& operator=(const AddressBook&) = delete;
  virtual ~AddressBook() = default;
  virtual std::vector<AddressHost> hosts(std::span<const ParsedAddress>) = 0;
  virtual std::vector<AddressPlace> places(std::span<const ParsedAddress>) = 0;
};

// What is known about all remote addresses of one Snapshot. The first request looks up all names
// (or all places) at once. They therefore do not change while rows are sorted, and cost nothing if
// no field needs them. Any thread.
class RemoteFacts {
 public:
  explicit RemoteFacts(std::shared_ptr<AddressBook> book) : book_(std::move(book)) {}

  // Returns null for a row without a remote address. `view` must be of the Snapshot that this
  // object belongs to.
  [[nodiscard]] const AddressHost* host_of(const RowView& view) const;
  [[nodiscard]] const AddressPlace* slot_of(const RowView& view) const;

 private:
  [[nodiscard]] std::uint32_t index_of(const RowView&) const;
  [[nodiscard]] const std::vector<ParsedAddress>& addresses(const Snapshot&) const;

  std::shared_ptr<AddressBook> book_;
  mutable std::once_flag numbered_, named_, placed_;
  mutable std::vector<std::uint32_t> of_row_;  // index into the vectors below, for each row
  mutable std::vector<ParsedAddress> addresses_;
  mutable std::vector<AddressHost> hosts_;
  mutable std::vector<AddressPlace> places_;
};

// Returns each remote address of the rows that match `wanted` once, in their order.
[[nodiscard]] std::vector<ParsedAddress> remote_addresses(
    const Snapshot&, const std::function<bool(const RowView&)>& wanted);

}  // namespace portexplorer
