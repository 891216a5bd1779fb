// What update() asks of the world; the workers carry it out and answer with actions.
#pragma once

#include "kiosk/app/action.hpp"

namespace escale::app {

// --- store worker: short durable transactions, reading documents ------------------------------------------------------------
struct LoadLibrary {};  ///< -> LibraryLoaded
struct LoadDocument { DocumentKey key; std::string lang; };   ///< -> DocumentLoaded | LoadFailed
struct LoadForm { DocumentKey key; std::string lang; };       ///< -> FormLoaded | LoadFailed
struct LoadProgramme { DocumentKey key; std::string lang; };  ///< -> ProgrammeLoaded | LoadFailed
/// Seals the answer for its mailbox and, when a session is open, for that session's key; commits both. -> AnswerKept | AnswerFailed
/// `body` is the record's.
struct KeepAnswer { OpenForm form; std::string body; std::optional<protocol::SessionId> session; std::uint64_t ticket = 0; };
/// Seals what was answered so far in place of what was kept before (draft_content.hpp); the worker wipes it.
struct KeepDraft { Bytes content; };
struct DropDraft {};     ///< the key first: nobody reads it any more
struct LookForDraft {};  ///< at the start: what a process that was killed left -> DraftWaits, or nothing
struct OpenDraft {};     ///< -> DraftOpened | DraftLost
struct ReadStatus {};   ///< -> StatusRead
struct ReadJournal {};  ///< -> JournalRead
struct NoteInJournal { std::string code; std::string detail; };
/// The store's part of the self-check -> SelfChecked. `thorough`: a file is written too, and what is wrong is noted in the journal.
struct CheckStore { bool thorough = false; };
struct KeepScreenProfile { ScreenProfile profile; };  ///< -> ScreenKept | ScreenFailed
struct SealSessionList { protocol::SessionId session; };  ///< closes it -> SessionClosed | SessionFailed
// --- keys worker: slow hashes ------------------------------------------------------------------------------------------------
struct CheckPin { std::string pin; };  ///< -> PinAccepted | PinRefused
struct LookForKeyFile {};  ///< on what is plugged in -> KeyFileFound, or nothing
struct MakeSession { SessionDraft draft; };  ///< five words, key, opening record -> SessionCreated | SessionFailed
struct UnlockResults { protocol::SessionId session; std::string words; std::string lang; };  ///< -> ResultsReady | ResultsFailed
struct ForgetResults {};  ///< wipes the session's key and answers from memory
// --- transfer worker: network, hashing, installing ---------------------------------------------------------------------------
struct Synchronise {};    ///< -> SyncProgressed…, SyncEnded; then LibraryLoaded, StatusRead
struct StopSynchronising {};
// --- the loop itself ---------------------------------------------------------------------------------------------------------
/// Short sounds of the terminal itself, beside the words on the screen, never instead of them (EN 301 549 5.6, WCAG 2.2.1).
enum class Sound : std::uint8_t {
  Warning,  ///< the inactivity warning appears, and again ten seconds before the end
  Ended,    ///< the cleaning lock is over: touch acts again
};
struct PlaySound { Sound sound = Sound::Warning; };
struct ForgetPerson {};  ///< the person left: ui carets and fields, cached documents; the process may be replaced

using Effect = std::variant<KeepDraft, DropDraft, LookForDraft, OpenDraft, LoadLibrary, LoadDocument, LoadForm, LoadProgramme, KeepAnswer, ReadStatus, ReadJournal, NoteInJournal, CheckStore, KeepScreenProfile, SealSessionList, CheckPin,
                            LookForKeyFile, MakeSession,
                            UnlockResults, ForgetResults, Synchronise, StopSynchronising, PlaySound, ForgetPerson>;
using Effects = std::vector<Effect>;

}  // namespace escale::app
