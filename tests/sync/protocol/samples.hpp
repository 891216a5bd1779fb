// One mailbox, its keys, and records for it: what the tests of the protocol, the client and the hub share.
#pragma once

#include <array>
#include <string>

#include "sync/protocol/envelope.hpp"
#include "tests/support/must.hpp"

namespace escale::test {

struct SampleMailbox {
  explicit SampleMailbox(Random& random, std::string id = "clts-lyon")
      : identities{crypto::Identity::generate(random), crypto::Identity::generate(random), crypto::Identity::generate(random)},
        reader(crypto::SigningKey::generate(random)) {
    descriptor.id = std::move(id);
    descriptor.title = {{"fr", "Comité local de Lyon"}, {"en", "Lyon local committee"}};
    descriptor.members = {{"Aïcha", identities[0].recipient()}, {"Bruno", identities[1].recipient()}};
    descriptor.recovery = {{"Enveloppe au coffre", identities[2].recipient()}};
    descriptor.readers = {{"Aïcha", reader.verify_key()}};
    descriptor.rules.release_minimum = 1;
  }
  std::array<crypto::Identity, 3> identities;  // two members, one recovery
  crypto::SigningKey reader;
  protocol::MailboxDescriptor descriptor;
};

inline protocol::Record sample_record(const SampleMailbox& mailbox, Random& random, std::string body = R"({"avis":"utile"})") {
  protocol::Record record;
  record.id = protocol::RecordId::random(random);
  record.mailbox = mailbox.descriptor.id;
  record.epoch = mailbox.descriptor.epoch;
  record.form = protocol::FormVersion{"retour-journee", crypto::sha256(as_bytes("form"))};
  record.body = std::move(body);
  return record;
}

struct SealedSample {
  protocol::SignedRecord record;
  protocol::Envelope envelope;
  protocol::Postmark postmark;
};

inline SealedSample seal_sample(const SampleMailbox& mailbox, const crypto::SigningKey& terminal, Random& random,
                                std::string body = R"({"avis":"utile"})") {
  auto record = must(protocol::sign_record(sample_record(mailbox, random, std::move(body)), terminal));
  auto envelope = must(protocol::seal_record(record, mailbox.descriptor, random));
  auto postmark = protocol::make_postmark(terminal, mailbox.descriptor.id, mailbox.descriptor.epoch, envelope.sha256);
  return {std::move(record), std::move(envelope), std::move(postmark)};
}

}  // namespace escale::test
