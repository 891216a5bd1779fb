// Which request does what (SPEC.md section 8). Each route checks who may, then hands its work to the writer, to the publishing queue,
// or answers from memory. Rule: a cause has one error code, everywhere.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/hub/directory.hpp"
#include "sync/hub/http_server.hpp"
#include "sync/hub/keys.hpp"
#include "sync/hub/publishing.hpp"
#include "sync/hub/storage.hpp"
#include "sync/hub/task_queue.hpp"
#include "sync/hub/writer.hpp"

namespace escale::hub {

/// Everything a route needs; owned by Hub.
struct Services {
  const Clock& clock;
  Files& files;
  const HubKeys& keys;
  protocol::GenerationId generation;
  CurrentDirectory& directory;
  Publishing& publishing;
  Writer& writer;
  TaskQueue& tasks;
  std::mutex& reading_mutex;  ///< guards `reading`
  Storage& reading;           ///< second connection, never writes
};

struct Counters {
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> errors{0};
  std::atomic<std::uint64_t> envelopes_new{0};
  std::atomic<std::uint64_t> envelopes_again{0};
  std::atomic<std::uint64_t> envelopes_quarantined{0};
  std::atomic<std::uint64_t> publications{0};
};

class Routes final : public Handler {
 public:
  explicit Routes(Services services) : m_services(services) {}

  std::variant<Plan, Response> begin(const Request& head) override;
  std::variant<Response, Deferred> handle(Request& request) override;
  Response too_large(const Request& head, std::uint64_t limit) override;
  Response failed(const Error& error) override;

  /// For /metrics; set once the server is up.
  void set_server(const HttpServer* server) { m_server = server; }
  /// Moves in what quarantine holds of terminals that are listed now. Queued on the writer.
  void admit_listed();

 private:
  using Outcome = std::variant<Response, Deferred>;
  Outcome route(Request& request);
  Outcome put_envelope(Request& request, std::string_view name);
  Outcome post_receipts(Request& request);
  Outcome post_release(Request& request);
  Response get_releases(const Request& request, std::string_view mailbox);
  Response list_mailbox(const Request& request, std::string_view mailbox);
  Response get_envelope(const Request& request, std::string_view mailbox, std::string_view name);
  Outcome post_code(Request& request);
  Outcome post_enrolment(Request& request);
  Response get_enrolments(const Request& request);
  Response get_terminals(const Request& request);
  Outcome put_status(Request& request, std::string_view key);
  Outcome post_publication(Request& request);
  /// What the publisher can mend, or, for trouble of our own, what the log keeps.
  Response publication_error(const Error& error, std::string_view conflict);
  Outcome put_blob(Request& request, std::string_view publication, std::string_view blob);
  Outcome commit_publication(std::string_view publication);
  Response hub_facts() const;
  Response metrics();

  /// The key that signed the request, when `allowed` says yes to it; else the answer to give.
  template <class Allowed>
  std::variant<crypto::VerifyKey, Response> signer(const Request& request, std::string_view who, Allowed allowed);
  Result<std::string> last_visible_day(std::string_view mailbox, std::int64_t minimum, Storage& storage);

  Services m_services;
  Counters m_counters;
  std::atomic<const HttpServer*> m_server = nullptr;  // set when the event loop already runs
};

}  // namespace escale::hub
