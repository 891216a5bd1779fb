#include "sync/answers/opening.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "sync/protocol/rights.hpp"

namespace escale::answers {
namespace {

using protocol::RecordKind;
using protocol::SignedRecord;

Refusal refusal_of(Code code) {
  switch (code) {
    case Code::Refused:
      return Refusal::NotForUs;
    case Code::Untrusted:
      return Refusal::BadSignature;
    case Code::Corrupt:
      return Refusal::Damaged;
    default:
      return Refusal::Malformed;
  }
}

/// A revoked terminal keeps its entry, with an end: what it collected before stays good.
bool listed_on(const protocol::ListedTerminal& terminal, protocol::Day day) {
  return day >= protocol::day_of(terminal.not_before) && day <= protocol::day_of(terminal.not_after);
}

/// Of several lists of one session by one terminal the closed one counts, then the longest.
bool better(const protocol::SessionList& a, const protocol::SessionList& b) {
  return std::tuple(a.closed, a.records.size(), a.records) > std::tuple(b.closed, b.records.size(), b.records);
}

/// A session held on several terminals: what was collected is what any of them lists, and it is closed when each closed it.
void join(protocol::SessionList& all, const protocol::SessionList& other) {
  std::vector<protocol::RecordId> records;
  std::set_union(all.records.begin(), all.records.end(), other.records.begin(), other.records.end(), std::back_inserter(records));
  all.records = std::move(records);
  all.closed = all.closed && other.closed;
}

}  // namespace

std::string_view refusal_name(Refusal refusal) {
  switch (refusal) {
    case Refusal::Damaged:
      return "damaged";
    case Refusal::NotForUs:
      return "not_for_us";
    case Refusal::Malformed:
      return "malformed";
    case Refusal::BadSignature:
      return "bad_signature";
    case Refusal::UnlistedTerminal:
      return "unlisted_terminal";
    case Refusal::OutsideDates:
      return "outside_dates";
    case Refusal::OtherMailbox:
      return "other_mailbox";
    case Refusal::LaterEpoch:
      return "later_epoch";
    case Refusal::Expired:
      return "expired";
    case Refusal::OtherKind:
      return "other_kind";
    case Refusal::UnknownForm:
      return "unknown_form";
    case Refusal::BadAnswers:
      return "bad_answers";
    case Refusal::SameId:
      return "same_id";
  }
  return "unknown";
}

Result<Refusal> parse_refusal(std::string_view name) {
  for (int value = 0; value <= static_cast<int>(Refusal::SameId); ++value)
    if (refusal_name(static_cast<Refusal>(value)) == name) return static_cast<Refusal>(value);
  return fail(Code::InvalidInput, fmt::format("'{}' is not a reason", name));
}

protocol::Day Opening::last_day(const protocol::Record& record, const crypto::Digest& envelope) const {
  protocol::Day began = record.day.value_or(protocol::day_of(m_rules.now));
  if (!record.day && m_rules.arrivals != nullptr)
    if (const auto arrival = m_rules.arrivals->find(envelope); arrival != m_rules.arrivals->end()) began = arrival->second;
  return began + std::chrono::days(m_rules.mailbox->retention_days);
}

tl::expected<Opening::Opened, Refused> Opening::open(const crypto::Digest& name, ByteView file) {
  std::optional<protocol::RecordId> id;
  const auto refuse = [&](Refusal reason, std::string detail) {
    return tl::unexpected<Refused>(Refused{name, reason, std::move(detail), id});
  };

  if (crypto::sha256(file) != name)
    return refuse(Refusal::Damaged, "the file's bytes are not those that its name states");
  auto opened = protocol::open_envelope(file, m_identities);
  if (!opened) return refuse(refusal_of(opened.error().code), opened.error().message);
  const protocol::Record& record = opened->record;
  id = record.id;

  const protocol::MailboxDescriptor& mailbox = *m_rules.mailbox;
  if (record.mailbox != mailbox.id)
    return refuse(Refusal::OtherMailbox, fmt::format("the record was made for the mailbox '{}'", record.mailbox));
  if (record.epoch > mailbox.epoch)
    return refuse(Refusal::LaterEpoch,
                  fmt::format("the record was made for epoch {}; the descriptor at hand is of epoch {}", record.epoch,
                              mailbox.epoch));
  const protocol::ListedTerminal* terminal = m_rules.fleet->find(opened->terminal);
  if (!terminal) return refuse(Refusal::UnlistedTerminal, "the terminal that signed it was never listed");
  const protocol::Day today = protocol::day_of(m_rules.now);
  if (!listed_on(*terminal, record.day.value_or(today)))
    return refuse(Refusal::OutsideDates,
                  record.day ? fmt::format("its terminal was not listed on {}", protocol::day_text(*record.day))
                             : "its day is unknown and its terminal is not listed today");
  const protocol::Day last = last_day(record, name);
  if (last < today)
    return refuse(Refusal::Expired,
                  fmt::format("it is over {} days old, which this mailbox does not keep", mailbox.retention_days));

  Opened result{name, crypto::sha256(as_bytes(protocol::encode_record(*opened))), {}, {}, {}, {}, last};
  if (record.kind == RecordKind::SessionList) {
    auto list = protocol::session_list(record);
    if (!list) return refuse(Refusal::Malformed, list.error().message);
    result.list = std::move(*list);
  } else if (record.kind == RecordKind::Taps) {
    auto taps = protocol::taps_of(record);
    if (!taps) return refuse(Refusal::Malformed, taps.error().message);
    result.taps = std::move(*taps);
  } else if (record.kind == RecordKind::Withdrawal) {
    // decode_record checked whose it is; it says nothing more.
  } else if (record.kind == RecordKind::FormAnswer || record.kind == RecordKind::PracticeSheet) {
    const KnownForm* form = record.form ? m_rules.forms->find(*record.form) : nullptr;
    if (!form)
      return refuse(Refusal::UnknownForm,
                    fmt::format("its form is not at hand: {}, version {}", record.form ? record.form->form_id : "none",
                                record.form ? record.form->digest.hex().substr(0, 16) : "none"));
    auto read = read_answers(*form, record.body);
    if (!read) return refuse(Refusal::BadAnswers, read.error().message);
    result.instance = std::move(*read);
    opened->record.body.clear();  // said once is enough: a million of them are held until the last envelope
  } else {
    return refuse(Refusal::OtherKind,
                  fmt::format("it is a record of kind {}, which is read elsewhere", protocol::kind_name(record.kind)));
  }
  result.record = std::move(*opened);
  return result;
}

Result<std::string> Opening::read_answers(const KnownForm& form, std::string_view body) {
  TRY_ASSIGN(std::string instance, forms::body_instance(body));
  const auto [reader, fresh] = m_readers.try_emplace(&form, *form.plan);
  TRY(reader->second.read(instance));
  return instance;
}

void Opening::add(const crypto::Digest& name, ByteView file) {
  ++m_envelopes;
  auto opened = open(name, file);
  if (opened)
    m_opened.push_back(std::move(*opened));
  else
    m_refused.push_back(std::move(opened).error());
}

void Opening::sort_out(Collection& collection, std::vector<Opened*> answers, const std::set<crypto::VerifyKey>& withdrawn) const {
  std::vector<protocol::Claim> claims;
  std::map<protocol::RecordId, const protocol::Record*> firsts;  // what a correction made outside any session takes its session from
  for (const Opened* opened : answers) {
    const protocol::Record& record = opened->record.record;
    claims.push_back({record.id, record.rights, record.replaces});
    if (record.rights && !record.replaces) firsts.emplace(record.id, &record);
  }
  const std::vector<protocol::Fate> fates = protocol::fates_of(claims, withdrawn);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    Opened& opened = *answers[i];
    const protocol::Record& record = opened.record.record;
    if (fates[i] == protocol::Fate::Withdrawn) ++collection.counts.withdrawn;
    if (fates[i] == protocol::Fate::Replaced) ++collection.counts.replaced;
    if (fates[i] != protocol::Fate::Kept) continue;
    Answer answer{record.id, *record.form, record.session, record.day, std::move(opened.instance), opened.last_day};
    if (const auto first = record.replaces ? firsts.find(protocol::first_record_id(*record.rights)) : firsts.end(); first != firsts.end()) {
      if (!answer.session) answer.session = first->second->session;
      if (!answer.day) answer.day = first->second->day;
    }
    collection.answers.push_back(std::move(answer));
  }
}

