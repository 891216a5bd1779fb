#include "sync/client/hub_clients.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/client/http_session.hpp"
#include "sync/protocol/request.hpp"

namespace escale::client {
namespace {
const CancelFlag kNever;

HttpRequest signed_request(std::string method, std::string target, ByteView body, const Clock& clock, const crypto::SigningKey& key) {
  HttpRequest request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.body = body;
  request.headers.emplace_back(protocol::kRequestHeader, protocol::sign_request(request.method, request.target, body, clock.now(), key));
  return request;
}

Result<protocol::BlobRef> blob_of(const Json& item) {
  protocol::BlobRef blob;
  TRY_ASSIGN(const std::string sha256, json_string(item, "sha256"));
  TRY_ASSIGN(blob.sha256, crypto::Digest::parse(sha256));
  TRY_ASSIGN(const std::int64_t size, json_int(item, "size"));
  if (size < 0) return fail(Code::InvalidInput, "'size' is negative");
  blob.size = static_cast<std::uint64_t>(size);
  return blob;
}

Result<crypto::VerifyKey> key_of(const Json& item, std::string_view field) {
  TRY_ASSIGN(const std::string text, json_string(item, field));
  return crypto::VerifyKey::parse(text);
}
}  // namespace

// --- publisher -----------------------------------------------------------------------------------------------------

HubPublisherClient::HubPublisherClient(std::unique_ptr<HttpSession> session) : m_session(std::move(session)) {}
HubPublisherClient::HubPublisherClient(HubPublisherClient&&) noexcept = default;
HubPublisherClient::~HubPublisherClient() = default;

Result<HubPublisherClient> HubPublisherClient::open(HttpOptions options, Random& random) {
  TRY_ASSIGN(auto session, HttpSession::open(std::move(options), random));
  return HubPublisherClient(std::move(session));
}

Result<HubFacts> HubPublisherClient::facts() {
  HttpRequest request;
  request.target = "/v1/hub";
  TRY_ASSIGN(const Json answer, m_session->call_json(request, kNever));
  HubFacts facts;
  TRY_ASSIGN(const std::string generation, json_string(answer, "generation"));
  TRY_ASSIGN(facts.generation, protocol::GenerationId::parse(generation));
  TRY_ASSIGN(facts.online_key, key_of(answer, "online_key"));
  TRY_ASSIGN(facts.receipt_key, key_of(answer, "receipt_key"));
  return facts;
}

Result<PublicationResult> HubPublisherClient::publish(const Publication& publication, const ProgressCallback& progress) {
  TRY_ASSIGN(const Bytes body, repository::write_candidate(publication.candidate));
  HttpRequest propose;
  propose.method = "POST";
  propose.target = "/v1/publications";
  propose.body = body;
  TRY_ASSIGN(const Json proposed, m_session->call_json(propose, kNever));
  TRY_ASSIGN(const std::string id, json_string(proposed, "publication"));
  TRY_ASSIGN(const Json* missing, json_array(proposed, "missing"));

  PublicationResult result;
  std::vector<protocol::BlobRef> blobs;
  Progress state{Stage::Blobs, 0, 0};
  for (const auto& item : *missing) {
    TRY_ASSIGN(const protocol::BlobRef blob, blob_of(item));
    state.total += blob.size;
    blobs.push_back(blob);
  }
  for (const auto& blob : blobs) {
    TRY_ASSIGN(const Bytes bytes, publication.read_blob(blob));
    if (bytes.size() != blob.size || crypto::sha256(bytes) != blob.sha256)
      return fail(Code::Corrupt, fmt::format("the local copy of blob {} is damaged: build the bundle again", blob.sha256.hex()));
    HttpRequest put;
    put.method = "PUT";
    put.target = fmt::format("/v1/publications/{}/blobs/{}", id, blob.sha256.hex());
    put.body = bytes;
    TRY(m_session->call(put, kNever));
    ++result.blobs_sent;
    result.bytes_sent += blob.size;
    state.done += blob.size;
    if (progress) progress(state);
  }
  HttpRequest commit;
  commit.method = "POST";
  commit.target = fmt::format("/v1/publications/{}/commit", id);
  TRY_ASSIGN(const bool already, json_bool(proposed, "published"));
  if (already) return result;
  TRY_ASSIGN(const Json committed, m_session->call_json(commit, kNever));
  TRY_ASSIGN(result.snapshot_version, json_int(committed, "snapshot_version"));
  return result;
}

// --- operator ------------------------------------------------------------------------------------------------------

HubOperatorClient::HubOperatorClient(std::unique_ptr<HttpSession> session, const Clock& clock, const crypto::SigningKey& key)
    : m_session(std::move(session)), m_clock(&clock), m_key(&key) {}
HubOperatorClient::HubOperatorClient(HubOperatorClient&&) noexcept = default;
HubOperatorClient::~HubOperatorClient() = default;

Result<HubOperatorClient> HubOperatorClient::open(HttpOptions options, const Clock& clock, Random& random, const crypto::SigningKey& key) {
  TRY_ASSIGN(auto session, HttpSession::open(std::move(options), random));
  return HubOperatorClient(std::move(session), clock, key);
}

Result<> HubOperatorClient::register_code(const protocol::EnrolmentCode& code) {
  TRY_ASSIGN(const std::string body, protocol::encode_enrolment_code(code));
  TRY(m_session->call(signed_request("POST", "/v1/enrolment-codes", as_bytes(body), *m_clock, *m_key), kNever));
  return {};
}

Result<std::vector<PendingEnrolment>> HubOperatorClient::enrolments() {
  TRY_ASSIGN(const Json answer, m_session->call_json(signed_request("GET", "/v1/enrolments", {}, *m_clock, *m_key), kNever));
  TRY_ASSIGN(const Json* list, json_array(answer, "enrolments"));
  std::vector<PendingEnrolment> out;
  for (const auto& item : *list) {
    PendingEnrolment entry;
    TRY_ASSIGN(entry.terminal, key_of(item, "terminal"));
    TRY_ASSIGN(entry.name, json_string(item, "name"));
    TRY_ASSIGN(entry.site, json_string(item, "site"));
    TRY_ASSIGN(entry.day, json_string(item, "day"));
    TRY_ASSIGN(entry.listed, json_bool(item, "listed"));
    out.push_back(std::move(entry));
  }
  return out;
}

Result<std::vector<KnownTerminal>> HubOperatorClient::terminals() {
  TRY_ASSIGN(const Json answer, m_session->call_json(signed_request("GET", "/v1/terminals", {}, *m_clock, *m_key), kNever));
  TRY_ASSIGN(const Json* list, json_array(answer, "terminals"));
  std::vector<KnownTerminal> out;
  for (const auto& item : *list) {
    KnownTerminal entry;
    TRY_ASSIGN(entry.terminal, key_of(item, "terminal"));
    TRY_ASSIGN(entry.seen_day, json_string(item, "day"));
    TRY_ASSIGN(entry.status, json_string(item, "status"));
    out.push_back(std::move(entry));
  }
  return out;
}

// --- reader --------------------------------------------------------------------------------------------------------

HubReaderClient::HubReaderClient(std::unique_ptr<HttpSession> session, const Clock& clock, const crypto::SigningKey& key)
    : m_session(std::move(session)), m_clock(&clock), m_key(&key) {}
HubReaderClient::HubReaderClient(HubReaderClient&&) noexcept = default;
HubReaderClient::~HubReaderClient() = default;

Result<HubReaderClient> HubReaderClient::open(HttpOptions options, const Clock& clock, Random& random, const crypto::SigningKey& key) {
  TRY_ASSIGN(auto session, HttpSession::open(std::move(options), random));
  return HubReaderClient(std::move(session), clock, key);
}

Result<MailboxPage> HubReaderClient::list(std::string_view mailbox, std::string_view after) {
  const std::string target = fmt::format("/v1/mailboxes/{}/envelopes?after={}", mailbox, after);
  TRY_ASSIGN(const Json answer, m_session->call_json(signed_request("GET", target, {}, *m_clock, *m_key), kNever));
  TRY_ASSIGN(const Json* list, json_array(answer, "envelopes"));
  MailboxPage page;
  for (const auto& item : *list) {
    TRY_ASSIGN(const protocol::BlobRef blob, blob_of(item));
    TRY_ASSIGN(std::string day, json_string(item, "day"));
    page.envelopes.push_back({blob.sha256, std::move(day), blob.size});
  }
  TRY_ASSIGN(page.next, json_string(answer, "next"));
  return page;
}

Result<Bytes> HubReaderClient::fetch(std::string_view mailbox, const crypto::Digest& sha256) {
  const std::string target = fmt::format("/v1/mailboxes/{}/envelopes/{}", mailbox, sha256.hex());
  TRY_ASSIGN(HttpReply reply, m_session->call(signed_request("GET", target, {}, *m_clock, *m_key), kNever));
  if (crypto::sha256(reply.body) != sha256) return fail(Code::Corrupt, fmt::format("what the hub sent is not envelope {}", sha256.hex()));
  return std::move(reply.body);
}

Result<> HubReaderClient::release(std::string_view mailbox, std::vector<crypto::Digest> envelopes) {
  std::sort(envelopes.begin(), envelopes.end());
  for (std::size_t start = 0; start < envelopes.size(); start += protocol::kMaxBatch) {
    protocol::Release release;
    release.mailbox = mailbox;
    const std::size_t end = std::min(envelopes.size(), start + protocol::kMaxBatch);
    release.envelopes.assign(envelopes.begin() + static_cast<std::ptrdiff_t>(start), envelopes.begin() + static_cast<std::ptrdiff_t>(end));
    TRY_ASSIGN(const std::string statement, protocol::sign_release(std::move(release), *m_key));
    HttpRequest request;
    request.method = "POST";
    request.target = "/v1/releases";
    request.body = as_bytes(statement);
    TRY(m_session->call(request, kNever));
  }
  return {};
}

}  // namespace escale::client
