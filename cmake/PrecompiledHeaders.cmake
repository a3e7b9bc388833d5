# SPDX-License-Identifier: GPL-3.0-or-later
# What is parsed once instead of in every file: the standard library's and Qt's
# headers. breakline_qt_headers serves the rooms with Qt, breakline_qt_test_headers
# their tests, which are compiled with other options. Our own headers only where a
# test takes a whole session: tests/trading has those.
set(BREAKLINE_STD_HEADERS
    <algorithm> <array> <cmath> <cstdint> <deque> <functional> <map> <memory> <optional>
    <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>)
set(BREAKLINE_QT_HEADERS
    <QByteArray> <QDir> <QFile> <QHash> <QObject> <QPointer> <QString> <QStringList> <QTimer> <QVariant>)

foreach(headers breakline_qt_headers breakline_qt_test_headers)
    add_library(${headers} OBJECT EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
    target_link_libraries(${headers} PRIVATE breakline_options Qt6::Core)
    breakline_qt_target(${headers})
    set_target_properties(${headers} PROPERTIES AUTOMOC OFF)
    breakline_precompile(${headers} ${BREAKLINE_STD_HEADERS} ${BREAKLINE_QT_HEADERS})
endforeach()
breakline_test_options(breakline_qt_test_headers)
