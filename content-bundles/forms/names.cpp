#include "content-bundles/forms/names.hpp"

#include <algorithm>

#include "sync/base/bytes.hpp"

namespace escale::forms {
namespace {

constexpr std::size_t kMaxNameBytes = 64;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

bool is_form_id(std::string_view text) {
  if (text.empty() || text.size() > kMaxNameBytes || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; });
}

bool is_question_name(std::string_view text) {
  if (text.empty() || text.size() > kMaxNameBytes || !(is_letter(text.front()) || text.front() == '_')) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-'; });
}

bool is_choice_name(std::string_view text) {
  if (text.empty() || text.size() > kMaxNameBytes || !is_utf8(text)) return false;
  if (text.find("\u00A0") != std::string_view::npos || text.find("\u202F") != std::string_view::npos) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || c == ',';
  });
}

}  // namespace escale::forms
