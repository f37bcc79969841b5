#include "faces/gui/models/socket_model.h"

#include "base/escape.h"
#include "faces/gui/look/flags.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/models/desktop_words.h"
#include "faces/gui/models/group_text.h"
#include "model/derive.h"

namespace portexplorer::gui {
namespace {

constexpr quint64 kGroupBit = quint64{1} << 63;
constexpr std::size_t kMostInToolTip = 600;

// The internal id of a top-level row is 0, that of a child identifies its group. Qt's hash of an
// index adds the internal id to the row, so consecutive group ids would collide, and views with
// many expanded rows or persistent indices would take seconds. Multiplying by an odd number modulo
// 2^32 scatters the ids; kGathered is the inverse.
constexpr std::uint32_t kStrewn = 2654435761u;
constexpr std::uint32_t kGathered = 244002641u;
static_assert(static_cast<std::uint32_t>(kStrewn * std::uint64_t{kGathered}) == 1);

quintptr internal_id(std::uint32_t group) { return quintptr{group * kStrewn}; }
std::uint32_t group_of_internal(quintptr id) { return static_cast<std::uint32_t>(id) * kGathered; }

std::shared_ptr<const Listing> empty_listing() {
  auto listing = std::make_shared<Listing>();
  listing->snapshot = derive(nullptr, std::make_shared<const Sample>());
  return listing;
}

bool is_country(const QModelIndex& index) {
  const ListColumn& c = list_columns()[static_cast<std::size_t>(index.column())];
  return c.kind == CellKind::field && c.id == FieldId::country;
}

}  // namespace

SocketModel::SocketModel(QObject* parent) : QAbstractItemModel(parent), listing_(empty_listing()) {}

void SocketModel::set_style(const CellStyle& style) {
  style_ = style;
  style_.words = &desktop_words();
}

void SocketModel::apply(ListUpdate update) {
  const bool rebuilt = update.change.is_reordered() || update.change.runs() > kMostRuns;
  const bool moves = rebuilt || update.change.runs() > 0;
  if (moves) Q_EMIT about_to_update(rebuilt);
  change_ = std::move(update.change);
  if (rebuilt) apply_layout(std::move(update.listing));
  else apply_runs(std::move(update.listing));
  if (moves) Q_EMIT updated(rebuilt);
}

// Announces an arbitrary permutation: persistent indices are moved by the positions in change_.
void SocketModel::apply_layout(std::shared_ptr<const Listing> listing) {
  Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  struct Place {
    bool is_group;
    std::uint32_t position;
    int column;
  };
  std::vector<Place> places;
  places.reserve(static_cast<std::size_t>(before.size()));
  for (const QModelIndex& index : before) {
    if (const auto group = group_at(index))
      places.push_back({true, change_.new_groups[*group], index.column()});
    else places.push_back({false, change_.new_items[*item_at(index)], index.column()});
  }
  listing_ = std::move(listing);
  QModelIndexList after;
  after.reserve(before.size());
  for (const Place& place : places) {
    if (place.position == kNowhere) after.push_back({});
    else if (place.is_group) after.push_back(index_of_group(place.position, place.column));
    else after.push_back(index_of_item(place.position, place.column));
  }
  changePersistentIndexList(before, after);
  Q_EMIT layoutChanged({}, VerticalSortHint);
}

// Announces the difference run by run, in the order described in list_diff.h: removals on the old
// listing, insertions on the new one. Between the two, the views know exactly the rows that are in
// both, in the same order, so listing_ can be replaced without a signal.
void SocketModel::apply_runs(std::shared_ptr<const Listing> listing) {
  const ListChange& change = change_;
  if (change.runs() > 0) remove_runs(change);
  listing_ = std::move(listing);
  top_.reset();
  children_.clear();
  if (change.runs() > 0) insert_runs(change);
  top_.reset();
  children_.clear();
}

// Children before groups: until a group is removed, positions of groups are their row numbers.
void SocketModel::remove_runs(const ListChange& change) {
  for (const GroupChange& g : change.groups) {
    GappedList& list = children_[g.old_group];
    list = GappedList(listing_->groups[g.old_group].count, {});
    for (auto run = g.diff.removed.rbegin(); run != g.diff.removed.rend(); ++run) {
      beginRemoveRows(index_of_group(g.old_group), static_cast<int>(run->first),
                      static_cast<int>(run->first + run->count - 1));
      list.add_gap_before_others(*run);
      endRemoveRows();
    }
  }
  top_.emplace(top_size(), std::vector<Run>{});
  const std::vector<Run> from_the_last(change.top.removed.rbegin(), change.top.removed.rend());
  for (const Run& run : from_the_last) {
    beginRemoveRows({}, static_cast<int>(run.first), static_cast<int>(run.first + run.count - 1));
    top_->add_gap_before_others(run);
    endRemoveRows();
  }
}

// Groups before children. The gaps of all children are set up first: a view may ask for the
// children of a group as soon as any row is inserted.
void SocketModel::insert_runs(const ListChange& change) {
  for (const GroupChange& g : change.groups) {
    children_[g.new_group] = GappedList(listing_->groups[g.new_group].count, g.diff.inserted);
  }
  top_.emplace(top_size(), change.top.inserted);
  for (const Run& run : change.top.inserted) {
    beginInsertRows({}, static_cast<int>(run.first), static_cast<int>(run.first + run.count - 1));
    top_->fill_first_gap();
    endInsertRows();
  }
  for (const GroupChange& g : change.groups) {
    for (const Run& run : g.diff.inserted) {
      beginInsertRows(index_of_group(g.new_group), static_cast<int>(run.first),
                      static_cast<int>(run.first + run.count - 1));
      children_[g.new_group].fill_first_gap();
      endInsertRows();
    }
  }
}

std::uint32_t SocketModel::top_size() const {
  return static_cast<std::uint32_t>(listing_->grouped ? listing_->groups.size()
                                                      : listing_->items.size());
}

std::uint32_t SocketModel::whole_child(std::uint32_t group, int row) const {
  const auto it = children_.find(group);
  return it == children_.end() ? static_cast<std::uint32_t>(row)
                               : it->second.whole(static_cast<std::uint32_t>(row));
}

std::optional<std::uint32_t> SocketModel::group_at(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() != 0 || !listing_->grouped) return std::nullopt;
  const auto row = static_cast<std::uint32_t>(index.row());
  return top_ ? top_->whole(row) : row;
}

