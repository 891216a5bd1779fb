// A hub in this process on loopback with a published repository, its people's keys, a terminal, and a raw HTTP client that can ask
// what the real clients never would.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/client/hub_clients.hpp"
#include "sync/client/sync.hpp"
#include "sync/hub/hub.hpp"
#include "sync/hub/keys.hpp"
#include "sync/protocol/approval.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/repository/publisher.hpp"
#include "sync/repository/trusted_store.hpp"
#include "tests/support/memory_outbox.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rehearsed.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::test {

struct RawReply {
  int status = 0;
  std::string head;  ///< lower case
  std::string body;
  /// The stable name of the error, or "".
  std::string cause() const {
    const auto json = parse_json(body);
    return json && json->contains("error") ? (*json)["error"]["code"].get<std::string>() : "";
  }
  std::string header(std::string_view name) const {
    const auto at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return "";
    const auto start = at + name.size() + 4;
    return head.substr(start, head.find("\r\n", start) - start);
  }
};

/// Sends these bytes and reads to the end of the connection.
inline std::string send_and_read(std::uint16_t port, std::string_view bytes) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    char buffer[65536];
    for (;;) {
      const auto got = ::recv(fd, buffer, sizeof buffer, 0);
      if (got <= 0) break;
      out.append(buffer, static_cast<std::size_t>(got));
    }
  }
  ::close(fd);
  return out;
}

inline RawReply raw(std::uint16_t port, std::string_view method, std::string_view target, ByteView body = {},
                    const std::vector<std::pair<std::string, std::string>>& headers = {}) {
  std::string request = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  if (method != "GET" && method != "HEAD") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  request += "\r\n";
  request += as_text(body);
  const std::string all = send_and_read(port, request);
  RawReply reply;
  const auto end = all.find("\r\n\r\n");
  if (end == std::string::npos || all.size() < 12) return reply;
  reply.status = std::atoi(all.c_str() + 9);
  reply.head = all.substr(0, end + 2);
  for (char& c : reply.head) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  reply.body = all.substr(end + 4);
  return reply;
}

class World {
 public:
  explicit World(bool publish_now = true) {
    hub::HubKeys keys = must(hub::open_keys(data(), files, random));
    for (int i = 0; i < 3; ++i) signers.push_back(crypto::SigningKey::generate(random));
    std::vector<crypto::VerifyKey> public_keys;
    for (const auto& key : signers) public_keys.push_back(key.verify_key());
    const repository::RoleKeys off_line{public_keys, 2};
    const repository::RoleKeys on_line{{keys.online.verify_key()}, 1};
    fleet.hub_keys = {{"Le hub", keys.receipt.verify_key()}};
    fleet.operators = {{"Chloé", operator_key.verify_key()}};
    list(terminal);
    auto draft = open_draft();
    must(draft.create({off_line, off_line, on_line, on_line}, clock.now()));
    set_lists(draft);
    const auto candidate = sign(draft);
    must(files.write_atomic(root(), candidate.metadata.at("root")));
    start();
    if (publish_now) {
      must(publisher().publish({candidate, {}}));
      must(draft.discard());
    }
  }

  Path data() const { return folder.path() / "hub"; }
  Path root() const { return folder.path() / "1.root.json"; }
  void start(bool new_generation = false) {
    hub::HubOptions options;
    options.data = data();
    options.port = 0;
    options.root = root();
    options.new_generation = new_generation;
    the_hub = must(hub::Hub::start(options, files, clock, random));
  }
  void stop() { the_hub.reset(); }
  std::uint16_t port() const { return outside_port != 0 ? outside_port : the_hub ? the_hub->port() : 1; }

  client::HttpOptions http() const {
    client::HttpOptions options;
    options.base_url = "http://127.0.0.1:" + std::to_string(port());
    options.attempts = 2;
    options.first_wait = std::chrono::milliseconds(1);
    return options;
  }
  client::HubPublisherClient publisher() { return must(client::HubPublisherClient::open(http(), random)); }
  client::HubOperatorClient operators() { return must(client::HubOperatorClient::open(http(), clock, random, operator_key)); }
  client::HubReaderClient reader() { return must(client::HubReaderClient::open(http(), clock, random, mailbox.reader)); }
  std::unique_ptr<client::HttpCarrier> carrier() { return must(client::HttpCarrier::open(http(), random)); }

