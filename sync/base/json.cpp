#include "sync/base/json.hpp"

#include <fmt/format.h>

#include <set>

namespace escale {
namespace {
constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxValues = 2'000'000;  // a value takes up to a hundred times the byte it was written in

/// Builds a document while refusing what nlohmann::json lets pass: repeated keys and unbounded nesting.
class StrictReader final : public nlohmann::json_sax<Json> {
 public:
  Json root;
  std::string error;

  bool null() override { return value(nullptr); }
  bool boolean(bool v) override { return value(v); }
  bool number_integer(number_integer_t v) override { return value(v); }
  bool number_unsigned(number_unsigned_t v) override { return value(v); }
  bool number_float(number_float_t v, const string_t&) override { return value(v); }
  bool string(string_t& v) override { return value(std::move(v)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& v) override {
    if (m_open.back()->contains(v)) {
      error = fmt::format("the key '{}' is there twice", v);
      return false;
    }
    m_key = std::move(v);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    error = fmt::format("not valid JSON at byte {}", position);
    return false;
  }

 private:
  bool count() {
    if (++m_values <= kMaxValues) return true;
    error = fmt::format("over {} values", kMaxValues);
    return false;
  }
  template <class T>
  Json* place(T&& v) {
    if (m_open.empty()) {
      root = std::forward<T>(v);
      return &root;
    }
    Json& parent = *m_open.back();
    if (parent.is_array()) {
      parent.push_back(std::forward<T>(v));
      return &parent.back();
    }
    return &(parent[m_key] = std::forward<T>(v));
  }
  template <class T>
  bool value(T&& v) {
    if (!count()) return false;
    place(Json(std::forward<T>(v)));
    return true;
  }
  bool open(Json&& container) {
    if (m_open.size() >= kMaxDepth) {
      error = fmt::format("nested over {} levels", kMaxDepth);
      return false;
    }
    if (!count()) return false;
    m_open.push_back(place(std::move(container)));
    return true;
  }
  bool close() {
    m_open.pop_back();
    return true;
  }

  // Pointers stay valid: a container is only appended to while it is the innermost open one.
  std::vector<Json*> m_open;
  std::string m_key;
  std::size_t m_values = 0;
};

void write_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

void write_escaped_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

/// What differs between the two forms: which keys are allowed, and how texts are written.
struct CanonicalStyle {
  CanonicalKeys keys;
  void (*write)(std::string& out, std::string_view text);
};

Result<> write_canonical(std::string& out, const Json& value, const CanonicalStyle& style) {
  switch (value.type()) {
    case Json::value_t::null: out += "null"; return {};
    case Json::value_t::boolean: out += value.get<bool>() ? "true" : "false"; return {};
    case Json::value_t::number_integer: out += fmt::format("{}", value.get<std::int64_t>()); return {};
    case Json::value_t::number_unsigned: out += fmt::format("{}", value.get<std::uint64_t>()); return {};
    case Json::value_t::string: style.write(out, value.get_ref<const std::string&>()); return {};
    case Json::value_t::array: {
      out.push_back('[');
      bool first = true;
      for (const auto& item : value) {
        if (!first) out.push_back(',');
        first = false;
        TRY(write_canonical(out, item, style));
      }
      out.push_back(']');
      return {};
    }
    case Json::value_t::object: {
      out.push_back('{');
      bool first = true;
      for (const auto& [key, item] : value.items()) {  // std::map order: by bytes, which in UTF-8 is by code point
        for (char c : key)
          if (style.keys == CanonicalKeys::Ascii && static_cast<unsigned char>(c) >= 0x80)
            return fail(Code::InvalidInput, fmt::format("the key '{}' is not ASCII", key));
        if (!first) out.push_back(',');
        first = false;
        style.write(out, key);
        out.push_back(':');
        TRY(write_canonical(out, item, style));
      }
      out.push_back('}');
      return {};
    }
    case Json::value_t::number_float: return fail(Code::InvalidInput, "canonical JSON has no fractions");
    case Json::value_t::binary:
    case Json::value_t::discarded: break;
  }
  return fail(Code::Internal, "not a JSON value");
}
}  // namespace

Result<Json> parse_json(std::string_view text) {
  // The library takes U+0000 for the end of the text, and would not look at what follows.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    return fail(Code::InvalidInput, fmt::format("not valid JSON at byte {}", nul + 1));
  StrictReader reader;
  if (Json::sax_parse(text.begin(), text.end(), &reader)) return std::move(reader.root);
  return fail(Code::InvalidInput, reader.error.empty() ? "not valid JSON" : reader.error);
}

Result<std::string> canonical_json(const Json& value, CanonicalKeys keys) {
  std::string out;
  TRY(write_canonical(out, value, {keys, write_string}));
  return out;
}

Result<std::string> stored_json(const Json& value) {
  std::string out;
  TRY(write_canonical(out, value, {CanonicalKeys::Ascii, write_escaped_string}));
  return out;
}

Result<const Json*> json_field(const Json& object, std::string_view key) {
  if (!object.is_object()) return fail(Code::InvalidInput, fmt::format("no object around '{}'", key));
  const auto found = object.find(key);
  if (found == object.end()) return fail(Code::InvalidInput, fmt::format("'{}' is missing", key));
  return &*found;
}

namespace {
Result<const Json*> typed_field(const Json& object, std::string_view key, bool (*fits)(const Json&), std::string_view wanted) {
  TRY_ASSIGN(const Json* field, json_field(object, key));
  if (!fits(*field)) return fail(Code::InvalidInput, fmt::format("'{}' is not {}", key, wanted));
  return field;
}
}  // namespace

Result<std::string> json_string(const Json& object, std::string_view key) {
  TRY_ASSIGN(const Json* field, typed_field(object, key, [](const Json& j) { return j.is_string(); }, "a text"));
  return field->get<std::string>();
}
Result<std::int64_t> json_int(const Json& object, std::string_view key) {
  const auto fits = [](const Json& j) {
    return j.is_number_integer() && (!j.is_number_unsigned() || j.get<std::uint64_t>() <= INT64_MAX);
  };
  TRY_ASSIGN(const Json* field, typed_field(object, key, fits, "a whole number"));
  return field->get<std::int64_t>();
}
Result<bool> json_bool(const Json& object, std::string_view key) {
  TRY_ASSIGN(const Json* field, typed_field(object, key, [](const Json& j) { return j.is_boolean(); }, "true or false"));
  return field->get<bool>();
}
Result<const Json*> json_object(const Json& object, std::string_view key) {
  return typed_field(object, key, [](const Json& j) { return j.is_object(); }, "an object");
}
Result<const Json*> json_array(const Json& object, std::string_view key) {
  return typed_field(object, key, [](const Json& j) { return j.is_array(); }, "a list");
}
Result<std::vector<std::string>> json_strings(const Json& object, std::string_view key) {
  TRY_ASSIGN(const Json* list, json_array(object, key));
  std::vector<std::string> out;
  for (const auto& item : *list) {
    if (!item.is_string()) return fail(Code::InvalidInput, fmt::format("'{}' is not a list of texts", key));
    out.push_back(item.get<std::string>());
  }
  return out;
}
Result<std::string> json_string_or(const Json& object, std::string_view key, std::string_view fallback) {
  if (object.is_object() && !object.contains(key)) return std::string(fallback);
  return json_string(object, key);
}

}  // namespace escale
