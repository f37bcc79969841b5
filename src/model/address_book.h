// What is known of remote addresses by those who know; the model itself knows nothing of them.
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

// How the name of an address is known, or why it is not.
enum class HostSource : std::uint8_t {
  hosts_file,   // this machine's own file says so
  reverse_dns,  // name servers say so: the owner of the address chose the name, and it proves
                // nothing
  not_asked,    // nobody wanted name servers to be asked
  waiting,      // asked, and not answered yet
  no_name,      // name servers say that there is none
  no_answer,    // none came in time; c-ares 1.27 also drops one that it cannot parse
  refused,      // name servers could not be reached, or would not say
  unusable,     // the answer was damaged, or held what cannot be a name
};
[[nodiscard]] std::string_view to_string(HostSource);

struct AddressHost {
  std::string name;  // "" where there is none
  HostSource known = HostSource::not_asked;
};

// "" where it is not known. Texts live as long as the book.
struct AddressPlace {
  std::string_view country;  // "DE"
  std::string_view network;  // "AS64500 Example"; raw
};

// Answers for each address, in their order. Never waits. Any thread may call.
class AddressBook {
 public:
  AddressBook() = default;
  AddressBook(const AddressBook&) = delete;
  AddressBook& operator=(const AddressBook&) = delete;
  virtual ~AddressBook() = default;
  virtual std::vector<AddressHost> hosts(std::span<const ParsedAddress>) = 0;
  virtual std::vector<AddressPlace> places(std::span<const ParsedAddress>) = 0;
};

// What is known of all remote addresses of one Snapshot. Names are looked up together when the
// first is asked for, and so are places: so they do not change while rows are sorted, and cost
// nothing where nobody asks. Any thread may ask.
class RemoteFacts {
 public:
  explicit RemoteFacts(std::shared_ptr<AddressBook> book) : book_(std::move(book)) {}

  // Null for a row without a remote address. `view` is of the Snapshot that this belongs to.
  [[nodiscard]] const AddressHost* host_of(const RowView& view) const;
  [[nodiscard]] const AddressPlace* slot_of(const RowView& view) const;

 private:
  [[nodiscard]] std::uint32_t index_of(const RowView&) const;
  [[nodiscard]] const std::vector<ParsedAddress>& addresses(const Snapshot&) const;

  std::shared_ptr<AddressBook> book_;
  mutable std::once_flag numbered_, named_, placed_;
  mutable std::vector<std::uint32_t> of_row_;  // into the others
  mutable std::vector<ParsedAddress> addresses_;
  mutable std::vector<AddressHost> hosts_;
  mutable std::vector<AddressPlace> places_;
};

// Each remote address of the rows that are wanted once, in their order.
[[nodiscard]] std::vector<ParsedAddress> remote_addresses(
    const Snapshot&, const std::function<bool(const RowView&)>& wanted);

}  // namespace portexplorer
