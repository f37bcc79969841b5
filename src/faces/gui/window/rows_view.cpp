#include "faces/gui/window/rows_view.h"

#include <QAccessible>
#include <QApplication>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <algorithm>
#include <cmath>

#include "faces/gui/child.h"

namespace portexplorer::gui {
namespace {

constexpr std::chrono::milliseconds kRest{2000};
constexpr double kRowPerFont = 1.35;
constexpr int kMargin = 4;
constexpr int kIcon = 16;
constexpr quint64 kGroupBit = quint64{1} << 63;

// Only provides the height of rows; the view paints them.
class RowHeight final : public QStyledItemDelegate {
 public:
  RowHeight(const RowsView& view, QObject* parent) : QStyledItemDelegate(parent), view_(view) {}
  QSize sizeHint(const QStyleOptionViewItem& /*option*/,
                 const QModelIndex& /*index*/) const override {
    return {60, view_.row_height()};
  }

 private:
  const RowsView& view_;
};

// A long address or path is recognized by its ends, other texts by their beginning.
Qt::TextElideMode elide_mode(const ListColumn& column) {
  const bool by_ends = column.kind == CellKind::local || column.kind == CellKind::remote ||
                       column.id == FieldId::path || column.id == FieldId::local_address ||
                       column.id == FieldId::remote_address || column.id == FieldId::cgroup;
  return by_ends ? Qt::ElideMiddle : Qt::ElideRight;
}

}  // namespace

RowsView::RowsView(SocketModel& model, QWidget* parent) : QTreeView(parent), model_(model) {
  setModel(&model);
  setItemDelegate(make_child<RowHeight>(*this, this));
  setUniformRowHeights(true);
  setSelectionMode(ExtendedSelection);
  setSelectionBehavior(SelectRows);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollMode(ScrollPerPixel);
  setTextElideMode(Qt::ElideRight);
  setEditTriggers(NoEditTriggers);
  setContextMenuPolicy(Qt::CustomContextMenu);
  setExpandsOnDoubleClick(false);
  setAllColumnsShowFocus(true);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
  setTreePosition(column_of(FieldId::process));
  header()->setSectionsMovable(true);
  header()->setSectionsClickable(true);
  header()->setStretchLastSection(false);
  header()->setContextMenuPolicy(Qt::CustomContextMenu);
  header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  header()->setTextElideMode(Qt::ElideRight);
  retranslateUi();
  set_clock([] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
  });
  measure();
  set_grouped(false);
  connect(&model, &SocketModel::about_to_update, this, &RowsView::before_update);
  connect(&model, &SocketModel::updated, this, &RowsView::after_update);
  connect(this, &QTreeView::collapsed, this,
          [this](const QModelIndex& index) { collapsed_.insert(model_.id_of(index)); });
  connect(this, &QTreeView::expanded, this,
          [this](const QModelIndex& index) { collapsed_.erase(model_.id_of(index)); });
}

void RowsView::retranslateUi() {
  setAccessibleName(tr("Sockets"));
  header()->setAccessibleName(tr("Columns"));
}

void RowsView::measure() {
  row_height_ =
      std::max(static_cast<int>(std::lround(fontMetrics().height() * kRowPerFont)), kIcon + 2);
  setIndentation(fontMetrics().horizontalAdvance(u'0') * 2 + kMargin);
  header()->setMinimumSectionSize(fontMetrics().horizontalAdvance(u'0') * 2);
}

void RowsView::set_clock(std::function<std::chrono::milliseconds()> clock) {
  clock_ = std::move(clock);
  pointer_was_here_ = clock_();
}

void RowsView::set_colours(const Palette& colours) {
  colours_ = colours;
  viewport()->update();
}

void RowsView::set_icons(RowIcons icons) {
  icons_ = std::move(icons);
  viewport()->update();
}

void RowsView::set_grouped(bool grouped) { setRootIsDecorated(grouped); }

