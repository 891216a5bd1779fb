#include "sync/attendance/collected.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sync/protocol/envelope.hpp"

namespace escale::attendance {
namespace {

/// Listed at some moment of that day (UTC).
bool listed_on(const protocol::ListedTerminal& terminal, protocol::Day day) {
  return protocol::day_of(terminal.not_before) <= day && day <= protocol::day_of(terminal.not_after);
}

}  // namespace

Result<Signed> Collecting::open(const crypto::Digest& name, ByteView file) const {
  if (crypto::sha256(file) != name) return fail(Code::Corrupt, "the file's bytes are not those that its name states");
  TRY_ASSIGN(const protocol::SignedRecord opened, protocol::open_envelope(file, m_identities));
  const protocol::Record& record = opened.record;
  const protocol::MailboxDescriptor& mailbox = *m_rules.mailbox;
  if (record.mailbox != mailbox.id) return fail(Code::Refused, fmt::format("the record was made for the mailbox '{}'", record.mailbox));
  if (record.epoch > mailbox.epoch)
    return fail(Code::Refused, fmt::format("the record was made for epoch {}; the descriptor at hand is of epoch {}", record.epoch, mailbox.epoch));
  TRY_ASSIGN(Entry entry, entry_of(record));
  const protocol::ListedTerminal* terminal = m_rules.fleet->find(opened.terminal);
  if (terminal == nullptr) return fail(Code::Untrusted, "the terminal that signed it was never listed");
  for (const HalfDay& half_day : entry.half_days)
    if (!listed_on(*terminal, half_day.day)) return fail(Code::Untrusted, fmt::format("its terminal was not listed on {}", protocol::day_text(half_day.day)));
  if (entry.half_days.back().day + std::chrono::days(mailbox.retention_days) < protocol::day_of(m_rules.now))
    return fail(Code::Expired, fmt::format("it is over {} days old, which this mailbox does not keep", mailbox.retention_days));
  return Signed{record.id, opened.terminal, std::move(entry)};
}

void Collecting::add(const crypto::Digest& name, ByteView file) {
  ++m_envelopes;
  auto opened = open(name, file);
  if (opened) m_opened.push_back({name, std::move(*opened)});
  else m_refused.push_back({name, std::move(opened).error().message});
}

Collected Collecting::finish() {
  Collected out;
  out.mailbox = m_rules.mailbox->id;
  out.envelopes = m_envelopes;
  std::sort(m_opened.begin(), m_opened.end(), [](const Opened& a, const Opened& b) { return std::tie(a.entry.record, a.envelope) < std::tie(b.entry.record, b.envelope); });
  for (Opened& opened : m_opened) {
    if (!out.entries.empty() && out.entries.back().record == opened.entry.record) {
      if (out.entries.back() == opened.entry) ++out.duplicates;
      else m_refused.push_back({opened.envelope, "another record has the same id and says something else; the other is kept"});
      continue;
    }
    out.entries.push_back(std::move(opened.entry));
  }
  std::sort(m_refused.begin(), m_refused.end(), [](const Refused& a, const Refused& b) { return a.envelope < b.envelope; });
  out.refused = std::move(m_refused);
  CHECK(out.envelopes == out.entries.size() + out.duplicates + out.refused.size());
  m_opened.clear();
  return out;
}

}  // namespace escale::attendance
