#include "kiosk/config.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cstdlib>
#include <set>

#include "kiosk/app/screen_profile.hpp"

namespace escale::kiosk {
namespace {

constexpr std::uint64_t kMaxConfigBytes = 64 * 1024;
constexpr int kMaxSyncMinutes = 7 * 24 * 60;
constexpr std::string_view kNames = "data, hub, mailbox, assets, lang, fullscreen, site, helper, voice, speech_key, exit_key, fonts, sync_minutes and screen";
constexpr std::string_view kScreenNames = "px_per_mm, diagonal_mm, distance_mm, bottom_mm, tilt_degrees and repeat_filter_ms";

/// One entry, with where it stands.
struct Entry {
  std::string_view file;
  int line = 0;
  std::string name;
  YAML::Node value;
  Error wrong(std::string_view what) const {
    return {Code::InvalidInput, fmt::format("{}:{}: {}", file, line, what)};
  }
};

Result<std::string> text_of(const Entry& entry) {
  if (!entry.value.IsScalar() || entry.value.Scalar().empty())
    return fail(entry.wrong(fmt::format("'{}' needs a text after the colon", entry.name)));
  return entry.value.Scalar();
}

Result<bool> yes_or_no(const Entry& entry) {
  TRY_ASSIGN(const std::string text, text_of(entry));
  if (text == "true" || text == "yes") return true;
  if (text == "false" || text == "no") return false;
  return fail(entry.wrong(fmt::format("'{}' is true or false, not '{}'", entry.name, text)));
}

Result<int> minutes(const Entry& entry) {
  TRY_ASSIGN(const std::string text, text_of(entry));
  int number = -1;
  if (text.size() <= 6 && text.find_first_not_of("0123456789") == std::string::npos) number = std::stoi(text);
  if (number < 0 || number > kMaxSyncMinutes)
    return fail(entry.wrong(
        fmt::format("'{}' is a whole number of minutes from 0 to {}, not '{}'", entry.name, kMaxSyncMinutes, text)));
  return number;
}

/// "fonts:" and, under it, "text: Luciole-Regular.ttf".
Result<> fonts(const Entry& entry, FontNames& names) {
  if (!entry.value.IsMap()) return fail(entry.wrong("'fonts' needs lines under it, such as '  text: Luciole-Regular.ttf'"));
  for (const auto& pair : entry.value) {
    Entry each{entry.file, pair.first.Mark().line + 1, pair.first.IsScalar() ? pair.first.Scalar() : std::string(), pair.second};
    std::string* name = each.name == "text"        ? &names.text
                        : each.name == "text_bold" ? &names.text_bold
                        : each.name == "easy"      ? &names.easy
                        : each.name == "easy_bold" ? &names.easy_bold
                                                   : nullptr;
    if (name == nullptr) return fail(each.wrong(fmt::format("'{}' is not a font here: text, text_bold, easy and easy_bold are", each.name)));
    TRY_ASSIGN(*name, text_of(each));
  }
  return {};
}

bool is_function_key(std::string_view name) {
  for (int number = 1; number <= 12; ++number)
    if (name == fmt::format("F{}", number)) return true;
  return false;
}

Result<float> number_between(const Entry& entry, float least, float most) {
  TRY_ASSIGN(const std::string text, text_of(entry));
  float number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= least && number <= most))
    return fail(entry.wrong(fmt::format("'{}' is a number from {} to {}, not '{}'", entry.name, least, most, text)));
  return number;
}

Result<> take_screen(const Entry& entry, Config::Screen& screen) {
  if (entry.name == "px_per_mm") {
    TRY_ASSIGN(screen.px_per_mm, number_between(entry, app::kLeastPxPerMm, app::kMostPxPerMm));
  } else if (entry.name == "diagonal_mm") {
    TRY_ASSIGN(screen.diagonal_mm, number_between(entry, 80, 3000));
  } else if (entry.name == "distance_mm") {
    TRY_ASSIGN(screen.distance_mm, number_between(entry, app::kLeastDistanceMm, app::kMostDistanceMm));
  } else if (entry.name == "bottom_mm") {
    TRY_ASSIGN(screen.bottom_mm, number_between(entry, app::kLeastBottomMm, app::kMostBottomMm));
  } else if (entry.name == "tilt_degrees") {
    TRY_ASSIGN(screen.tilt_degrees, number_between(entry, 0, app::kMostTiltDegrees));
  } else if (entry.name == "repeat_filter_ms") {
    TRY_ASSIGN(const float ms, number_between(entry, 0, app::kMostRepeatFilterMs));
    screen.repeat_filter_ms = static_cast<int>(ms);
  } else {
    return fail(entry.wrong(fmt::format("'{}' is not known under 'screen': {} are", entry.name, kScreenNames)));
  }
  return {};
}

Result<> take_screen_map(const Entry& entry, Config& config) {
  if (!entry.value.IsMap()) return fail(entry.wrong(fmt::format("under 'screen' stand indented lines: {}", kScreenNames)));
  std::set<std::string> seen;
  for (const auto& pair : entry.value) {
    Entry inner{entry.file, pair.first.Mark().line + 1, {}, pair.second};
    if (!pair.first.IsScalar()) return fail(inner.wrong("not a 'name: value' line"));
    inner.name = pair.first.Scalar();
    if (!seen.insert(inner.name).second) return fail(inner.wrong(fmt::format("'{}' is said twice", inner.name)));
    TRY(take_screen(inner, config.screen));
  }
  if (config.screen.px_per_mm && config.screen.diagonal_mm)
    return fail(entry.wrong("'px_per_mm' and 'diagonal_mm' say the same thing: keep one"));
  return {};
}

