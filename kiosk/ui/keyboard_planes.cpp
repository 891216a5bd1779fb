#include "kiosk/ui/keyboard_planes.hpp"

namespace escale::ui {
namespace {

template <std::size_t N>
constexpr std::array<KeyCap, N> same(const std::array<std::string_view, N>& signs) {
  std::array<KeyCap, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = {signs[i], signs[i]};
  return out;
}

constexpr std::array<KeyCap, 10> kLetters1 = {{{"a", "A"}, {"z", "Z"}, {"e", "E"}, {"r", "R"}, {"t", "T"},
                                               {"y", "Y"}, {"u", "U"}, {"i", "I"}, {"o", "O"}, {"p", "P"}}};
constexpr std::array<KeyCap, 10> kLetters2 = {{{"q", "Q"}, {"s", "S"}, {"d", "D"}, {"f", "F"}, {"g", "G"},
                                               {"h", "H"}, {"j", "J"}, {"k", "K"}, {"l", "L"}, {"m", "M"}}};
constexpr std::array<KeyCap, 7> kLetters3 = {
    {{"w", "W"}, {"x", "X"}, {"c", "C"}, {"v", "V"}, {"b", "B"}, {"n", "N"}, {"’", "’"}}};
constexpr std::array<KeyCap, 7> kEmail3 = {
    {{"w", "W"}, {"x", "X"}, {"c", "C"}, {"v", "V"}, {"b", "B"}, {"n", "N"}, {"+", "+"}}};
constexpr std::array<KeyCap, 10> kAccents1 = {{{"é", "É"}, {"è", "È"}, {"ê", "Ê"}, {"ë", "Ë"}, {"à", "À"},
                                               {"â", "Â"}, {"ù", "Ù"}, {"û", "Û"}, {"ü", "Ü"}, {"ï", "Ï"}}};
constexpr std::array<KeyCap, 10> kAccents2 = {{{"î", "Î"}, {"ô", "Ô"}, {"ö", "Ö"}, {"ç", "Ç"}, {"œ", "Œ"},
                                               {"æ", "Æ"}, {"ÿ", "Ÿ"}, {"ñ", "Ñ"}, {"«", "«"}, {"»", "»"}}};
constexpr std::array<KeyCap, 7> kAccents3 = same(std::array<std::string_view, 7>{"-", "!", "?", ";", ":", "…", "’"});
constexpr std::array<KeyCap, 10> kDigits1 = same(std::array<std::string_view, 10>{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"});
constexpr std::array<KeyCap, 10> kDigits2 = same(std::array<std::string_view, 10>{"-", "/", "(", ")", "€", "%", "@", "&", "+", "="});
constexpr std::array<KeyCap, 7> kDigits3 = same(std::array<std::string_view, 7>{"!", "?", ";", ":", "_", "#", "’"});
constexpr std::array<KeyCap, 10> kEmailDigits2 = same(std::array<std::string_view, 10>{"!", "#", "$", "%", "&", "*", "/", "=", "?", "~"});
constexpr std::array<KeyCap, 7> kEmailDigits3 = same(std::array<std::string_view, 7>{"+", "^", "`", "{", "|", "}", "'"});

}  // namespace

std::vector<KeyCap> KeyPlane::all() const {
  std::vector<KeyCap> out(first.begin(), first.end());
  out.insert(out.end(), second.begin(), second.end());
  out.insert(out.end(), third.begin(), third.end());
  out.insert(out.end(), extra.begin(), extra.end());
  return out;
}

KeyPlane key_plane(bool email, bool digits, bool accents) {
  if (email) {
    // RFC 5321 allows every one of these before the @; letters with accents are not among them.
    std::vector<KeyCap> extra;
    for (std::string_view sign : {"@", ".", "-", "_"}) extra.push_back({sign, sign});
    for (std::string_view domain : kDomains) extra.push_back({domain, domain});
    if (digits) return {kDigits1, kEmailDigits2, kEmailDigits3, std::move(extra)};
    return {kLetters1, kLetters2, kEmail3, std::move(extra)};
  }
  const std::vector<KeyCap> comma = {{",", ","}, {".", "."}};
  if (digits) return {kDigits1, kDigits2, kDigits3, comma};
  if (accents) return {kAccents1, kAccents2, kAccents3, {}};
  return {kLetters1, kLetters2, kLetters3, {}};
}

}  // namespace escale::ui
