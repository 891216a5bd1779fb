// What a site says about its terminal, in kiosk.yaml, and where things are on this machine.
// Rule: a name that is not known is an error with its line, never ignored; nothing here reads a visitor's data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/base/files.hpp"

namespace escale::kiosk {

/// Font files of the site, each in place of one of the terminal's: Luciole, for one. A name without a folder is looked for in
/// fonts/ of the folder of themes (/usr/share/escale/fonts).
struct FontNames {
  std::string text, text_bold, easy, easy_bold;
  bool operator==(const FontNames&) const = default;
};

/// One kiosk.yaml. What it does not say stays empty and has its default elsewhere.
struct Config {
  std::optional<std::string> data;     ///< folder of the terminal's state
  std::optional<std::string> hub;      ///< http:// or https:// address
  std::optional<std::string> mailbox;  ///< where answers without a mailbox of their own go
  std::optional<std::string> assets;   ///< folder that holds themes/ and icons/
  std::optional<std::string> lang;     ///< "fr" or "en"
  std::optional<bool> fullscreen;
  std::optional<std::string> site;    ///< shown on the first screen
  std::optional<std::string> helper;  ///< whom to ask for help
  std::optional<std::string> voice;       ///< program that speaks (kiosk/speech/voice_process.hpp); else escale-voice beside this one
  std::optional<std::string> speech_key;  ///< the marked key that starts listening: F1 to F12
  std::optional<std::string> exit_key;    ///< the marked key of the quick exit: F1 to F12
  std::optional<int> sync_minutes;    ///< between two automatic synchronisations; 0: only when asked
  FontNames fonts = {};
  /// What `screen:` says; what it does not say is the store's, else the default. A diagonal becomes pixels per mm once the window is open.
  struct Screen {
    std::optional<float> px_per_mm, diagonal_mm, distance_mm, bottom_mm, tilt_degrees;
    std::optional<int> repeat_filter_ms;
    bool operator==(const Screen&) const = default;
  } screen;
  bool operator==(const Config&) const = default;
};

/// Reads one YAML document; `file` is its name in sentences. InvalidInput: "kiosk.yaml:3: …".
Result<Config> parse_config(std::string_view text, std::string_view file);

/// parse_config of a file of at most 64 KiB. NotFound when it is absent.
Result<Config> read_config(const Files& files, const Path& path);

/// Environment of the process, as far as places depend on it; tests fill it by hand.
struct Surroundings {
  std::string state_directory;  ///< $STATE_DIRECTORY, set by systemd
  std::string home;             ///< $HOME
  std::string xdg_data_home;    ///< $XDG_DATA_HOME
  std::string xdg_config_home;  ///< $XDG_CONFIG_HOME
  Path program;                 ///< the running file
};
Surroundings surroundings_of_process();

/// $XDG_CONFIG_HOME/escale/kiosk.yaml, else /etc/escale/kiosk.yaml; nothing when neither exists.
std::optional<Path> find_config(const Files& files, const Surroundings& around);

/// The system's state folder when a service runs us, else the person's: $XDG_DATA_HOME/escale-kiosk or
/// ~/.local/share/escale-kiosk. NotFound when there is no home either.
Result<Path> default_data(const Surroundings& around);

/// share/escale or assets beside one of the folders above the program: installed, or in a source tree. NotFound says
/// what to do.
Result<Path> find_assets(const Files& files, const Surroundings& around);

}  // namespace escale::kiosk
