// What a person typed, looked for from outside: in the memory of running processes (proc(5)), in files, as it is and as it may have been
// coded. Shared by the tests of what is left between two people and of what survives a crash.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/bytes.hpp"
#include "tests/support/command.hpp"

namespace escale::kiosk {

inline constexpr std::string_view kCanary = "CANARI-pivoine-oubliee-7731";

inline std::string base64(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i + 2 < text.size(); i += 3) {
    const unsigned three = static_cast<unsigned char>(text[i]) << 16U | static_cast<unsigned char>(text[i + 1]) << 8U | static_cast<unsigned char>(text[i + 2]);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) out += kLetters[three >> shift & 63U];
  }
  return out;
}

/// The text as it is, cut, in base64 at each alignment, in hexadecimal, and with a zero after each letter (UTF-16; UTF-32 with three).
inline std::vector<std::string> needles() {
  const std::string canary(kCanary);
  std::vector<std::string> out = {canary.substr(0, 16), canary.substr(8, 14), canary.substr(canary.size() - 14)};
  for (std::size_t shift : {0, 1, 2}) out.push_back(base64(canary.substr(shift)));
  out.push_back(to_hex(as_bytes(canary)));
  for (const std::size_t zeros : {1, 3}) {
    std::string wide;
    for (const char letter : canary.substr(0, 14)) wide += letter + std::string(zeros, '\0');
    out.push_back(wide);
  }
  return out;
}

/// Which needles are in these bytes.
inline std::set<std::string> found_in(std::string_view bytes) {
  static const std::vector<std::string> kNeedles = needles();
  std::set<std::string> out;
  for (const std::string& needle : kNeedles)
    if (bytes.find(needle) != std::string_view::npos) out.insert(needle);
  return out;
}

/// Everything that a process can read of its own memory (proc(5): maps, mem). Fails the test when nothing can be read.
inline std::string memory_of(pid_t process) {
  const std::string folder = "/proc/" + std::to_string(process);
  std::ifstream maps(folder + "/maps"), memory(folder + "/mem", std::ios::binary);
  std::string out, line;
  while (std::getline(maps, line)) {
    std::istringstream words(line);
    std::string range, rights;
    words >> range >> rights;
    if (rights.empty() || rights[0] != 'r' || line.find("[vvar]") != std::string::npos || line.find("[vsyscall]") != std::string::npos) continue;
    const std::uint64_t begin = std::stoull(range, nullptr, 16), end = std::stoull(range.substr(range.find('-') + 1), nullptr, 16);
    const std::size_t before = out.size();
    out.resize(before + (end - begin));
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(begin));
    memory.read(out.data() + before, static_cast<std::streamsize>(end - begin));
    out.resize(before + static_cast<std::size_t>(std::max<std::streamsize>(memory.gcount(), 0)));
  }
  EXPECT_GT(out.size(), std::size_t{1} << 20U) << "the memory of " << process << " cannot be read";
  return out;
}

inline std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> out;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string stat = test::read_whole(entry.path() / "stat");
    const std::size_t end = stat.rfind(')');
    if (end == std::string::npos || stat.size() < end + 5 || stat[end + 2] == 'Z') continue;
    if (std::stol(stat.substr(end + 4)) == parent) out.push_back(static_cast<pid_t>(std::stol(name)));
  }
  return out;
}

/// A process and all that descend from it.
inline std::vector<pid_t> family_of(pid_t process) {
  std::vector<pid_t> out = {process};
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const pid_t child : children_of(out[i])) out.push_back(child);
  return out;
}

inline bool comes(const std::function<bool()>& there) {
  for (int i = 0; i < 6000; ++i, ::usleep(10'000))
    if (there()) return true;
  return false;
}

}  // namespace escale::kiosk
