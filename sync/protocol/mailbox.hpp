// Where answers go: the signed descriptor of a mailbox (repository target `mailboxes/<id>.json`). Recipients come from here and never
// from a hub's answer. Rule: at least two members and one recovery key, so that no single loss loses the answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/crypto/age.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/names.hpp"

namespace escale::protocol {

struct NamedRecipient {
  std::string name;  ///< shown on the terminal's notice
  crypto::Recipient key;
  bool operator==(const NamedRecipient&) const = default;
};

/// An ed25519 key and whom it belongs to.
struct NamedKey {
  std::string name;
  crypto::VerifyKey key;
  bool operator==(const NamedKey&) const = default;
};

struct MailboxQuota {
  std::int64_t envelopes_per_terminal_per_day = 2000;
  std::int64_t bytes_total = std::int64_t{2} << 30;  ///< what the hub keeps for this mailbox at most
  bool operator==(const MailboxQuota&) const = default;
};

struct MailboxRules {
  /// Readers see an envelope once its arrival day is over, or as soon as the hub holds this many for the mailbox.
  std::int64_t release_minimum = 5;
  bool operator==(const MailboxRules&) const = default;
};

/// What a recipient made of the test record that it opened; see rehearsal.hpp.
struct RehearsalProof {
  crypto::Recipient key;
  crypto::Digest proof;
  bool operator==(const RehearsalProof&) const = default;
};

/// Every recipient opened a test record, on that day of the publisher's clock.
struct Rehearsal {
  Day day{};
  crypto::Digest challenge;            ///< ties the proofs to the mailbox, its epoch and its recipients
  std::vector<RehearsalProof> opened;  ///< in the order of recipients()
  bool operator==(const Rehearsal&) const = default;
};

struct MailboxDescriptor {
  std::string id;
  Texts title;
  std::int64_t epoch = 1;                ///< grows by one with each change of recipients
  std::vector<NamedRecipient> members;   ///< at least 2
  std::vector<NamedRecipient> recovery;  ///< at least 1
  std::vector<NamedKey> readers;         ///< signing keys that may pull from a hub and release; at least 1
  MailboxQuota quota;
  std::int64_t retention_days = 365;
  MailboxRules rules;
  std::optional<Rehearsal> rehearsal;  ///< absent from a draft; nothing collects without it (check_rehearsed)

  /// Members then recovery keys: what an envelope is sealed to.
  std::vector<crypto::Recipient> recipients() const;
  bool is_reader(const crypto::VerifyKey& key) const;
  std::vector<crypto::VerifyKey> reader_keys() const;
  bool operator==(const MailboxDescriptor&) const = default;
};

/// InvalidInput with the rule that is broken: too few or repeated recipients, no reader, a limit or a name out of range.
Result<> check_mailbox(const MailboxDescriptor& mailbox);

/// Canonical JSON, ready to be a repository target. Fails as check_mailbox.
Result<std::string> encode_mailbox(const MailboxDescriptor& mailbox);

/// InvalidInput on shape or broken rules; Refused when the suite is one this program does not know.
Result<MailboxDescriptor> decode_mailbox(std::string_view text);

/// "mailboxes/<id>.json".
std::string mailbox_target(std::string_view mailbox_id);

}  // namespace escale::protocol
