// A terminal that holds the whole catalogue, as a benchmark wants it: made once by the real programs, then opened here without a screen.
#pragma once

#include "kiosk/terminal.hpp"
#include "tests/bench/processes.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::bench {

/// A data folder filled from a signed repository of the catalogue, as a USB key would bring it.
class FilledTerminal {
 public:
  explicit FilledTerminal(const std::string& bin) {
    std::vector<std::string> make{bin + "/make-repository", (m_folder.path() / "key").string()};
    const Path catalogue = Path(ESCALE_SOURCE_DIR) / "content-bundles/catalogue";
    for (const auto& entry : std::filesystem::directory_iterator(catalogue))
      if (std::filesystem::exists(entry.path() / "bundle.yaml")) make.push_back(entry.path().string());
    CHECK(Child(make).wait() == 0);
    CHECK(Child({bin + "/escale-kiosk", "--data", data().string(), "--sync", "--folder", (m_folder.path() / "key").string(), "--root",
                 (m_folder.path() / "key/metadata/1.root.json").string(), "--mailbox", "clts-demo"})
              .wait() == 0);
  }
  const Path& folder() const { return m_folder.path(); }
  Path data() const { return m_folder.path() / "data"; }

 private:
  test::TemporaryFolder m_folder;
};

/// The terminal in this process, on that folder: its loop, and settling.
class OpenTerminal {
 public:
  explicit OpenTerminal(const Path& data)
      : m_player({.out = {}, .words = {}, .width = 1280, .height = 800},
                 [this, data]() -> Result<std::unique_ptr<kiosk::Running>> {
                   kiosk::Options options;
                   options.mode = kiosk::Mode::Headless;
                   options.data = data;
                   options.config.assets = (Path(ESCALE_SOURCE_DIR) / "assets").string();
                   TRY_ASSIGN(auto terminal, kiosk::Terminal::open(options, m_machine));
                   return std::unique_ptr<kiosk::Running>(std::move(terminal));
                 },
                 m_clock, m_files) {
    m_clock.advance(Monotonic{10'000});
    CHECK(m_player.start().has_value());
  }
  kiosk::Loop& loop() { return m_player.loop(); }
  void apply(const app::Action& action) {
    loop().apply(action);
    CHECK(m_player.settle().has_value());
  }

 private:
  RealFiles m_files;
  SystemRandom m_random;
  ManualClock m_clock{SystemClock().now()};
  kiosk::Machine m_machine{m_files, m_random, m_clock};
  kiosk::Player m_player;
};

}  // namespace escale::bench
