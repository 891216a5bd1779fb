// What happened to the terminal, noted with the minute when a clock can be believed. Codes and counts; nothing that a visitor did.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/state.hpp"
#include "kiosk/store/store.hpp"

namespace escale::app {

/// The machine's clock when it is not behind what was signed; nothing otherwise (a terminal without battery wakes up in the past).
std::optional<Timestamp> believed_time(store::Store& store, const Clock& clock);

/// Notes it; a journal that cannot be written is said in the log and stops nothing.
void note_in_journal(store::Store& store, const Clock& clock, std::string_view code, std::string_view detail = {});

/// How a synchronisation ended, unless the last one ended so: a terminal without a network tries every half hour.
void note_sync(store::Store& store, const Clock& clock, std::string_view code, std::string_view detail = {});

/// At most `most` lines, newest first.
Result<std::vector<JournalLine>> journal_lines(store::Store& store, std::size_t most);

/// What a staff key file holds, and what the terminal keeps of it: the digest of its text.
std::string new_staff_key(Random& random);
/// True when one of the files in the folders of `media` (such as /run/escale/media) is a staff key of this terminal. Only small files
/// named *.key at the top of each are read.
Result<bool> staff_key_plugged_in(store::Store& store, const Files& files, const Path& media);

}  // namespace escale::app
