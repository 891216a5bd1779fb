#include "sync/admin/keys.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "sync/crypto/key_file.hpp"

namespace escale::admin {
namespace {

/// "NAME=KEY" in its two parts; a file whose name holds '=' is still a file.
std::pair<std::string, std::string> split_name(const Context& context, const std::string& argument) {
  const auto equals = argument.find('=');
  if (equals == std::string::npos || equals == 0 || context.files->exists(argument)) return {"", argument};
  return {argument.substr(0, equals), argument.substr(equals + 1)};
}

bool looks_like_hex_key(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// What a .pub file says, of the kind that is wanted here.
Result<crypto::PublicKeyInfo> public_file(const Context& context, const std::string& file, crypto::KeyKind wanted) {
  auto info = crypto::read_public_key(*context.files, file);
  if (!info && info.error().code == Code::NotFound) {
    return fail(Code::NotFound, fmt::format("'{}' is neither {} nor a file with a .pub beside it", file,
                                            wanted == crypto::KeyKind::Signing ? "64 hexadecimal digits" : "an age1… recipient"));
  }
  if (info && info->kind != wanted)
    return fail(Code::InvalidInput, fmt::format("{} is a {} key: a {} key is needed here", file, crypto::key_kind_name(info->kind), crypto::key_kind_name(wanted)));
  return info;
}

template <class T, class Read>
Result<std::vector<T>> each(const std::vector<std::string>& arguments, const Read& read) {
  std::vector<T> out;
  for (const std::string& argument : arguments) {
    TRY_ASSIGN(T one, read(argument));
    out.push_back(std::move(one));
  }
  return out;
}

crypto::PassphraseSource passphrase_of(const Context& context, const std::string& file) {
  return [&context, file] { return context.passphrase(file); };
}

}  // namespace

Result<protocol::NamedKey> public_key_argument(const Context& context, const std::string& argument) {
  auto [name, text] = split_name(context, argument);
  protocol::NamedKey out;
  if (looks_like_hex_key(text)) {
    auto key = crypto::VerifyKey::parse(text);
    if (!key) return fail(std::move(key).error().in(fmt::format("'{}'", text)));
    out.key = *key;
  } else {
    TRY_ASSIGN(crypto::PublicKeyInfo info, public_file(context, text, crypto::KeyKind::Signing));
    TRY_ASSIGN(out.key, crypto::VerifyKey::parse(info.key));
    if (name.empty()) name = std::move(info.name);
  }
  out.name = std::move(name);
  return out;
}

Result<protocol::NamedRecipient> recipient_argument(const Context& context, const std::string& argument) {
  auto [name, text] = split_name(context, argument);
  protocol::NamedRecipient out;
  if (text.starts_with("age1")) {
    auto key = crypto::Recipient::parse(text);
    if (!key) return fail(std::move(key).error().in(fmt::format("'{}'", text)));
    out.key = *key;
  } else {
    TRY_ASSIGN(crypto::PublicKeyInfo info, public_file(context, text, crypto::KeyKind::Reading));
    TRY_ASSIGN(out.key, crypto::Recipient::parse(info.key));
    if (name.empty()) name = std::move(info.name);
  }
  out.name = std::move(name);
  return out;
}

Result<std::vector<protocol::NamedKey>> public_key_arguments(const Context& context, const std::vector<std::string>& arguments) {
  return each<protocol::NamedKey>(arguments, [&](const std::string& argument) { return public_key_argument(context, argument); });
}

Result<std::vector<protocol::NamedRecipient>> recipient_arguments(const Context& context, const std::vector<std::string>& arguments) {
  return each<protocol::NamedRecipient>(arguments, [&](const std::string& argument) { return recipient_argument(context, argument); });
}

Result<crypto::SigningKey> read_signing_key(const Context& context, const std::string& file) {
  return crypto::read_signing_key(*context.files, file, passphrase_of(context, file));
}

Result<std::vector<crypto::Identity>> read_identities(const Context& context, const std::string& file_or_key) {
  if (!file_or_key.starts_with("AGE-SECRET-KEY-1")) return crypto::read_identities(*context.files, file_or_key, passphrase_of(context, file_or_key));
  TRY_ASSIGN(crypto::Identity identity, crypto::Identity::parse(file_or_key));
  std::vector<crypto::Identity> out;
  out.push_back(std::move(identity));
  return out;
}

Result<std::vector<crypto::Identity>> read_identities(const Context& context, const std::vector<std::string>& files_or_keys) {
  std::vector<crypto::Identity> out;
  for (const std::string& argument : files_or_keys) {
    TRY_ASSIGN(auto found, read_identities(context, argument));
    for (crypto::Identity& identity : found) out.push_back(std::move(identity));
  }
  return out;
}

}  // namespace escale::admin