std::optional<std::uint32_t> SocketModel::item_at(const QModelIndex& index) const {
  if (!index.isValid()) return std::nullopt;
  if (!listing_->grouped) {
    const auto row = static_cast<std::uint32_t>(index.row());
    return top_ ? top_->whole(row) : row;
  }
  if (index.internalId() == 0) return std::nullopt;
  const auto it = listing_->group_positions.find(group_of_internal(index.internalId()));
  if (it == listing_->group_positions.end()) return std::nullopt;
  return listing_->groups[it->second].first + whole_child(it->second, index.row());
}

QModelIndex SocketModel::index_of_group(std::uint32_t group, int column) const {
  return createIndex(static_cast<int>(top_ ? top_->shown(group) : group), column, quintptr{0});
}

QModelIndex SocketModel::index_of_item(std::uint32_t item, int column) const {
  if (!listing_->grouped)
    return createIndex(static_cast<int>(top_ ? top_->shown(item) : item), column, quintptr{0});
  const std::uint32_t group = listing_->group_of(item);
  const ProcessGroup& g = listing_->groups[group];
  const auto it = children_.find(group);
  const std::uint32_t row =
      it == children_.end() ? item - g.first : it->second.shown(item - g.first);
  return createIndex(static_cast<int>(row), column, internal_id(g.id));
}

quint64 SocketModel::id_of(const QModelIndex& index) const {
  if (const auto group = group_at(index)) return kGroupBit | listing_->groups[*group].id;
  const auto item = item_at(index);
  return item ? listing_->items[*item].id : 0;
}

