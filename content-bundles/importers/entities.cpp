#include "content-bundles/importers/entities.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

namespace escale::importers {
namespace {
void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) put(code);
  else if (code < 0x800) put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
  else if (code < 0x10000) put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
  else put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
}

constexpr std::pair<std::string_view, std::uint32_t> kEntities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", 0xA0},    {"laquo", 0xAB},
    {"raquo", 0xBB},   {"agrave", 0xE0},  {"acirc", 0xE2},   {"ccedil", 0xE7},  {"egrave", 0xE8},  {"eacute", 0xE9},  {"ecirc", 0xEA},
    {"euml", 0xEB},    {"icirc", 0xEE},   {"iuml", 0xEF},    {"ocirc", 0xF4},   {"ugrave", 0xF9},  {"ucirc", 0xFB},   {"uuml", 0xFC},
    {"Agrave", 0xC0},  {"Acirc", 0xC2},   {"Ccedil", 0xC7},  {"Egrave", 0xC8},  {"Eacute", 0xC9},  {"Ecirc", 0xCA},   {"oelig", 0x153},
    {"OElig", 0x152},  {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"hellip", 0x2026}, {"ndash", 0x2013},
    {"mdash", 0x2014}, {"euro", 0x20AC},  {"deg", 0xB0},     {"times", 0xD7},   {"shy", 0xAD}};

/// The character that an entity stands for ("eacute", "#233", "#xE9"), 0 when unknown.
std::uint32_t entity(std::string_view name) {
  if (name.starts_with('#')) {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    const bool whole = error == std::errc() && end == digits.data() + digits.size() && !digits.empty();
    const bool valid = code >= 0x20 && code != 0x7F && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
    return whole && valid ? code : 0;
  }
  for (const auto& [known, code] : kEntities)
    if (known == name) return code;
  return 0;
}
}  // namespace

std::string decode_entity(std::string_view reference) {
  if (reference.size() < 3 || reference.front() != '&' || reference.back() != ';') return {};
  std::string out;
  if (const std::uint32_t code = entity(reference.substr(1, reference.size() - 2)); code != 0) append_utf8(out, code);
  return out;
}

}  // namespace escale::importers
