// The traffic log below the list: socket events as they occur.
#pragma once

#include <QDockWidget>
#include <QLabel>
#include <QToolButton>
#include <QTreeView>
#include <functional>
#include <optional>
#include <vector>

#include "faces/gui/dialogs/app_state.h"
#include "faces/gui/models/log_model.h"
#include "faces/gui/models/socket_feed.h"
#include "faces/gui/window/filter_field.h"

namespace portexplorer::gui {

class LogDock final : public QDockWidget {
  Q_OBJECT

 public:
  // `selection` returns the selection in the list, for sends and receives.
  LogDock(AppState& app, SocketFeed& feed, std::function<std::optional<TrafficWish>()> selection,
          QWidget* parent = nullptr);

  void set_paused(bool paused);
  [[nodiscard]] LogModel& model() { return *model_; }
  [[nodiscard]] QString not_told() const { return note_->text(); }
  [[nodiscard]] QString state() const { return state_->text(); }
  [[nodiscard]] QToolButton& traffic() { return *traffic_; }
  [[nodiscard]] FilterField& filter() { return *filter_; }

 Q_SIGNALS:
  void filter_wanted(const QString& filter);
  void said(const QString& sentence);

 protected:
  void changeEvent(QEvent*) override;
  void showEvent(QShowEvent*) override;

 private:
  // A button with its texts before translation; `what` is the tool tip and the accessible name.
  struct ButtonText {
    QToolButton* button;
    const char* text;
    const char* what;
  };

  // `text` and `what` must be marked with QT_TR_NOOP(); retranslateUi() sets their translations.
  QToolButton* add_button(QLayout&, const char* text, const char* what);
  void set_up_view();
  void set_up_note();
  QWidget* build_body();
  QWidget* build_header();
  void connect_feed();
  void follow_newest_line();
  void retranslateUi();
  void start();
  void take(const std::shared_ptr<LogNews>&);
  void switch_traffic(bool on);
  void save();
  void tell_state();
  void tell_trouble();
  void open_menu(const QPoint&);

  AppState& app_;
  SocketFeed& feed_;
  std::function<std::optional<TrafficWish>()> selection_;
  LogModel* model_;
  QTreeView* view_;
  QLabel* note_;
  QString trouble_;  // why there is no log, or empty
  QLabel* state_;
  QLabel* title_ = nullptr;
  FilterField* filter_;
  QToolButton* pause_ = nullptr;
  QToolButton* traffic_ = nullptr;
  std::vector<ButtonText> button_texts_;
  std::optional<TrafficWish> traffic_of_;
  std::vector<LogLine> waiting_;  // lines that arrived while the log is paused
  std::uint64_t lost_ = 0;
  std::uint64_t left_waiting_ = 0;  // number of lines dropped from waiting_
  bool runs_ = false;
  bool follows_ = true;  // keep the newest line in view
};

}  // namespace portexplorer::gui