void RowsView::set_empty_text(const QString& text) {
  empty_text_ = text;
  if (model_.rowCount() == 0) viewport()->update();
}

std::vector<quint64> RowsView::selected_ids() const {
  std::vector<quint64> ids;
  for (std::uint32_t i = 0; i < selected_.size(); ++i) {
    if (selected_[i]) ids.push_back(model_.listing().items[i].id);
  }
  for (std::uint32_t g = 0; g < selected_groups_.size(); ++g) {
    if (selected_groups_[g]) ids.push_back(kGroupBit | model_.listing().groups[g].id);
  }
  return ids;
}

std::vector<std::uint32_t> RowsView::selected_items() const {
  std::vector<bool> wanted = selected_;
  for (std::uint32_t g = 0; g < selected_groups_.size(); ++g) {
    const ProcessGroup& group = model_.listing().groups[g];
    for (std::uint32_t i = 0; i < group.count && selected_groups_[g]; ++i)
      wanted[group.first + i] = true;
  }
  std::vector<std::uint32_t> items;
  for (std::uint32_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i]) items.push_back(i);
  }
  return items;
}

bool RowsView::may_reorder() const {
  if (QApplication::activePopupWidget() != nullptr ||
      QApplication::mouseButtons() != Qt::NoButton || state() != NoState)
    return false;
  const bool points = isVisible() && viewport()->underMouse();
  return !points && clock_() - pointer_was_here_ >= kRest;
}

std::vector<QModelIndex> RowsView::visible_rows() const {
  std::vector<QModelIndex> rows;
  const int bottom = viewport()->height();
  for (QModelIndex index = indexAt({0, 0}); index.isValid(); index = indexBelow(index)) {
    if (visualRect(index).top() > bottom) break;
    rows.push_back(index.siblingAtColumn(0));
  }
  return rows;
}

void RowsView::announce_changes() {
  const std::vector<QModelIndex> rows = visible_rows();
  const int last_column = model_.columnCount() - 1;
  std::size_t start = 0;
  for (std::size_t i = 1; i <= rows.size(); ++i) {
    const bool run_goes_on = i < rows.size() && rows[i].parent() == rows[start].parent() &&
                             rows[i].row() == rows[i - 1].row() + 1;
    if (run_goes_on) continue;
    const bool any =
        std::any_of(rows.begin() + static_cast<std::ptrdiff_t>(start),
                    rows.begin() + static_cast<std::ptrdiff_t>(i), [&](const QModelIndex& index) {
                      const auto item = model_.item_at(index);
                      return !item || model_.has_changed(*item);
                    });
    if (any) model_.announce(rows[start], rows[i - 1].siblingAtColumn(last_column));
    start = i;
  }
}

// Around each update of the model, the view preserves what the user sees and has selected.
//
// Scrolling: anchors_ holds the visible rows with their offsets. Afterwards, the topmost one that
// still exists is scrolled to its old offset, so rows do not move while the user reads them. At the
// very top there is no anchor, so that new rows become visible.
//
// Selection: Qt would adjust its ranges at every step of the update. Instead it is cleared before,
// and restored afterwards from selected_ and selected_groups_, moved by the ListChange as a whole.
void RowsView::before_update() {
  anchors_.clear();
  if (verticalScrollBar()->value() > 0) {
    for (const QModelIndex& index : visible_rows())
      anchors_.push_back({model_.id_of(index), visualRect(index).top()});
  }
  restoring_ = true;
  const QSignalBlocker quiet(selectionModel());
  selectionModel()->clearSelection();
}

void RowsView::after_update() {
  expand_new_groups();
  restore_selection();
  restoring_ = false;
  restore_anchor();
  viewport()->update();
}

// Groups are expanded when they appear, and remain so until the user collapses them.
void RowsView::expand_new_groups() {
  const Listing& listing = model_.listing();
  if (!listing.grouped) return;
  const QSignalBlocker quiet(this);
  for (std::uint32_t g = 0; g < listing.groups.size(); ++g) {
    const QModelIndex index = model_.index_of_group(g);
    if (!isExpanded(index) && !collapsed_.contains(kGroupBit | listing.groups[g].id))
      setExpanded(index, true);
  }
  std::erase_if(collapsed_, [&](quint64 id) {
    return !listing.group_positions.contains(static_cast<std::uint32_t>(id));
  });
}

