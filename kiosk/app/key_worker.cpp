#include <algorithm>

#include "content-bundles/forms/submission.hpp"
#include "kiosk/app/journal.hpp"
#include "kiosk/app/worker_parts.hpp"
#include "sync/crypto/words.hpp"

namespace escale::app {
namespace {
std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Result<SessionCreated> make(Bench& bench, const SessionDraft& draft) {
  std::vector<protocol::FormVersion> versions;
  for (const DocumentKey& key : draft.forms) {
    TRY_ASSIGN(const format::DocumentEntry entry, form_entry(bench.store, key, format::kDefaultLanguage));
    versions.push_back({entry.id, entry.blob.digest});
  }
  TRY_ASSIGN(const protocol::MailboxDescriptor mailbox, usual_mailbox(bench));
  const auto day = draft.day_confirmed ? draft.day : std::nullopt;
  TRY_ASSIGN(store::NewSession made, store::make_session(draft.title, mailbox.id, std::move(versions), day, bench.random));
  const auto created = bench.store.sessions().create(made.opening);
  SessionCreated out;
  if (created) out.words = split_words(made.words);
  crypto::wipe(made.words);
  if (!created) return fail(created.error());
  TRY_ASSIGN(out.sessions, session_views(bench.store));
  return out;
}

/// Brings the board of one form up to date, keeps what it shows, and says how many more answers change it at the earliest.
Result<std::size_t> advance_board(store::Store& store, const protocol::SessionId& session, const crypto::Digest& digest, const forms::Plan& form,
                                  const std::vector<forms::Submission>& answers, std::vector<forms::QuestionResult>& out) {
  const std::vector<forms::ChartQuestion> charts = forms::charts_of(form);
  TRY_ASSIGN(const std::string saved, store.sessions().board(session, digest));
  auto board = saved.empty() ? Result<forms::ResultsBoard>(forms::ResultsBoard(charts)) : forms::ResultsBoard::restore(charts, saved);
  if (!board) return fail(std::move(board).error());
  board->update(answers);
  // On the disk before it is on the screen: after a power cut, old and new charts must not be comparable.
  const std::string shown = board->save();
  if (shown != saved) TRY(store.sessions().save_board(session, digest, shown));
  out.insert(out.end(), board->results().begin(), board->results().end());
  return board->next_update_at() - std::min(board->next_update_at(), answers.size());
}
}  // namespace

Action KeyWorker::carry_out(CheckPin& effect) {
  const auto outcome = m_bench.store.facts().try_pin(effect.pin, m_bench.clock.monotonic());
  crypto::wipe(effect.pin);
  if (!outcome) {
    failure_of("pin-not-checked", outcome.error());
    return PinRefused{};
  }
  if (outcome->accepted) {
    note_in_journal(m_bench.store, m_bench.clock, "door-opened");
    return PinAccepted{};
  }
  note_in_journal(m_bench.store, m_bench.clock, "wrong-pin");
  return PinRefused{static_cast<int>(outcome->wait.count())};
}

Action KeyWorker::carry_out(const MakeSession& effect) {
  auto created = make(m_bench, effect.draft);
  if (!created) return SessionFailed{failure_of("session-not-created", created.error())};
  note_in_journal(m_bench.store, m_bench.clock, "session-opened");
  return std::move(*created);
}

std::optional<Action> KeyWorker::carry_out(const LookForKeyFile&) {
  const auto found = staff_key_plugged_in(m_bench.store, m_bench.files, m_bench.options.media);
  if (!found) failure_of("key-not-looked-for", found.error());
  return found && *found ? std::optional<Action>(KeyFileFound{}) : std::nullopt;
}

Action KeyWorker::carry_out(UnlockResults& effect) {
  forget();
  const auto unlock = [&]() -> Result<ResultsReady> {
    TRY_ASSIGN(store::KeptSession kept, m_bench.store.sessions().find(effect.session));
    TRY_ASSIGN(crypto::Identity key, store::session_key(kept.opening, effect.words));
    Unlocked unlocked{std::move(kept.opening), std::move(key), {}};
    TRY_ASSIGN(unlocked.shown, read_results(unlocked));
    ResultsReady shown = unlocked.shown;
    m_unlocked = std::move(unlocked);
    return shown;
  };
  auto ready = unlock();
  crypto::wipe(effect.words);
  if (!ready) return ResultsFailed{failure_of("results-not-opened", ready.error()), effect.session};
  return std::move(*ready);
}

std::optional<Action> KeyWorker::refresh(const protocol::SessionId& session) {
  if (!m_unlocked || m_unlocked->opening.id != session) return std::nullopt;
  const auto kept = m_bench.store.sessions().find(session);
  if (!kept) return std::nullopt;
  m_unlocked->shown.collected = kept->collected;
  if (kept->collected >= m_unlocked->shown.next_update_at) {
    auto ready = read_results(*m_unlocked);
    if (!ready) return ResultsFailed{failure_of("results-not-read", ready.error()), session};
    m_unlocked->shown = std::move(*ready);
  }
  return m_unlocked->shown;
}

Result<ResultsReady> KeyWorker::read_results(const Unlocked& unlocked) {
  store::Store& store = m_bench.store;
  const protocol::SessionOpening& opening = unlocked.opening;
  TRY_ASSIGN(const store::KeptSession kept, store.sessions().find(opening.id));
  TRY_ASSIGN(const std::vector<Bytes> copies, store.sessions().copies(opening.id));
  TRY_ASSIGN(const std::vector<protocol::Record> records, store::open_copies(copies, opening, unlocked.key, store.identity().verify_key()));

  std::vector<crypto::Digest> versions;
  for (const protocol::FormVersion& version : opening.forms) versions.push_back(version.digest);
  for (const protocol::Record& record : records)
    if (record.form && std::ranges::find(versions, record.form->digest) == versions.end()) versions.push_back(record.form->digest);

  ResultsReady out;
  out.session = opening.id;
  out.collected = kept.collected;
  std::size_t missing = forms::kRoomThreshold;
  for (const crypto::Digest& digest : versions) {
    const auto form = store.installed().form(digest);
    if (!form) continue;  // its text is gone from this terminal: counted, not charted
    std::vector<forms::Submission> answers;
    forms::SubmissionReader reader(**form);
    for (const protocol::Record& record : records) {
      if (!record.form || record.form->digest != digest) continue;
      TRY_ASSIGN(const std::string instance, forms::body_instance(record.body));
      TRY_ASSIGN(forms::Submission answer, reader.read(instance));
      answers.push_back(std::move(answer));
    }
    TRY_ASSIGN(const std::size_t more, advance_board(store, opening.id, digest, **form, answers, out.questions));
    missing = std::min(missing, std::max<std::size_t>(more, 1));
  }
  out.next_update_at = out.collected + static_cast<std::int64_t>(missing);
  return out;
}

}  // namespace escale::app
