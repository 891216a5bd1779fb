// The theme: assets/themes/theme.json parsed into typed tokens. No screen and no widget writes a colour or a type size.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/files.hpp"

namespace escale::ui {

struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  /// 0xAABBGGRR, as draw_list.hpp wants it.
  std::uint32_t packed() const {
    return static_cast<std::uint32_t>(a) << 24U | static_cast<std::uint32_t>(b) << 16U |
           static_cast<std::uint32_t>(g) << 8U | r;
  }
  bool operator==(const Color&) const = default;
};

/// Colours of the interface, in the order of theme.json's names.
enum class Token : std::uint8_t {
  Background,
  Surface,
  Rail,
  LineDecorative,
  EdgeShadow,
  Text,
  TextSecondary,
  OutlineControl,
  Action,
  ActionPressed,
  OnAction,
  ActionEdge,
  Accent,
  Error,
  Success,
  Warning,
  Info,
  TintSapin,
  TintPrune,
  TintAmbre,
  TintCiel,
  TintError,
  TintSuccess,
  SelectedFill,
  SelectedLine,
  DisabledFill,
  DisabledText,
  HighlightFill,
  HighlightText,
  FocusOuter,
  FocusInner,
  KeyFill,
  KeyFunctionFill,
};
inline constexpr std::size_t kTokenCount = static_cast<std::size_t>(Token::KeyFunctionFill) + 1;

/// Colours of the drawings.
enum class Ink : std::uint8_t {
  Sapin,
  Sauge,
  Prune,
  Lilas,
  Ambre,
  Ocre,
  Bleu,
  Brume,
  Sable,
  Papier,
  Encre,
  Peau,
  Aiguille,
  Visage,
};
inline constexpr std::size_t kInkCount = static_cast<std::size_t>(Ink::Visage) + 1;

enum class ThemeName : std::uint8_t { Light, Dark, Contrast };
inline constexpr std::size_t kThemeCount = 3;

/// Roles of type; theme.json gives size, line height, weight and family of each.
enum class Type : std::uint8_t {
  HeroNumber,
  Number,
  Word,
  TitleHome,
  Title,
  TitleCompact,
  Heading,
  Lead,
  Body,
  Label,
  Note,
  Small,
};
inline constexpr std::size_t kTypeCount = static_cast<std::size_t>(Type::Small) + 1;

enum class Family : std::uint8_t { Text, Display, Easy };

struct TypeStyle {
  float size = 26;   ///< points, at text scale 1
  float line = 38;   ///< points from one baseline to the next
  int weight = 400;  ///< 400, 500, 600 or 700
  Family family = Family::Text;
};

struct Palette {
  std::array<Color, kTokenCount> tokens;
  std::array<Color, kInkCount> inks;
  Color operator[](Token token) const { return tokens[static_cast<std::size_t>(token)]; }
  Color operator[](Ink ink) const { return inks[static_cast<std::size_t>(ink)]; }
};

/// One pair of colours that must stay apart: text (at least 7) or shapes (at least 3).
struct ContrastPair {
  Token front, back;
  double minimum = 7;
};

struct Theme {
  std::array<Palette, kThemeCount> palettes;
  std::array<TypeStyle, kTypeCount> types;
  std::array<TypeStyle, kTypeCount> easy_types;  ///< for easy reading (Andika)
  std::vector<ContrastPair> pairs;               ///< what a theme must keep, whoever changes a colour
  const Palette& palette(ThemeName name) const { return palettes[static_cast<std::size_t>(name)]; }
  const TypeStyle& type(Type type, bool easy) const {
    return (easy ? easy_types : types)[static_cast<std::size_t>(type)];
  }
};

/// WCAG 2 contrast ratio of two opaque colours, from 1 to 21.
double contrast_ratio(Color a, Color b);

std::string_view token_name(Token token);
std::string_view ink_name(Ink ink);

/// Parses theme.json. InvalidInput names the field that is missing or malformed. `where` names the file in errors.
Result<Theme> parse_theme(std::string_view json, std::string_view where);
/// Reads and parses `assets/themes/theme.json`.
Result<Theme> load_theme(const Files& files, const Path& assets);

}  // namespace escale::ui
