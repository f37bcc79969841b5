// What asks the source, beside the main thread: readings become rows here, and the main thread gets what it has to show.
#pragma once

#include <QObject>
#include <QString>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "faces/gui/rows/row_list.h"
#include "knowledge/address_knowledge.h"
#include "model/socket_source.h"

namespace portexplorer::gui {

// What the source is asked for beside the usual.
struct ReadingWishes {
  bool packages = false;
  bool look = false;
  bool host_names = false;  // ask name servers

  friend bool operator==(const ReadingWishes&, const ReadingWishes&) = default;
};

// What came of a refresh or of a change of the view.
struct Reading {
  ListUpdate update;
  std::chrono::nanoseconds took{};  // from the question to the rows; 0 where nothing was read
  QString places_by;                // who is to be named for countries and networks
};

// Lives in a thread of its own: its functions are called there.
class SourceWorker final : public QObject {
  Q_OBJECT

 public:
  using MakeSource = std::function<std::unique_ptr<SocketSource>()>;
  explicit SourceWorker(MakeSource make_source);

  void refresh(Ordering);
  void set_view(ViewSettings);
  void set_wishes(const ReadingWishes&);
  void put_away(const std::vector<std::uint64_t>& ids);
  void bring_back();
  void reopen();  // a new source, after the last one has failed

 Q_SIGNALS:
  void read(const std::shared_ptr<portexplorer::gui::Reading>& reading);
  void failed(const QString& reason);  // plain text
  void refreshed();                    // after each refresh, however it ended

 private:
  void ensure_open();
  void tell(ListUpdate update, std::chrono::nanoseconds took);

  MakeSource make_source_;
  std::unique_ptr<SocketSource> source_;
  std::shared_ptr<AddressKnowledge> addresses_;
  std::shared_ptr<const Snapshot> snapshot_;
  ReadingWishes wishes_;
  RowList rows_;
};

}  // namespace portexplorer::gui
