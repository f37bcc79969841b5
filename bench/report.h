// What all measurements share: where results go, and the bars that they are held to.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace portexplorer::bench {

struct Settings {
  bool quick = false;
  std::string json_file;  // empty: none
  unsigned minutes = 5;   // of the soak
};

// Collects what was measured and whether every bar was met.
class Report {
 public:
  Report();
  // Prints the bar and remembers it.
  void bar(const std::string& what, bool met, const std::string& measured);
  [[nodiscard]] nlohmann::json& operator[](const char* key) { return json_[key]; }
  [[nodiscard]] bool all_met() const { return all_met_; }
  // False if the file cannot be written.
  [[nodiscard]] bool write(const std::string& file) const;

 private:
  nlohmann::json json_;
  bool all_met_ = true;
};

[[nodiscard]] std::string human_seconds(double);  // "3.3 ms", "26.6 s"
[[nodiscard]] std::string human_size(std::uint64_t bytes);

// Each returns false, after saying why, if it could not measure. Bars go to the report.
bool run_compare(const Settings&, Report&);
bool run_million(const Settings&, Report&);
bool run_soak(const Settings&, Report&);
bool run_resident(const Settings&, Report&);
bool run_tracing(const Settings&, Report&);
bool run_counting(const Settings&, Report&);

}  // namespace portexplorer::bench
