// Small durable facts: settings, trusted time, boots, numbers of statuses, counts by code (never a time or a word), what happened to the
// terminal (codes, to the minute; nothing that a visitor did), and what opens the staff door. Rule: a PIN's failed tries are counted
// before it is looked at, so that pulling the plug gives no free try and shortens no wait.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/store/state_database.hpp"
#include "sync/base/clock.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/record.hpp"
#include "sync/protocol/status.hpp"

namespace escale::store {

enum class Setting {
  Hub,         ///< address of the hub, "https://…"; empty: USB keys only
  Mailbox,     ///< where answers go without another choice
  RootDigest,  ///< SHA-256 of the first root, hexadecimal: what the operator confirmed at enrolment
  Site,        ///< name of the place
  Screen,      ///< the screen's profile, as staff measured it
};

struct PinOutcome {
  bool accepted = false;
  std::chrono::seconds wait{0};  ///< before another try counts; a try meanwhile is refused unseen
};

/// One line of what happened to the terminal.
struct Happening {
  std::optional<Timestamp> time;  ///< to the minute; absent when no clock could be believed
  std::string code;               ///< "wrong-pin", "crash"…
  std::string detail;             ///< a code or a count; may be empty
  bool operator==(const Happening&) const = default;
};

class Facts {
 public:
  Facts(StateDatabase& state, Timestamp build_date) : m_state(state), m_build_date(build_date) {}

  /// "" when never set.
  Result<std::string> setting(Setting setting);
  Result<> set_setting(Setting setting, std::string_view value);

  /// How long this mailbox keeps what it gets, as its last descriptor said: holds when the repository names it no more.
  Result<std::optional<std::int64_t>> retention_days(std::string_view mailbox);
  Result<> set_retention_days(std::string_view mailbox, std::int64_t days);

  /// The latest of the program's build date and what was signed; never the raw clock.
  Result<Timestamp> trusted_time();
  /// A signed statement was accepted.
  Result<> advance_time(Timestamp stated);
  /// Root took a timestamp key away: time starts again at what is signed now.
  Result<> restart_time(Timestamp newest_signed);

  /// Says which run of the machine this is (the kernel's boot id), at each start of the program. A new id starts a new boot.
  Result<> begin_boot(const protocol::BootId& boot);
  /// Trusted time is believed to be right now (just synchronised), `uptime` after the boot: lets readers date identified records.
  Result<> note_boot_time(std::chrono::seconds uptime);
  /// At most 100, newest last.
  Result<std::vector<protocol::BootTime>> boot_times();
  /// The next place in this terminal's life, for an identified record. Refused before begin_boot.
  Result<protocol::Sequence> next_sequence(std::chrono::seconds uptime);
  Result<std::int64_t> next_status_number();

  /// Adds to the count of a code ("answer-kept", "install-refused").
  Result<> count(std::string_view code, std::int64_t by = 1);
  Result<std::map<std::string, std::int64_t>> journal();

  /// Notes what happened; the oldest of more than kMostHappenings are dropped.
  Result<> note(const Happening& happening);
  /// Newest first.
  Result<std::vector<Happening>> happenings(std::size_t most);
  static constexpr std::size_t kMostHappenings = 500;

  /// A key file opens the door when the digest of its text is one of these. At most 16; one more forgets the oldest.
  Result<> add_staff_key(const crypto::Digest& digest);
  Result<std::vector<std::string>> staff_keys();  ///< hexadecimal, oldest first

  Result<bool> has_pin();
  /// Sets or replaces the PIN and forgets failed tries. InvalidInput unless it is 4 to 12 digits. A tenth of a second, 16 MiB.
  Result<> set_pin(std::string_view pin);
  /// Three tries are free; then each failure costs 30 s, 1 min, 2 min… up to 15 min. `now` is the machine's monotonic clock: the wait
  /// goes on over processes of one boot; another boot starts it again, as nothing tells how long the power was off. Refused when no PIN
  /// is set. A tenth of a second.
  Result<PinOutcome> try_pin(std::string_view pin, Monotonic now);

 private:
  Result<std::string> fact(std::string_view name);
  Result<> set_fact(std::string_view name, std::string_view value);
  Result<std::int64_t> number(std::string_view name, std::int64_t fallback);
  Result<std::int64_t> next_number(std::string_view name);

  StateDatabase& m_state;
  Timestamp m_build_date;
};

}  // namespace escale::store
