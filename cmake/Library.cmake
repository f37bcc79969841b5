# Each directory of src/ is one library. Its unit tests are next to the code (x_test.cpp) and form
# one test program.
#   portexplorer_library(NAME [EXCLUDE sources...] LINK libs... [QT])
# QT: the tests run in a QApplication
include_guard(GLOBAL)

# Sets the options of a test program. Most of the compile time is spent in headers, so five files at
# a time are compiled together. Names at namespace scope must therefore be unique among them.
function(portexplorer_test target)
  target_compile_options(${target} PRIVATE ${PORTEXPLORER_TEST_OPTIONS})
  if(NOT PORTEXPLORER_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 5)
  endif()
endfunction()

function(portexplorer_library name)
  cmake_parse_arguments(F "QT" "" "LINK;EXCLUDE" ${ARGN})
  set(main GTest::gtest_main)
  if(F_QT)
    set(main Qt6::Test pe_qt_test_main)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  list(TRANSFORM F_EXCLUDE PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(REMOVE_ITEM sources ${F_EXCLUDE})
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main|/test_main)\\.cpp$")
  if(NOT sources) # headers only
    add_library(pe_${name} INTERFACE)
    target_link_libraries(pe_${name} INTERFACE ${F_LINK})
    return()
  endif()
  add_library(pe_${name} STATIC ${sources})
  target_include_directories(pe_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(pe_${name} PUBLIC ${F_LINK})
  if(PORTEXPLORER_TESTS AND tests)
    add_executable(${name}_test ${tests})
    portexplorer_test(${name}_test)
    target_link_libraries(${name}_test PRIVATE pe_${name} pe_testing GTest::gmock ${main})
    gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120 LABELS unit)
  endif()
endfunction()
