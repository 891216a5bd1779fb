// The two keys that live at a hub: one signs snapshot and timestamp, one signs receipts. Made at the first start, kept as files that
// only the hub's user reads. Whoever steals them can withhold and claim to have stored; they open nothing and publish nothing.
#pragma once

#include "sync/base/files.hpp"
#include "sync/base/random.hpp"
#include "sync/crypto/sign.hpp"

namespace escale::hub {

struct HubKeys {
  crypto::SigningKey online;
  crypto::SigningKey receipt;
};

/// Reads `<data>/keys/{online,receipt}.key` (64 hexadecimal digits each), making what is missing.
Result<HubKeys> open_keys(const Path& data, Files& files, Random& random);

}  // namespace escale::hub
