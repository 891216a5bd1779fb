#include <algorithm>

#include "content-bundles/forms/submission.hpp"
#include "kiosk/app/journal.hpp"
#include "kiosk/app/screen_profile.hpp"
#include "kiosk/app/store_check.hpp"
#include "kiosk/app/sync_now.hpp"
#include "kiosk/app/worker_parts.hpp"
#include "sync/base/json.hpp"
#include "sync/base/time_zone.hpp"
#include "sync/crypto/message_digest.hpp"

namespace escale::app {
namespace {
constexpr std::uint64_t kMaxTimestampMetadata = 64 << 10;

struct TimeKnown {
  Timestamp now{};
  std::optional<int> minutes_of_day;
};

/// Signed time is a floor; the machine's clock counts when it is not behind it (a terminal without battery wakes up in the past).
Result<TimeKnown> time_known(Bench& bench) {
  TRY_ASSIGN(const Timestamp trusted, bench.store.facts().trusted_time());
  const Timestamp machine = bench.clock.now();
  if (machine < trusted) return TimeKnown{trusted, std::nullopt};
  return TimeKnown{machine, local_minute_of_day(machine)};
}

Result<LibraryLoaded> library(Bench& bench) {
  LibraryLoaded out;
  TRY_ASSIGN(std::vector<format::Manifest> manifests, bench.store.installed().manifests());
  for (format::Manifest& manifest : manifests) out.library.bundles.push_back(std::make_shared<const format::Manifest>(std::move(manifest)));
  std::ranges::sort(out.library.bundles, [](const auto& a, const auto& b) {
    if (a->kind != b->kind) return a->kind < b->kind;
    return format::in_language(a->titles, format::kDefaultLanguage) < format::in_language(b->titles, format::kDefaultLanguage);
  });
  TRY_ASSIGN(out.sessions, session_views(bench.store));
  TRY_ASSIGN(const TimeKnown time, time_known(bench));
  out.trusted_now = time.now;
  out.minutes_of_day = time.minutes_of_day;
  return out;
}

/// When the repository stops vouching for what it names: what the newest timestamp says. Nothing before the first synchronisation.
std::optional<Timestamp> content_expires(Bench& bench) {
  const auto bytes = bench.files.read(bench.store.folder().metadata() / "timestamp.json", kMaxTimestampMetadata);
  if (!bytes) return std::nullopt;
  const auto json = parse_json(as_text(*bytes));
  if (!json || !json->is_object() || !json->contains("signed") || !(*json)["signed"].contains("expires")) return std::nullopt;
  const Json& expires = (*json)["signed"]["expires"];
  if (!expires.is_string()) return std::nullopt;
  const auto time = parse_timestamp(expires.get<std::string>());
  return time ? std::optional(*time) : std::nullopt;
}

Result<StatusRead> status(Bench& bench) {
  StatusRead out;
  StaffView& staff = out.status;
  const crypto::VerifyKey& own = bench.store.identity().verify_key();
  staff.terminal = own.hex();
  TRY_ASSIGN(const auto fleet, bench.store.installed().fleet());
  TRY_ASSIGN(const TimeKnown time, time_known(bench));
  if (fleet) {
    const auto listed = std::ranges::find_if(fleet->terminals, [&](const auto& terminal) { return terminal.key == own; });
    staff.listed = listed != fleet->terminals.end();
    if (staff.listed) staff.terminal_name = listed->name;
  }
  staff.hub = bench.options.hub;
  if (staff.hub.empty()) {
    TRY_ASSIGN(staff.hub, bench.store.facts().setting(store::Setting::Hub));
  }
  TRY_ASSIGN(staff.outbox, bench.store.outbox().counts());
  TRY_ASSIGN(staff.last_sync, last_sync(bench.store));
  staff.content_expires = content_expires(bench);
  TRY_ASSIGN(const std::uint64_t free, bench.store.free_bytes());
  staff.free_bytes = static_cast<std::int64_t>(free);
  TRY_ASSIGN(out.sessions, session_views(bench.store));
  TRY_ASSIGN(out.collecting_stopped, bench.store.collecting_stopped());
  out.trusted_now = time.now;
  out.minutes_of_day = time.minutes_of_day;
  return out;
}

Result<learning::Document> document(Bench& bench, const LoadDocument& effect) {
  TRY_ASSIGN(const format::BundleReader bundle, bench.store.installed().bundle(effect.key.bundle));
  const format::DocumentEntry* entry = format::find_entry(bundle.manifest(), effect.key.document, effect.lang);
  if (entry == nullptr) return fail(Code::NotFound, "the bundle has no such document");
  return bundle.document(*entry);
}

Result<FormLoaded> form(Bench& bench, const LoadForm& effect) {
  TRY_ASSIGN(const format::DocumentEntry entry, form_entry(bench.store, effect.key, effect.lang));
  TRY_ASSIGN(const format::BundleReader bundle, bench.store.installed().bundle(effect.key.bundle));
  TRY_ASSIGN(std::shared_ptr<const forms::Plan> plan, bundle.form(entry));
  const std::string language = forms::nearest_language(plan->definition().translations, effect.lang);
  TRY_ASSIGN(forms::Filling filling, forms::Filling::start(*plan, form_environment(bench, effect.lang), language));
  std::optional<Readers> readers = readers_of(bench, effect.lang);
  return FormLoaded{OpenForm{effect.key, entry.blob.digest.hex(), std::move(plan), std::move(readers)}, std::move(filling)};
}

Result<format::Programme> programme(Bench& bench, const LoadProgramme& effect) {
  TRY_ASSIGN(const format::BundleReader bundle, bench.store.installed().bundle(effect.key.bundle));
  const format::DocumentEntry* entry = format::find_entry(bundle.manifest(), effect.key.document, effect.lang);
  if (entry == nullptr) return fail(Code::NotFound, "the bundle has no such programme");
  return bundle.programme(*entry);
}

Result<AnswerKept> keep(Bench& bench, const KeepAnswer& effect) {
  if (effect.form.form == nullptr) return fail(Code::Internal, "no form was open");
  store::AnswerDraft draft;
  draft.form.form_id = effect.form.form->definition().id;
  TRY_ASSIGN(draft.form.digest, crypto::Digest::parse(effect.form.sha256));
  // Read as its readers will: what the form could not have led to is not sealed.
  TRY_ASSIGN(const std::string instance, forms::body_instance(effect.body));
  forms::SubmissionReader reader(*effect.form.form);
  TRY(reader.read(instance));
  draft.body = effect.body;
  std::optional<store::KeptSession> session;
  if (effect.session) {
    TRY_ASSIGN(session, bench.store.sessions().find(*effect.session));
  }
  auto mailbox = session ? bench.store.installed().descriptor(session->opening.mailbox) : usual_mailbox(bench);
  if (!mailbox) return fail(std::move(mailbox).error());
  const protocol::SessionOpening* opening = session ? &session->opening : nullptr;
  TRY_ASSIGN(const store::SealedAnswer sealed, store::seal_answer(draft, *mailbox, opening, bench.store.identity(), bench.random));
  TRY(bench.store.keep_answer(sealed));
  AnswerKept kept;
  kept.ticket = effect.ticket;
  // The answer is durable: not being able to count the sessions again must not look like a loss.
  if (auto views = session_views(bench.store)) kept.sessions = *std::move(views);
  return kept;
}

template <class T, class Then>
Action loaded(Bench& bench, const DocumentKey& key, Result<T> result, Then then) {
  if (!result) {
    // A damaged blob: the next synchronisation finds it and brings it again.
    if (result.error().code == Code::Corrupt) (void)look_at_everything_again(bench.store).has_value();
    return LoadFailed{key, failure_of("not-read", result.error())};
  }
  return then(std::move(*result));
}
}  // namespace

// From the mailbox of the open session, else the terminal's usual one.
std::optional<Readers> readers_of(Bench& bench, const std::string& lang) {
  std::optional<Result<protocol::MailboxDescriptor>> mailbox;
  if (const auto sessions = session_views(bench.store); sessions)
    for (const SessionView& session : *sessions)
      if (session.open && !mailbox) mailbox = bench.store.installed().descriptor(session.mailbox);
  if (!mailbox) mailbox = usual_mailbox(bench);
  if (!*mailbox) return std::nullopt;  // the notice then names nobody; sending says what is missing
  Readers readers;
  const auto& titles = (*mailbox)->title;
  if (const auto title = titles.find(lang); title != titles.end()) {
    readers.title = title->second;
  } else if (!titles.empty()) {
    readers.title = titles.begin()->second;
  }
  for (const protocol::NamedRecipient& member : (*mailbox)->members) readers.members.push_back(member.name);
  readers.retention_days = (*mailbox)->retention_days;
  return readers;
}

forms::Environment form_environment(Bench& bench, const std::string& lang) {
  forms::Environment out;
  out.now_ms = bench.clock.now().time_since_epoch() / std::chrono::milliseconds(1);
  out.zone = forms::Zone([](std::int64_t ms) {
    return local_offset_minutes(Timestamp(std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(ms))));
  });
  out.language = lang.substr(0, lang.find('-'));
  out.random = &bench.random;
  out.digest = [](std::string_view algorithm, std::string_view bytes) -> Result<std::string> {
    TRY_ASSIGN(const Bytes digest, crypto::message_digest(algorithm, as_bytes(bytes)));
    return to_text(digest);
  };
  return out;
}

