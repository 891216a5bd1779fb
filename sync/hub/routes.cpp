#include "sync/hub/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sync/base/json.hpp"
#include "sync/base/log.hpp"
#include "sync/hub/answers.hpp"
#include "sync/hub/static_files.hpp"
#include "sync/protocol/enrolment.hpp"
#include "sync/protocol/envelope.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/protocol/request.hpp"
#include "sync/protocol/status.hpp"

namespace escale::hub {
namespace {
constexpr std::uint64_t kMaxCandidateBytes = std::uint64_t{24} << 20;
constexpr std::uint64_t kMaxSmallBody = 64U << 10;
constexpr std::uint64_t kMaxBatchBody = 128U << 10;
constexpr std::size_t kPageEnvelopes = 1000;
constexpr std::size_t kPageReleases = 50;
constexpr std::string_view kAgeMagic = "age-encryption.org/v1\n";

/// "/v1/a/b" -> {"v1", "a", "b"}; at most 8 pieces.
std::vector<std::string_view> pieces_of(std::string_view path) {
  std::vector<std::string_view> out;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (out.size() < 8) {
    const auto slash = path.find('/');
    out.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return out;
}

Response no_such_route() { return error_answer(404, "no_such_route", Code::NotFound, "the hub has no such address"); }
Response unknown_mailbox(std::string_view mailbox) {
  return error_answer(404, "unknown_mailbox", Code::NotFound, fmt::format("no published descriptor names mailbox '{}'", mailbox));
}
Response unlisted(std::string_view code = "unlisted_terminal") {
  return error_answer(403, code, Code::Refused, "this terminal is not in the fleet list: an operator must list it");
}

Result<std::vector<crypto::Digest>> batch_of(ByteView body) {
  TRY_ASSIGN(const Json object, parse_json(as_text(body)));
  TRY_ASSIGN(const std::vector<std::string> texts, json_strings(object, "envelopes"));
  if (texts.size() > protocol::kMaxBatch) return fail(Code::TooLarge, fmt::format("at most {} envelopes in one request", protocol::kMaxBatch));
  std::vector<crypto::Digest> out;
  for (const auto& text : texts) {
    TRY_ASSIGN(const crypto::Digest digest, crypto::Digest::parse(text));
    out.push_back(digest);
  }
  return out;
}
}  // namespace

Response Routes::too_large(const Request&, std::uint64_t limit) {
  return error_answer(413, "too_large", Code::TooLarge, fmt::format("the body is over the limit of {} bytes for this address", limit));
}

Response Routes::failed(const Error& error) {
  const char* cause = error.code == Code::NoSpace ? "no_space" : error.code == Code::Unavailable ? "busy" : "internal";
  // What went wrong inside is for the log; the peer hears what it can do.
  if (error.code != Code::NoSpace && error.code != Code::Unavailable) {
    log(Level::Error, "request_failed", {{"code", std::string(code_name(error.code))}, {"why", error.message}});
    return error_answer(500, cause, Code::Internal, "the hub failed: try again later");
  }
  return error_answer(cause, error.code == Code::NoSpace ? Error{Code::NoSpace, "the hub's disk is full: keep it and try again later"} : error);
}

std::variant<Plan, Response> Routes::begin(const Request& head) {
  const auto piece = pieces_of(head.path);
  Plan plan;
  if (head.method == "GET" || head.method == "HEAD") return plan;
  if (piece[0] != "v1" || piece.size() < 2) return no_such_route();
  if (head.method == "PUT" && piece[1] == "envelopes" && piece.size() == 3) {
    if (head.header(protocol::kPostmarkHeader).empty())
      return error_answer(400, "no_postmark", Code::InvalidInput, "the header Escale-Postmark is missing");
    plan.max_body = protocol::kMaxEnvelopeBytes;
  } else if (head.method == "PUT" && piece[1] == "publications" && piece.size() == 5 && piece[3] == "blobs") {
    const auto publication = crypto::Digest::parse(piece[2]);
    const auto blob = crypto::Digest::parse(piece[4]);
    if (!publication || !blob) return error_answer(400, "bad_digest", Code::InvalidInput, "a digest is 64 hexadecimal digits");
    auto size = m_services.publishing.blob_size(*publication, *blob);
    if (!size) return error_answer("unknown_blob", size.error());
    auto sink = m_services.publishing.receive_blob(*publication, *blob);
    if (!sink) return failed(sink.error());
    plan.max_body = *size;
    plan.sink = std::move(*sink);
  } else if (head.method == "PUT" && piece[1] == "terminals") {
    plan.max_body = kMaxSmallBody * 4;
  } else if (head.method == "POST") {
    plan.max_body = piece[1] == "publications" ? kMaxCandidateBytes
                    : piece[1] == "receipts" || piece[1] == "releases" ? kMaxBatchBody
                                                                       : kMaxSmallBody;
  } else {
    return error_answer(405, "method_not_allowed", Code::InvalidInput, "this address does not take that method");
  }
  return plan;
}

std::variant<Response, Deferred> Routes::handle(Request& request) {
  ++m_counters.requests;
  Outcome outcome = route(request);
  if (const auto* response = std::get_if<Response>(&outcome); response != nullptr && response->status >= 400) ++m_counters.errors;
  return outcome;
}

Routes::Outcome Routes::route(Request& request) {
  const auto piece = pieces_of(request.path);
  const std::string& method = request.method;
  const bool get = method == "GET" || method == "HEAD";
  const std::size_t count = piece.size();
  if (get && piece[0] == "repository" && count > 1)
    return serve_file(m_services.files, m_services.publishing.tree(), std::string_view(request.path).substr(std::string_view("/repository/").size()), request);
  if (get && request.path == "/healthz") return json_answer(200, {{"status", "ok"}});
  if (get && request.path == "/metrics") return metrics();
  if (piece[0] != "v1" || count < 2) return no_such_route();
  const std::string_view what = piece[1];
  if (what == "hub" && get && count == 2) return hub_facts();
  if (what == "envelopes" && method == "PUT" && count == 3) return put_envelope(request, piece[2]);
  if (what == "receipts" && method == "POST" && count == 2) return post_receipts(request);
  if (what == "releases" && method == "POST" && count == 2) return post_release(request);
  if (what == "releases" && get && count == 3) return get_releases(request, piece[2]);
  if (what == "mailboxes" && get && count == 4 && piece[3] == "envelopes") return list_mailbox(request, piece[2]);
  if (what == "mailboxes" && get && count == 5 && piece[3] == "envelopes") return get_envelope(request, piece[2], piece[4]);
  if (what == "enrolment-codes" && method == "POST" && count == 2) return post_code(request);
  if (what == "enrolments" && method == "POST" && count == 2) return post_enrolment(request);
  if (what == "enrolments" && get && count == 2) return get_enrolments(request);
  if (what == "terminals" && get && count == 2) return get_terminals(request);
  if (what == "terminals" && method == "PUT" && count == 4 && piece[3] == "status") return put_status(request, piece[2]);
  if (what == "publications" && method == "POST" && count == 2) return post_publication(request);
  if (what == "publications" && method == "PUT" && count == 5 && piece[3] == "blobs") return put_blob(request, piece[2], piece[4]);
  if (what == "publications" && method == "POST" && count == 4 && piece[3] == "commit") return commit_publication(piece[2]);
  return no_such_route();
}

// --- envelopes, receipts, releases ---------------------------------------------------------------------------------

Routes::Outcome Routes::put_envelope(Request& request, std::string_view name) {
  const auto digest = crypto::Digest::parse(name);
  if (!digest) return error_answer(400, "bad_digest", Code::InvalidInput, "an envelope is named by 64 hexadecimal digits");
  const auto postmark = protocol::decode_postmark(request.header(protocol::kPostmarkHeader));
  if (!postmark) return error_answer("bad_postmark", postmark.error());
  if (postmark->sha256 != *digest)
    return error_answer(400, "bad_postmark", Code::InvalidInput, "the postmark is for another envelope");
  if (!as_text(request.body).starts_with(kAgeMagic))
    return error_answer(422, "not_an_envelope", Code::Corrupt, "the body does not begin as an age v1 file");
  if (crypto::sha256(request.body) != *digest)
    return error_answer(422, "digest_mismatch", Code::Corrupt, "the body does not have the digest in its address: send it again");

  const Timestamp now = m_services.clock.now();
  struct Verdict {
    std::optional<protocol::MailboxDescriptor> mailbox;
    bool listed = false;
    bool valid = false;
  };
  Verdict verdict = m_services.directory.read([&](const Directory& directory) {
    Verdict out;
    if (const auto* mailbox = directory.mailbox(postmark->mailbox)) out.mailbox = *mailbox;
    out.listed = directory.fleet.find(postmark->terminal) != nullptr;
    out.valid = directory.fleet.is_valid(postmark->terminal, now);
    return out;
  });
  if (!verdict.mailbox) return unknown_mailbox(postmark->mailbox);
  if (postmark->epoch > verdict.mailbox->epoch)
    return error_answer(409, "unknown_epoch", Code::Conflict,
                        fmt::format("mailbox {} is at epoch {} here, the envelope is of epoch {}", postmark->mailbox, verdict.mailbox->epoch, postmark->epoch));
  if (verdict.listed && !verdict.valid)
    return error_answer(403, "terminal_not_valid", Code::Refused, "this terminal is revoked, or outside its dates in the fleet list");

  const std::string day = protocol::day_text(protocol::day_of(now));
  // Deferred is copied as a std::function: the body moves into shared ownership for the time of the write.
  auto body = std::make_shared<Bytes>(std::move(request.body));
  auto work = [this, digest = *digest, terminal = postmark->terminal, mailbox = *verdict.mailbox, listed = verdict.listed, day, body](Storage& storage) -> Response {
    const auto arrival = listed ? storage.put_envelope(digest, mailbox, terminal, day, *body)
                                : storage.put_quarantined(digest, mailbox.id, terminal, day, *body);
    if (!arrival) {
      ++m_counters.errors;
      if (arrival.error().code == Code::Refused) return error_answer(429, "quota_exceeded", Code::Refused, arrival.error().message);
      if (arrival.error().code == Code::NoSpace && listed) return error_answer("mailbox_full", arrival.error());
      if (arrival.error().code == Code::NoSpace) return error_answer("quarantine_full", arrival.error());
      return failed(arrival.error());
    }
    if (!listed) {
      ++m_counters.envelopes_quarantined;
      return json_answer(202, {{"state", "quarantined"}, {"message", "kept aside until an operator lists this terminal"}});
    }
    ++(*arrival == Arrival::New ? m_counters.envelopes_new : m_counters.envelopes_again);
    return json_answer(*arrival == Arrival::New ? 201 : 200, {{"state", "stored"}});
  };
  return Deferred([this, work = std::move(work)](Reply reply) { m_services.writer.add(work, std::move(reply)); });
}

Routes::Outcome Routes::post_receipts(Request& request) {
  const auto batch = batch_of(request.body);
  if (!batch) return error_answer("bad_batch", batch.error());
  protocol::Receipt receipt;
  receipt.generation = m_services.generation;
  receipt.day = protocol::day_of(m_services.clock.now());
  Json quarantined = Json::array();
  Json unknown = Json::array();
  {
    const std::lock_guard lock(m_services.reading_mutex);
    for (const auto& digest : *batch) {
      const auto presence = m_services.reading.presence(digest);
      if (!presence) return failed(presence.error());
      if (*presence == Presence::Stored) receipt.stored.push_back(digest);
      if (*presence == Presence::Quarantined) quarantined.push_back(digest.hex());
      if (*presence == Presence::Absent) unknown.push_back(digest.hex());
    }
  }
  Json receipts = Json::array();
  if (!receipt.stored.empty()) {
    auto text = protocol::sign_receipt(std::move(receipt), m_services.keys.receipt);
    if (!text) return failed(text.error());
    receipts.push_back(std::move(*text));
  }
  return json_answer(200, {{"receipts", std::move(receipts)}, {"quarantined", std::move(quarantined)}, {"unknown", std::move(unknown)}});
}

Routes::Outcome Routes::post_release(Request& request) {
  const auto text = as_text(request.body);
  const auto mailbox = protocol::release_mailbox(text);
  if (!mailbox) return error_answer("bad_release", mailbox.error());
  struct Keys {
    bool known = false;
    std::vector<crypto::VerifyKey> readers;
    std::vector<crypto::VerifyKey> hubs;
  };
  const Keys keys = m_services.directory.read([&](const Directory& directory) {
    Keys out;
    if (const auto* descriptor = directory.mailbox(*mailbox)) out = {true, descriptor->reader_keys(), directory.fleet.hub_verify_keys()};
    return out;
  });
  if (!keys.known) return unknown_mailbox(*mailbox);
  if (const auto release = protocol::open_release(text, keys.readers, keys.hubs); !release) return error_answer("bad_release", release.error());
  const std::string day = protocol::day_text(protocol::day_of(m_services.clock.now()));
  auto work = [this, mailbox = *mailbox, day, statement = std::string(text)](Storage& storage) -> Response {
    if (const auto added = storage.add_release(mailbox, day, statement); !added) return failed(added.error());
    return json_answer(200, {{"state", "kept"}});
  };
  return Deferred([this, work = std::move(work)](Reply reply) { m_services.writer.add(work, std::move(reply)); });
}

Response Routes::get_releases(const Request& request, std::string_view mailbox) {
  const bool known = m_services.directory.read([&](const Directory& directory) { return directory.mailbox(mailbox) != nullptr; });
  if (!known) return unknown_mailbox(mailbox);
  // The cursor names the generation: a restored hub numbers its releases afresh.
  const std::string prefix = m_services.generation.text() + ".";
  std::string_view after_text = request.parameter("after");
  std::int64_t after = 0;
  if (after_text.starts_with(prefix)) {
    after_text.remove_prefix(prefix.size());
    if (std::from_chars(after_text.data(), after_text.data() + after_text.size(), after).ec != std::errc())
      return error_answer(400, "bad_cursor", Code::InvalidInput, "'after' is not a cursor of this hub");
  }
  const std::lock_guard lock(m_services.reading_mutex);
  const auto releases = m_services.reading.releases(mailbox, after, kPageReleases);
  if (!releases) return failed(releases.error());
  Json list = Json::array();
  for (const auto& release : *releases) {
    list.push_back(release.statement);
    after = release.number;
  }
  return json_answer(200, {{"releases", std::move(list)}, {"next", fmt::format("{}{}", prefix, after)}});
}

// --- readers -------------------------------------------------------------------------------------------------------

template <class Allowed>
std::variant<crypto::VerifyKey, Response> Routes::signer(const Request& request, std::string_view who, Allowed allowed) {
  const std::string_view header = request.header(protocol::kRequestHeader);
  if (header.empty()) return error_answer(401, "not_signed", Code::Untrusted, "the header Escale-Request is missing");
  const auto key = protocol::check_request(header, request.method, request.target, request.body, m_services.clock.now());
  if (!key && key.error().code == Code::Expired) return error_answer(401, "clock_skew", Code::Expired, key.error().message);
  if (!key) return error_answer(401, "bad_signature", key.error().code, key.error().message);
  if (!m_services.directory.read([&](const Directory& directory) { return allowed(directory, *key); }))
    return error_answer(403, "not_allowed", Code::Refused, fmt::format("this key is not that of {}", who));
  return *key;
}

Result<std::string> Routes::last_visible_day(std::string_view mailbox, std::int64_t minimum, Storage& storage) {
  const protocol::Day today = protocol::day_of(m_services.clock.now());
  TRY_ASSIGN(const std::int64_t count, storage.count_of_day(mailbox, protocol::day_text(today)));
  return protocol::day_text(count >= minimum ? today : today - std::chrono::days(1));
}

Response Routes::list_mailbox(const Request& request, std::string_view mailbox) {
  const auto minimum = m_services.directory.read([&](const Directory& directory) -> std::optional<std::int64_t> {
    const auto* descriptor = directory.mailbox(mailbox);
    return descriptor == nullptr ? std::nullopt : std::optional(descriptor->rules.release_minimum);
  });
  if (!minimum) return unknown_mailbox(mailbox);
  const auto who = signer(request, "a reader of this mailbox", [&](const Directory& directory, const crypto::VerifyKey& key) {
    const auto* descriptor = directory.mailbox(mailbox);
    return descriptor != nullptr && descriptor->is_reader(key);
  });
  if (const auto* refused = std::get_if<Response>(&who)) return *refused;

  // A cursor is "<day>.<sha256>", or "<day>" for the beginning of that day.
  const std::string_view after = request.parameter("after");
  const std::string after_day(after.substr(0, after.find('.')));
  Bytes after_digest;
  if (!after.empty() && !protocol::parse_day(after_day)) return error_answer(400, "bad_cursor", Code::InvalidInput, "'after' is not a cursor of this hub");
  if (after.size() > after_day.size()) {
    const auto digest = crypto::Digest::parse(after.substr(after_day.size() + 1));
    if (!digest) return error_answer(400, "bad_cursor", Code::InvalidInput, "'after' is not a cursor of this hub");
    after_digest.assign(digest->bytes.begin(), digest->bytes.end());
  }
  const std::lock_guard lock(m_services.reading_mutex);
  const auto last_day = last_visible_day(mailbox, *minimum, m_services.reading);
  if (!last_day) return failed(last_day.error());
  const auto page = m_services.reading.list(mailbox, after_day, after_digest, *last_day, kPageEnvelopes);
  if (!page) return failed(page.error());
  Json list = Json::array();
  for (const auto& entry : *page) list.push_back({{"sha256", entry.sha256.hex()}, {"day", entry.day}, {"size", entry.size_bytes}});
  const std::string next = page->size() == kPageEnvelopes ? fmt::format("{}.{}", page->back().day, page->back().sha256.hex()) : "";
  return json_answer(200, {{"envelopes", std::move(list)}, {"next", next}});
}

Response Routes::get_envelope(const Request& request, std::string_view mailbox, std::string_view name) {
  const auto digest = crypto::Digest::parse(name);
  if (!digest) return error_answer(400, "bad_digest", Code::InvalidInput, "an envelope is named by 64 hexadecimal digits");
  const auto minimum = m_services.directory.read([&](const Directory& directory) -> std::optional<std::int64_t> {
    const auto* descriptor = directory.mailbox(mailbox);
    return descriptor == nullptr ? std::nullopt : std::optional(descriptor->rules.release_minimum);
  });
  if (!minimum) return unknown_mailbox(mailbox);
  const auto who = signer(request, "a reader of this mailbox", [&](const Directory& directory, const crypto::VerifyKey& key) {
    const auto* descriptor = directory.mailbox(mailbox);
    return descriptor != nullptr && descriptor->is_reader(key);
  });
  if (const auto* refused = std::get_if<Response>(&who)) return *refused;
  const std::lock_guard lock(m_services.reading_mutex);
  const auto last_day = last_visible_day(mailbox, *minimum, m_services.reading);
  if (!last_day) return failed(last_day.error());
  const auto file = m_services.reading.envelope(mailbox, *digest, *last_day);
  if (!file && file.error().code == Code::NotFound) return error_answer("unknown_envelope", file.error());
  if (!file) return failed(file.error());
  Response response;
  response.content_type = "application/octet-stream";
  response.body = to_text(*file);
  return response;
}

// --- the fleet -----------------------------------------------------------------------------------------------------

Routes::Outcome Routes::post_code(Request& request) {
  const auto who = signer(request, "an operator", [](const Directory& directory, const crypto::VerifyKey& key) { return directory.fleet.is_operator(key); });
  if (const auto* refused = std::get_if<Response>(&who)) return *refused;
  const auto code = protocol::decode_enrolment_code(as_text(request.body));
  if (!code) return error_answer("bad_enrolment_code", code.error());
  auto work = [this, code = *code](Storage& storage) -> Response {
    if (const auto put = storage.put_code(code); !put) return failed(put.error());
    return json_answer(200, {{"state", "registered"}});
  };
  return Deferred([this, work = std::move(work)](Reply reply) { m_services.writer.add(work, std::move(reply)); });
}

Routes::Outcome Routes::post_enrolment(Request& request) {
  const auto enrolment = protocol::open_enrolment(as_text(request.body));
  if (!enrolment) return error_answer("bad_enrolment", enrolment.error());
  const Timestamp now = m_services.clock.now();
  auto work = [this, enrolment = *enrolment, now](Storage& storage) -> Response {
    const auto enrolled = storage.enrol(enrolment, protocol::day_text(protocol::day_of(now)), now);
    if (enrolled) return json_answer(202, {{"state", "pending"}, {"message", "an operator must list this terminal"}});
    switch (enrolled.error().code) {
      case Code::NotFound: return error_answer("unknown_code", enrolled.error());
      case Code::Conflict: return error_answer("used_code", enrolled.error());
      case Code::Expired: return error_answer("expired_code", enrolled.error());
      default: return failed(enrolled.error());
    }
  };
  return Deferred([this, work = std::move(work)](Reply reply) { m_services.writer.add(work, std::move(reply)); });
}

Response Routes::get_enrolments(const Request& request) {
  const auto who = signer(request, "an operator", [](const Directory& directory, const crypto::VerifyKey& key) { return directory.fleet.is_operator(key); });
  if (const auto* refused = std::get_if<Response>(&who)) return *refused;
  const std::lock_guard lock(m_services.reading_mutex);
  const auto enrolments = m_services.reading.enrolments();
  if (!enrolments) return failed(enrolments.error());
  Json list = Json::array();
  for (const auto& entry : *enrolments) {
    const bool listed = m_services.directory.read([&](const Directory& directory) { return directory.fleet.find(entry.terminal) != nullptr; });
    list.push_back({{"terminal", entry.terminal.hex()}, {"name", entry.name}, {"site", entry.site}, {"day", entry.day}, {"listed", listed}});
  }
  return json_answer(200, {{"enrolments", std::move(list)}});
}

Response Routes::get_terminals(const Request& request) {
  const auto who = signer(request, "an operator", [](const Directory& directory, const crypto::VerifyKey& key) { return directory.fleet.is_operator(key); });
  if (const auto* refused = std::get_if<Response>(&who)) return *refused;
  const std::lock_guard lock(m_services.reading_mutex);
  const auto statuses = m_services.reading.statuses();
  if (!statuses) return failed(statuses.error());
  Json list = Json::array();
  for (const auto& entry : *statuses) list.push_back({{"terminal", entry.terminal.hex()}, {"day", entry.day}, {"status", entry.statement}});
  return json_answer(200, {{"terminals", std::move(list)}});
}

Routes::Outcome Routes::put_status(Request& request, std::string_view key) {
  const auto status = protocol::open_status(as_text(request.body));
  if (!status) return error_answer("bad_status", status.error());
  if (status->terminal.hex() != key) return error_answer(400, "bad_status", Code::InvalidInput, "the status is of another terminal than its address");
  const Timestamp now = m_services.clock.now();
  if (!m_services.directory.read([&](const Directory& directory) { return directory.fleet.is_valid(status->terminal, now); })) return unlisted();
  const std::string day = protocol::day_text(protocol::day_of(now));
  auto work = [this, terminal = status->terminal, number = status->number, day, statement = to_text(request.body)](Storage& storage) -> Response {
    const auto put = storage.put_status(terminal, number, day, statement);
    if (put) return json_answer(200, {{"state", "kept"}});
    return put.error().code == Code::Conflict ? error_answer("old_status", put.error()) : failed(put.error());
  };
  return Deferred([this, work = std::move(work)](Reply reply) { m_services.writer.add(work, std::move(reply)); });
}

void Routes::admit_listed() {
  m_services.writer.add([this](Storage& storage) -> Response {
    const auto terminals = storage.quarantined_terminals();
    if (!terminals) return failed(terminals.error());
    const Timestamp now = m_services.clock.now();
    const std::string day = protocol::day_text(protocol::day_of(now));
    for (const auto& terminal : *terminals) {
      const auto mailboxes = m_services.directory.read([&](const Directory& directory) {
        std::vector<std::string> ids;
        if (directory.fleet.is_valid(terminal, now))
          for (const auto& [id, descriptor] : directory.mailboxes) ids.push_back(id);
        return ids;
      });
      for (const auto& mailbox : mailboxes)
        if (const auto moved = storage.release_quarantine(terminal, mailbox, day); !moved) return failed(moved.error());
    }
    return json_answer(200, Json::object());
  });
}

// --- publishing ----------------------------------------------------------------------------------------------------

Response Routes::publication_error(const Error& error, std::string_view conflict) {
  if (error.code == Code::Io || error.code == Code::NoSpace || error.code == Code::Internal) return failed(error);
  return error_answer(error.code == Code::Conflict ? conflict : "publication_refused", error);
}

Routes::Outcome Routes::post_publication(Request& request) {
  auto body = std::make_shared<Bytes>(std::move(request.body));
  return Deferred([this, body](Reply reply) {
    auto shared = std::make_shared<Reply>(std::move(reply));
    m_services.tasks.add([this, body, shared] {
      const auto proposed = m_services.publishing.propose(*body, m_services.clock.now());
      if (!proposed) {
        ++m_counters.errors;
        shared->send(publication_error(proposed.error(), "version_taken"));
        return;
      }
      Json missing = Json::array();
      for (const auto& blob : proposed->missing) missing.push_back({{"sha256", blob.sha256.hex()}, {"size", blob.size}});
      shared->send(json_answer(200, {{"publication", proposed->id.hex()}, {"missing", std::move(missing)}, {"published", proposed->published}}));
    });
  });
}

Routes::Outcome Routes::put_blob(Request& request, std::string_view, std::string_view) {
  if (!request.sink) return failed({Code::Internal, "a blob without its sink"});
  auto sink = std::shared_ptr<UploadSink>(std::move(request.sink));
  return Deferred([this, sink](Reply reply) {
    auto shared = std::make_shared<Reply>(std::move(reply));
    m_services.tasks.add([this, sink, shared] {
      const auto finished = m_services.publishing.finish_blob(*sink);
      if (finished) {
        shared->send(json_answer(201, {{"state", "stored"}}));
      } else {
        ++m_counters.errors;
        shared->send(finished.error().code == Code::Corrupt ? error_answer("digest_mismatch", finished.error()) : failed(finished.error()));
      }
    });
  });
}

Routes::Outcome Routes::commit_publication(std::string_view publication) {
  const auto digest = crypto::Digest::parse(publication);
  if (!digest) return error_answer(400, "bad_digest", Code::InvalidInput, "a publication is named by 64 hexadecimal digits");
  return Deferred([this, digest = *digest](Reply reply) {
    auto shared = std::make_shared<Reply>(std::move(reply));
    m_services.tasks.add([this, digest, shared] {
      const auto version = m_services.publishing.commit(digest, m_services.clock.now());
      if (!version) {
        ++m_counters.errors;
        shared->send(publication_error(version.error(), "publication_conflict"));
        return;
      }
      ++m_counters.publications;
      admit_listed();
      shared->send(json_answer(200, {{"snapshot_version", *version}}));
    });
  });
}

// --- facts ---------------------------------------------------------------------------------------------------------

Response Routes::hub_facts() const {
  return json_answer(200, {{"protocol", protocol::kProtocolVersion},
                           {"generation", m_services.generation.text()},
                           {"online_key", m_services.keys.online.verify_key().hex()},
                           {"receipt_key", m_services.keys.receipt.verify_key().hex()}});
}

Response Routes::metrics() {
  Totals totals;
  {
    const std::lock_guard lock(m_services.reading_mutex);
    const auto read = m_services.reading.totals();
    if (!read) return failed(read.error());
    totals = *read;
  }
  const auto [terminals, mailboxes, snapshot] = m_services.directory.read([](const Directory& directory) {
    return std::tuple(directory.fleet.terminals.size(), directory.mailboxes.size(), directory.snapshot_version);
  });
  const HttpServer* server = m_server;
  Response response;
  response.content_type = "text/plain; version=0.0.4";
  const auto line = [&](std::string_view name, std::string_view type, std::string_view help, auto value) {
    response.body += fmt::format("# HELP escale_{0} {2}\n# TYPE escale_{0} {1}\nescale_{0} {3}\n", name, type, help, value);
  };
  line("requests_total", "counter", "Requests handled.", m_counters.requests.load());
  line("request_errors_total", "counter", "Requests answered with an error.", m_counters.errors.load());
  line("envelopes_new_total", "counter", "Envelopes stored since start.", m_counters.envelopes_new.load());
  line("envelopes_repeated_total", "counter", "Envelopes that were here already.", m_counters.envelopes_again.load());
  line("envelopes_quarantined_total", "counter", "Envelopes set aside since start.", m_counters.envelopes_quarantined.load());
  line("commits_total", "counter", "Durable commits.", m_services.writer.batches());
  line("commit_jobs_total", "counter", "Changes made durable by them.", m_services.writer.jobs());
  line("publications_total", "counter", "Publications switched to since start.", m_counters.publications.load());
  line("envelopes", "gauge", "Envelopes held.", totals.envelopes);
  line("envelope_bytes", "gauge", "Bytes of envelopes held.", totals.bytes);
  line("quarantined", "gauge", "Envelopes in quarantine.", totals.quarantined);
  line("releases", "gauge", "Signed releases held.", totals.releases);
  line("terminals_listed", "gauge", "Terminals in the fleet list.", terminals);
  line("terminals_reporting", "gauge", "Terminals that sent a status.", totals.statuses);
  line("enrolments", "gauge", "Terminals that presented a code.", totals.enrolments);
  line("mailboxes", "gauge", "Mailboxes published.", mailboxes);
  line("snapshot_version", "gauge", "Version of the repository's snapshot.", snapshot);
  line("connections", "gauge", "Open connections.", server == nullptr ? 0 : server->connections());
  return response;
}

}  // namespace escale::hub
