// What a terminal of one tap (smileys at the exit of a room) says: how often each face was touched in a session or a half-day, never one
// record a tap.
//
// Why so. A record a tap would leave as many envelopes as people, each arriving when its person had just left: the hub would see the time
// of each, and a reader who stood there would know who. A count holds no order and no time. And bursts (children, somebody who presses ten
// times to weigh more) can be seen only on the terminal, where the moments are known for an instant: taps of a burst are counted, and
// counted once more as such, so that readers decide; nothing is deleted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sync/base/random.hpp"
#include "sync/protocol/record.hpp"

namespace escale::protocol {

/// A period with fewer taps than this goes on into the next one, unless its session ends: half a day with one tap is a person.
inline constexpr std::int64_t kTapsMinimum = 5;

struct TapCount {
  std::string choice;          ///< code of the choice, as the form writes it
  std::int64_t taps = 0;       ///< all of them
  std::int64_t in_bursts = 0;  ///< of these, taps that came faster than different people can
  auto operator<=>(const TapCount&) const = default;
};

struct Taps {
  std::string question;            ///< name of the form's question
  std::vector<TapCount> counts;  ///< by choice, each once, at least one tap in all
  std::int64_t total() const;
  bool operator==(const Taps&) const = default;
};

/// Where the counts belong; without a session they are of half a day, which is not said.
struct TapsPlace {
  std::string mailbox;
  std::int64_t epoch = 1;
  FormVersion form;
  std::optional<SessionId> session{};
  std::optional<Day> day{};
};

/// A record of kind Taps, ready for sign_record. Choices are sorted here. InvalidInput when a count makes no sense.
Result<Record> taps_record(const TapsPlace& place, Taps taps, Random& random);
/// The counts inside. InvalidInput when the record is of another kind or a count makes no sense.
Result<Taps> taps_of(const Record& record);

/// Tells bursts from people, from the terminal's monotonic clock; remembers nothing but the last few moments. Three taps within
/// three seconds are a burst: whoever walks past takes longer. The taps that began it, unmarked until then, are counted as part of it.
class BurstWatch {
 public:
  static constexpr std::size_t kTaps = 3;
  static constexpr Monotonic kWithin{3'000};
  /// How each count grows with this tap: the tap itself, and which taps are now known to be of a burst.
  void tap(std::vector<TapCount>& counts, std::string_view choice, Monotonic now);

 private:
  struct Recent {
    std::string choice;
    Monotonic at;
    bool marked;
  };
  std::vector<Recent> m_recent;
};

}  // namespace escale::protocol