  /// Lists a terminal for a year; publish with publish_lists().
  void list(const crypto::SigningKey& key) {
    fleet.terminals.push_back({key.verify_key(), "Borne", "Lyon", clock.now() - std::chrono::days(1), clock.now() + std::chrono::days(365)});
  }

  repository::Draft open_draft() { return must(repository::Draft::open(files, folder.path() / "draft", data() / "repository")); }
  repository::Candidate sign(repository::Draft& draft) {
    must(draft.sign(signers[0]));
    must(draft.sign(signers[2]));
    return must(draft.candidate());
  }
  void set_lists(repository::Draft& draft) {
    if (!mailbox.descriptor.rehearsal) {
      SeededRandom aside(70);
      rehearse(mailbox.descriptor, mailbox.identities, aside);
    }
    must(draft.add_target("targets", protocol::kFleetTarget, as_bytes(must(protocol::encode_fleet(fleet))), clock.now()));
    must(draft.add_target("targets", protocol::mailbox_target(mailbox.descriptor.id), as_bytes(must(protocol::encode_mailbox(mailbox.descriptor))), clock.now()));
    must(draft.add_target("targets", protocol::kReviewersTarget, as_bytes(must(protocol::encode_reviewers(reviewers))), clock.now()));
  }
  /// A signed candidate that adds these targets to what is published.
  repository::Candidate candidate(const std::map<std::string, std::string>& targets) {
    auto draft = open_draft();
    for (const auto& [name, text] : targets) must(draft.add_target("targets", name, as_bytes(text), clock.now()));
    auto out = sign(draft);
    must(draft.discard());
    return out;
  }
  void publish_lists() {
    auto draft = open_draft();
    set_lists(draft);
    const auto out = sign(draft);
    must(publisher().publish({out, {}}));
    must(draft.discard());
  }

  RawReply put(const SealedSample& sample) { return put(sample, protocol::encode_postmark(sample.postmark)); }
  RawReply put(const SealedSample& sample, const std::string& postmark) {
    return raw(port(), "PUT", "/v1/envelopes/" + sample.envelope.sha256.hex(), sample.envelope.file, {{"Escale-Postmark", postmark}});
  }
  SealedSample sample(std::string body = R"({"avis":"utile"})") { return seal_sample(mailbox, terminal, random, std::move(body)); }

  /// What the reader opens of everything that the hub shows, by record id.
  std::map<protocol::RecordId, protocol::Record> pull() {
    std::map<protocol::RecordId, protocol::Record> out;
    auto reading = reader();
    std::string cursor;
    do {
      const auto page = must(reading.list(mailbox.descriptor.id, cursor));
      for (const auto& entry : page.envelopes) {
        const Bytes file = must(reading.fetch(mailbox.descriptor.id, entry.sha256));
        const auto record = must(protocol::open_envelope(file, std::span(&mailbox.identities[0], 1)));
        out.emplace(record.record.id, record.record);
      }
      cursor = page.next;
    } while (!cursor.empty());
    return out;
  }

  /// One synchronisation of a terminal that keeps its trusted metadata and blobs in this world.
  Result<client::SyncSummary> sync(client::Carrier& way, client::Outbox& outbox) {
    client::SyncRequest request;
    request.metadata_folder = folder.path() / "terminal" / "trusted";
    request.now = clock.now();
    request.installed = installed;
    request.terminal = terminal.verify_key();
    if (!files.exists(request.metadata_folder / "root.json")) {
      repository::TrustedStore store(files, request.metadata_folder);
      must(store.initialise(must(files.read(root(), 1 << 20))));
    }
    auto summary = client::sync_once(way, request, outbox, blobs, files, random, never);
    if (summary)
      for (const auto& target : summary->ready) installed[target.name] = target.sha256;
    return summary;
  }

  TemporaryFolder folder;
  RealFiles files;
  ManualClock clock{must(parse_timestamp("2026-11-24T09:00:00Z"))};
  SeededRandom random{7};
  std::vector<crypto::SigningKey> signers;
  crypto::SigningKey operator_key = crypto::SigningKey::generate(random);
  crypto::SigningKey terminal = crypto::SigningKey::generate(random);
  SampleMailbox mailbox{random};
  protocol::FleetList fleet;
  protocol::ReviewersList reviewers;
  std::map<std::string, std::string> installed;
  client::BlobFolder blobs{folder.path() / "terminal" / "blobs", files};
  client::CancelFlag never;
  std::unique_ptr<hub::Hub> the_hub;
  std::uint16_t outside_port = 0;  ///< of a hub in another process, instead of the_hub
};

}  // namespace escale::test
