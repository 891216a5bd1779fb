#include "content-bundles/forms/texts.hpp"

#include <algorithm>

namespace escale::forms {
namespace {
const std::string* nearest(const Texts& texts, std::string_view language) {
  while (!language.empty()) {
    const auto found = texts.find(std::string(language));
    if (found != texts.end()) return &found->second;
    // RFC 4647, section 3.4: drop the last subtag, and the single letter ("x") that introduced it.
    const std::size_t dash = language.rfind('-');
    if (dash == std::string_view::npos) return nullptr;
    language = language.substr(0, dash);
    if (language.size() >= 2 && language[language.size() - 2] == '-') language.remove_suffix(2);
  }
  return nullptr;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
}  // namespace

std::string_view text_in(const Texts& texts, std::string_view language, std::string_view fallback) {
  if (const std::string* text = nearest(texts, language)) return *text;
  if (const std::string* text = nearest(texts, fallback)) return *text;
  return texts.empty() ? std::string_view{} : std::string_view(texts.begin()->second);
}

bool is_language_tag(std::string_view text) {
  if (text.empty() || text.size() > 35) return false;
  std::size_t begin = 0;
  for (bool first = true;; first = false) {
    const std::size_t end = std::min(text.find('-', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    if (part.empty() || part.size() > 8) return false;
    if (first && (part.size() < 2 || part.size() > 3 || !std::all_of(part.begin(), part.end(), is_letter)))
      return false;
    if (!std::all_of(part.begin(), part.end(), [](char c) { return is_letter(c) || is_digit(c); })) return false;
    if (end == text.size()) return true;
    begin = end + 1;
  }
}

}  // namespace escale::forms
