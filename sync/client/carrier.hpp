// A way for things to travel: the repository's files down; envelopes, receipts, releases and statuses both ways.
// A carrier is untrusted: whatever it brings is verified by its signature or digest, whatever it takes is sealed.
// It must not decide what to fetch or send; sync_once does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/client/transfer.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/names.hpp"

namespace escale::client {

enum class Delivery {
  Stored,       ///< the other side has it durably
  Quarantined,  ///< it has it, and shows it to nobody until the terminal is listed
};

struct ReleasePage {
  std::vector<std::string> releases;  ///< signed statements, to be checked with protocol::open_release
  std::string next;                   ///< give it back next time; the same as given when there is nothing new
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  /// For logs and screens: "hub", "usb".
  virtual std::string name() const = 0;

  /// Feeds the repository file at `path` ("metadata/timestamp.json") from byte `offset` on. NotFound when absent, TooLarge when the
  /// whole file is over max_bytes, Unavailable when the way is cut (what came before has been fed).
  virtual Result<> fetch(std::string_view path, std::uint64_t offset, std::uint64_t max_bytes, const PieceSink& sink,
                         const CancelFlag& cancel) = 0;

  /// The life of the hub at the other end; empty when this way does not know (a USB key).
  virtual Result<std::optional<protocol::GenerationId>> generation() = 0;

  /// Hands one envelope over with its postmark. Repeating it is harmless.
  virtual Result<Delivery> put_envelope(const crypto::Digest& sha256, ByteView file, std::string_view postmark) = 0;

  /// Signed receipts that may cover these digests (at most protocol::kMaxBatch at a time).
  virtual Result<std::vector<std::string>> receipts(std::span<const crypto::Digest> envelopes) = 0;

  /// The next page of a mailbox's releases after a cursor ("" at first).
  virtual Result<ReleasePage> releases(std::string_view mailbox, std::string_view after) = 0;

  /// Hands over a signed terminal status.
  virtual Result<> put_status(const crypto::VerifyKey& terminal, std::string_view status) = 0;
};

}  // namespace escale::client