std::size_t leave_out_expired(Collection& collection, protocol::Day today) {
  const auto over = [&](const auto& one) { return one.last_day < today; };
  const std::size_t answers = std::erase_if(collection.answers, over), taps = std::erase_if(collection.taps, over);
  collection.counts.answers -= answers;
  collection.counts.taps -= taps;
  collection.counts.expired += answers + taps;
  return answers + taps;
}

void Opening::absorb(Opening&& other) {
  m_envelopes += other.m_envelopes;
  std::move(other.m_opened.begin(), other.m_opened.end(), std::back_inserter(m_opened));
  std::move(other.m_refused.begin(), other.m_refused.end(), std::back_inserter(m_refused));
}

Collection Opening::finish() {
  Collection collection;
  collection.mailbox = m_rules.mailbox->id;
  // By record id, then by content, then by envelope: whatever the order of arrival, the same copies are kept.
  std::sort(m_opened.begin(), m_opened.end(), [](const Opened& a, const Opened& b) {
    return std::tie(a.record.record.id, a.content, a.envelope) < std::tie(b.record.record.id, b.content, b.envelope);
  });
  std::map<std::pair<protocol::SessionId, crypto::VerifyKey>, protocol::SessionList> lists_of_terminals;
  std::map<protocol::SessionId, std::vector<protocol::RecordId>> here;
  std::set<crypto::VerifyKey> withdrawn;
  std::vector<Opened*> answers;
  const Opened* kept = nullptr;
  for (Opened& opened : m_opened) {
    const protocol::Record& record = opened.record.record;
    if (kept && kept->record.record.id == record.id) {
      if (kept->content == opened.content)
        ++collection.counts.duplicates;
      else
        m_refused.push_back({opened.envelope, Refusal::SameId,
                             "another record has the same id and says something else; the other is kept", record.id});
      continue;
    }
    kept = &opened;
    if (opened.list) {
      ++collection.counts.lists;
      const auto [place, fresh] = lists_of_terminals.try_emplace({*record.session, opened.record.terminal}, *opened.list);
      if (!fresh && better(*opened.list, place->second)) place->second = *opened.list;
      continue;
    }
    if (record.kind == RecordKind::Withdrawal) {
      ++collection.counts.withdrawals;
      withdrawn.insert(*record.rights);
      continue;
    }
    // It came, whatever becomes of it: a session misses nothing because somebody took an answer back.
    if (record.session) here[*record.session].push_back(record.id);
    if (opened.taps)
      collection.taps.push_back({record.id, *record.form, record.session, record.day, std::move(*opened.taps), opened.last_day});
    else
      answers.push_back(&opened);
  }
  sort_out(collection, std::move(answers), withdrawn);
  std::map<protocol::SessionId, protocol::SessionList> lists;
  for (auto& [origin, list] : lists_of_terminals) {
    const auto [place, fresh] = lists.try_emplace(origin.first, list);
    if (!fresh) join(place->second, list);
  }
  for (const auto& [session, list] : lists) here.try_emplace(session);
  for (auto& [session, records] : here) {
    SessionReport report;
    report.id = session;
    const auto list = lists.find(session);
    report.has_list = list != lists.end();
    if (report.has_list) {
      report.closed = list->second.closed;
      report.title = list->second.title;
      report.completeness = protocol::compare(list->second, std::move(records));
    } else {
      report.completeness.here = 0;
      report.completeness.unlisted = std::move(records);
    }
    collection.sessions.push_back(std::move(report));
  }
  std::sort(m_refused.begin(), m_refused.end(),
            [](const Refused& a, const Refused& b) { return a.envelope < b.envelope; });
  collection.refused = std::move(m_refused);
  collection.counts.envelopes = m_envelopes;
  collection.counts.answers = collection.answers.size();
  collection.counts.refused = collection.refused.size();
  collection.counts.taps = collection.taps.size();
  CHECK(collection.counts.envelopes == collection.counts.sum());
  m_opened.clear();
  return collection;
}

}  // namespace escale::answers
