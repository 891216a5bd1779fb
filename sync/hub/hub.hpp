// The hub as a whole: opens its data, starts its threads, serves, stops without losing an answer it promised.
// It stores what it cannot read, serves what others signed, and knows the fleet from signed metadata only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/base/random.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/names.hpp"

namespace escale::hub {

struct HubOptions {
  Path data;                           ///< hub.db, repository/, trusted/, keys/, incoming/
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;           ///< 0: any free one
  Path root;                           ///< first root of the repository; empty: the tree already has one
  unsigned max_connections = 10'000;
  bool new_generation = false;         ///< the data was restored from a backup
};

class Hub {
 public:
  /// The clock, files and random outlive the hub. Errors name what to mend in the options.
  static Result<std::unique_ptr<Hub>> start(const HubOptions& options, Files& files, const Clock& clock, Random& random);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  std::uint16_t port() const;
  crypto::VerifyKey online_key() const;   ///< what root names for snapshot and timestamp
  crypto::VerifyKey receipt_key() const;  ///< what the fleet list names under hub_keys
  protocol::GenerationId generation() const;

  /// Retention, forgotten counts, a fresh timestamp: once an hour is right. Returns when done.
  void maintain();
  /// Stops accepting, answers what is under way, closes.
  void stop();

 private:
  struct Impl;
  explicit Hub(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace escale::hub