// Moves the selection flags to the new positions of their rows.
void RowsView::carry_selection() {
  const Listing& listing = model_.listing();
  const ListChange& change = model_.last_change();
  const auto carried = [](const std::vector<bool>& before, const std::vector<std::uint32_t>& places,
                          std::size_t size) {
    std::vector<bool> after(size);
    for (std::size_t i = 0; i < std::min(before.size(), places.size()); ++i) {
      if (before[i] && places[i] != kNowhere) after[places[i]] = true;
    }
    return after;
  };
  selected_ = carried(selected_, change.new_items, listing.items.size());
  selected_groups_ = carried(selected_groups_, change.new_groups, listing.groups.size());
}

void RowsView::restore_selection() {
  const auto before =
      std::ranges::count(selected_, true) + std::ranges::count(selected_groups_, true);
  carry_selection();
  if (before == 0) return;
  const Listing& listing = model_.listing();
  const int last_column = model_.columnCount() - 1;
  QItemSelection selection;
  const auto add_runs = [&](const std::vector<bool>& flags, std::uint32_t first,
                            std::uint32_t count, auto index_at) {
    std::uint32_t start = kNowhere;
    for (std::uint32_t i = first; i <= first + count; ++i) {
      const bool is_selected = i < first + count && flags[i];
      if (is_selected && start == kNowhere) start = i;
      if (is_selected || start == kNowhere) continue;
      selection.append(QItemSelectionRange(index_at(start, 0), index_at(i - 1, last_column)));
      start = kNowhere;
    }
  };
  const auto item_index = [&](std::uint32_t i, int column) {
    return model_.index_of_item(i, column);
  };
  if (!listing.grouped)
    add_runs(selected_, 0, static_cast<std::uint32_t>(selected_.size()), item_index);
  add_runs(selected_groups_, 0, static_cast<std::uint32_t>(selected_groups_.size()),
           [&](std::uint32_t g, int column) { return model_.index_of_group(g, column); });
  for (const ProcessGroup& group : listing.groups)
    add_runs(selected_, group.first, group.count, item_index);
  {
    const QSignalBlocker quiet(selectionModel());
    selectionModel()->select(selection, QItemSelectionModel::Select);
  }
  if (std::ranges::count(selected_, true) + std::ranges::count(selected_groups_, true) != before)
    Q_EMIT selection_changed();
}

void RowsView::restore_anchor() {
  if (anchors_.empty()) return;
  executeDelayedItemsLayout();
  const Listing& listing = model_.listing();
  std::unordered_map<quint64, int> wanted;
  for (std::size_t i = 0; i < anchors_.size(); ++i)
    wanted.emplace(anchors_[i].id, static_cast<int>(i));
  int best = static_cast<int>(anchors_.size());
  QModelIndex index;
  const auto consider = [&](quint64 id, const auto& make_index) {
    const auto it = wanted.find(id);
    if (it == wanted.end() || it->second >= best) return;
    best = it->second;
    index = make_index();
  };
  for (std::uint32_t i = 0; i < listing.items.size() && best > 0; ++i) {
    consider(listing.items[i].id, [&] { return model_.index_of_item(i); });
  }
  for (std::uint32_t g = 0; g < listing.groups.size() && best > 0; ++g) {
    consider(kGroupBit | listing.groups[g].id, [&] { return model_.index_of_group(g); });
  }
  if (!index.isValid()) return;
  const int top = visualRect(index).top();
  verticalScrollBar()->setValue(verticalScrollBar()->value() + top -
                                anchors_[static_cast<std::size_t>(best)].offset);
}

