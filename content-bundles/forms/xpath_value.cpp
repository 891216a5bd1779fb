#include "content-bundles/forms/xpath_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace escale::forms {

bool is_xml_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trim_xml_space(std::string_view text) {
  while (!text.empty() && is_xml_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_xml_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> words_in(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !is_xml_space(text[end])) ++end;
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  if (number == 0) return "0";
  std::array<char, 400> buffer;  // the longest double has 309 digits before the point, or 324 zeros after it
  const auto [end, status] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  return status == std::errc() ? std::string(buffer.data(), end) : "NaN";
}

double text_number(std::string_view text, const Zone& zone) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  text = trim_xml_space(text);
  if (text.empty()) return kNan;
  const bool plain = std::all_of(text.begin(), text.end(),
                                 [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ','; });
  if (plain && text.rfind('-') == (text[0] == '-' ? 0 : std::string_view::npos)) {
    std::string digits(text);
    std::replace(digits.begin(), digits.end(), ',', '.');
    if (digits == "." || digits == "-.") return kNan;
    double number = 0;
    const auto [end, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
    if (end != digits.data() + digits.size()) return kNan;
    if (status == std::errc::result_out_of_range) return std::strtod(digits.c_str(), nullptr);  // 0 or infinity
    return status == std::errc() ? number : kNan;
  }
  if (text.size() < 8 || text[4] != '-') return kNan;
  const auto date = parse_temporal(text, zone);
  if (!date) return kNan;
  return static_cast<double>(moment(date->instant_ms, zone).day());
}

std::string_view type_of(const XPathValue& value) {
  switch (value.index()) {
    case 0:
      return "number";
    case 1:
      return "boolean";
    case 2:
      return "string";
    case 3:
      return "nodeset";
    default:
      break;
  }
  switch (std::get<Temporal>(value).kind) {
    case TemporalKind::Date:
      return "date";
    case TemporalKind::DateTime:
      return "dateTime";
    default:
      return "time";
  }
}

}  // namespace escale::forms
