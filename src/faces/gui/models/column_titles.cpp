#include "faces/gui/models/column_titles.h"

#include <QCoreApplication>
#include <array>
#include <utility>

#include "faces/gui/rows/list_columns.h"

namespace portexplorer::gui {
namespace {

// Titles by column name. Any other column is titled with its name.
constexpr std::array kTitles = {
    std::pair{"sign", QT_TRANSLATE_NOOP("Columns", "")},
    std::pair{"protocol", QT_TRANSLATE_NOOP("Columns", "Proto")},
    std::pair{"family", QT_TRANSLATE_NOOP("Columns", "Family")},
    std::pair{"ip_protocol", QT_TRANSLATE_NOOP("Columns", "IP protocol")},
    std::pair{"ethertype", QT_TRANSLATE_NOOP("Columns", "Ethernet type")},
    std::pair{"v6only", QT_TRANSLATE_NOOP("Columns", "IPv6 only")},
    std::pair{"state", QT_TRANSLATE_NOOP("Columns", "Status")},
    std::pair{"local", QT_TRANSLATE_NOOP("Columns", "Local")},
    std::pair{"remote", QT_TRANSLATE_NOOP("Columns", "Remote")},
    std::pair{"local_address", QT_TRANSLATE_NOOP("Columns", "Local address")},
    std::pair{"local_port", QT_TRANSLATE_NOOP("Columns", "Local port")},
    std::pair{"local_service", QT_TRANSLATE_NOOP("Columns", "Local service")},
    std::pair{"remote_address", QT_TRANSLATE_NOOP("Columns", "Remote address")},
    std::pair{"remote_port", QT_TRANSLATE_NOOP("Columns", "Remote port")},
    std::pair{"peers", QT_TRANSLATE_NOOP("Columns", "Peers")},
    std::pair{"remote_service", QT_TRANSLATE_NOOP("Columns", "Remote service")},
    std::pair{"remote_host", QT_TRANSLATE_NOOP("Columns", "Remote name")},
    std::pair{"remote_host_source", QT_TRANSLATE_NOOP("Columns", "Name known by")},
    std::pair{"country", QT_TRANSLATE_NOOP("Columns", "Country")},
    std::pair{"network", QT_TRANSLATE_NOOP("Columns", "Network")},
    std::pair{"threat_ports", QT_TRANSLATE_NOOP("Columns", "Threats of the port")},
    std::pair{"process", QT_TRANSLATE_NOOP("Columns", "Process")},
    std::pair{"pid", QT_TRANSLATE_NOOP("Columns", "PID")},
    std::pair{"path", QT_TRANSLATE_NOOP("Columns", "Path")},
    std::pair{"command", QT_TRANSLATE_NOOP("Columns", "Command")},
    std::pair{"program", QT_TRANSLATE_NOOP("Columns", "Program")},
    std::pair{"package", QT_TRANSLATE_NOOP("Columns", "Package")},
    std::pair{"user", QT_TRANSLATE_NOOP("Columns", "User")},
    std::pair{"uid", QT_TRANSLATE_NOOP("Columns", "User number")},
    std::pair{"socket_uid", QT_TRANSLATE_NOOP("Columns", "Socket's user number")},
    std::pair{"holders", QT_TRANSLATE_NOOP("Columns", "Held by")},
    std::pair{"started_at", QT_TRANSLATE_NOOP("Columns", "Process started")},
    std::pair{"start_ticks", QT_TRANSLATE_NOOP("Columns", "Start ticks")},
    std::pair{"owner", QT_TRANSLATE_NOOP("Columns", "Owner")},
    std::pair{"mapped", QT_TRANSLATE_NOOP("Columns", "Has an owner")},
    std::pair{"last_process", QT_TRANSLATE_NOOP("Columns", "Last process")},
    std::pair{"last_pid", QT_TRANSLATE_NOOP("Columns", "Last PID")},
    std::pair{"created_at", QT_TRANSLATE_NOOP("Columns", "Created")},
    std::pair{"created_after", QT_TRANSLATE_NOOP("Columns", "Created after")},
    std::pair{"created_before", QT_TRANSLATE_NOOP("Columns", "Created before")},
    std::pair{"sent_bytes", QT_TRANSLATE_NOOP("Columns", "Sent")},
    std::pair{"sent_packets", QT_TRANSLATE_NOOP("Columns", "Sent pkts")},
    std::pair{"received_bytes", QT_TRANSLATE_NOOP("Columns", "Received")},
    std::pair{"received_packets", QT_TRANSLATE_NOOP("Columns", "Recv pkts")},
    std::pair{"traffic_coverage", QT_TRANSLATE_NOOP("Columns", "Counters cover")},
    std::pair{"sent_rate", QT_TRANSLATE_NOOP("Columns", "Sent/s")},
    std::pair{"received_rate", QT_TRANSLATE_NOOP("Columns", "Received/s")},
    std::pair{"recv_queue", QT_TRANSLATE_NOOP("Columns", "Receive queue")},
    std::pair{"send_queue", QT_TRANSLATE_NOOP("Columns", "Send queue")},
    std::pair{"recv_memory_bytes", QT_TRANSLATE_NOOP("Columns", "Receive memory")},
    std::pair{"send_memory_bytes", QT_TRANSLATE_NOOP("Columns", "Send memory")},
    std::pair{"drops", QT_TRANSLATE_NOOP("Columns", "Drops")},
    std::pair{"rtt_us", QT_TRANSLATE_NOOP("Columns", "Round trip")},
    std::pair{"retransmits", QT_TRANSLATE_NOOP("Columns", "Sent again")},
    std::pair{"class", QT_TRANSLATE_NOOP("Columns", "Class")},
    std::pair{"class_reason", QT_TRANSLATE_NOOP("Columns", "Why this class")},
    std::pair{"findings", QT_TRANSLATE_NOOP("Columns", "Worth a look")},
    std::pair{"change", QT_TRANSLATE_NOOP("Columns", "Change")},
    std::pair{"mark", QT_TRANSLATE_NOOP("Columns", "Mark")},
    std::pair{"interface", QT_TRANSLATE_NOOP("Columns", "Interface")},
    std::pair{"netns", QT_TRANSLATE_NOOP("Columns", "Network namespace")},
    std::pair{"container", QT_TRANSLATE_NOOP("Columns", "Container")},
    std::pair{"unit", QT_TRANSLATE_NOOP("Columns", "Unit")},
    std::pair{"cgroup", QT_TRANSLATE_NOOP("Columns", "Control group")},
    std::pair{"terminal", QT_TRANSLATE_NOOP("Columns", "Terminal")},
    std::pair{"inode", QT_TRANSLATE_NOOP("Columns", "Inode")},
    std::pair{"peer_inode", QT_TRANSLATE_NOOP("Columns", "Peer inode")},
    std::pair{"cookie", QT_TRANSLATE_NOOP("Columns", "Cookie")},
    std::pair{"direction", QT_TRANSLATE_NOOP("Columns", "Direction")},
};

constexpr std::array<const char*, 7> kTabs = {
    QT_TRANSLATE_NOOP("Tabs", "All"),       QT_TRANSLATE_NOOP("Tabs", "TCP"),
    QT_TRANSLATE_NOOP("Tabs", "UDP"),       QT_TRANSLATE_NOOP("Tabs", "Remote"),
    QT_TRANSLATE_NOOP("Tabs", "Listening"), QT_TRANSLATE_NOOP("Tabs", "Established"),
    QT_TRANSLATE_NOOP("Tabs", "Other"),
};

}  // namespace

QString shown(std::string_view escaped_text) {
  return QString::fromUtf8(escaped_text.data(), static_cast<qsizetype>(escaped_text.size()));
}

QString column_title(int column) {
  const ListColumn& c = list_columns()[static_cast<std::size_t>(column)];
  for (const auto& [name, title] : kTitles) {
    if (c.name == name)
      return *title == '\0' ? QString() : QCoreApplication::translate("Columns", title);
  }
  return shown(c.name);
}

QString column_help(int column) {
  const ListColumn& c = list_columns()[static_cast<std::size_t>(column)];
  switch (c.kind) {
    case CellKind::sign:
      return QCoreApplication::translate("Columns",
                                         "+ new, - closing, ± came and went between two looks, ! "
                                         "hidden: worth a look, ? of unknown class.");
    case CellKind::local:
      return QCoreApplication::translate(
          "Columns",
          "The address and port on this machine, and the service that the port is registered for.");
    case CellKind::remote:
      return QCoreApplication::translate("Columns",
                                         "The address and port of the other side, and the service "
                                         "that the port is registered for.");
    default: break;
  }
  const std::string_view help = field(c.id).help;
  return QCoreApplication::translate("Columns", std::string(help).c_str());
}

QString tab_title(Tab tab) {
  return QCoreApplication::translate("Tabs", kTabs[static_cast<std::size_t>(tab)]);
}

}  // namespace portexplorer::gui
