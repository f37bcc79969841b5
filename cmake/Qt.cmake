# The desktop program wants Qt 6 Widgets. Where it is not there, everything else is built without it.
#   portexplorer_qt_folder(NAME LINK libs...)    as portexplorer_folder, for folders that use Qt: their tests run without a display
include_guard(GLOBAL)

find_package(Qt6 6.4 QUIET COMPONENTS Core Gui Widgets Svg)
set(gui_default OFF)
if(Qt6_FOUND)
  set(gui_default ON)
else()
  message(STATUS "The desktop program is not built; missing: Qt 6.4 with Widgets and Svg (qt6-base-dev, qt6-svg-dev)")
endif()
option(PORTEXPLORER_GUI "Build the desktop program (Qt 6 Widgets)" ${gui_default})
if(PORTEXPLORER_GUI AND NOT Qt6_FOUND)
  message(FATAL_ERROR "PORTEXPLORER_GUI wants Qt 6.4 with Widgets and Svg (qt6-base-dev, qt6-svg-dev)")
endif()
if(NOT PORTEXPLORER_GUI)
  return()
endif()
if(PORTEXPLORER_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()

# What most of these sources read, read once for each target.
set(PORTEXPLORER_QT_HEADERS <QAbstractItemModel> <QAction> <QApplication> <QLabel> <QMainWindow> <QMenu> <QTreeView> <memory> <string> <vector>)

function(portexplorer_qt_target target)
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS)
  target_precompile_headers(${target} PRIVATE ${PORTEXPLORER_QT_HEADERS})
endfunction()

function(portexplorer_qt_folder name)
  cmake_parse_arguments(F "" "" "LINK" ${ARGN})
  portexplorer_folder(${name} LINK ${F_LINK} Qt6::Widgets QT)
  portexplorer_qt_target(pe_${name})
  if(TARGET ${name}_test)
    portexplorer_qt_target(${name}_test)
  endif()
endfunction()
