# The toolchain of the preset asan, because libFuzzer is part of clang. Debian 12 has clang 14,
# Debian 13 has clang 19.
find_program(NEXUS_CLANG NAMES clang-14 clang-19 clang REQUIRED)
find_program(NEXUS_CLANGXX NAMES clang++-14 clang++-19 clang++ REQUIRED)
set(CMAKE_C_COMPILER ${NEXUS_CLANG})
set(CMAKE_CXX_COMPILER ${NEXUS_CLANGXX})
