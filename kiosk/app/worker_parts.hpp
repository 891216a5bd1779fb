// What each lane of workers.cpp does with an effect: one function an effect, one action back. Internal to this folder.
#pragma once

#include <map>

#include "kiosk/app/workers.hpp"

namespace escale::app {

/// What a lane works with. The store is its own; the rest may be used from several threads.
struct Bench {
  store::Store& store;
  Files& files;
  Random& random;
  const Clock& clock;
  const WorkersOptions& options;
};

// --- store_worker.cpp --------------------------------------------------------------------------------------------------------
Action carry_out(Bench& bench, const LoadLibrary& effect);
Action carry_out(Bench& bench, const LoadDocument& effect);
Action carry_out(Bench& bench, const LoadForm& effect);
Action carry_out(Bench& bench, const LoadProgramme& effect);
Action carry_out(Bench& bench, const KeepAnswer& effect);
Action carry_out(Bench& bench, const ReadStatus& effect);
Action carry_out(Bench& bench, const SealSessionList& effect);
Action carry_out(Bench& bench, const ReadJournal& effect);
Action carry_out(Bench& bench, const KeepScreenProfile& effect);
Action carry_out(Bench& bench, const CheckStore& effect);

// --- draft_worker.cpp --------------------------------------------------------------------------------------------------------
/// Wipes the content.
void carry_out(Bench& bench, KeepDraft& effect);
void carry_out(Bench& bench, const DropDraft& effect);
std::optional<Action> carry_out(Bench& bench, const LookForDraft& effect);
Action carry_out(Bench& bench, const OpenDraft& effect);

// --- transfer_worker.cpp -----------------------------------------------------------------------------------------------------
Action synchronise(Bench& bench, const client::CancelFlag& cancel, const client::ProgressCallback& progress);

// --- sessions_known.cpp: what several lanes ask ------------------------------------------------------------------------------
/// Sessions of this terminal, newest first, their forms found in what is installed.
Result<std::vector<SessionView>> session_views(store::Store& store);
/// Where answers go without a session: the options' mailbox, the terminal's, else the only one installed. NotFound when none is known.
Result<protocol::MailboxDescriptor> usual_mailbox(Bench& bench);
/// The entry of a form; NotFound when it is not installed.
Result<format::DocumentEntry> form_entry(store::Store& store, const DocumentKey& key, std::string_view lang);
/// Who will read the answers, for the notice; nothing when no mailbox is known.
std::optional<Readers> readers_of(Bench& bench, const std::string& lang);
/// What a form may ask for besides answers.
forms::Environment form_environment(Bench& bench, const std::string& lang);
/// The name of an error for the state and the journal; writes the log line.
std::string failure_of(std::string_view event, const Error& error);

// --- key_worker.cpp ----------------------------------------------------------------------------------------------------------
/// The keys lane: doors and the results that the five words opened.
class KeyWorker {
 public:
  explicit KeyWorker(Bench bench) : m_bench(bench) {}
  /// Wipes the PIN.
  Action carry_out(CheckPin& effect);
  Action carry_out(const MakeSession& effect);
  /// Wipes the words.
  Action carry_out(UnlockResults& effect);
  /// Nothing when no key of this terminal is plugged in.
  std::optional<Action> carry_out(const LookForKeyFile& effect);
  void forget() { m_unlocked.reset(); }
  /// After an answer of this session was kept: its charts, when they are unlocked.
  std::optional<Action> refresh(const protocol::SessionId& session);

 private:
  struct Unlocked {
    protocol::SessionOpening opening;
    crypto::Identity key;
    ResultsReady shown;
  };
  Result<ResultsReady> read_results(const Unlocked& unlocked);

  Bench m_bench;
  std::optional<Unlocked> m_unlocked;
};

}  // namespace escale::app
