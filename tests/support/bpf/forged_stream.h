// Builds a stream of records. Tests only.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "bpf/records.h"

namespace portexplorer {

class ForgedStream {
 public:
  // Appends a record with its tail. Pads it to a multiple of 8 and sets its length.
  template <typename T>
  ForgedStream& add(T record, unsigned kind, std::span<const std::byte> tail = {}) {
    record.prefix.kind = static_cast<__u8>(kind);
    record.prefix.length = static_cast<__u16>((sizeof record + tail.size() + 7) / 8 * 8);
    const std::size_t begin = bytes_.size();
    bytes_.resize(begin + record.prefix.length);
    std::memcpy(bytes_.data() + begin, &record, sizeof record);
    if (!tail.empty()) std::memcpy(bytes_.data() + begin + sizeof record, tail.data(), tail.size());
    return *this;
  }

  ForgedStream& header(__s64 boottime_offset_ns = 0, unsigned features = 0) {
    pe_header_record record{};
    record.magic = PE_RECORDS_MAGIC;
    record.version = PE_RECORDS_VERSION;
    record.socket_bytes = sizeof(pe_socket_record);
    record.boottime_offset_ns = boottime_offset_ns;
    record.features = features;
    return add(record, PE_HEADER);
  }
  ForgedStream& socket(const pe_socket_record& record) { return add(record, PE_SOCKET); }
  ForgedStream& socket(pe_socket_record record, const pe_counters& counters) {
    record.flags |= PE_COUNTERS;
    return add(record, PE_SOCKET, std::as_bytes(std::span(&counters, 1)));
  }
  ForgedStream& socket(pe_socket_record record, std::string_view name) {
    record.flags |= PE_NAME;
    record.name_bytes = static_cast<__u8>(name.size());
    return add(record, PE_SOCKET, std::as_bytes(std::span(name)));
  }

  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

// A TCP connection over IPv4 that process `tgid` holds.
inline pe_socket_record forged_tcp(__u64 inode, __u32 tgid = 0) {
  pe_socket_record record{};
  record.inode = inode;
  record.cookie = inode + 1000;
  record.netns = 7;
  record.family = 2;
  record.protocol = PE_TCP;
  record.ip_protocol = 6;
  record.socket_type = 1;
  record.state = 1;
  record.local_port = 443;
  record.remote_port = 50000;
  record.local_address[0] = 192;
  record.local_address[3] = 1;
  record.remote_address[0] = 10;
  record.fd = -1;
  record.flags = PE_ENDPOINTS | PE_UID | PE_MARK | PE_QUEUES;
  if (tgid == 0) return record;
  record.tgid = tgid;
  record.start_boottime_ns = 1'000'000'000ull * tgid;
  record.fd = 3;
  record.flags |= PE_HELD;
  return record;
}

}  // namespace portexplorer
