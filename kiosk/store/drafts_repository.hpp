// What somebody is writing, sealed from the first keystroke. Two kinds. The draft of the present use is sealed under a key that is held
// outside this process (DraftKeyHolder): it survives the process, and dies with the use, with the power, with the supervisor. A kept draft,
// of a long form, is sealed under words that its person takes along: it survives the power and goes after a stated day.
// Rule: content is opaque bytes here; on the disk are sealed files of a few sizes, and once a key is gone nothing of its draft can be read,
// whatever the disk still remembers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/store/state_database.hpp"
#include "sync/base/random.hpp"
#include "sync/crypto/age.hpp"
#include "sync/protocol/names.hpp"

namespace escale::store {

/// Where the key of the present draft is, out of this process; helpers::KeptKey in a supervised terminal.
class DraftKeyHolder {
 public:
  static constexpr std::size_t kBytes = 32;
  virtual ~DraftKeyHolder() = default;
  /// Copies the key: true, or false when there is none.
  virtual Result<bool> read(std::span<std::uint8_t, kBytes> out) = 0;
  virtual Result<> write(std::span<const std::uint8_t, kBytes> key) = 0;
  virtual Result<> wipe() = 0;
};

class Drafts {
 public:
  /// At most so many people may have gone home with words: more is refused, nobody's draft is thrown away.
  static constexpr std::int64_t kMostKept = 500;
  static constexpr std::size_t kMostBytes = std::size_t{3} << 20;  ///< of content

  /// Without a holder (a terminal that nobody supervises) the present draft is never written anywhere.
  Drafts(StateDatabase& state, Random& random, DraftKeyHolder* holder) : m_state(state), m_random(random), m_holder(holder) {}

  // --- of the present use
  /// Seals and keeps the content in place of what was kept before. The key is made and handed over at the first save; afterwards only its
  /// public half is in this process. A process that is killed keeps it; the power does not (no sync: it is dead then anyway), so that a
  /// save costs a millisecond or two. TooLarge, NoSpace: what was saved before stays.
  Result<> save(ByteView content);
  /// True when something can be gone on with. What no key opens any more is removed.
  Result<bool> waits();
  /// What was saved last. NotFound when nothing waits. The caller wipes it.
  Result<Bytes> open();
  /// The use is over: the key first, then the row. When it fails nothing can be read any more all the same, or the error says so.
  Result<> forget();
  /// Removes the row alone, within a transaction of the caller: the answer was sent. forget() does the rest.
  Result<> remove_row();

  // --- of long forms
  /// Keeps the content under the public half of the words' key until that day, in place of what it kept before; survives the power.
  /// Refused over kMostKept, NoSpace, TooLarge: what was kept before stays.
  Result<> keep(const crypto::Recipient& words, ByteView content, protocol::Day last_day);
  /// NotFound when nothing is kept for these words, or its last day is over. The caller wipes it.
  Result<Bytes> open_kept(const crypto::Identity& words, protocol::Day today);
  /// Sent, or given up by its person. Harmless when nothing is kept.
  Result<> forget_kept(const crypto::Recipient& words);
  /// The row alone, within a transaction of the caller.
  Result<> remove_kept_row(const crypto::Recipient& words);
  /// Removes those whose last day is over. How many.
  Result<std::size_t> forget_expired(protocol::Day today);
  Result<std::int64_t> kept();

  /// The words' key for long forms: Argon2id, 57 ms and 32 MiB; not on the store worker. InvalidInput when the words are too few.
  static Result<crypto::Identity> key_of_words(std::string_view words);
  /// Five words, 65 bits, as a session's.
  static std::string make_words(Random& random);

 private:
  Result<crypto::Recipient> present_key();
  Result<Bytes> seal(ByteView content, const crypto::Recipient& key);

  StateDatabase& m_state;
  Random& m_random;
  DraftKeyHolder* m_holder;
  std::optional<crypto::Recipient> m_present;  ///< of the key that the holder has
};

}  // namespace escale::store
