// Logging: a level, an event code and counts. Never a person's words, never an address; sensitive parts last.
// Error = something was lost; Warning = recovered; Info = rare and worth a line.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace escale {

enum class Level { Debug, Info, Warning, Error };
using Field = std::pair<std::string_view, std::string>;

/// One line to standard error, `<priority>event key=value …`, which journald understands. Thread-safe.
void log(Level level, std::string_view event, std::initializer_list<Field> fields = {});

/// Lines below this level are dropped. Default: Info.
void set_log_level(Level level);

}  // namespace escale
