// Data from outside the answers: lookups in lists, identifiers, digests, base64, the form's version.
#include <algorithm>
#include <cmath>

#include "content-bundles/forms/evaluation.hpp"
#include "sync/base/bytes.hpp"

namespace escale::forms {
namespace {

/// pulldata('list', 'column', 'key column', key): the first row of the list with that key.
Result<XPathValue> pulldata(Call& call) {
  const Instances& instances = call.instances();
  TRY_ASSIGN(const std::string list, call.text(0));
  TRY_ASSIGN(const std::string column, call.text(1));
  TRY_ASSIGN(const std::string key_column, call.text(2));
  TRY_ASSIGN(const std::string key, call.text(3));
  const NodeId document = instances.secondary(list);
  if (document == kNoNode) return call.evaluation().error(call.self(), "there is no list named '" + list + "'");
  const NameId wanted = instances.find_name(column), by = instances.find_name(key_column),
               item = instances.find_name("item");
  const NodeId root = instances.first_child(document);
  if (root == kNoNode || wanted == kNoName || by == kNoName || item == kNoName) return std::string();
  const auto& rows = instances.rows_with(root, item, by, key);
  const NodeId field = rows.empty() ? kNoNode : instances.child(rows.front(), wanted);
  return field == kNoNode ? std::string() : instances.string_value(field);
}

/// RFC 4122, version 4; or letters and digits, as many as asked.
Result<XPathValue> uuid(Call& call) {
  Random* random = call.environment().random;
  if (!random) return call.evaluation().error(call.self(), "uuid() cannot be asked here");
  if (call.size() == 1) {
    constexpr std::string_view kLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    TRY_ASSIGN(const double count, call.number(0));
    if (!(count >= 0 && count <= 1000))
      return call.evaluation().error(call.self(), "uuid() gives 0 to 1000 characters");
    std::string text;
    while (text.size() < static_cast<std::size_t>(count)) text += kLetters[random->below(kLetters.size())];
    return text;
  }
  Bytes bytes = random->bytes(16);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  std::string text = to_hex(bytes);
  for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return text;
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string to_base64(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) text += i <= count ? kBase64[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

/// RFC 4648; white space is passed over. Nothing when it is not base64.
std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t group = 0;
  int bits = 0;
  while (text.ends_with('=') || (!text.empty() && is_xml_space(text.back()))) text.remove_suffix(1);
  for (const char c : text) {
    if (is_xml_space(c)) continue;
    const std::size_t value = kBase64.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    group = (group << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>(group >> bits & 0xFF);
    }
  }
  return bytes;
}

Result<XPathValue> digest(Call& call) {
  if (!call.environment().digest) return call.evaluation().error(call.self(), "digest() cannot be asked here");
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY_ASSIGN(const std::string algorithm, call.text(1));
  std::string encoding = "base64";
  if (call.size() > 2) {
    TRY_ASSIGN(encoding, call.text(2));
  }
  if (encoding != "base64" && encoding != "hex")
    return call.evaluation().error(call.self(),
                                   "the encoding of a digest is 'base64' or 'hex', not '" + encoding + "'");
  TRY(call.evaluation().spend(1000 + text.size() / 8));
  TRY_ASSIGN(const std::string bytes, call.environment().digest(algorithm, text));
  return encoding == "hex" ? to_hex(as_bytes(bytes)) : to_base64(bytes);
}

Result<XPathValue> base64_decode(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  auto bytes = from_base64(text);
  if (!bytes || !is_utf8(*bytes)) return call.evaluation().error(call.self(), "this is not a text in base64");
  return *bytes;
}

Result<XPathValue> version(Call& call) {
  return call.environment().form_version;
}

constexpr Function kTable[] = {
    {"pulldata", 4, 4, Reads::Arguments, pulldata}, {"uuid", 0, 1, Reads::Random, uuid},
    {"digest", 2, 3, Reads::Arguments, digest},     {"base64-decode", 1, 1, Reads::Arguments, base64_decode},
    {"version", 0, 0, Reads::Arguments, version},
};

}  // namespace

std::span<const Function> data_functions() {
  return kTable;
}

}  // namespace escale::forms
