#include "bench/report.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "bench/measure.h"

namespace portexplorer::bench {
namespace {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

}  // namespace

Report::Report() {
  utsname kernel{};
  uname(&kernel);
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch());
  const auto cores = sysconf(_SC_NPROCESSORS_ONLN);
  json_ = {{"schema", "portexplorer.bench/1"},
           {"taken_at_unix", now.count()},
           {"kernel", kernel.release},
           {"processor", processor()},
           {"cores", cores},
           {"bars", nlohmann::json::array()}};
  fmt::print("Linux {}, {} × {}\n", kernel.release, cores, processor());
}

void Report::bar(const std::string& what, bool met, const std::string& measured) {
  fmt::print("  {} {}: {}\n", met ? "met   " : "MISSED", what, measured);
  json_["bars"].push_back({{"what", what}, {"met", met}, {"measured", measured}});
  all_met_ = all_met_ && met;
}

bool Report::write(const std::string& file) const {
  std::ofstream out(file);
  out << json_.dump(1) << '\n';
  return static_cast<bool>(out.flush());
}

std::string human_seconds(double s) {
  if (s < 0.01) return fmt::format("{:.2f} ms", s * 1e3);
  if (s < 1) return fmt::format("{:.1f} ms", s * 1e3);
  return fmt::format("{:.2f} s", s);
}

std::string human_size(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace portexplorer::bench