Action carry_out(Bench& bench, const LoadLibrary&) {
  auto loaded = library(bench);
  // An empty library says on the screen that nothing is here; the log says why.
  if (!loaded) failure_of("library-not-read", loaded.error());
  return loaded ? std::move(*loaded) : LibraryLoaded{};
}

Action carry_out(Bench& bench, const LoadDocument& effect) {
  return loaded(bench, effect.key, document(bench, effect), [&](learning::Document read) -> Action {
    return DocumentLoaded{effect.key, std::make_shared<const learning::Document>(std::move(read))};
  });
}

Action carry_out(Bench& bench, const LoadForm& effect) {
  return loaded(bench, effect.key, form(bench, effect), [](FormLoaded read) -> Action { return read; });
}

Action carry_out(Bench& bench, const LoadProgramme& effect) {
  return loaded(bench, effect.key, programme(bench, effect), [&](format::Programme read) -> Action {
    return ProgrammeLoaded{effect.key, std::make_shared<const format::Programme>(std::move(read))};
  });
}

Action carry_out(Bench& bench, const KeepAnswer& effect) {
  auto kept = keep(bench, effect);
  if (!kept) return AnswerFailed{failure_of("answer-not-kept", kept.error()), effect.ticket};
  return std::move(*kept);
}

Action carry_out(Bench& bench, const ReadStatus&) {
  auto read = status(bench);
  if (!read) failure_of("status-not-read", read.error());
  return read ? std::move(*read) : StatusRead{};
}

