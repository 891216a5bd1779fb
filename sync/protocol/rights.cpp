#include "sync/protocol/rights.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/crypto/words.hpp"

namespace escale::protocol {
namespace {
constexpr std::string_view kPurpose = "answer rights";  // these words open nothing else, and no other words sign for an answer
constexpr std::string_view kQrMark = "escale code ";
}  // namespace

std::string make_rights_words(Random& random) { return crypto::generate_words(random, kRightsWords); }

Result<crypto::SigningKey> rights_key(std::string_view typed) {
  std::string words = words_of_rights_text(typed);
  int count = 0;
  std::string unknown;
  for (std::string_view rest = words; !rest.empty(); ++count) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (unknown.empty() && std::ranges::find(crypto::word_list(), word) == crypto::word_list().end()) unknown = word;
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  if (count != kRightsWords || !unknown.empty()) {
    crypto::wipe(words);
    return count != kRightsWords ? fail(Code::InvalidInput, fmt::format("a code is {} words, {} were given", kRightsWords, count))
                                 : fail(Code::InvalidInput, fmt::format("'{}' is not a word of a code: look at its spelling", unknown));
  }
  auto secret = crypto::identity_from_words(words, kPurpose);
  crypto::wipe(words);
  if (!secret) return fail(std::move(secret).error());
  return crypto::SigningKey::from_seed(secret->secret().bytes());
}

std::string rights_qr_text(std::string_view words) {
  std::string out = std::string(kQrMark) + crypto::normalise_words(words);
  std::replace(out.begin() + static_cast<std::ptrdiff_t>(kQrMark.size()), out.end(), ' ', '-');
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

std::string words_of_rights_text(std::string_view text) {
  std::string words = crypto::normalise_words(text);
  if (words.starts_with(kQrMark)) words.erase(0, kQrMark.size());
  return words;
}

void give_rights(Record& answer, const crypto::VerifyKey& key) {
  answer.rights = key;
  answer.replaces.reset();
  answer.id = first_record_id(key);
}

void make_correction(Record& answer, const crypto::VerifyKey& key, const RecordId& replaced, Random& random) {
  answer.rights = key;
  answer.replaces = replaced;
  answer.id = RecordId::random(random);
}

Record withdrawal_record(std::string mailbox, std::int64_t epoch, const crypto::VerifyKey& key, Random& random) {
  Record out;
  out.kind = RecordKind::Withdrawal;
  out.id = RecordId::random(random);
  out.mailbox = std::move(mailbox);
  out.epoch = epoch;
  out.rights = key;
  out.body = "{}";
  return out;
}

}  // namespace escale::protocol
