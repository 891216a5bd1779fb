#include "content-bundles/compiler/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>

namespace escale::compiler {
namespace {
constexpr std::size_t kMaxBytes = 256u << 10;
constexpr int kMaxDepth = 16;
constexpr int kMaxNodes = 20'000;

/// A sentence with the line it is about, on its way out of the recursion.
struct Trouble {
  int line = 0;
  std::string sentence;
};

// Aliases are shared nodes in yaml-cpp: counting what is copied stops a small file that unfolds into a huge tree.
std::optional<Trouble> copy(const YAML::Node& node, int first_line, int depth, int& nodes, Yaml& out) {
  const int mark = node.Mark().line;
  out.line = mark >= 0 ? mark + first_line : first_line;
  if (depth > kMaxDepth) return Trouble{out.line, fmt::format("nested over {} levels", kMaxDepth)};
  if (++nodes > kMaxNodes) return Trouble{out.line, fmt::format("over {} values", kMaxNodes)};
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null: return std::nullopt;
    case YAML::NodeType::Scalar:
      out.kind = Yaml::Kind::Scalar;
      out.scalar = node.Scalar();
      return std::nullopt;
    case YAML::NodeType::Sequence:
      out.kind = Yaml::Kind::List;
      for (const auto& item : node) {
        if (auto trouble = copy(item, first_line, depth + 1, nodes, out.items.emplace_back())) return trouble;
      }
      return std::nullopt;
    case YAML::NodeType::Map:
      out.kind = Yaml::Kind::Map;
      for (const auto& entry : node) {
        const int line = entry.first.Mark().line + first_line;
        if (!entry.first.IsScalar()) return Trouble{line, "a key is not a word"};
        const std::string& key = entry.first.Scalar();
        for (const auto& [known, unused] : out.entries)
          if (known == key) return Trouble{line, fmt::format("'{}' is there twice", key)};
        auto& place = out.entries.emplace_back(key, Yaml{});
        if (auto trouble = copy(entry.second, first_line, depth + 1, nodes, place.second)) return trouble;
        if (place.second.kind == Yaml::Kind::Null) place.second.line = line;
      }
      return std::nullopt;
  }
  return std::nullopt;
}
}  // namespace

Yaml::Yaml() = default;
Yaml::Yaml(const Yaml&) = default;
Yaml::Yaml(Yaml&&) noexcept = default;
Yaml& Yaml::operator=(const Yaml&) = default;
Yaml& Yaml::operator=(Yaml&&) noexcept = default;
Yaml::~Yaml() = default;

std::optional<Yaml> parse_yaml(std::string_view text, std::string_view file, int first_line, Problems& problems) {
  if (text.size() > kMaxBytes) {
    problems.add(file, first_line, fmt::format("over {} KiB of YAML: shorten it", kMaxBytes >> 10));
    return std::nullopt;
  }
  try {
    const YAML::Node root = YAML::Load(std::string(text));
    Yaml out;
    int nodes = 0;
    if (const auto trouble = copy(root, first_line, 0, nodes, out)) {
      problems.add(file, trouble->line, trouble->sentence);
      return std::nullopt;
    }
    return out;
  } catch (const YAML::Exception& error) {
    // yaml-cpp counts lines from 0; -1 when it does not know.
    const int line = error.mark.line >= 0 ? error.mark.line + first_line : first_line;
    problems.add(file, line, fmt::format("not valid YAML: {}; put texts that hold ':', '#' or '?' between \"…\"", error.msg));
    return std::nullopt;
  }
}

YamlFields::YamlFields(const Yaml& map, std::string_view file, Problems& problems) : m_map(map), m_file(file), m_problems(problems) {
  if (map.kind != Yaml::Kind::Map) m_problems.add(m_file, map.line, "expected fields, such as 'title: …'");
}

const Yaml* YamlFields::find(std::string_view key) const {
  for (const auto& [known, value] : m_map.entries)
    if (known == key) return &value;
  return nullptr;
}

int YamlFields::line_of(std::string_view key) const {
  const Yaml* value = find(key);
  return value == nullptr ? m_map.line : value->line;
}

std::string YamlFields::text(std::string_view key) {
  std::string out = text_or_empty(key);
  const Yaml* value = find(key);
  if (m_map.kind != Yaml::Kind::Map) return out;
  if (value == nullptr) problem(key, fmt::format("'{}' is missing: add it", key));
  else if (out.empty() && (value->kind == Yaml::Kind::Scalar || value->kind == Yaml::Kind::Null)) problem(key, fmt::format("'{}' is empty: fill it in", key));
  return out;
}

std::string YamlFields::text_or_empty(std::string_view key) {
  m_seen.emplace(key);
  const Yaml* value = find(key);
  if (value == nullptr || value->kind == Yaml::Kind::Null) return {};
  if (value->kind != Yaml::Kind::Scalar) {
    problem(key, fmt::format("'{}' is not a text: if it holds ':' put it between \"…\"", key));
    return {};
  }
  return value->scalar;
}

int YamlFields::integer_or(std::string_view key, int low, int high, int fallback) {
  const std::string text = text_or_empty(key);
  if (text.empty()) return fallback;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= low && value <= high) return value;
  problem(key, fmt::format("'{}' is not a whole number from {} to {}", key, low, high));
  return fallback;
}

bool YamlFields::boolean_or_false(std::string_view key) {
  const std::string text = text_or_empty(key);
  if (text.empty() || text == "false") return false;
  if (text != "true") problem(key, fmt::format("'{}' is neither true nor false", key));
  return text == "true";
}

std::vector<std::string> YamlFields::texts(std::string_view key, bool required) {
  std::vector<std::string> out;
  const Yaml* items = list(key, required);
  if (items == nullptr) return out;
  for (const Yaml& item : items->items) {
    if (item.kind == Yaml::Kind::Scalar && !item.scalar.empty()) out.push_back(item.scalar);
    else m_problems.add(m_file, item.line, fmt::format("'{}' holds something that is not a text", key));
  }
  return out;
}

const Yaml* YamlFields::child(std::string_view key, Yaml::Kind kind, std::string_view name, bool required) {
  m_seen.emplace(key);
  const Yaml* value = find(key);
  if (value == nullptr || value->kind == Yaml::Kind::Null) {
    if (required && m_map.kind == Yaml::Kind::Map) problem(key, fmt::format("'{}' is missing: add it", key));
    return nullptr;
  }
  if (value->kind == kind) return value;
  problem(key, fmt::format("'{}' is not {}", key, name));
  return nullptr;
}

void YamlFields::finish() {
  for (const auto& [key, value] : m_map.entries)
    if (!m_seen.contains(key)) m_problems.add(m_file, value.line, fmt::format("unknown key '{}': correct or remove it", key));
}

}  // namespace escale::compiler
