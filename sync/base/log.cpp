#include "sync/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace escale {
namespace {
spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::Debug: return spdlog::level::debug;
    case Level::Info: return spdlog::level::info;
    case Level::Warning: return spdlog::level::warn;
    case Level::Error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

// sd-daemon(3): a line that starts with "<N>" carries its syslog priority to the journal.
std::string_view priority(Level level) {
  switch (level) {
    case Level::Debug: return "<7>";
    case Level::Info: return "<6>";
    case Level::Warning: return "<4>";
    case Level::Error: return "<3>";
  }
  return "<3>";
}

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("escale", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    return made;
  }();
  return *instance;
}
}  // namespace

void log(Level level, std::string_view event, std::initializer_list<Field> fields) {
  std::string line(priority(level));
  line += event;
  for (const auto& [key, value] : fields) {
    line.append(" ").append(key).append("=");
    for (char c : value) line.push_back(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
  }
  logger().log(to_spdlog(level), "{}", line);
}

void set_log_level(Level level) { logger().set_level(to_spdlog(level)); }

}  // namespace escale
