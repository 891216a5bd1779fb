#include "sync/client/http_carrier.hpp"

#include <fmt/format.h>

#include "sync/client/http_session.hpp"
#include "sync/protocol/request.hpp"

namespace escale::client {

struct HttpCarrier::Impl {
  std::unique_ptr<HttpSession> session;
  CancelFlag never;
};

HttpCarrier::HttpCarrier(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
HttpCarrier::~HttpCarrier() = default;

Result<std::unique_ptr<HttpCarrier>> HttpCarrier::open(HttpOptions options, Random& random, Sleeper sleeper) {
  TRY_ASSIGN(auto session, HttpSession::open(std::move(options), random, std::move(sleeper)));
  auto impl = std::make_unique<Impl>();
  impl->session = std::move(session);
  return std::unique_ptr<HttpCarrier>(new HttpCarrier(std::move(impl)));
}

std::string HttpCarrier::name() const { return "hub"; }

Result<> HttpCarrier::fetch(std::string_view path, std::uint64_t offset, std::uint64_t max_bytes, const PieceSink& sink,
                            const CancelFlag& cancel) {
  return m_impl->session->download(fmt::format("/repository/{}", path), offset, max_bytes, sink, cancel);
}

Result<std::optional<protocol::GenerationId>> HttpCarrier::generation() {
  HttpRequest request;
  request.target = "/v1/hub";
  TRY_ASSIGN(const Json facts, m_impl->session->call_json(request, m_impl->never));
  TRY_ASSIGN(const std::string text, json_string(facts, "generation"));
  TRY_ASSIGN(const protocol::GenerationId id, protocol::GenerationId::parse(text));
  return id;
}

Result<Delivery> HttpCarrier::put_envelope(const crypto::Digest& sha256, ByteView file, std::string_view postmark) {
  HttpRequest request;
  request.method = "PUT";
  request.target = fmt::format("/v1/envelopes/{}", sha256.hex());
  request.headers.emplace_back(protocol::kPostmarkHeader, postmark);
  request.body = file;
  TRY_ASSIGN(const HttpReply reply, m_impl->session->call(request, m_impl->never));
  return reply.status == 202 ? Delivery::Quarantined : Delivery::Stored;
}

Result<std::vector<std::string>> HttpCarrier::receipts(std::span<const crypto::Digest> envelopes) {
  Json list = Json::array();
  for (const auto& digest : envelopes) list.push_back(digest.hex());
  const std::string body = Json{{"envelopes", std::move(list)}}.dump();
  HttpRequest request;
  request.method = "POST";
  request.target = "/v1/receipts";
  request.body = as_bytes(body);
  TRY_ASSIGN(const Json answer, m_impl->session->call_json(request, m_impl->never));
  return json_strings(answer, "receipts");
}

Result<ReleasePage> HttpCarrier::releases(std::string_view mailbox, std::string_view after) {
  HttpRequest request;
  request.target = fmt::format("/v1/releases/{}?after={}", mailbox, after);
  TRY_ASSIGN(const Json answer, m_impl->session->call_json(request, m_impl->never));
  ReleasePage page;
  TRY_ASSIGN(page.releases, json_strings(answer, "releases"));
  TRY_ASSIGN(page.next, json_string(answer, "next"));
  return page;
}

Result<> HttpCarrier::put_status(const crypto::VerifyKey& terminal, std::string_view status) {
  HttpRequest request;
  request.method = "PUT";
  request.target = fmt::format("/v1/terminals/{}/status", terminal.hex());
  request.body = as_bytes(status);
  TRY(m_impl->session->call(request, m_impl->never));
  return {};
}

Result<> HttpCarrier::enrol(std::string_view enrolment) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/v1/enrolments";
  request.body = as_bytes(enrolment);
  TRY(m_impl->session->call(request, m_impl->never));
  return {};
}

}  // namespace escale::client
