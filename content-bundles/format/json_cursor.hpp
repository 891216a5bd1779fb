// Reads one JSON object strictly, in a straight line: the first failure is kept and everything after it gives empty values.
// Rule: finish() refuses fields that were not asked for. Internal to this folder.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/json.hpp"

namespace escale::format {

/// Where the first failure of a whole reading is kept.
struct Failure {
  std::optional<Error> first;
  void add(std::string_view where, std::string_view sentence, Code code = Code::InvalidInput) {
    if (!first) first = Error{code, fmt::format("{}: {}", where, sentence)};
  }
};

class Cursor {
 public:
  Cursor(const Json& json, std::string where, Failure& failure) : m_json(json), m_where(std::move(where)), m_failure(failure) {
    if (!json.is_object()) m_failure.add(m_where, "not an object");
  }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  const std::string& where() const { return m_where; }
  Failure& failure() { return m_failure; }
  bool ok() const { return !m_failure.first; }
  void fail(std::string_view sentence) { m_failure.add(m_where, sentence); }

  bool has(std::string_view key) const { return m_json.is_object() && m_json.contains(key); }

  std::string text(std::string_view key) {
    const Json* field = required(key);
    if (field == nullptr) return {};
    if (field->is_string()) return field->get<std::string>();
    fail(fmt::format("'{}' is not a text", key));
    return {};
  }
  std::string text_or_empty(std::string_view key) { return has(key) ? text(key) : std::string(); }

  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high) {
    const Json* field = required(key);
    if (field == nullptr) return low;
    // An unsigned value over the signed range would wrap: compare it as unsigned.
    const bool huge = field->is_number_unsigned() && field->get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    if (field->is_number_integer() && !huge) {
      const auto value = field->get<std::int64_t>();
      if (value >= low && value <= high) return value;
    }
    fail(fmt::format("'{}' is not a whole number from {} to {}", key, low, high));
    return low;
  }
  std::int64_t integer_or(std::string_view key, std::int64_t low, std::int64_t high, std::int64_t fallback) {
    return has(key) ? integer(key, low, high) : fallback;
  }

  bool boolean(std::string_view key) {
    const Json* field = required(key);
    if (field == nullptr) return false;
    if (field->is_boolean()) return field->get<bool>();
    fail(fmt::format("'{}' is neither true nor false", key));
    return false;
  }
  bool boolean_or_false(std::string_view key) { return has(key) && boolean(key); }

  /// The items of a list, null when it failed.
  const Json* list(std::string_view key, std::size_t limit) {
    const Json* field = required(key);
    if (field == nullptr) return nullptr;
    if (!field->is_array()) {
      fail(fmt::format("'{}' is not a list", key));
      return nullptr;
    }
    if (field->size() > limit) {
      m_failure.add(m_where, fmt::format("'{}' has {} items, at most {} are allowed", key, field->size(), limit), Code::TooLarge);
      return nullptr;
    }
    return field;
  }
  const Json* list_or_null(std::string_view key, std::size_t limit) { return has(key) ? list(key, limit) : nullptr; }

  std::vector<std::string> texts(std::string_view key, std::size_t limit) {
    std::vector<std::string> out;
    if (const Json* items = list_or_null(key, limit)) {
      for (const Json& item : *items) {
        if (item.is_string()) out.push_back(item.get<std::string>());
        else fail(fmt::format("'{}' holds something that is not a text", key));
      }
    }
    return out;
  }

  /// Any value, null when missing.
  const Json* value(std::string_view key) { return required(key); }

  /// "where.key[2]", to name an item.
  std::string at(std::string_view key, std::size_t index) const { return fmt::format("{}.{}[{}]", m_where, key, index); }

  /// Refuses what nobody asked for.
  void finish() {
    if (!m_json.is_object()) return;
    for (const auto& [key, unused] : m_json.items())
      if (!m_seen.contains(key)) fail(fmt::format("unknown field '{}'", key));
  }

 private:
  const Json* required(std::string_view key) {
    m_seen.emplace(key);
    if (!m_json.is_object()) return nullptr;
    const auto found = m_json.find(key);
    if (found != m_json.end()) return &*found;
    fail(fmt::format("'{}' is missing", key));
    return nullptr;
  }

  const Json& m_json;
  std::string m_where;
  Failure& m_failure;
  std::set<std::string, std::less<>> m_seen;
};

}  // namespace escale::format
