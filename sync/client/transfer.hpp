// Words shared by everything that moves bytes: a cancel flag, a progress report, a sink.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "sync/base/bytes.hpp"

namespace escale::client {

/// Set from any thread; whoever transfers looks at it between two pieces and stops with Code::Refused, "cancelled".
class CancelFlag {
 public:
  void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
  bool cancelled() const { return m_cancelled.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> m_cancelled{false};
};

enum class Stage { Metadata, Blobs, Envelopes, Receipts, Done };

struct Progress {
  Stage stage = Stage::Metadata;
  std::uint64_t done = 0;   ///< bytes while Blobs, envelopes while Envelopes
  std::uint64_t total = 0;  ///< 0 while unknown
};
/// Called on the transferring thread, at most about ten times a second.
using ProgressCallback = std::function<void(const Progress&)>;

/// Takes one piece of a download; its error stops the transfer and is returned.
using PieceSink = std::function<Result<>(ByteView)>;

}  // namespace escale::client
