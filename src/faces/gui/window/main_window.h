// The main window: the list with its toolbar, menus, status bar and log.
#pragma once

#include <QActionGroup>
#include <QComboBox>
#include <QMainWindow>
#include <QTabBar>
#include <QTimer>
#include <QToolBar>
#include <array>
#include <vector>

#include "faces/gui/dialogs/app_state.h"
#include "faces/gui/look/flags.h"
#include "faces/gui/look/icons.h"
#include "faces/gui/models/socket_feed.h"
#include "faces/gui/window/filter_bar.h"
#include "faces/gui/window/header_state.h"
#include "faces/gui/window/log_dock.h"
#include "faces/gui/window/message_bar.h"
#include "faces/gui/window/rows_view.h"
#include "faces/gui/window/socket_menu.h"
#include "faces/gui/window/status_line.h"

namespace portexplorer::gui {

class MainWindow final : public QMainWindow {
  Q_OBJECT

 public:
  // `app` must outlive the window. Starts reading at once.
  MainWindow(AppState& app, SourceWorker::MakeSource make_source, QWidget* parent = nullptr);

  void set_filter(const QString& text) { filter_->set_text(text); }
  void warn_of_root();
  void set_tab(Tab);
  void set_grouped(bool);
  void set_paused(bool);
  void show_sight();  // shows what is missing, why, and how to get it

  [[nodiscard]] RowsView& view() { return *view_; }
  [[nodiscard]] SocketModel& model() { return *model_; }
  [[nodiscard]] FilterBar& filter() { return *filter_; }
  [[nodiscard]] LogDock& log() { return *log_; }
  [[nodiscard]] SocketMenu& sockets() { return *sockets_; }
  [[nodiscard]] SocketFeed& feed() { return *feed_; }
  [[nodiscard]] const MessageBar& trouble() const { return *trouble_; }

 Q_SIGNALS:
  // A reading has been shown.
  void shown_reading();

 protected:
  void closeEvent(QCloseEvent*) override;
  void changeEvent(QEvent*) override;
  void showEvent(QShowEvent*) override;
  void hideEvent(QHideEvent*) override;

 private:
  void build_list();
  void build_toolbar();
  void build_menus();
  void build_file_menu();
  void build_view_menu();
  void build_socket_menu();
  void build_tools_menus();
  void connect_feed();
  void apply_settings();
  void apply_look_of_list();
  void take_reading(const std::shared_ptr<Reading>&);
  void lose_source(const QString& reason);
  void show_counts(const Listing&);
  void show_first_strip();
  void sort_by(int column);
  void set_pace();
  void send_view();
  void send_wishes();
  void remember_columns();
  void change_settings(const std::function<void(Settings&)>& change);
  void explain_column(int column);
  void open_header_menu(const QPoint&);
  void set_interval(std::chrono::milliseconds);
  void retranslateUi();
  void retranslate_menus();
  void tell_empty();
  // `text` must be marked with QT_TR_NOOP(); retranslate_menus() sets its translation.
  QMenu& add_menu(QMenu*, const char* text);  // null: to the menu bar
  QAction* add_action(QMenu&, const char* text, const QKeySequence&,
                      const std::function<void()>& act);
  QAction* add_toggle(QMenu&, const char* text, const QKeySequence&,
                      const std::function<void(bool)>& act);

  // An action, or the action of a menu, with its text before translation.
  struct ActionText {
    QAction* action;
    const char* text;
  };

  AppState& app_;
  SocketModel* model_;
  RowsView* view_;
  FilterBar* filter_;
  QTabBar* tabs_;
  StatusLine* status_;
  MessageBar* note_;
  MessageBar* trouble_;
  MessageBar* root_;
  SocketFeed* feed_;
  HeaderState* columns_;
  SocketMenu* sockets_;
  LogDock* log_;
  ProgramIcons* icons_;
  QComboBox* interval_ = nullptr;
  QAction* pause_ = nullptr;
  QAction* group_ = nullptr;
  QAction* hide_netstat_ = nullptr;
  QAction* hide_loopback_ = nullptr;
  QAction* show_lookups_ = nullptr;
  QAction* resolve_ = nullptr;
  std::vector<ActionText> action_texts_;
  std::array<QAction*, kTabCount> tab_actions_{};
  QMenu* socket_menu_ = nullptr;   // filled when it opens
  QMenu* columns_menu_ = nullptr;  // filled when it opens
  ViewSettings shown_;
  QString filter_in_force_;  // text of shown_.filter
  ColumnOrder order_;
  ReadingWishes wishes_;
  QTimer columns_told_;
  std::function<void()> note_action_;
  std::function<void()> tell_note_;
  QToolBar* toolbar_ = nullptr;
  bool told_sight_ = false;
  bool was_seen_ = false;
};

}  // namespace portexplorer::gui
