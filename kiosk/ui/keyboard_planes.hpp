// The characters of the on-screen keyboard, as data: AZERTY, accents, digits; letters and signs of e-mail addresses.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace escale::ui {

struct KeyCap {
  std::string_view lower, upper;
};

/// Three rows: ten keys, ten keys, and what stands between shift and erase.
struct KeyPlane {
  std::span<const KeyCap> first, second, third;
  std::vector<KeyCap> extra;  ///< only where the keys follow each other on a grid: they have a place of their own elsewhere
  std::vector<KeyCap> all() const;
};

/// Ends of usual addresses, after the sign that begins them.
inline constexpr std::array<std::string_view, 4> kDomains = {".fr", ".com", ".org", ".eu"};

KeyPlane key_plane(bool email, bool digits, bool accents);

}  // namespace escale::ui
