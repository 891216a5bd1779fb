// Envelopes into a hub over HTTP, each confirmed after a durable commit: 64 connections share commits. Against the same disk with one
// durable commit for each envelope, without HTTP or checks.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "sync/db/database.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/report.hpp"
#include "tests/sync/hub/world.hpp"

using namespace escale;

namespace {
/// Sends requests over one kept connection; returns how many were answered 201.
int send_all(std::uint16_t port, const std::vector<std::string>& requests, std::atomic<std::size_t>& next) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  const int yes = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  int stored = 0;
  char buffer[4096];
  for (std::size_t i = next++; i < requests.size(); i = next++) {
    CHECK(::send(fd, requests[i].data(), requests[i].size(), MSG_NOSIGNAL) == static_cast<ssize_t>(requests[i].size()));
    std::string reply;
    while (reply.find("}\n") == std::string::npos) {
      const auto got = ::recv(fd, buffer, sizeof buffer, 0);
      CHECK(got > 0);
      reply.append(buffer, static_cast<std::size_t>(got));
    }
    stored += reply.compare(9, 3, "201") == 0;
  }
  ::close(fd);
  return stored;
}
}  // namespace

int main(int count, char** values) {
  bench::Report report(bench::read_arguments(count, values).json);
  test::World world;
  world.mailbox.descriptor.quota.envelopes_per_terminal_per_day = 1'000'000;
  world.publish_lists();
  constexpr int kRounds = 3;
  constexpr std::size_t kEnvelopes = 800;
  constexpr std::size_t kAlone = 100;  // the peer is slow: a part of the work, counted in proportion
  std::vector<std::vector<std::string>> rounds(kRounds);
  Bytes sample_file;
  for (auto& requests : rounds)
    for (std::size_t i = 0; i < kEnvelopes; ++i) {
      const auto sample = world.sample();
      requests.push_back("PUT /v1/envelopes/" + sample.envelope.sha256.hex() + " HTTP/1.1\r\nHost: hub\r\nEscale-Postmark: " +
                         protocol::encode_postmark(sample.postmark) + "\r\nContent-Length: " + std::to_string(sample.envelope.file.size()) + "\r\n\r\n" +
                         to_text(sample.envelope.file));
      sample_file = sample.envelope.file;
    }

  auto database = db::Database::open(world.folder.path() / "peer.db").value();
  CHECK(database.execute("CREATE TABLE envelopes (id INTEGER PRIMARY KEY, file BLOB NOT NULL)"));
  auto insert = database.prepare("INSERT INTO envelopes (file) VALUES (?)").value();
  std::size_t round = 0;
  const auto [together, alone] = bench::in_turns(
      kRounds,
      [&] {
        std::atomic<std::size_t> next{0};
        std::atomic<int> stored{0};
        std::vector<std::thread> senders;
        for (int i = 0; i < 64; ++i) senders.emplace_back([&] { stored += send_all(world.port(), rounds[round], next); });
        for (auto& sender : senders) sender.join();
        CHECK(stored == static_cast<int>(kEnvelopes));
        ++round;
      },
      [&] {
        for (std::size_t i = 0; i < kAlone; ++i) {
          auto transaction = database.begin().value();
          CHECK(insert.bind(1, ByteView(sample_file)).run());
          CHECK(transaction.commit());
        }
      });
  report.add({"hub ingest, 64 connections (durable)", kEnvelopes / together, "per s", "one commit per envelope, no HTTP", alone / kAlone * kEnvelopes / together});
}