void RowsView::note(const QItemSelection& selection, bool selected) {
  for (const QItemSelectionRange& range : selection) {
    for (int row = range.top(); row <= range.bottom(); ++row) {
      const QModelIndex index = model_.index(row, 0, range.parent());
      if (const auto group = model_.group_at(index)) selected_groups_[*group] = selected;
      else if (const auto item = model_.item_at(index)) selected_[*item] = selected;
    }
  }
}

bool RowsView::is_selected(const QModelIndex& index) const {
  if (const auto group = model_.group_at(index))
    return *group < selected_groups_.size() && selected_groups_[*group];
  const auto item = model_.item_at(index);
  return item && *item < selected_.size() && selected_[*item];
}

// Does not call the base class, which builds a list of all selected cells for accessibility and
// computes the position of each: too slow with many selected rows.
void RowsView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  if (restoring_) return;
  note(deselected, false);
  note(selected, true);
  if (!selected.isEmpty()) pointer_was_here_ = clock_();
  viewport()->update();
#if QT_CONFIG(accessibility)
  if (QAccessible::isActive()) {
    QAccessibleEvent event(this, QAccessible::SelectionWithin);
    QAccessible::updateAccessibility(&event);
  }
#endif
  Q_EMIT selection_changed();
}

// Typing starts a filter instead of a search in the first column.
void RowsView::keyboardSearch(const QString& search) {
  if (!search.trimmed().isEmpty()) Q_EMIT typed(search);
}

bool RowsView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave || event->type() == QEvent::MouseMove)
    pointer_was_here_ = clock_();
  return QTreeView::viewportEvent(event);
}

void RowsView::changeEvent(QEvent* event) {
  QTreeView::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
  if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange) return;
  measure();
  scheduleDelayedItemsLayout();
}

// Measures only the visible rows.
int RowsView::sizeHintForColumn(int column) const {
  int width = 0;
  for (const QModelIndex& row : visible_rows()) {
    const QModelIndex cell = row.siblingAtColumn(column);
    int wanted = fontMetrics().horizontalAdvance(model_.text(cell)) + 2 * kMargin + 2;
    if (!icon_of(cell).isNull()) wanted += kIcon + kMargin;
    if (column == treePosition() && rootIsDecorated())
      wanted += indentation() * (cell.parent().isValid() ? 2 : 1);
    width = std::max(width, wanted);
  }
  return width;
}

void RowsView::paintEvent(QPaintEvent* event) {
  QTreeView::paintEvent(event);
  if (model_.rowCount() > 0 || empty_text_.isEmpty()) return;
  QPainter painter(viewport());
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24),
                   Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
}

RowColours RowsView::colours_of(const QModelIndex& index) const {
  const auto item = model_.item_at(index);
  const auto group = model_.group_at(index);
  const Listing& listing = model_.listing();
  const RowView view = listing.view(item ? *item : listing.groups[*group].first);
  return colours_.row(class_tint(view), group ? Change::none : view.row().change);
}

QIcon RowsView::icon_of(const QModelIndex& index) const {
  const ListColumn& column = list_columns()[static_cast<std::size_t>(index.column())];
  const auto item = model_.item_at(index);
  const auto group = model_.group_at(index);
  if (!item && !group) return {};
  const RowView view = model_.listing().view(item ? *item : model_.listing().groups[*group].first);
  if (column.kind == CellKind::process && icons_.program && view.process() != nullptr) {
    return icons_.program(QString::fromStdString(view.process()->path));
  }
  if (column.kind == CellKind::field && column.id == FieldId::country && item && icons_.flag) {
    const Value value = field(FieldId::country).value(view);
    const auto* code = std::get_if<std::string_view>(&value);
    if (code != nullptr)
      return icons_.flag(QString::fromUtf8(code->data(), static_cast<qsizetype>(code->size())));
  }
  return {};
}

