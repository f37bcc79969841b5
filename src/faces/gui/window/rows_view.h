// The view of the list. It paints rows itself, so the cost of a refresh depends on the visible
// cells and not on the number of rows.
#pragma once

#include <QIcon>
#include <QTreeView>
#include <chrono>
#include <functional>
#include <unordered_set>
#include <vector>

#include "faces/gui/look/palette.h"
#include "faces/gui/models/socket_model.h"

namespace portexplorer::gui {

// Sources of icons. Both must return immediately, with an empty icon if there is none (yet).
struct RowIcons {
  std::function<QIcon(const QString& path)> program;
  std::function<QIcon(const QString& country)> flag;
};

class RowsView final : public QTreeView {
  Q_OBJECT

 public:
  explicit RowsView(SocketModel& model, QWidget* parent = nullptr);

  void set_colours(const Palette& colours);
  void set_icons(RowIcons icons);
  void set_grouped(bool grouped);
  void set_empty_text(const QString& text);  // shown while there are no rows
  [[nodiscard]] QString empty_text() const { return empty_text_; }

  // Returns the selected items and those of selected groups, as ascending positions in the listing.
  [[nodiscard]] std::vector<std::uint32_t> selected_items() const;
  [[nodiscard]] std::vector<quint64> selected_ids() const;

  // Whether rows may be sorted again now: the pointer has not been on them and the selection has
  // not changed for two seconds, and no menu, drag or button press is active.
  [[nodiscard]] bool may_reorder() const;
  // Sets the clock for may_reorder(), for tests.
  void set_clock(std::function<std::chrono::milliseconds()> clock);
  // Emits dataChanged() for the visible rows that the last update changed.
  void announce_changes();

  [[nodiscard]] int row_height() const { return row_height_; }

 Q_SIGNALS:
  void typed(const QString& text);  // the user starts typing a filter
  void selection_changed();

 protected:
  void drawRow(QPainter*, const QStyleOptionViewItem&, const QModelIndex&) const override;
  void paintEvent(QPaintEvent*) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
  void keyboardSearch(const QString& search) override;
  bool viewportEvent(QEvent*) override;
  void changeEvent(QEvent*) override;
  int sizeHintForColumn(int column) const override;

 private:
  struct Anchor {
    quint64 id = 0;
    int offset = 0;
  };
  void retranslateUi();
  void before_update();
  void after_update();
  void restore_selection();
  void restore_anchor();
  void expand_new_groups();
  void measure();
  void note(const QItemSelection&, bool selected);
  void carry_selection();
  [[nodiscard]] bool is_selected(const QModelIndex&) const;
  void draw_cell(QPainter&, const QModelIndex&, QRect, const RowColours&) const;
  void draw_branch(QPainter&, const QModelIndex&, const QRect&) const;
  [[nodiscard]] QIcon icon_of(const QModelIndex&) const;
  [[nodiscard]] RowColours colours_of(const QModelIndex&) const;
  [[nodiscard]] std::vector<QModelIndex> visible_rows() const;

  SocketModel& model_;
  Palette colours_ = Palette::light();
  RowIcons icons_;
  QString empty_text_;
  // Selection flags by position in the listing. Looking up a row in Qt's selection ranges, and
  // moving them to the next listing, would take too long.
  std::vector<bool> selected_;
  std::vector<bool> selected_groups_;
  std::unordered_set<quint64> collapsed_;
  std::vector<Anchor> anchors_;
  std::function<std::chrono::milliseconds()> clock_;
  std::chrono::milliseconds pointer_was_here_{};  // last time of a pointer or selection event
  bool restoring_ = false;
  int row_height_ = 0;
};

}  // namespace portexplorer::gui
