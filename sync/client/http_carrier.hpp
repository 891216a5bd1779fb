// The carrier to a hub over HTTP(S). Timeouts everywhere, downloads resume at the byte, retries wait longer each time with jitter.
// One object belongs to one thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "sync/base/random.hpp"
#include "sync/client/carrier.hpp"

namespace escale::client {

struct HttpOptions {
  std::string base_url;  ///< "https://hub.example/", or with a path before /v1
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::seconds stall_timeout{30};  ///< no byte for this long: Unavailable
  int attempts = 4;                        ///< tries of one request that meets Unavailable
  std::chrono::milliseconds first_wait{500};
  std::chrono::milliseconds longest_wait{30'000};
};

/// How long to wait before the try number `attempt` (from 1): first_wait doubled each time, capped, times a random 50 to 100 %.
std::chrono::milliseconds backoff(int attempt, std::chrono::milliseconds first, std::chrono::milliseconds longest, Random& random);

/// Waits; the default sleeps in short steps and stops early when cancelled. Tests hand in their own.
using Sleeper = std::function<void(std::chrono::milliseconds, const CancelFlag&)>;

class HttpCarrier final : public Carrier {
 public:
  /// InvalidInput when the address is not http:// or https://.
  static Result<std::unique_ptr<HttpCarrier>> open(HttpOptions options, Random& random, Sleeper sleeper = {});
  ~HttpCarrier() override;

  std::string name() const override;
  Result<> fetch(std::string_view path, std::uint64_t offset, std::uint64_t max_bytes, const PieceSink& sink,
                 const CancelFlag& cancel) override;
  Result<std::optional<protocol::GenerationId>> generation() override;
  Result<Delivery> put_envelope(const crypto::Digest& sha256, ByteView file, std::string_view postmark) override;
  Result<std::vector<std::string>> receipts(std::span<const crypto::Digest> envelopes) override;
  Result<ReleasePage> releases(std::string_view mailbox, std::string_view after) override;
  Result<> put_status(const crypto::VerifyKey& terminal, std::string_view status) override;
  /// Presents an enrolment (protocol::sign_enrolment). NotFound for an unknown or used code, Expired for an old one.
  Result<> enrol(std::string_view enrolment);

 private:
  struct Impl;
  explicit HttpCarrier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace escale::client
