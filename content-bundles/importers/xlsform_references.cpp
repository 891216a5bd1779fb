#include "content-bundles/importers/xlsform_references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-bundles/forms/expression.hpp"
#include "content-bundles/forms/xpath_value.hpp"

namespace escale::importers {
namespace {

std::size_t depth(std::string_view path) {
  return static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
}

bool is_inside(std::string_view path, std::string_view top) {
  return path.size() > top.size() && path.starts_with(top) && path[top.size()] == '/';
}

/// Where the next ${ begins, and the name between its braces.
struct Found {
  std::size_t begin = std::string_view::npos, end = 0;
  std::string_view name{};
};
Result<Found> next_reference(std::string_view source, std::size_t from) {
  Found found;
  found.begin = source.find("${", from);
  if (found.begin == std::string_view::npos) return found;
  const std::size_t close = source.find('}', found.begin);
  if (close == std::string_view::npos)
    return fail(Code::InvalidInput, fmt::format("character {}: ${{ has no end; write ${{name}}",
                                                forms::character_count(source.substr(0, found.begin)) + 1));
  found.end = close + 1;
  found.name = forms::trim_xml_space(source.substr(found.begin + 2, close - found.begin - 2));
  return found;
}

}  // namespace

std::string straight_quotes(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kQuotes = {
      {{"‘", "'"}, {"’", "'"}, {"“", "\""}, {"”", "\""}}};
  std::string straight(text);
  for (const auto& [curly, plain] : kQuotes)
    for (std::size_t at = 0; (at = straight.find(curly, at)) != std::string::npos;)
      straight.replace(at, curly.size(), plain);
  return straight;
}

void References::add(const std::string& name, const std::string& path, bool is_repeat) {
  m_paths.emplace(name, path);
  if (is_repeat) m_repeats.insert(path);
}

std::string References::path_of(std::string_view name) const {
  const auto found = m_paths.find(name);
  return found == m_paths.end() ? std::string() : found->second;
}

Result<std::string> References::reference(std::string_view name, const std::string& place, bool in_filter) const {
  if (name.starts_with("last-saved#"))
    return fail(Code::InvalidInput, fmt::format("${{{}}}: answers of an earlier time are never kept here", name));
  const std::string target = path_of(name);
  if (target.empty()) return fail(Code::InvalidInput, fmt::format("${{{}}}: no row has this name", name));
  // The deepest repeat that holds both: from the place up to it, then down.
  std::string common;
  for (const std::string& repeat : m_repeats)
    if (is_inside(place, repeat) && (is_inside(target, repeat) || target == repeat) && repeat.size() > common.size())
      common = repeat;
  if (common.empty()) return target;
  std::string path = in_filter ? "current()" : "";
  for (std::size_t up = depth(place) - depth(common); up > 0; --up) path += path.empty() ? ".." : "/..";
  return path + target.substr(common.size());
}

Result<std::string> References::expression(std::string_view given, const std::string& place, bool in_filter) const {
  const std::string source = straight_quotes(given);
  std::string translated, stand_in;
  std::size_t at = 0;
  for (;;) {
    TRY_ASSIGN(const Found found, next_reference(source, at));
    const std::string_view before = std::string_view(source).substr(at, std::min(found.begin, source.size()) - at);
    translated += before;
    stand_in += before;
    if (found.begin == std::string_view::npos) break;
    TRY_ASSIGN(const std::string path, reference(found.name, place, in_filter));
    // Spaces keep "${a}div 2" from becoming one name.
    translated += " " + path + " ";
    // As many characters as were written, so that an error names the character of the cell.
    stand_in += "/" + std::string(found.end - found.begin - 1, 'x');
    at = found.end;
  }
  if (auto parsed = forms::Expression::parse(stand_in); !parsed) return fail(std::move(parsed).error());
  // A path cannot follow a function without a slash: "current()/.." never has a space inside, so this reads the same.
  const std::string trimmed(forms::trim_xml_space(translated));
  if (auto parsed = forms::Expression::parse(trimmed); !parsed) return fail(std::move(parsed).error());
  return trimmed;
}

Result<forms::RichText> References::text(std::string_view source, const std::string& place) const {
  forms::RichText parts;
  for (std::size_t at = 0; at < source.size();) {
    TRY_ASSIGN(const Found found, next_reference(source, at));
    forms::TextPart part;
    part.words = std::string(source.substr(at, std::min(found.begin, source.size()) - at));
    at = source.size();
    if (found.begin != std::string_view::npos) {
      TRY_ASSIGN(part.output, reference(found.name, place, false));
      at = found.end;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace escale::importers