Action carry_out(Bench& bench, const SealSessionList& effect) {
  const auto closed = bench.store.close_session(effect.session);
  if (!closed) return SessionFailed{failure_of("session-not-closed", closed.error())};
  auto views = session_views(bench.store);
  if (!views) return SessionFailed{failure_of("session-not-read", views.error())};
  note_in_journal(bench.store, bench.clock, "session-closed");
  return SessionClosed{std::move(*views)};
}

Action carry_out(Bench& bench, const ReadJournal&) {
  constexpr std::size_t kMostLines = 100;
  auto lines = journal_lines(bench.store, kMostLines);
  if (!lines) failure_of("journal-not-read", lines.error());
  return JournalRead{lines ? std::move(*lines) : std::vector<JournalLine>{}};
}

Action carry_out(Bench& bench, const CheckStore& effect) {
  SelfChecked out{check_store(bench.store, bench.files, bench.clock, effect.thorough)};
  for (const SelfCheck& check : out.checks)
    if (effect.thorough && !check.ok) note_in_journal(bench.store, bench.clock, "self-check", code_of(check));
  return out;
}

Action carry_out(Bench& bench, const KeepScreenProfile& effect) {
  const auto kept = bench.store.facts().set_setting(store::Setting::Screen, profile_text(effect.profile));
  if (!kept) return ScreenFailed{failure_of("screen-not-kept", kept.error())};
  return ScreenKept{effect.profile};
}

}  // namespace escale::app
