#include "kiosk/ui/theme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sync/base/json.hpp"

namespace escale::ui {
namespace {

constexpr std::array<std::string_view, kTokenCount> kTokenNames = {"background",
                                                                   "surface",
                                                                   "rail",
                                                                   "line_decorative",
                                                                   "edge_shadow",
                                                                   "text",
                                                                   "text_secondary",
                                                                   "outline_control",
                                                                   "action",
                                                                   "action_pressed",
                                                                   "on_action",
                                                                   "action_edge",
                                                                   "accent",
                                                                   "error",
                                                                   "success",
                                                                   "warning",
                                                                   "info",
                                                                   "tint_sapin",
                                                                   "tint_prune",
                                                                   "tint_ambre",
                                                                   "tint_ciel",
                                                                   "tint_error",
                                                                   "tint_success",
                                                                   "selected_fill",
                                                                   "selected_line",
                                                                   "disabled_fill",
                                                                   "disabled_text",
                                                                   "highlight_fill",
                                                                   "highlight_text",
                                                                   "focus_outer",
                                                                   "focus_inner",
                                                                   "key_fill",
                                                                   "key_function_fill"};
constexpr std::array<std::string_view, kInkCount> kInkNames = {"sapin", "sauge", "prune",    "lilas", "ambre",
                                                               "ocre",  "bleu",  "brume",    "sable", "papier",
                                                               "encre", "peau",  "aiguille", "visage"};
constexpr std::array<std::string_view, kThemeCount> kThemeNames = {"light", "dark", "contrast"};
constexpr std::array<std::string_view, kTypeCount> kTypeNames = {
    "hero_number", "number", "word", "title_home", "title", "title_compact",
    "heading",     "lead",   "body", "label",      "note",  "small"};
constexpr std::uint64_t kMaxThemeBytes = 256 * 1024;

Result<Color> parse_color(const Json& object, std::string_view key) {
  TRY_ASSIGN(std::string text, json_string(object, key));
  if (text.size() != 7 || text[0] != '#')
    return fail(Code::InvalidInput, fmt::format("'{}' is '{}'; write a colour as #RRGGBB", key, text));
  std::string lower = text.substr(1);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  auto bytes = from_hex(lower);
  if (!bytes) return fail(Code::InvalidInput, fmt::format("'{}' is '{}'; write a colour as #RRGGBB", key, text));
  return Color{(*bytes)[0], (*bytes)[1], (*bytes)[2], 255};
}

Result<TypeStyle> parse_type(const Json& types, std::string_view name) {
  TRY_ASSIGN(const Json* object, json_object(types, name));
  TypeStyle style;
  TRY_ASSIGN(auto size, json_int(*object, "size"));
  TRY_ASSIGN(auto line, json_int(*object, "line"));
  TRY_ASSIGN(auto weight, json_int(*object, "weight"));
  TRY_ASSIGN(auto family, json_string(*object, "family"));
  if (size < 8 || size > 200 || line < size || line > 400)
    return fail(Code::InvalidInput,
                fmt::format("'{}' has size {} and line {}; sizes go from 8 to 200, lines from the size to 400", name,
                            size, line));
  if (weight != 400 && weight != 500 && weight != 600 && weight != 700)
    return fail(Code::InvalidInput, fmt::format("'{}' has weight {}; choose 400, 500, 600 or 700", name, weight));
  if (family != "text" && family != "display" && family != "easy")
    return fail(Code::InvalidInput, fmt::format("'{}' has family '{}'; choose text, display or easy", name, family));
  style.size = static_cast<float>(size);
  style.line = static_cast<float>(line);
  style.weight = static_cast<int>(weight);
  style.family = family == "text" ? Family::Text : family == "display" ? Family::Display : Family::Easy;
  return style;
}

std::optional<Token> find_token(std::string_view name) {
  auto found = std::ranges::find(kTokenNames, name);
  if (found == kTokenNames.end()) return std::nullopt;
  return static_cast<Token>(found - kTokenNames.begin());
}

Result<> parse_pairs(const Json& contrast, std::string_view key, double minimum, std::vector<ContrastPair>& pairs) {
  TRY_ASSIGN(const Json* list, json_array(contrast, key));
  for (const Json& pair : *list) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string())
      return fail(Code::InvalidInput,
                  fmt::format("'{}' holds {}; write each pair as [\"front\", \"back\"]", key, pair.dump()));
    auto front = find_token(pair[0].get<std::string>()), back = find_token(pair[1].get<std::string>());
    if (!front || !back)
      return fail(Code::InvalidInput, fmt::format("'{}' names an unknown colour in {}", key, pair.dump()));
    pairs.push_back({*front, *back, minimum});
  }
  return {};
}

Result<Theme> parse_theme_object(const Json& root) {
  Theme theme;
  TRY_ASSIGN(const Json* themes, json_object(root, "themes"));
  for (std::size_t t = 0; t < kThemeCount; ++t) {
    TRY_ASSIGN(const Json* named, json_object(*themes, kThemeNames[t]));
    TRY_ASSIGN(const Json* ui, json_object(*named, "ui"));
    TRY_ASSIGN(const Json* illustration, json_object(*named, "illustration"));
    for (std::size_t i = 0; i < kTokenCount; ++i) {
      auto color = parse_color(*ui, kTokenNames[i]);
      if (!color) return fail(std::move(color).error().in(kThemeNames[t]));
      theme.palettes[t].tokens[i] = *color;
    }
    for (std::size_t i = 0; i < kInkCount; ++i) {
      auto color = parse_color(*illustration, kInkNames[i]);
      if (!color) return fail(std::move(color).error().in(kThemeNames[t]));
      theme.palettes[t].inks[i] = *color;
    }
  }
  TRY_ASSIGN(const Json* types, json_object(root, "type"));
  TRY_ASSIGN(const Json* easy, json_object(root, "type_easy_reading"));
  for (std::size_t i = 0; i < kTypeCount; ++i) {
    TRY_ASSIGN(theme.types[i], parse_type(*types, kTypeNames[i]));
    TRY_ASSIGN(theme.easy_types[i], parse_type(*easy, kTypeNames[i]));
  }
  TRY_ASSIGN(const Json* contrast, json_object(root, "contrast"));
  TRY(parse_pairs(*contrast, "text", 7, theme.pairs));
  TRY(parse_pairs(*contrast, "shape", 3, theme.pairs));
  return theme;
}

double linear(std::uint8_t channel) {
  // WCAG 2.2, "relative luminance".
  double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Color c) {
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

}  // namespace

double contrast_ratio(Color a, Color b) {
  double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

std::string_view token_name(Token token) {
  return kTokenNames[static_cast<std::size_t>(token)];
}
std::string_view ink_name(Ink ink) {
  return kInkNames[static_cast<std::size_t>(ink)];
}

Result<Theme> parse_theme(std::string_view json, std::string_view where) {
  auto root = parse_json(json);
  if (!root) return fail(std::move(root).error().in(where));
  auto theme = parse_theme_object(*root);
  if (!theme) return fail(std::move(theme).error().in(where));
  return theme;
}

Result<Theme> load_theme(const Files& files, const Path& assets) {
  Path path = assets / "themes" / "theme.json";
  TRY_ASSIGN(Bytes bytes, files.read(path, kMaxThemeBytes));
  return parse_theme(as_text(bytes), path.string());
}

}  // namespace escale::ui
