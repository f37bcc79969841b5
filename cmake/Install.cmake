# Installs to the directories of the Filesystem Hierarchy Standard, as defined by GNUInstallDirs.
include_guard(GLOBAL)
include(GNUInstallDirs)

install(TARGETS portexplorer RUNTIME)
install(FILES docs/man/portexplorer.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/completions/bash/portexplorer DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES packaging/completions/zsh/_portexplorer DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES packaging/completions/fish/portexplorer.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# Documents keep their directories, so that the links between them work.
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES data/SOURCES.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/data)
install(FILES docs/beginners.md docs/beginners_de.md docs/filters.md docs/kernels.md docs/limits.md
              docs/performance.md docs/traffic.md docs/usage.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
# The JSON Schemas of the output.
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/portexplorer/schemas FILES_MATCHING PATTERN "*.schema.json"
        PATTERN "internals" EXCLUDE PATTERN "man" EXCLUDE PATTERN "screenshots" EXCLUDE)
# The tables of ports, the glossary and the translations are compiled in. The files of countries and
# networks exist only if `./dev geo` has made them.
install(DIRECTORY ${CMAKE_BINARY_DIR}/share/portexplorer/ DESTINATION ${CMAKE_INSTALL_DATADIR}/portexplorer OPTIONAL
        FILES_MATCHING PATTERN "*.mmdb" PATTERN "flags/*.svg" PATTERN "flags/LICENSE")

if(PORTEXPLORER_GUI)
  install(TARGETS portexplorer-gui RUNTIME)
  install(FILES docs/man/portexplorer-gui.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES packaging/desktop/portexplorer.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES packaging/desktop/portexplorer.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES packaging/desktop/portexplorer.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()
