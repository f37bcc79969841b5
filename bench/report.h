// Shared by all measurements: output of results, and required limits ("bars").
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace portexplorer::bench {

struct Settings {
  bool quick = false;
  std::string json_file;  // empty: none
  unsigned minutes = 5;   // duration of the soak
};

// Collects results and whether every bar was met.
class Report {
 public:
  Report();
  // Prints and records a bar.
  void bar(const std::string& what, bool met, const std::string& measured);
  [[nodiscard]] nlohmann::json& operator[](const char* key) { return json_[key]; }
  [[nodiscard]] bool all_met() const { return all_met_; }
  // Returns false if the file cannot be written.
  [[nodiscard]] bool write(const std::string& file) const;

 private:
  nlohmann::json json_;
  bool all_met_ = true;
};

[[nodiscard]] std::string human_seconds(double);  // "3.3 ms", "26.6 s"
[[nodiscard]] std::string human_size(std::uint64_t bytes);

// Each prints the reason and returns false if it could not measure. Bars are added to the report.
bool run_compare(const Settings&, Report&);
bool run_million(const Settings&, Report&);
bool run_soak(const Settings&, Report&);
bool run_resident(const Settings&, Report&);
bool run_tracing(const Settings&, Report&);
bool run_counting(const Settings&, Report&);

}  // namespace portexplorer::bench
