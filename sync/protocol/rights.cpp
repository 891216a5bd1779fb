#include "sync/protocol/rights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sync/crypto/words.hpp"

namespace escale::protocol {
namespace {
constexpr std::string_view kPurpose = "answer rights";  // these words open nothing else, and no other words sign for an answer
constexpr std::string_view kQrMark = "escale code ";

using Records = std::map<RecordId, std::size_t>;  ///< of one code: id to place

/// How many corrections led to each record, among those that are here. Each record is walked over once, whatever a person signed: a circle
/// ends where it meets itself. By growing id, so that the outcome belongs to the set.
std::map<std::size_t, std::size_t> depths_of(std::span<const Claim> claims, const Records& records) {
  std::map<std::size_t, std::size_t> depths;
  for (const auto& [id, start] : records) {
    std::vector<std::size_t> path;
    std::set<std::size_t> on_path;
    std::size_t depth = 0, place = start;
    for (;;) {
      if (const auto known = depths.find(place); known != depths.end()) {
        depth = known->second + 1;
        break;
      }
      if (!on_path.insert(place).second) break;
      path.push_back(place);
      if (!claims[place].replaces) break;
      const auto before = records.find(*claims[place].replaces);
      if (before == records.end()) {
        depth = 1;  // what it replaces is not here (yet): it replaces something all the same
        break;
      }
      place = before->second;
    }
    for (auto one = path.rbegin(); one != path.rend(); ++one) depths[*one] = depth++;
  }
  return depths;
}
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

std::vector<Fate> fates_of(std::span<const Claim> claims, const std::set<crypto::VerifyKey>& withdrawn) {
  std::vector<Fate> fates(claims.size(), Fate::Kept);
  std::map<crypto::VerifyKey, Records> codes;
  for (std::size_t i = 0; i < claims.size(); ++i)
    if (claims[i].rights) codes[*claims[i].rights].emplace(claims[i].id, i);
  for (const auto& [key, records] : codes) {
    if (withdrawn.contains(key)) {
      for (const auto& [id, place] : records) fates[place] = Fate::Withdrawn;
      continue;
    }
    const auto depths = depths_of(claims, records);
    std::optional<std::size_t> best;
    std::size_t longest = 0;
    for (const auto& [id, place] : records) {  // by growing id: of two equal depths the later one of this walk wins
      fates[place] = Fate::Replaced;
      const std::size_t depth = depths.at(place);
      if (!best || depth >= longest) best = place, longest = depth;
    }
    fates[*best] = Fate::Kept;
  }
  return fates;
}

}  // namespace escale::protocol
