// The key of a draft, held by the supervisor while terminals come and go: a terminal that is killed takes nothing of it away, the one that
// follows finds it, and it is gone with the person, with the supervisor and with the power.
//
// It is memory of the kernel without a name (memfd), handed over as a descriptor. Never an argument or the environment: those are read in
// /proc by anybody. Not the kernel's keyring: containers and hardened units have none. Not a pipe: a terminal killed between reading and
// writing back would lose it. The supervisor cannot be looked into (PR_SET_DUMPABLE), so that /proc/PID/fd gives it to nobody either.
#pragma once

#include <cstdint>
#include <span>

#include "sync/base/result.hpp"

namespace escale::helpers {

class KeptKey {
 public:
  static constexpr std::size_t kBytes = 32;

  /// Room for one key, empty. Closed in programs that are started, unless start_process hands it over.
  static Result<KeptKey> make();
  /// The room that a supervisor handed over. InvalidInput when the descriptor is anything else, a file on a disk above all.
  static Result<KeptKey> adopt(int descriptor);
  ~KeptKey();
  KeptKey(KeptKey&& other) noexcept;
  KeptKey& operator=(KeptKey&& other) noexcept;
  KeptKey(const KeptKey&) = delete;
  KeptKey& operator=(const KeptKey&) = delete;

  int descriptor() const { return m_descriptor; }
  /// Copies the key out: true, or false when there is none.
  Result<bool> read(std::span<std::uint8_t, kBytes> out) const;
  /// Puts a key in, in place of any other.
  Result<> write(std::span<const std::uint8_t, kBytes> key);
  /// Zeros over the key, then nothing. Harmless when there is none.
  Result<> wipe();

 private:
  explicit KeptKey(int descriptor) : m_descriptor(descriptor) {}
  int m_descriptor = -1;
};

}  // namespace escale::helpers
