// An X server without a screen whose pixels a benchmark reads from a mapped file: what a person would see, whoever drew it, without
// asking the program that is measured.
#pragma once

#include <sys/mman.h>
#include <sys/stat.h>

#include <cstdint>
#include <fstream>

#include "tests/bench/processes.hpp"

namespace escale::bench {

class XScreen {
 public:
  /// Xvfb of 1280 x 800; its files go to `folder`. Says what to install and ends the benchmark when it does not start.
  explicit XScreen(const std::filesystem::path& folder) {
    for (int number = 70; number < 90 && m_pixels == nullptr; ++number) {
      m_display = ":" + std::to_string(number);
      if (std::filesystem::exists("/tmp/.X11-unix/X" + std::to_string(number))) continue;
      const std::filesystem::path files = folder / ("screen" + std::to_string(number));
      std::filesystem::create_directories(files);
      m_server = std::make_unique<Child>(std::vector<std::string>{"Xvfb", m_display, "-screen", "0", "1280x800x24", "-fbdir", files.string(),
                                                                  "-nolisten", "tcp", "-noreset"});
      const std::string file = (files / "Xvfb_screen0").string();
      for (int i = 0; i < 300 && !map(file); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(m_pixels != nullptr);
  }
  std::string variable() const { return "DISPLAY=" + m_display; }
  /// 0xRRGGBB.
  std::uint32_t pixel(int x, int y) const {
    const unsigned char* at = m_pixels + static_cast<std::size_t>(y) * m_stride + static_cast<std::size_t>(x) * 4;
    return static_cast<std::uint32_t>(at[2]) << 16U | static_cast<std::uint32_t>(at[1]) << 8U | at[0];
  }

 private:
  /// The file is an XWD picture (XWDFile.h): a header of big-endian words, a colour table, then lines of pixels.
  bool map(const std::string& path) {
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0 || info.st_size < 1280 * 800 * 4) return false;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    void* bytes = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_SHARED, file, 0);
    ::close(file);
    if (bytes == MAP_FAILED) return false;
    const auto* start = static_cast<const unsigned char*>(bytes);
    const auto word = [&](int index) {
      const unsigned char* at = start + index * 4;
      return static_cast<std::uint32_t>(at[0]) << 24U | static_cast<std::uint32_t>(at[1]) << 16U | static_cast<std::uint32_t>(at[2]) << 8U | at[3];
    };
    const std::uint32_t header = word(0), stride = word(12), colours = word(19);
    if (header == 0 || stride < 1280 * 4) return false;  // not written yet
    m_stride = stride;
    m_pixels = start + header + colours * 12;
    return true;
  }

  std::string m_display;
  std::unique_ptr<Child> m_server;
  const unsigned char* m_pixels = nullptr;
  std::size_t m_stride = 0;
};

}  // namespace escale::bench
