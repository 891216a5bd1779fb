// Texts: string, concat, join, parts of texts, translate, spaces. Positions count code points.
#include <algorithm>
#include <cmath>
#include <map>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {
namespace {

/// The byte where the character number `index` begins; the size of the text beyond its end.
std::size_t byte_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    if (index-- == 0) break;
  }
  return at;
}

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    characters.push_back(text.substr(at, end - at));
    at = end;
  }
  return characters;
}

/// The text of the only argument, or of the context node.
Result<std::string> own_text(Call& call) {
  if (call.size() > 0) return call.text(0);
  return call.instances().string_value(call.scope().context);
}

Result<XPathValue> string(Call& call) {
  TRY_ASSIGN(std::string text, own_text(call));
  return text;
}

Result<std::string> joined(Call& call, std::string_view separator, std::size_t first) {
  TRY_ASSIGN(const std::vector<std::string> parts, call.texts(first));
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += separator;
    text += parts[i];
    TRY(call.evaluation().spend(parts[i].size() / 64));
  }
  return text;
}
Result<XPathValue> concat(Call& call) {
  TRY_ASSIGN(std::string text, joined(call, "", 0));
  return text;
}
Result<XPathValue> join(Call& call) {
  TRY_ASSIGN(const std::string separator, call.text(0));
  TRY_ASSIGN(std::string text, joined(call, separator, 1));
  return text;
}

/// From 0; negative positions count from the end.
Result<XPathValue> substr(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  const double length = static_cast<double>(character_count(text));
  const auto position = [&](double given) {
    if (std::isnan(given)) return 0.0;
    given = std::trunc(given);
    return std::clamp(given < 0 ? given + length : given, 0.0, length);
  };
  TRY_ASSIGN(const double first, call.number(1));
  double last = length;
  if (call.size() > 2) {
    TRY_ASSIGN(last, call.number(2));
  }
  const double from = position(first), to = position(last);
  if (from >= to) return std::string();
  const std::size_t begin = byte_of(text, static_cast<std::size_t>(from));
  return text.substr(begin, byte_of(text, static_cast<std::size_t>(to)) - begin);
}
Result<XPathValue> substring_before(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY_ASSIGN(const std::string part, call.text(1));
  const std::size_t at = text.find(part);
  return at == std::string::npos ? std::string() : text.substr(0, at);
}
Result<XPathValue> substring_after(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY_ASSIGN(const std::string part, call.text(1));
  const std::size_t at = text.find(part);
  return at == std::string::npos ? std::string() : text.substr(at + part.size());
}
Result<XPathValue> contains(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY_ASSIGN(const std::string part, call.text(1));
  return text.find(part) != std::string::npos;
}
Result<XPathValue> starts_with(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY_ASSIGN(const std::string part, call.text(1));
  return text.starts_with(part);
}
Result<XPathValue> ends_with(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY_ASSIGN(const std::string part, call.text(1));
  return text.ends_with(part);
}
Result<XPathValue> string_length(Call& call) {
  TRY_ASSIGN(const std::string text, own_text(call));
  return static_cast<double>(character_count(text));
}
Result<XPathValue> normalize_space(Call& call) {
  TRY_ASSIGN(const std::string text, own_text(call));
  std::string result;
  for (const std::string_view word : words_in(text)) {
    if (!result.empty()) result += ' ';
    result += word;
  }
  return result;
}

/// XPath 1.0, 4.2: each character by its counterpart, or dropped when it has none; the first of doubles counts.
Result<XPathValue> translate(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY_ASSIGN(const std::string from, call.text(1));
  TRY_ASSIGN(const std::string to, call.text(2));
  const auto wanted = characters_of(from), given = characters_of(to);
  std::map<std::string_view, std::string_view> table;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    table.emplace(wanted[i], i < given.size() ? given[i] : std::string_view());
  TRY(call.evaluation().spend((text.size() + from.size()) / 16));
  std::string result;
  for (const std::string_view character : characters_of(text)) {
    const auto found = table.find(character);
    result += found == table.end() ? character : found->second;
  }
  return result;
}

constexpr Function kTable[] = {
    {"string", 0, 1, Reads::ContextWhenEmpty, string},
    {"concat", 0, kAnyCount, Reads::Arguments, concat},
    {"join", 1, kAnyCount, Reads::Arguments, join},
    {"substr", 2, 3, Reads::Arguments, substr},
    {"substring-before", 2, 2, Reads::Arguments, substring_before},
    {"substring-after", 2, 2, Reads::Arguments, substring_after},
    {"contains", 2, 2, Reads::Arguments, contains},
    {"starts-with", 2, 2, Reads::Arguments, starts_with},
    {"ends-with", 2, 2, Reads::Arguments, ends_with},
    {"string-length", 0, 1, Reads::ContextWhenEmpty, string_length},
    {"normalize-space", 0, 1, Reads::ContextWhenEmpty, normalize_space},
    {"translate", 3, 3, Reads::Arguments, translate},
};

}  // namespace

std::span<const Function> text_functions() {
  return kTable;
}

}  // namespace escale::forms
