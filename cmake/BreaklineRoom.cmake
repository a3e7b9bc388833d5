# SPDX-License-Identifier: GPL-3.0-or-later
# How every room is built: C++23, warnings as errors, sanitizers, ccache.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # What ccache asks for where headers are precompiled; and it is to take what a
    # file includes from the compiler, instead of preprocessing it once more.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;CCACHE_DEPEND=1;${CCACHE_PROGRAM}")
endif()

add_library(breakline_options INTERFACE)
target_include_directories(breakline_options INTERFACE "${CMAKE_CURRENT_LIST_DIR}/../src")
if(MSVC)
    target_compile_options(breakline_options INTERFACE /W4 /utf-8 /permissive- /Zc:__cplusplus)
    if(BREAKLINE_WERROR)
        target_compile_options(breakline_options INTERFACE /WX)
    endif()
    target_compile_definitions(breakline_options INTERFACE NOMINMAX)
else()
    target_compile_options(breakline_options INTERFACE -Wall -Wextra -Wconversion -Wshadow)
    if(BREAKLINE_WERROR)
        target_compile_options(breakline_options INTERFACE -Werror)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # False alarms of g++ 12 in its own std::string (GCC bug 105651).
        target_compile_options(breakline_options INTERFACE -Wno-restrict)
    endif()
    # Results must not depend on whether the compiler fuses a multiply and an add.
    target_compile_options(breakline_options INTERFACE -ffp-contract=off)
endif()
if(BREAKLINE_SANITIZE)
    target_compile_options(breakline_options INTERFACE -fsanitize=${BREAKLINE_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(breakline_options INTERFACE -fsanitize=${BREAKLINE_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Its flow analysis does not see through the checks that a sanitizer puts in: false alarms of std::optional.
        target_compile_options(breakline_options INTERFACE -Wno-maybe-uninitialized)
    endif()
endif()

# breakline_precompile(<target> <header>...): headers that are parsed once for the
# target. The preset `dev` switches this off, and so finds a missing #include.
function(breakline_precompile target)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    breakline_precompile_option(${target})
endfunction()

# breakline_reuse_precompiled(<target> <from>): those of another target, where it
# has any. Both must be compiled alike.
function(breakline_reuse_precompiled target from)
    if(TARGET ${from})
        get_target_property(headers ${from} PRECOMPILE_HEADERS)
        if(headers)
            target_precompile_headers(${target} REUSE_FROM ${from})
            breakline_precompile_option(${target})
        endif()
    endif()
endfunction()

# breakline_join_sources(<target>): several of its files are compiled as one, which
# parses what they include once. Where a build starts from nothing that halves its
# time; the preset `dev`, which compiles single files often, does without.
function(breakline_join_sources target)
    if(BREAKLINE_JOIN_SOURCES)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 7)
    endif()
endfunction()

function(breakline_precompile_option target)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
        target_compile_options(${target} PRIVATE -fpch-preprocess) # without it ccache steps aside
    endif()
endfunction()

# breakline_test_options(<target>): tests are compiled and linked fast; what they
# test keeps its own options.
find_program(BREAKLINE_GOLD ld.gold DOC "Links the tests in a third of the usual time")
function(breakline_test_options target)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    if(NOT MSVC)
        target_compile_options(${target} PRIVATE -O0)
    endif()
    if(BREAKLINE_GOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT BREAKLINE_SANITIZE)
        target_link_options(${target} PRIVATE -fuse-ld=gold)
    endif()
endfunction()

# breakline_moc_of_source(<target> <file>): its moc file, which the source includes
# itself. AUTOMOC would do the same by a program and a source file more a target.
function(breakline_moc_of_source target file)
    get_filename_component(name "${file}" NAME_WE)
    set(output "${CMAKE_CURRENT_BINARY_DIR}/moc/${name}.moc")
    add_custom_command(OUTPUT "${output}"
        COMMAND Qt6::moc -o "${output}" "${CMAKE_CURRENT_SOURCE_DIR}/${file}"
        DEPENDS "${file}" VERBATIM)
    target_sources(${target} PRIVATE "${output}")
    target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/moc")
    set_target_properties(${target} PROPERTIES AUTOMOC OFF)
endfunction()

# breakline_room(<name> SOURCES ... [PUBLIC <libs>] [PRIVATE <libs>] [QT])
# One static library bl_<name>. QT: automoc and Qt's strict definitions.
function(breakline_room name)
    cmake_parse_arguments(ROOM "QT" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(bl_${name} STATIC ${ROOM_SOURCES})
    target_link_libraries(bl_${name} PUBLIC breakline_options ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE})
    if(ROOM_QT)
        breakline_qt_target(bl_${name})
        breakline_reuse_precompiled(bl_${name} breakline_qt_headers)
        breakline_join_sources(bl_${name})
    elseif(NOT MSVC)
        # The rooms that calculate: loops over bars and levels, which g++ 12
        # vectorises from here on only.
        target_compile_options(bl_${name} PRIVATE $<$<CONFIG:Release>:-O3>)
    endif()
endfunction()

function(breakline_qt_target target)
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${target} PRIVATE
        QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060400)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "EXECUTABLE" AND BREAKLINE_SANITIZE MATCHES "thread")
        target_sources(${target} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/QtThreadEdges.cpp")
    endif()
endfunction()

# Sanitizers make whole sessions five to ten times as slow.
if(BREAKLINE_SANITIZE)
    set(breakline_test_seconds 1800)
else()
    set(breakline_test_seconds 300)
endif()

# breakline_catch_test(tst_<class> <room>...): a test of a room without Qt.
function(breakline_catch_test name)
    add_executable(${name} ${name}.cpp)
    target_link_libraries(${name} PRIVATE ${ARGN} breakline_catch_main)
    breakline_test_options(${name})
    breakline_reuse_precompiled(${name} breakline_catch_headers)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${breakline_test_seconds})
endfunction()

# breakline_qt_test(tst_<class> <lib>...): a test with Qt Test, of whole sessions
# where breakline_session_fixtures is among its libraries.
function(breakline_qt_test name)
    add_executable(${name} ${name}.cpp)
    breakline_qt_target(${name})
    breakline_moc_of_source(${name} ${name}.cpp)
    target_link_libraries(${name} PRIVATE ${ARGN} Qt6::Test)
    breakline_test_options(${name})
    if("breakline_session_fixtures" IN_LIST ARGN)
        breakline_reuse_precompiled(${name} breakline_session_test_headers)
    else()
        breakline_reuse_precompiled(${name} breakline_qt_test_headers)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${breakline_test_seconds}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTEST_FUNCTION_TIMEOUT=${breakline_test_seconds}000")
endfunction()
