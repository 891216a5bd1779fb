#include <sodium.h>

#include <algorithm>

#include "sync/crypto/age.hpp"
#include "sync/crypto/bech32.hpp"

namespace escale::crypto {
namespace {
constexpr std::string_view kRecipientPrefix = "age";
constexpr std::string_view kIdentityPrefix = "AGE-SECRET-KEY-";
constexpr std::size_t kMaxIdentities = 1000;
}  // namespace

Result<Recipient> Recipient::parse(std::string_view text) {
  TRY_ASSIGN(const Secret data, bech32_decode(kRecipientPrefix, text));
  Recipient recipient;
  if (data.size() != recipient.bytes.size())
    return fail(Code::InvalidInput, "an age recipient is 32 bytes long, this one is not");
  std::copy(data.bytes().begin(), data.bytes().end(), recipient.bytes.begin());
  return recipient;
}

std::string Recipient::text() const {
  return bech32_encode(kRecipientPrefix, bytes);
}

Identity Identity::generate(Random& random) {
  Secret secret(crypto_scalarmult_SCALARBYTES);
  random.fill(secret.bytes());
  return Identity(std::move(secret));
}

Result<Identity> Identity::from_secret(Secret secret) {
  if (secret.size() != crypto_scalarmult_SCALARBYTES)
    return fail(Code::InvalidInput, "an age identity is 32 bytes long, this one is not");
  return Identity(std::move(secret));
}

Result<Identity> Identity::parse(std::string_view text) {
  TRY_ASSIGN(Secret secret, bech32_decode(kIdentityPrefix, text));
  return from_secret(std::move(secret));
}

Result<std::vector<Identity>> Identity::parse_file(std::string_view text) {
  std::vector<Identity> identities;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    auto identity = parse(line);
    if (!identity) return fail(std::move(identity).error().in("line " + std::to_string(number)));
    if (identities.size() == kMaxIdentities) return fail(Code::TooLarge, "an identity file holds at most 1000 keys");
    identities.push_back(std::move(*identity));
  }
  if (identities.empty()) return fail(Code::InvalidInput, "there is no 'AGE-SECRET-KEY-1…' line in this identity file");
  return identities;
}

Recipient Identity::recipient() const {
  Recipient recipient;
  CHECK(crypto_scalarmult_base(recipient.bytes.data(), m_secret.bytes().data()) == 0);
  return recipient;
}

std::string Identity::text() const {
  return bech32_encode(kIdentityPrefix, m_secret.bytes());
}

}  // namespace escale::crypto
