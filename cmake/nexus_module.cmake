# The one way to declare a server module.
#
#   nexus_module(<name> LAYER <n> [COMPUTES] SOURCES <...> [TESTS <...>] [DEPS <modules>] [LIBS <third parties>])
#
# makes the library nexus_<name> (alias nexus::<name>) and, from TESTS, one test program <name>_test that
# ctest runs. A module may depend only on modules of a lower layer: anything else stops the configuration.

add_library(nexus_options INTERFACE)
target_compile_options(nexus_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
target_include_directories(nexus_options INTERFACE ${CMAKE_SOURCE_DIR}/server)
# Timers use std::chrono. Without this, each of them also includes Boost.DateTime.
target_compile_definitions(nexus_options INTERFACE BOOST_ASIO_DISABLE_BOOST_DATE_TIME)
if(NEXUS_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # In a unity build, g++ takes a file's anonymous namespace for one in a header.
  target_compile_options(nexus_options INTERFACE -Wno-subobject-linkage)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Errors only with the compiler of the oldest Debian: what a newer one adds or gets wrong must not stop a build.
  # At -O3, this one wrongly reports overlapping copies and unset optionals (GCC bug 105651).
  target_compile_options(nexus_options INTERFACE -Werror
    $<$<CONFIG:Release>:-Wno-restrict;-Wno-maybe-uninitialized>)
endif()
# What a memory error in a released program runs into. hardened.sh checks the result.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64")
  set(branches -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(branches -mbranch-protection=standard)
endif()
target_compile_options(nexus_options INTERFACE
  "$<$<CONFIG:Release>:-fPIE;-fstack-protector-strong;-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=2;${branches}>")
target_link_options(nexus_options INTERFACE "$<$<CONFIG:Release>:-pie;-Wl,-z,relro,-z,now>")

if(NEXUS_SANITIZE)
  target_compile_definitions(nexus_options INTERFACE NEXUS_SANITIZE _GLIBCXX_ASSERTIONS)
  target_compile_options(nexus_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(nexus_options INTERFACE -fsanitize=address,undefined)
endif()

# Most of a file's compile time is spent on headers that all files of its target share.
set(CMAKE_UNITY_BUILD ${NEXUS_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE ${NEXUS_UNITY_FILES})

function(nexus_module name)
  cmake_parse_arguments(arg "COMPUTES" "LAYER" "SOURCES;TESTS;DEPS;LIBS;TEST_LABELS" ${ARGN})
  set_property(GLOBAL PROPERTY nexus_layer_${name} ${arg_LAYER})
  add_library(nexus_${name} STATIC ${arg_SOURCES})
  add_library(nexus::${name} ALIAS nexus_${name})
  target_link_libraries(nexus_${name} PUBLIC nexus_options ${arg_LIBS})
  if(arg_LAYER GREATER 2 AND NOT arg_COMPUTES)
    nexus_not_optimized(nexus_${name})
  endif()
  foreach(dep ${arg_DEPS})
    get_property(dep_layer GLOBAL PROPERTY nexus_layer_${dep})
    if("${dep_layer}" STREQUAL "")
      message(FATAL_ERROR "module ${name}: ${dep} is not a module declared before it")
    endif()
    if(NOT dep_layer LESS arg_LAYER)
      message(FATAL_ERROR
        "module ${name} (layer ${arg_LAYER}) must not depend on ${dep} (layer ${dep_layer})")
    endif()
    target_link_libraries(nexus_${name} PUBLIC nexus_${dep})
  endforeach()
  if(NEXUS_TESTS AND arg_TESTS)
    nexus_test(${name}_test SOURCES ${arg_TESTS} DEPS nexus_${name} LABELS unit ${arg_TEST_LABELS})
  endif()
endfunction()

# nexus_not_optimized(<target>): optimizing instrumented code takes as long as the rest of its compilation. The preset asan
# does it only for the layers that compute, up to matching and signalling, and for modules that say COMPUTES. Tests and what
# talks to the outside mostly wait.
function(nexus_not_optimized target)
  if(NEXUS_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

# nexus_test(<name> SOURCES <...> DEPS <targets> LABELS <...>): a GoogleTest program under ctest.
# The label `exhaustive` makes it also run without sanitizers.
function(nexus_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;LABELS" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE nexus_options ${arg_DEPS} GTest::gtest GTest::gmock GTest::gtest_main)
  nexus_not_optimized(${name})
  add_test(NAME ${name} COMMAND ${name})
  add_dependencies(all_tests ${name})
  if("exhaustive" IN_LIST arg_LABELS)
    add_dependencies(exhaustive_tests ${name})
  endif()
  # Without llvm-symbolizer, reports name the lines of code only by addr2line.
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 300
    ENVIRONMENT "ASAN_OPTIONS=allow_addr2line=1;UBSAN_OPTIONS=print_stacktrace=1:allow_addr2line=1")
endfunction()
