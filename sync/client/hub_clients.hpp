// What people's programs ask of a hub: publish, operate, read. Thin and stateless; `escale` subcommands are thin users of these.
// Each call is one or a few HTTP requests with the retries of HttpOptions; errors carry the hub's own sentence.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/random.hpp"
#include "sync/client/http_carrier.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/blobs.hpp"
#include "sync/protocol/enrolment.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/repository/publisher.hpp"

namespace escale::client {

class HttpSession;

/// Signed metadata and targets (repository::Draft::candidate), and where to read the blobs they name.
struct Publication {
  repository::Candidate candidate;
  std::function<Result<Bytes>(const protocol::BlobRef&)> read_blob;
};

struct PublicationResult {
  std::size_t blobs_sent = 0;
  std::uint64_t bytes_sent = 0;
  std::int64_t snapshot_version = 0;
};

/// What a hub says of itself; its keys count only once root and the fleet list name them.
struct HubFacts {
  protocol::GenerationId generation;
  crypto::VerifyKey online_key;
  crypto::VerifyKey receipt_key;
};

class HubPublisherClient {
 public:
  static Result<HubPublisherClient> open(HttpOptions options, Random& random);
  HubPublisherClient(HubPublisherClient&&) noexcept;
  ~HubPublisherClient();
  /// Metadata first, then exactly the blobs the hub lacks, then the switch. Conflict when somebody published this version already,
  /// Untrusted when a signature, threshold or approval is missing.
  Result<PublicationResult> publish(const Publication& publication, const ProgressCallback& progress = {});
  Result<HubFacts> facts();

 private:
  explicit HubPublisherClient(std::unique_ptr<HttpSession> session);
  std::unique_ptr<HttpSession> m_session;
};

struct PendingEnrolment {
  crypto::VerifyKey terminal;
  std::string name;
  std::string site;
  std::string day;     ///< on which it presented its code
  bool listed = false;  ///< already in the fleet list
};

struct KnownTerminal {
  crypto::VerifyKey terminal;
  std::string status;    ///< the signed statement, for protocol::open_status
  std::string seen_day;  ///< of its last status
};

class HubOperatorClient {
 public:
  static Result<HubOperatorClient> open(HttpOptions options, const Clock& clock, Random& random, const crypto::SigningKey& key);
  HubOperatorClient(HubOperatorClient&&) noexcept;
  ~HubOperatorClient();
  /// Registers a code's digest. Repeating it is harmless.
  Result<> register_code(const protocol::EnrolmentCode& code);
  Result<std::vector<PendingEnrolment>> enrolments();
  /// Last statuses of all terminals.
  Result<std::vector<KnownTerminal>> terminals();

 private:
  HubOperatorClient(std::unique_ptr<HttpSession> session, const Clock& clock, const crypto::SigningKey& key);
  std::unique_ptr<HttpSession> m_session;
  const Clock* m_clock;
  const crypto::SigningKey* m_key;
};

struct MailboxEntry {
  crypto::Digest sha256;
  std::string day;  ///< of arrival
  std::uint64_t size = 0;
};
struct MailboxPage {
  std::vector<MailboxEntry> envelopes;  ///< by day, then digest
  std::string next;                     ///< "" at the end
};

class HubReaderClient {
 public:
  static Result<HubReaderClient> open(HttpOptions options, const Clock& clock, Random& random, const crypto::SigningKey& key);
  HubReaderClient(HubReaderClient&&) noexcept;
  ~HubReaderClient();
  /// Envelopes of a mailbox after a cursor ("" from the start). A later arrival may sort before an old cursor of the same day: begin
  /// again from "<day>" of the last day that was not over, and skip what is already here.
  Result<MailboxPage> list(std::string_view mailbox, std::string_view after = "");
  /// One envelope; Corrupt when the bytes do not have this digest.
  Result<Bytes> fetch(std::string_view mailbox, const crypto::Digest& sha256);
  /// Tells terminals that these are safe here. Signed as protocol::Release with this reader's key, in batches.
  Result<> release(std::string_view mailbox, std::vector<crypto::Digest> envelopes);

 private:
  HubReaderClient(std::unique_ptr<HttpSession> session, const Clock& clock, const crypto::SigningKey& key);
  std::unique_ptr<HttpSession> m_session;
  const Clock* m_clock;
  const crypto::SigningKey* m_key;
};

}  // namespace escale::client
