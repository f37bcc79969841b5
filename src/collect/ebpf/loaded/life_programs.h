// The loaded and attached kernel programs of the life of sockets (bpf/life.bpf.c).
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "base/unique_fd.h"
#include "bpf/records.h"
#include "collect/ebpf/life.h"

struct life_bpf;

namespace portexplorer {

class LifePrograms {
 public:
  // Loads and attaches what this kernel and privilege allow. An error only if not even TCP's life can be seen.
  static Result<LifePrograms> load(const LifeOptions&);

  // What the programs go by, and what they count; shared with them.
  [[nodiscard]] pe_life_control& control() const;
  [[nodiscard]] int ring_fd() const;
  [[nodiscard]] int lives_fd() const;
  [[nodiscard]] TrafficWay traffic_way() const { return way_; }
  [[nodiscard]] bool sees_calls() const { return coverage_.find("life.calls") == nullptr; }
  [[nodiscard]] const Coverage& coverage() const { return coverage_; }

 private:
  struct Destroy {
    void operator()(life_bpf*) const;
  };
  using Skeleton = std::unique_ptr<life_bpf, Destroy>;
  friend class LifeLoader;

  LifePrograms() = default;

  Skeleton skeleton_;
  TrafficWay way_ = TrafficWay::none;
  Coverage coverage_;
};

}  // namespace portexplorer
