// The status bar: numbers of sockets, throughput, coverage, operating system, and the duration of
// the last refresh.
#pragma once

#include <QLabel>
#include <QStatusBar>
#include <QToolButton>
#include <chrono>

#include "faces/gui/look/traffic_graph.h"
#include "faces/gui/rows/listing.h"
#include "faces/gui/window/fitting_label.h"

namespace portexplorer::gui {

class StatusLine final : public QStatusBar {
  Q_OBJECT

 public:
  explicit StatusLine(QWidget* parent = nullptr);

  void show_listing(const Listing&, std::chrono::nanoseconds took);
  void set_paused(bool paused);
  void set_colours(const Palette&);
  [[nodiscard]] QString tallies() const { return tallies_->text(); }
  [[nodiscard]] QString sight() const { return sight_->text(); }

 Q_SIGNALS:
  void sight_clicked();
  void hide_rows_clicked();

 protected:
  void changeEvent(QEvent*) override;

 private:
  void retranslateUi();

  FittingLabel* tallies_;
  QToolButton* hidden_rows_;
  TrafficGraph* graph_;
  QLabel* throughput_;
  QToolButton* sight_;
  QLabel* system_;
  QLabel* took_;
  bool paused_ = false;
};

// Returns "120 normal, 80 system …" without parts that are 0, followed by shorter versions from
// which the least important parts have been dropped.
[[nodiscard]] QStringList tally_texts(const Tally&);
[[nodiscard]] QString duration_text(std::chrono::nanoseconds);

// What could not be read, as sentences for the user, one paragraph per gap.
struct CoverageSummary {
  bool is_full = true;
  QString summary;     // for the status bar
  QStringList owners;  // sentences with the numbers of sockets whose owner is missing
  QStringList gaps;
};
[[nodiscard]] CoverageSummary sight_of(const Listing&);

}  // namespace portexplorer::gui
