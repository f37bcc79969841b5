#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <vector>

#include "faces/gui/dialogs/app_state.h"

namespace portexplorer::gui {

// The settings dialog. Nothing takes effect before OK or Apply.
class SettingsWindow final : public QDialog {
  Q_OBJECT

 public:
  explicit SettingsWindow(AppState&);

  // Returns the settings as currently selected in the dialog.
  [[nodiscard]] Settings chosen() const;
  [[nodiscard]] QTabWidget* tabs() const { return tabs_; }

 protected:
  void changeEvent(QEvent*) override;

 private:
  struct Swatch {
    Ink ink;
    QPushButton* button;
  };

  void build();
  QWidget* build_list_page();
  QWidget* build_columns_page();
  QWidget* build_colours_page();
  QWidget* build_log_page();
  QWidget* build_tray_page();
  QWidget* build_language_page();
  void fill_columns(const QStringList& shown);
  void move_column(int by);
  void choose_colour(Ink);
  void show_colours();
  [[nodiscard]] Palette palette_of_choice() const;
  [[nodiscard]] bool shows_dark() const;
  [[nodiscard]] QStringList chosen_columns() const;

  AppState& app_;
  std::map<QString, QColor> colours_;
  QTabWidget* tabs_ = nullptr;
  QCheckBox* hide_netstat_ = nullptr;
  QCheckBox* hide_loopback_ = nullptr;
  QCheckBox* resolve_ = nullptr;
  QCheckBox* group_ = nullptr;
  QComboBox* show_process_ = nullptr;
  QDoubleSpinBox* refresh_ = nullptr;
  QListWidget* columns_ = nullptr;
  QComboBox* theme_ = nullptr;
  QComboBox* shown_theme_ = nullptr;
  std::vector<Swatch> swatches_;
  QLabel* weak_ = nullptr;
  QCheckBox* show_log_ = nullptr;
  QSpinBox* log_rows_ = nullptr;
  QCheckBox* may_ask_names_ = nullptr;
  QCheckBox* may_query_whois_ = nullptr;
  QCheckBox* tray_ = nullptr;
  QCheckBox* start_minimised_ = nullptr;
  QCheckBox* notice_listeners_ = nullptr;
  QCheckBox* notice_first_ = nullptr;
  QCheckBox* notice_hidden_ = nullptr;
  QComboBox* language_ = nullptr;
};

}  // namespace portexplorer::gui
