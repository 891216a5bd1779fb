#include "kiosk/platform/machine_check.hpp"

#include <charconv>
#include <filesystem>
#include <sstream>

namespace escale::platform {
namespace {

/// Files below /proc and /sys say that they are empty: a stream reads them, a size does not.
std::string text_of(const Files& files, const Path& path) {
  constexpr std::uint64_t kMost = 256 * 1024;
  const auto bytes = files.read(path, kMost);
  std::string text = bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

/// The last word of a bitmap as the kernel prints it: words in hexadecimal, the highest first.
std::uint64_t lowest_word(std::string_view bitmap) {
  const std::size_t space = bitmap.rfind(' ');
  const std::string_view word = space == std::string_view::npos ? bitmap : bitmap.substr(space + 1);
  std::uint64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value, 16);
  return value;
}

bool has_touch(const std::string& devices) {
  constexpr std::uint64_t kDirect = std::uint64_t{1} << 1U;         // INPUT_PROP_DIRECT (linux/input-event-codes.h)
  constexpr std::uint64_t kPositions = std::uint64_t{0x60'0000'0000'0000};  // ABS_MT_POSITION_X and _Y: bits 0x35 and 0x36
  constexpr std::uint64_t kPlain = 3;                              // ABS_X, ABS_Y
  std::istringstream lines(devices);
  bool direct = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) direct = false;
    if (line.starts_with("B: PROP=")) direct = (lowest_word(std::string_view(line).substr(8)) & kDirect) != 0;
    if (!line.starts_with("B: ABS=")) continue;
    const std::uint64_t axes = lowest_word(std::string_view(line).substr(7));
    if (direct && ((axes & kPositions) == kPositions || (axes & kPlain) == kPlain)) return true;
  }
  return false;
}

/// Folders of /sys/class are links: what a plain listing of directories may leave out.
std::vector<Path> entries(const Path& folder) {
  std::vector<Path> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) out.push_back(entry.path());
  return out;
}

}  // namespace

MachineFacts look_at_machine(const Files& files, const Path& root) {
  MachineFacts facts;
  facts.touch = has_touch(text_of(files, root / "proc/bus/input/devices"));
  facts.audio = text_of(files, root / "proc/asound/pcm").find("playback") != std::string::npos;
  bool mains = false, mains_on = false, discharging = false;
  for (const Path& supply : entries(root / "sys/class/power_supply")) {
    const std::string type = text_of(files, supply / "type");
    if (type == "Battery" && text_of(files, supply / "scope") != "Device") {  // "Device": of a mouse or a pen
      discharging = discharging || text_of(files, supply / "status") == "Discharging";
      const std::string capacity = text_of(files, supply / "capacity");
      int percent = 0;
      if (std::from_chars(capacity.data(), capacity.data() + capacity.size(), percent).ec == std::errc{}) facts.battery_percent = percent;
    }
    if (type == "Mains" || type == "USB") {
      mains = true;
      mains_on = mains_on || text_of(files, supply / "online") == "1";
    }
  }
  facts.on_battery = discharging || (facts.battery_percent.has_value() && mains && !mains_on);
  for (const Path& monitor : entries(root / "sys/class/hwmon"))
    if (text_of(files, monitor / "in0_lcrit_alarm") == "1") facts.undervoltage = true;
  return facts;
}

}  // namespace escale::platform
