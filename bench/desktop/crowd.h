// A synthetic source with very many sockets, some of which change with each reading. It costs
// little, so that the benchmark measures only the window.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "model/socket_source.h"

namespace portexplorer::bench {

struct CrowdSize {
  std::uint32_t sockets = 100'000;
  std::uint32_t processes = 500;
  std::uint32_t moved = 8'000;     // sockets whose byte counts grow in each reading
  std::uint32_t replaced = 1'000;  // sockets that are replaced by new ones in each reading
};

class Crowd final : public SocketSource {
 public:
  explicit Crowd(CrowdSize size);
  Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) override;

 private:
  [[nodiscard]] Socket make_socket();

  CrowdSize size_;
  std::mt19937 random_{42};
  std::vector<Socket> sockets_;
  Tables tables_;
  std::uint64_t next_ = 1;
  std::int64_t second_ = 0;
};

}  // namespace portexplorer::bench