void SocketModel::announce(const QModelIndex& first, const QModelIndex& last) {
  Q_EMIT dataChanged(first, last);
}

QModelIndex SocketModel::index(int row, int column, const QModelIndex& parent) const {
  if (row < 0 || column < 0 || column >= columnCount() || row >= rowCount(parent)) return {};
  if (!parent.isValid()) return createIndex(row, column, quintptr{0});
  return createIndex(row, column, internal_id(listing_->groups[*group_at(parent)].id));
}

QModelIndex SocketModel::parent(const QModelIndex& child) const {
  if (!child.isValid() || child.internalId() == 0) return {};
  const auto it = listing_->group_positions.find(group_of_internal(child.internalId()));
  return it == listing_->group_positions.end() ? QModelIndex() : index_of_group(it->second);
}

int SocketModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return static_cast<int>(top_ ? top_->size() : top_size());
  if (parent.column() != 0) return 0;
  const auto group = group_at(parent);
  if (!group) return 0;
  const auto it = children_.find(*group);
  return static_cast<int>(it == children_.end() ? listing_->groups[*group].count
                                                : it->second.size());
}

int SocketModel::columnCount(const QModelIndex& /*parent*/) const {
  return static_cast<int>(list_columns().size());
}

bool SocketModel::hasChildren(const QModelIndex& parent) const { return rowCount(parent) > 0; }

Qt::ItemFlags SocketModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  return group_at(index) ? flags : flags | Qt::ItemNeverHasChildren;
}

QString SocketModel::text(const QModelIndex& index) const {
  if (const auto group = group_at(index)) return group_text(*group, index.column());
  const auto item = item_at(index);
  return item ? item_text(*item, index.column()) : QString();
}

QString SocketModel::item_text(std::uint32_t item, int column) const {
  return shown(cell_text(column, listing_->view(item), style_));
}

QString SocketModel::group_text(std::uint32_t group, int column) const {
  return gui::group_text(*listing_, group, column, style_);
}

QString SocketModel::tool_tip(const QModelIndex& index) const {
  QString tip = text(index);
  tip.truncate(static_cast<qsizetype>(kMostInToolTip));
  const auto item = item_at(index);
  if (item) {
    const RowView view = listing_->view(*item);
    const CellKind kind = list_columns()[static_cast<std::size_t>(index.column())].kind;
    if (kind == CellKind::process && view.process() != nullptr)
      tip = shown(shortened(escaped(view.process()->path), kMostInToolTip));
    if (kind == CellKind::process && view.process() == nullptr)
      tip = shown(owner_note(view, desktop_words()));
    if (is_country(index)) tip = country_name(tip);
    if (kind == CellKind::sign) tip = column_help(index.column());
  }
  // Qt guesses whether a tool tip is HTML. Escaped HTML leaves no doubt.
  return tip.isEmpty() ? tip : QStringLiteral("<span>%1</span>").arg(tip.toHtmlEscaped());
}

QVariant SocketModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  switch (role) {
    case Qt::DisplayRole: return text(index);
    case Qt::ToolTipRole: return tool_tip(index);
    case Qt::TextAlignmentRole: {
      const bool right =
          list_columns()[static_cast<std::size_t>(index.column())].align == Align::right;
      return QVariant::fromValue(
          Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    case Qt::AccessibleTextRole: {
      const QString cell = is_country(index) ? country_name(text(index)) : text(index);
      const QString title = column_title(index.column());
      return title.isEmpty() ? cell : QStringLiteral("%1: %2").arg(title, cell);
    }
    case kIdRole: return QVariant::fromValue(id_of(index));
    default: return {};
  }
}

QVariant SocketModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::DisplayRole) return column_title(section);
  if (role == Qt::ToolTipRole)
    return QStringLiteral("<span>%1</span>").arg(column_help(section).toHtmlEscaped());
  if (role == Qt::TextAlignmentRole) {
    const bool right = list_columns()[static_cast<std::size_t>(section)].align == Align::right;
    return QVariant::fromValue(
        Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
  }
  return {};
}

}  // namespace portexplorer::gui