Result<> take(const Entry& entry, Config& config) {
  if (entry.name == "fonts") return fonts(entry, config.fonts);
  if (entry.name == "screen") return take_screen_map(entry, config);
  if (entry.name == "fullscreen") {
    TRY_ASSIGN(config.fullscreen, yes_or_no(entry));
    return {};
  }
  if (entry.name == "sync_minutes") {
    TRY_ASSIGN(config.sync_minutes, minutes(entry));
    return {};
  }
  std::optional<std::string>* target = entry.name == "data"      ? &config.data
                                       : entry.name == "hub"     ? &config.hub
                                       : entry.name == "mailbox" ? &config.mailbox
                                       : entry.name == "assets"  ? &config.assets
                                       : entry.name == "lang"    ? &config.lang
                                       : entry.name == "site"    ? &config.site
                                       : entry.name == "helper"  ? &config.helper
                                       : entry.name == "voice"   ? &config.voice
                                       : entry.name == "speech_key" ? &config.speech_key
                                       : entry.name == "exit_key"   ? &config.exit_key
                                                                 : nullptr;
  if (target == nullptr) return fail(entry.wrong(fmt::format("'{}' is not known here: {} are", entry.name, kNames)));
  TRY_ASSIGN(*target, text_of(entry));
  if (entry.name == "hub" && !config.hub->starts_with("http://") && !config.hub->starts_with("https://"))
    return fail(entry.wrong(fmt::format("'hub' is an http:// or https:// address, not '{}'", *config.hub)));
  if ((entry.name == "speech_key" || entry.name == "exit_key") && !is_function_key(**target))
    return fail(entry.wrong(fmt::format("'{}' is a key from F1 to F12, not '{}'", entry.name, **target)));
  if (entry.name == "lang" && *config.lang != "fr" && *config.lang != "en")
    return fail(entry.wrong(fmt::format("'lang' is fr or en, not '{}'", *config.lang)));
  return {};
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

Result<Config> parse_config(std::string_view text, std::string_view file) {
  Config config;
  try {
    const YAML::Node document = YAML::Load(std::string(text));
    if (document.IsNull()) return config;
    if (!document.IsMap()) return fail(Code::InvalidInput, fmt::format("{}:1: not a list of 'name: value' lines", file));
    std::set<std::string> seen;
    for (const auto& pair : document) {
      Entry entry{file, pair.first.Mark().line + 1, {}, pair.second};
      if (!pair.first.IsScalar()) return fail(entry.wrong("not a 'name: value' line"));
      entry.name = pair.first.Scalar();
      if (!seen.insert(entry.name).second) return fail(entry.wrong(fmt::format("'{}' is said twice", entry.name)));
      TRY(take(entry, config));
    }
    if (const std::string key = config.exit_key.value_or("F9"); key == config.speech_key.value_or("F1"))
      return fail(Code::InvalidInput, fmt::format("{}: {} is both 'speech_key' and 'exit_key' (F1 and F9 unless said): a key does one thing", file, key));
  } catch (const YAML::Exception& error) {
    return fail(Code::InvalidInput, fmt::format("{}:{}: {}", file, error.mark.line + 1, error.msg));
  }
  return config;
}

Result<Config> read_config(const Files& files, const Path& path) {
  TRY_ASSIGN(const Bytes bytes, files.read(path, kMaxConfigBytes));
  return parse_config(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), path.string());
}

Surroundings surroundings_of_process() {
  std::error_code error;
  return {environment("STATE_DIRECTORY"), environment("HOME"), environment("XDG_DATA_HOME"),
          environment("XDG_CONFIG_HOME"), std::filesystem::read_symlink("/proc/self/exe", error)};
}

std::optional<Path> find_config(const Files& files, const Surroundings& around) {
  Path own = around.xdg_config_home.empty() ? Path(around.home) / ".config" : Path(around.xdg_config_home);
  for (const Path& path : {own / "escale" / "kiosk.yaml", Path("/etc/escale/kiosk.yaml")})
    if (path.is_absolute() && files.exists(path)) return path;
  return std::nullopt;
}

Result<Path> default_data(const Surroundings& around) {
  if (!around.state_directory.empty()) {
    // systemd separates several folders by colons; ours has one (systemd.exec(5), StateDirectory=).
    return Path(around.state_directory.substr(0, around.state_directory.find(':')));
  }
  if (!around.xdg_data_home.empty()) return Path(around.xdg_data_home) / "escale-kiosk";
  if (!around.home.empty()) return Path(around.home) / ".local" / "share" / "escale-kiosk";
  return fail(Code::NotFound, "no place for the terminal's state: say --data DIR, or 'data' in kiosk.yaml");
}

Result<Path> find_assets(const Files& files, const Surroundings& around) {
  for (Path folder = around.program.parent_path(); !folder.empty(); folder = folder.parent_path()) {
    for (const Path& candidate : {folder / "share" / "escale", folder / "assets"})
      if (!files.list(candidate / "themes").value_or(std::vector<std::string>()).empty()) return candidate;
    if (folder == folder.parent_path()) break;
  }
  return fail(Code::NotFound,
              "the folder with themes and icons was not found beside the program: say --assets DIR, or 'assets' in "
              "kiosk.yaml");
}

}  // namespace escale::kiosk
