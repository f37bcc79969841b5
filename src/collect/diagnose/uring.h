// io_uring without a library: one send or receive at a time, through raw system calls (Linux 5.6).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer {

class Uring {
 public:
  // not_supported, not_permitted: this kernel, or its administrator, does not offer it.
  static Result<Uring> create();

  // Returns the number of bytes moved.
  Result<std::size_t> send(int socket, const void* bytes, std::size_t count);
  Result<std::size_t> receive(int socket, void* bytes, std::size_t count);

 private:
  struct Mapping {
    void* address = nullptr;
    std::size_t size = 0;
    Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping();
  };
  struct Rings;

  Uring() = default;
  Result<std::size_t> run(std::uint8_t operation, int socket, std::uint64_t address,
                          std::size_t count);

  UniqueFd fd_;
  std::shared_ptr<Rings> rings_;
};

}  // namespace portexplorer
