// record_samples COUNT MILLISECONDS: prints COUNT samples of the Internet sockets in this network
// namespace, one per line and MILLISECONDS apart. The scripts in tests/recordings show how the
// recordings were made.
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "collect/local_source.h"
#include "support/recording.h"

int main(int count, char** values) {
  using namespace portexplorer;
  if (count != 3) {
    std::fputs("Usage: record_samples COUNT MILLISECONDS\n", stderr);
    return 2;
  }
  const auto source = make_local_source();
  SampleRequest request;
  request.protocols = ProtocolSet::internet();
  request.follow = true;
  request.all_namespaces = false;
  for (int i = 0; i < std::stoi(values[1]); ++i) {
    if (i > 0) std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(values[2])));
    const auto sample = source->sample(request);
    if (!sample) {
      std::fprintf(stderr, "record_samples: %s\n", sample.error().what.c_str());
      return 1;
    }
    std::puts(testing::recorded(**sample).c_str());
    std::fflush(stdout);
  }
  return 0;
}
