# The window requires Qt 6 Widgets. If Qt is missing, everything else is built without the window.
#   portexplorer_qt_library(NAME LINK libs...)    portexplorer_library for directories that use Qt
include_guard(GLOBAL)

find_package(Qt6 6.4 QUIET COMPONENTS Core Gui Widgets Svg)
set(gui_default OFF)
if(Qt6_FOUND)
  set(gui_default ON)
else()
  message(STATUS "portexplorer-gui is not built; missing: Qt 6.4 with Widgets and Svg (qt6-base-dev, qt6-svg-dev)")
endif()
option(PORTEXPLORER_GUI "Build the window, portexplorer-gui (requires Qt 6 Widgets)" ${gui_default})
if(PORTEXPLORER_GUI AND NOT Qt6_FOUND)
  message(FATAL_ERROR "PORTEXPLORER_GUI requires Qt 6.4 with Widgets and Svg (qt6-base-dev, qt6-svg-dev)")
endif()
if(NOT PORTEXPLORER_GUI)
  return()
endif()
if(PORTEXPLORER_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()

# Headers that most of these sources include. They are precompiled for each target, except in unity
# builds.
set(PORTEXPLORER_QT_HEADERS <QAbstractItemModel> <QAction> <QApplication> <QLabel> <QMainWindow> <QMenu> <QTreeView> <memory> <string> <vector>)

function(portexplorer_qt_target target)
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS)
endfunction()

function(portexplorer_qt_library name)
  cmake_parse_arguments(F "" "" "LINK" ${ARGN})
  portexplorer_library(${name} LINK ${F_LINK} Qt6::Widgets QT)
  portexplorer_qt_target(pe_${name})
  if(NOT PORTEXPLORER_UNITY)
    target_precompile_headers(pe_${name} PRIVATE ${PORTEXPLORER_QT_HEADERS})
  endif()
  if(TARGET ${name}_test)
    portexplorer_qt_target(${name}_test)
  endif()
endfunction()
