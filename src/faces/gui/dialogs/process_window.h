#pragma once

#include <QCheckBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QSocketNotifier>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>
#include <array>
#include <memory>
#include <stop_token>

#include "base/unique_fd.h"
#include "faces/gui/dialogs/app_state.h"
#include "faces/gui/dialogs/inspect_parts.h"
#include "faces/gui/dialogs/process_sockets.h"
#include "faces/gui/look/traffic_graph.h"
#include "inspect/report_entries.h"

namespace portexplorer::gui {

// The properties of a process. Pages are filled in as another thread reads their parts; closing the
// window stops that thread. When the process ends, the window says so and keeps what has been read.
class ProcessWindow final : public QDialog {
  Q_OBJECT

 public:
  enum Tab : std::uint8_t { general, version, security, summary, sockets, tab_count };

  ProcessWindow(AppState&, ProcessKey);
  ~ProcessWindow() override;
  Q_DISABLE_COPY_MOVE(ProcessWindow)

  [[nodiscard]] const ProcessKey& process() const { return key_; }
  [[nodiscard]] QTabWidget* tabs() const { return tabs_; }
  [[nodiscard]] QTextBrowser* page(Tab tab) const { return pages_[tab]; }
  [[nodiscard]] const ProcessSockets& sockets_model() const { return *model_; }
  // Returns the text of the message bar above the tabs, or "" if it is hidden.
  [[nodiscard]] QString strip() const {
    return message_bar_->isHidden() ? QString() : message_bar_->text();
  }
  [[nodiscard]] bool is_complete() const { return part_ == InspectPart::all && report_; }

 Q_SIGNALS:
  void progressed();

 protected:
  void changeEvent(QEvent*) override;

 private:
  void build();
  void retranslateUi();
  void tell_name();
  void tell_count();
  QWidget* build_header();
  QWidget* build_sockets();
  QWidget* build_footer();
  void start();
  void watch_for_end();
  void take(const InspectProgress&);
  void write_pages();
  void write_newest();
  void write_part(Tab, ReportPart, InspectPart needed);
  void write_summary();
  void copy_page() const;
  void follow_link(const QUrl&);
  void read_snapshot();
  void take_colours();
  // Shows a message. `text` must be marked with QT_TR_NOOP(); retranslateUi() repeats it.
  void say(const char* text, const QString& value = {});

  AppState& app_;
  ProcessKey key_;
  std::stop_source stop_;
  UniqueFd pidfd_;
  std::unique_ptr<QSocketNotifier> end_;  // must be destroyed before pidfd_
  InspectPart part_ = InspectPart::general;
  std::shared_ptr<const ProcessReport> report_;  // null until something has been read
  QLabel* title_ = nullptr;
  QLabel* subtitle_ = nullptr;
  QLabel* message_bar_ = nullptr;
  QTabWidget* tabs_ = nullptr;
  std::array<QTextBrowser*, tab_count> pages_{};  // null for sockets
  QCheckBox* all_ = nullptr;
  QCheckBox* reasons_ = nullptr;
  ProcessSockets* model_;
  QTableView* table_ = nullptr;
  QLabel* count_ = nullptr;
  QPushButton* in_list_ = nullptr;
  QPushButton* copy_ = nullptr;
  QDialogButtonBox* buttons_ = nullptr;
  const char* said_ = nullptr;  // text of the message bar before translation
  QString said_value_;
  TrafficGraph* graph_ = nullptr;
};

}  // namespace portexplorer::gui