void RowsView::draw_branch(QPainter& painter, const QModelIndex& index, const QRect& cell) const {
  QStyleOption option;
  option.initFrom(this);
  const int x = isRightToLeft() ? cell.right() - indentation() : cell.left();
  option.rect = QRect(x, cell.top(), indentation(), cell.height());
  option.state |= QStyle::State_Item | QStyle::State_Children;
  if (isExpanded(index.siblingAtColumn(0))) option.state |= QStyle::State_Open;
  style()->drawPrimitive(QStyle::PE_IndicatorBranch, &option, &painter, this);
}

void RowsView::draw_cell(QPainter& painter, const QModelIndex& index, QRect cell,
                         const RowColours& colours) const {
  const ListColumn& column = list_columns()[static_cast<std::size_t>(index.column())];
  if (index.column() == treePosition() && rootIsDecorated()) {
    const bool child = index.parent().isValid();
    if (!child) draw_branch(painter, index, cell);
    const int indent = indentation() * (child ? 2 : 1);
    cell = isRightToLeft() ? cell.adjusted(0, 0, -indent, 0) : cell.adjusted(indent, 0, 0, 0);
  }
  cell.adjust(kMargin, 0, -kMargin, 0);
  if (const QIcon icon = icon_of(index); !icon.isNull() && cell.width() >= kIcon) {
    const QRect place(isRightToLeft() ? cell.right() - kIcon : cell.left(),
                      cell.top() + (cell.height() - kIcon) / 2, kIcon, kIcon);
    icon.paint(&painter, place);
    cell = isRightToLeft() ? cell.adjusted(0, 0, -kIcon - kMargin, 0)
                           : cell.adjusted(kIcon + kMargin, 0, 0, 0);
  }
  if (cell.width() <= 0) return;
  QString text = model_.text(index);
  if (text.isEmpty()) return;
  if (painter.fontMetrics().horizontalAdvance(text) > cell.width()) {
    text = painter.fontMetrics().elidedText(text, elide_mode(column), cell.width());
  }
  const bool is_unknown = text == QStringLiteral("–");
  painter.setPen(is_unknown ? colours.text.lighter(100) : colours.text);
  const Qt::Alignment side = column.align == Align::right ? Qt::AlignRight : Qt::AlignLeft;
  painter.drawText(
      cell,
      static_cast<int>(QStyle::visualAlignment(layoutDirection(), side) | Qt::AlignVCenter) |
          Qt::TextSingleLine,
      text);
}

// Paints a row without a delegate. The base class would request several roles of the model per
// cell; this requests only the text, and only for visible cells.
void RowsView::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                       const QModelIndex& index) const {
  const bool selected = is_selected(index);
  RowColours colours = colours_of(index);
  const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
  if (selected) {
    const QPalette::ColorGroup group = hasFocus() ? QPalette::Active : QPalette::Inactive;
    colours.ground = palette().color(group, QPalette::Highlight);
    colours.text = palette().color(group, QPalette::HighlightedText);
  }
  if (colours.ground.isValid()) painter->fillRect(row, colours.ground);
  painter->setPen(colours_.colour(Ink::faint));
  painter->drawLine(row.bottomLeft(), row.bottomRight());
  QFont row_font = font();
  row_font.setItalic(colours.italic);
  row_font.setBold(model_.group_at(index).has_value());
  painter->setFont(row_font);
  for (int visual = 0; visual < header()->count(); ++visual) {
    const int column = header()->logicalIndex(visual);
    if (header()->isSectionHidden(column)) continue;
    const QRect cell(header()->sectionViewportPosition(column), row.top(),
                     header()->sectionSize(column), row.height());
    if (cell.right() >= 0 && cell.left() <= viewport()->width())
      draw_cell(*painter, index.siblingAtColumn(column), cell, colours);
  }
  if (hasFocus() && index.row() == currentIndex().row() &&
      index.parent() == currentIndex().parent()) {
    QStyleOptionFocusRect focus;
    focus.initFrom(this);
    focus.rect = row.adjusted(0, 0, -1, -1);
    focus.state |= QStyle::State_KeyboardFocusChange;
    style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, this);
  }
}

}  // namespace portexplorer::gui
