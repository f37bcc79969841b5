// The loaded and attached kernel programs of the life of sockets (bpf/tracer.bpf.c).
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

  // Loads and attaches what this kernel and privilege allow. An error only if not even TCP's life
  // can be seen.
  static Result<TracerPrograms> load(const TracerOptions&);

  // What the programs go by, and what they count; shared with them.
  [[nodiscard]] pe_tracer_control& control() const;
  [[nodiscard]] int ring_fd() const;
  [[nodiscard]] TracerMaps maps() const;
  // Attaches or detaches what sees receives by splice(): each receive over TCP runs it. Does
  // nothing where that cannot be seen.
  void follow_splices(bool follow);
  [[nodiscard]] TrafficCounter traffic_counter() const { return way_; }
  [[nodiscard]] bool reads_in_place() const { return in_place_; }
  [[nodiscard]] bool sees_calls() const { return coverage_.find("life.calls") == nullptr; }
  [[nodiscard]] const Coverage& coverage() const { return coverage_; }

 private:
  // One of the two compilations of the programs (bpf/tracer.bpf.c, bpf/tracer_direct.bpf.c).
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
