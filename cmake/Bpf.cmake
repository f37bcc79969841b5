# BPF programs: clang compiles bpf/NAME.bpf.c for the BPF target, and bpftool generates a header
# (skeleton) that contains the program and the code to load it.
#   portexplorer_bpf(TARGET NAME)    adds an interface library with NAME.skel.h that links libbpf
include_guard(GLOBAL)

find_program(PORTEXPLORER_BPF_CLANG NAMES clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14)
find_program(PORTEXPLORER_BPF_STRIP NAMES llvm-strip llvm-strip-19 llvm-strip-18 llvm-strip-17 llvm-strip-16 llvm-strip-15 llvm-strip-14)
# On Ubuntu, the bpftool in the PATH is a script that runs the binary built for the running kernel.
# It fails if there is none (in a container, or after a kernel update). All of these binaries can
# generate headers, so the newest is used.
if(NOT PORTEXPLORER_BPFTOOL)
  file(GLOB bpftools /usr/lib/linux-*tools-*/bpftool /usr/lib/linux-tools/*/bpftool)
  set(newest_version 0)
  foreach(candidate IN LISTS bpftools)
    string(REGEX MATCH "tools[-/]([0-9.]+)-([0-9]+)" version "${candidate}")
    set(version ${CMAKE_MATCH_1}.${CMAKE_MATCH_2})
    if(version VERSION_GREATER newest_version)
      set(newest_version ${version})
      set(PORTEXPLORER_BPFTOOL ${candidate} CACHE FILEPATH "Generates headers from BPF programs")
    endif()
  endforeach()
endif()
find_program(PORTEXPLORER_BPFTOOL NAMES bpftool PATHS /usr/sbin /usr/local/sbin)
find_path(PORTEXPLORER_LIBBPF_INCLUDE bpf/libbpf.h)
find_library(PORTEXPLORER_LIBBPF bpf)

set(bpf_missing)
if(NOT PORTEXPLORER_BPF_CLANG)
  list(APPEND bpf_missing clang)
endif()
if(NOT PORTEXPLORER_BPF_STRIP)
  list(APPEND bpf_missing llvm)
endif()
if(PORTEXPLORER_BPFTOOL)
  execute_process(COMMAND ${PORTEXPLORER_BPFTOOL} version RESULT_VARIABLE bpftool_status OUTPUT_QUIET ERROR_QUIET)
  if(NOT bpftool_status EQUAL 0)
    list(APPEND bpf_missing "a bpftool that runs (${PORTEXPLORER_BPFTOOL} does not)")
    unset(PORTEXPLORER_BPFTOOL CACHE) # the next run of CMake searches again
  endif()
else()
  list(APPEND bpf_missing bpftool)
endif()
if(NOT PORTEXPLORER_LIBBPF OR NOT PORTEXPLORER_LIBBPF_INCLUDE)
  list(APPEND bpf_missing libbpf-dev)
endif()
option(PORTEXPLORER_BPF "Build the BPF programs (requires clang, llvm-strip, bpftool, libbpf)" ON)
if(PORTEXPLORER_BPF AND bpf_missing)
  list(JOIN bpf_missing ", " bpf_missing_text)
  message(FATAL_ERROR "Building the BPF programs requires ${bpf_missing_text}. "
                      "Without them, the log, exact creation times and the owners of short-lived connections are missing. "
                      "To build without them: cmake --preset release -DPORTEXPLORER_BPF=OFF")
endif()

function(portexplorer_bpf target name)
  set(source ${PROJECT_SOURCE_DIR}/bpf/${name}.bpf.c)
  set(folder ${PROJECT_BINARY_DIR}/bpf)
  set(object ${folder}/${name}.bpf.o)
  set(skeleton ${folder}/${name}.skel.h)
  file(MAKE_DIRECTORY ${folder})
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bpf/*.h ${PROJECT_SOURCE_DIR}/bpf/*.c) # programs include one another
  # For the BPF target, clang does not search the directory of the architecture, which contains
  # asm/types.h.
  set(asm_types)
  if(CMAKE_LIBRARY_ARCHITECTURE)
    set(asm_types -idirafter /usr/include/${CMAKE_LIBRARY_ARCHITECTURE})
  endif()
  add_custom_command(
    OUTPUT ${skeleton}
    COMMAND ${PORTEXPLORER_BPF_CLANG} -target bpf -mcpu=v3 -g -O2 -std=gnu11 -Wall -Wextra -Wshadow -Werror
            -isystem ${PORTEXPLORER_LIBBPF_INCLUDE} ${asm_types} -c ${source} -o ${object}
    COMMAND ${PORTEXPLORER_BPF_STRIP} -g ${object} # removes debug information, keeps the BTF that CO-RE requires
    COMMAND ${PORTEXPLORER_BPFTOOL} gen skeleton ${object} name ${name}_bpf > ${skeleton}.new
    COMMAND ${CMAKE_COMMAND} -E rename ${skeleton}.new ${skeleton}
    DEPENDS ${source} ${headers}
    COMMENT "BPF program ${name}"
    VERBATIM)
  add_custom_target(${target}_generated DEPENDS ${skeleton})
  add_dependencies(generated_headers ${target}_generated)
  add_library(${target} INTERFACE)
  add_dependencies(${target} ${target}_generated)
  target_include_directories(${target} SYSTEM INTERFACE ${folder} ${PORTEXPLORER_LIBBPF_INCLUDE})
  # With --as-needed, only programs that use BPF depend on libbpf.
  target_link_libraries(${target} INTERFACE -Wl,--push-state,--as-needed ${PORTEXPLORER_LIBBPF} -Wl,--pop-state)
endfunction()
