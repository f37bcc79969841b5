// The stream of the BPF socket iterators, parsed and merged.
#include <cstddef>
#include <cstdint>
#include <span>

#include "collect/ebpf/reader_merge.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  const auto bytes = std::as_bytes(std::span(data, size));
  ReaderPart parts[2];
  // Both halves, as if read by two threads.
  const auto first = RecordParser(parts[0], 100).parse(bytes);
  const auto second = RecordParser(parts[1], 100).parse(bytes.subspan(size / 16 * 8));
  SocketReading reading;
  reading.processes = parts[0].processes;
  merge_parts(parts, reading);
  for (const Socket& s : reading.sockets) {
    if (s.process != kNoIndex && s.process >= reading.processes.size()) __builtin_trap();
    if (std::size_t{s.text.offset} + s.text.length > reading.text.size()) __builtin_trap();
  }
  for (const Mapping& m : reading.shared) {
    if (m.process >= reading.processes.size()) __builtin_trap();
  }
  for (const WaitingConnection& w : reading.waiting) {
    if (w.socket >= reading.sockets.size()) __builtin_trap();
  }
  static_cast<void>(first && second);
  return 0;
}
