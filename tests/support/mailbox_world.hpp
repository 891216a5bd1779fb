// A mailbox with its readers, one listed terminal, one form: what it takes to seal real answers in a test.
#pragma once

#include <vector>

#include "content-bundles/forms/submission.hpp"
#include "sync/crypto/age.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/envelope.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/session.hpp"
#include "tests/support/rehearsed.hpp"
#include "tests/support/sample_xform.hpp"

namespace escale::test {

struct MailboxWorld {
  SeededRandom random{7};
  Timestamp now = parse_timestamp("2026-11-25T08:00:00Z").value();
  protocol::Day day = protocol::parse_day("2026-11-24").value();
  std::vector<crypto::Identity> readers;  ///< two members and the recovery key
  crypto::SigningKey terminal = crypto::SigningKey::generate(random);
  crypto::SigningKey reader_signing = crypto::SigningKey::generate(random);
  protocol::MailboxDescriptor mailbox;
  protocol::FleetList fleet;
  std::string form_blob = SampleForm().blob();
  std::shared_ptr<const forms::Plan> form = must(xforms::read_form(form_blob));
  protocol::FormVersion version{form->definition().id, crypto::sha256(as_bytes(form_blob))};
  protocol::SessionOpening session;

  MailboxWorld() {
    for (int i = 0; i < 3; ++i) readers.push_back(crypto::Identity::generate(random));
    mailbox.id = "clts-demo";
    mailbox.title = {{"fr", "Comité de démonstration"}};
    mailbox.members = {{"Membre A", readers[0].recipient()}, {"Membre B", readers[1].recipient()}};
    mailbox.recovery = {{"Coffre", readers[2].recipient()}};
    mailbox.readers = {{"Membre A", reader_signing.verify_key()}};
    SeededRandom aside(70);
    rehearse(mailbox, readers, aside);
    fleet.terminals = {{terminal.verify_key(), "Borne 1", "Paris", parse_timestamp("2026-11-01T00:00:00Z").value(),
                        parse_timestamp("2027-11-01T00:00:00Z").value()}};
    session.id = protocol::SessionId::random(random);
    session.title = "Journée aller-vers";
    session.mailbox = mailbox.id;
    session.forms = {version};
    session.day = day;
    session.recipient = readers[0].recipient();
  }

  Given answers(const std::string& mood) const { return {{"humeur", mood}}; }

  protocol::Record record(const Given& given) {
    protocol::Record record;
    record.kind = protocol::RecordKind::FormAnswer;
    record.id = protocol::RecordId::random(random);
    record.mailbox = mailbox.id;
    record.epoch = mailbox.epoch;
    record.form = version;
    record.session = session.id;
    record.day = day;
    record.body = must(forms::record_body(answered(*form, given)));
    return record;
  }
  protocol::Envelope seal(const protocol::Record& record, const crypto::SigningKey& key) {
    const auto recipients = mailbox.recipients();
    return protocol::seal_record_to(protocol::sign_record(record, key).value(), recipients, random).value();
  }
  protocol::Envelope seal(const protocol::Record& record) { return seal(record, terminal); }
  protocol::Envelope seal_list(std::vector<protocol::RecordId> records, bool closed = true) {
    return seal(protocol::session_list_record(session, std::move(records), closed, mailbox.epoch, random).value());
  }
};

}  // namespace escale::test
