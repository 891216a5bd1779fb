// What escale-kiosk was asked to do, from its command line and kiosk.yaml. Rule: the command line wins over the file,
// the file over what the terminal remembers, and that over defaults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/app/state.hpp"
#include "kiosk/config.hpp"
#include "kiosk/ui/ui.hpp"

namespace escale::kiosk {

enum class Mode : std::uint8_t {
  Window,    ///< the terminal, on a screen
  Headless,  ///< the terminal without a screen: journeys, screenshots, tree dumps
  Enrol,     ///< presents a one-time code to a hub
  Sync,      ///< one synchronisation
  Status,    ///< what the terminal holds
  StaffKey,  ///< makes a key file for the staff door
};

/// What a journey acts with.
enum class Drive : std::uint8_t {
  Finger,  ///< pointer events on what the tree shows
  Keys,    ///< Tab until the focus is there, then Enter
  Ears,    ///< next, next… until the voice names it, then Enter; looks only at what was said
};

struct Options {
  Mode mode = Mode::Window;
  Config config;  ///< the command line's words over the file's
  Path data;      ///< resolved
  // --- enrolment
  std::string enrol_code;
  std::string root;  ///< file of the first root metadata
  std::string pin;   ///< of the staff area; empty: unchanged
  // --- synchronisation
  std::string folder;  ///< a USB key or any folder instead of the hub
  bool json = false;
  // --- without a screen
  std::string journey, out, words, screenshot;
  Drive drive = Drive::Finger;
  std::string speech_log;  ///< file of what is said
  bool dump_tree = false;
  std::optional<Timestamp> clock;
  std::optional<std::uint64_t> seed;
  std::string staff_key;  ///< file to make
  // --- said by the supervisor to the process that it starts
  std::optional<int> supervised;  ///< how many processes came before this one; nothing: nobody replaces this one
  bool quick_exit = false;        ///< the neutral screen was shown and must stay
  bool resume_sync = false;       ///< the process before was synchronising
  std::string out_of_order;       ///< why nobody can use the terminal
  std::string after_crash;        ///< how the process before ended: "signal-11"
  int ready_fd = -1;              ///< a byte is written there once the first picture is shown
  int draft_key_fd = -1;          ///< where the key of what is being answered survives this process; helpers::KeptKey
  // --- look
  float scale = 0;  ///< pixels per point; 0: the largest that fits
  int width = 1280, height = 800;
  app::Theme theme = app::Theme::Light;
  int text_percent = 100;
  // --- for developers
  bool dev = false;  ///< F12 shows the next overlay
  ui::Overlay overlay = ui::Overlay::None;
  bool watch_theme = false;
};

/// What to do, or an exit code when the command line asked for help or was wrong (already said on the terminal).
struct Asked {
  std::optional<Options> options;
  int exit_code = 0;
};

/// Reads the command line, then the configuration file. Wrong options and wrong files are told on standard error, one
/// sentence each, and give exit code 2.
Asked read_options(int count, char** values, const Files& files, const Surroundings& around);

}  // namespace escale::kiosk
