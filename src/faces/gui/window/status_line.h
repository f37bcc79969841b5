// What stands below the list: how many sockets, how much goes through, what this user may see,
// which system this is, what a refresh took.
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

// "120 normal, 80 system …", without what there is none of; then the same with fewer and fewer
// parts, the least important dropped first.
[[nodiscard]] QStringList tally_texts(const Tally&);
[[nodiscard]] QString duration_text(std::chrono::nanoseconds);

// What a user should know of what could not be read: plain sentences, one paragraph for each gap.
struct CoverageSummary {
  bool is_full = true;
  QString summary;     // for the status bar
  QStringList owners;  // a sentence each: how many sockets show no owner although they may have one
  QStringList gaps;
};
[[nodiscard]] CoverageSummary sight_of(const Listing&);

}  // namespace portexplorer::gui
