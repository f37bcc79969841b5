// The loaded and attached programs of the socket tracer (bpf/tracer.bpf.c).
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "base/unique_fd.h"
#include "bpf/records.h"
#include "collect/ebpf/tracer/socket_tracer.h"

namespace portexplorer {

class TracerPrograms {
 public:
  TracerPrograms(const TracerPrograms&) = delete;
  TracerPrograms& operator=(const TracerPrograms&) = delete;
  TracerPrograms(TracerPrograms&&) noexcept;
  TracerPrograms& operator=(TracerPrograms&&) noexcept;
  ~TracerPrograms();

  // Loads and attaches what the kernel and the privileges allow. Fails only if not even TCP can be
  // traced.
  static Result<TracerPrograms> load(const TracerOptions&);

  // Configuration and counters, shared with the programs.
  [[nodiscard]] pe_tracer_control& control() const;
  [[nodiscard]] int ring_fd() const;
  [[nodiscard]] TracerMaps maps() const;
  // Attaches or detaches the program that reports receives by splice(). It runs for each TCP
  // receive, so it is attached only when needed. Does nothing if it is not available.
  void follow_splices(bool follow);
  [[nodiscard]] TrafficCounter traffic_counter() const { return way_; }
  [[nodiscard]] bool reads_in_place() const { return in_place_; }
  [[nodiscard]] bool sees_calls() const { return coverage_.find("tracing.calls") == nullptr; }
  [[nodiscard]] const Coverage& coverage() const { return coverage_; }

 private:
  // One of the two builds of the programs (bpf/tracer.bpf.c, bpf/tracer_direct.bpf.c).
  struct Object;
  friend class TracerLoader;

  TracerPrograms();

  std::unique_ptr<Object> object_;
  bool in_place_ = false;
  std::uint32_t slots_ = 0;
  TrafficCounter way_ = TrafficCounter::none;
  bool sees_splices_ = false;
  Coverage coverage_;
};

}  // namespace portexplorer
