#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "sync/client/folder_carrier.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/protocol/request.hpp"
#include "tests/sync/hub/world.hpp"

namespace escale::hub {
namespace {
using test::must;
using test::raw;
using test::World;

TEST(Delivery, AnEnvelopeGoesFromTheTerminalToItsReader) {
  World world;
  const auto sample = world.sample(R"({"avis":"merci"})");
  EXPECT_EQ(world.put(sample).status, 201);
  EXPECT_EQ(world.put(sample).status, 200);
  const auto opened = world.pull();
  ASSERT_EQ(opened.size(), 1u);
  EXPECT_EQ(opened.begin()->second, sample.record.record);
}

TEST(Delivery, EachCauseOfRefusalHasItsName) {
  World world;
  const auto sample = world.sample();
  const auto other = world.sample();
  const std::string address = "/v1/envelopes/" + sample.envelope.sha256.hex();
  const std::string postmark = protocol::encode_postmark(sample.postmark);
  const auto cause = [&](ByteView body, const std::string& mark, const std::string& target) {
    return raw(world.port(), "PUT", target, body, {{"Escale-Postmark", mark}}).cause();
  };
  EXPECT_EQ(raw(world.port(), "PUT", address, sample.envelope.file).cause(), "no_postmark");
  EXPECT_EQ(cause(sample.envelope.file, "{}", address), "bad_postmark");
  EXPECT_EQ(cause(sample.envelope.file, protocol::encode_postmark(other.postmark), address), "bad_postmark");
  EXPECT_EQ(cause(sample.envelope.file, postmark, "/v1/envelopes/abc"), "bad_digest");
  EXPECT_EQ(cause(as_bytes("hello"), postmark, address), "not_an_envelope");
  EXPECT_EQ(cause(other.envelope.file, postmark, address), "digest_mismatch");
  EXPECT_EQ(cause(Bytes(protocol::kMaxEnvelopeBytes + 1), postmark, address), "too_large");
  const auto elsewhere = protocol::make_postmark(world.terminal, "clts-paris", 1, sample.envelope.sha256);
  EXPECT_EQ(cause(sample.envelope.file, protocol::encode_postmark(elsewhere), address), "unknown_mailbox");
  const auto later = protocol::make_postmark(world.terminal, "clts-lyon", 2, sample.envelope.sha256);
  EXPECT_EQ(cause(sample.envelope.file, protocol::encode_postmark(later), address), "unknown_epoch");
  EXPECT_EQ(raw(world.port(), "DELETE", address).cause(), "method_not_allowed");
  EXPECT_EQ(raw(world.port(), "GET", "/v1/nothing").cause(), "no_such_route");
  EXPECT_TRUE(world.pull().empty());
  world.clock.advance(std::chrono::hours(24 * 400));
  EXPECT_EQ(world.put(sample).cause(), "terminal_not_valid");
}

TEST(Delivery, RepeatedReorderedConcurrentAndCutStillMeansOnce) {
  World world;
  std::vector<test::SealedSample> samples;
  for (int i = 0; i < 40; ++i) samples.push_back(world.sample("{\"n\":" + std::to_string(i) + "}"));
  std::atomic<int> stored{0};
  std::vector<std::thread> senders;
  for (unsigned seed = 0; seed < 4; ++seed)
    senders.emplace_back([&, seed] {
      SeededRandom order(seed);
      auto mine = samples;
      order.shuffle(mine);
      for (const auto& sample : mine) {
        if (seed == 0) {  // cut in the middle of the body
          const std::string head = "PUT /v1/envelopes/" + sample.envelope.sha256.hex() + " HTTP/1.1\r\nHost: hub\r\nEscale-Postmark: " +
                                   protocol::encode_postmark(sample.postmark) + "\r\nContent-Length: " + std::to_string(sample.envelope.file.size()) + "\r\n\r\n";
          const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
          sockaddr_in address{};
          address.sin_family = AF_INET;
          address.sin_port = htons(world.port());
          address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
          if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
            (void)!::send(fd, head.data(), head.size(), MSG_NOSIGNAL);
            (void)!::send(fd, sample.envelope.file.data(), sample.envelope.file.size() / 2, MSG_NOSIGNAL);
          }
          ::close(fd);
        } else if (const int status = world.put(sample).status; status == 201) {
          ++stored;
        } else {
          EXPECT_EQ(status, 200);
        }
      }
    });
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(stored, 40);
  EXPECT_EQ(world.pull().size(), 40u);
}

TEST(Delivery, ReadersSeeADayOnceItIsOverOrLargeEnough) {
  World world;
  world.mailbox.descriptor.rules.release_minimum = 3;
  world.publish_lists();
  const auto one = world.sample();
  world.put(one);
  world.put(world.sample());
  EXPECT_TRUE(world.pull().empty());
  EXPECT_EQ(world.reader().fetch("clts-lyon", one.envelope.sha256).error().code, Code::NotFound);
  world.put(world.sample());
  EXPECT_EQ(world.pull().size(), 3u);
  world.clock.advance(std::chrono::hours(24));
  world.put(world.sample());
  EXPECT_EQ(world.pull().size(), 3u);
  world.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(world.pull().size(), 4u);
  // From the beginning of a day.
  EXPECT_EQ(must(world.reader().list("clts-lyon", "2026-11-25")).envelopes.size(), 1u);
}

TEST(Delivery, OnlyReadersRead) {
  World world;
  const auto sample = world.sample();
  world.put(sample);
  const std::string target = "/v1/mailboxes/clts-lyon/envelopes?after=";
  const auto cause = [&](const std::string& header) { return raw(world.port(), "GET", target, {}, {{"Escale-Request", header}}).cause(); };
  EXPECT_EQ(raw(world.port(), "GET", target).cause(), "not_signed");
  EXPECT_EQ(cause("x"), "bad_signature");
  EXPECT_EQ(cause(protocol::sign_request("GET", "/v1/other", {}, world.clock.now(), world.mailbox.reader)), "bad_signature");
  EXPECT_EQ(cause(protocol::sign_request("GET", target, {}, world.clock.now() - std::chrono::hours(1), world.mailbox.reader)), "clock_skew");
  EXPECT_EQ(cause(protocol::sign_request("GET", target, {}, world.clock.now(), world.terminal)), "not_allowed");
  const auto unknown = must(client::HubReaderClient::open(world.http(), world.clock, world.random, world.mailbox.reader)).list("clts-paris");
  EXPECT_EQ(unknown.error().code, Code::NotFound);
}

TEST(Delivery, AnUnlistedTerminalWaitsInQuarantine) {
  World world;
  const auto stranger = crypto::SigningKey::generate(world.random);
  const auto sample = test::seal_sample(world.mailbox, stranger, world.random);
  EXPECT_EQ(world.put(sample).status, 202);
  EXPECT_EQ(world.put(sample).status, 202);
  EXPECT_TRUE(world.pull().empty());
  EXPECT_TRUE(must(world.carrier()->receipts(std::array{sample.envelope.sha256})).empty());
  world.list(stranger);
  world.publish_lists();
  EXPECT_EQ(world.put(sample).status, 200);  // queued behind the move, so it is done by now
  EXPECT_EQ(world.pull().size(), 1u);
  EXPECT_EQ(must(world.carrier()->receipts(std::array{sample.envelope.sha256})).size(), 1u);
}

TEST(Delivery, QuarantineOpensWhenTheTerminalsDatesBegin) {
  World world;
  const auto stranger = crypto::SigningKey::generate(world.random);
  const auto sample = test::seal_sample(world.mailbox, stranger, world.random);
  EXPECT_EQ(world.put(sample).status, 202);
  world.list(stranger);
  world.fleet.terminals.back().not_before = world.clock.now() + std::chrono::hours(24);
  world.publish_lists();
  world.the_hub->maintain();
  EXPECT_TRUE(world.pull().empty());
  world.clock.advance(std::chrono::hours(24 * 31));  // over the thirty days: listed comes before forgotten
  world.the_hub->maintain();
  EXPECT_EQ(must(world.carrier()->receipts(std::array{sample.envelope.sha256})).size(), 1u);
}

TEST(Delivery, QuotasAreKept) {
  World world;
  world.mailbox.descriptor.quota = {2, 1 << 20};
  world.publish_lists();
  EXPECT_EQ(world.put(world.sample()).status, 201);
  const auto second = world.sample();
  EXPECT_EQ(world.put(second).status, 201);
  const auto third = world.sample();
  EXPECT_EQ(world.put(third).cause(), "quota_exceeded");
  EXPECT_EQ(world.put(second).status, 200);  // what is here already costs nothing
  world.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(world.put(third).status, 201);
  world.mailbox.descriptor.quota = {100, 3000};
  world.publish_lists();
  EXPECT_EQ(world.put(world.sample()).cause(), "mailbox_full");
}

TEST(Delivery, TheOutboxForgetsOnlyWhatAReaderReleased) {
  World world;
  test::MemoryOutbox outbox;
  std::vector<crypto::Digest> digests;
  for (int i = 0; i < 5; ++i) {
    const auto sample = world.sample();
    outbox.add(sample.envelope, sample.postmark);
    digests.push_back(sample.envelope.sha256);
  }
  const auto bad = world.sample();
  outbox.add(bad.envelope, bad.postmark);
  outbox.spoil(bad.envelope.sha256);

  const auto way = world.carrier();
  auto summary = must(world.sync(*way, outbox));
  EXPECT_TRUE(summary.metadata_fresh);
  EXPECT_EQ(summary.envelopes_sent, 5u);
  EXPECT_EQ(summary.envelopes_failed, 1u);  // and it held up nobody
  ASSERT_EQ(summary.problems.size(), 1u);
  EXPECT_EQ(summary.received, 5u);
  EXPECT_EQ(must(outbox.counts()).received, 5);

  EXPECT_EQ(must(world.sync(*way, outbox)).envelopes_sent, 0u);
  must(world.reader().release("clts-lyon", {digests[0], digests[1]}));
  EXPECT_EQ(must(world.sync(*way, outbox)).released, 2u);
  EXPECT_FALSE(outbox.holds(digests[0]));
  EXPECT_TRUE(outbox.holds(digests[2]));

  // A hub restored from a backup begins another life: what was not released is sent again, and stored once.
  world.stop();
  world.start(true);
  const auto again = world.carrier();
  summary = must(world.sync(*again, outbox));
  EXPECT_EQ(summary.envelopes_sent, 3u);
  EXPECT_EQ(summary.received, 3u);
  EXPECT_EQ(world.pull().size(), 5u);
}

TEST(Delivery, AReleaseByAReaderNotKnownYetIsNotPassedOver) {
  World world;
  test::MemoryOutbox outbox;
  const auto sample = world.sample();
  outbox.add(sample.envelope, sample.postmark);
  const auto way = world.carrier();
  EXPECT_EQ(must(world.sync(*way, outbox)).received, 1u);
  const auto newcomer = crypto::SigningKey::generate(world.random);
  world.mailbox.descriptor.readers.push_back({"Nour", newcomer.verify_key()});
  world.publish_lists();
  must(must(client::HubReaderClient::open(world.http(), world.clock, world.random, newcomer)).release("clts-lyon", {sample.envelope.sha256}));

  world.clock.advance(std::chrono::hours(24 * 40));  // the hub forgot to renew: the terminal keeps the list of readers it knows
  auto summary = must(world.sync(*way, outbox));
  EXPECT_FALSE(summary.metadata_fresh);
  EXPECT_EQ(summary.released, 0u);
  world.the_hub->maintain();
  summary = must(world.sync(*way, outbox));
  EXPECT_TRUE(summary.metadata_fresh);
  EXPECT_EQ(summary.released, 1u);
}

TEST(Delivery, ReleasesAreForReadersToGive) {
  World world;
  const auto sample = world.sample();
  world.put(sample);
  const protocol::Release release{"clts-lyon", protocol::ReleaseReason::Pulled, {sample.envelope.sha256}};
  const auto post = [&](const std::string& text) { return raw(world.port(), "POST", "/v1/releases", as_bytes(text)); };
  EXPECT_EQ(post(must(protocol::sign_release(release, world.terminal))).cause(), "bad_release");
  EXPECT_EQ(post("{}").cause(), "bad_release");
  const std::string good = must(protocol::sign_release(release, world.mailbox.reader));
  EXPECT_EQ(post(good).status, 200);
  EXPECT_EQ(post(good).status, 200);
  const auto page = must(world.carrier()->releases("clts-lyon", ""));
  EXPECT_EQ(page.releases, std::vector{good});
  EXPECT_TRUE(must(world.carrier()->releases("clts-lyon", page.next)).releases.empty());
}

TEST(Delivery, AUsbKeyAndTheNetworkMayCarryTheSameEnvelope) {
  World world;
  test::MemoryOutbox outbox;
  for (int i = 0; i < 3; ++i) {
    const auto sample = world.sample();
    outbox.add(sample.envelope, sample.postmark);
  }
  // Metadata came over the network before; then the network is away and a key takes the answers.
  const auto way = world.carrier();
  test::MemoryOutbox empty;
  must(world.sync(*way, empty));
  client::FolderCarrier key(world.folder.path() / "key", world.files);
  auto summary = must(world.sync(key, outbox));
  EXPECT_EQ(summary.envelopes_sent, 3u);
  EXPECT_EQ(summary.received, 0u);
  EXPECT_EQ(must(outbox.counts()).pending, 3);

  const auto relayed = must(client::relay(key, *way, world.never));
  EXPECT_EQ(relayed.delivered, 3u);
  EXPECT_EQ(relayed.receipts, 1u);
  EXPECT_TRUE(relayed.problems.empty());
  EXPECT_EQ(must(world.sync(*way, outbox)).envelopes_sent, 3u);  // the other path
  EXPECT_EQ(world.pull().size(), 3u);

  std::vector<crypto::Digest> digests = must(key.envelopes());
  must(world.reader().release("clts-lyon", digests));
  EXPECT_EQ(must(client::relay(key, *way, world.never)).releases, 1u);
  EXPECT_EQ(must(world.sync(key, outbox)).released, 3u);
  EXPECT_EQ(must(outbox.counts()).received, 0);
}

TEST(Delivery, AStoppedHubIsTriedAgainThenLeftForLater) {
  World world;
  test::MemoryOutbox outbox;
  const auto sample = world.sample();
  outbox.add(sample.envelope, sample.postmark);
  auto options = world.http();
  options.attempts = 4;
  options.first_wait = std::chrono::milliseconds(100);
  options.longest_wait = std::chrono::milliseconds(250);
  std::vector<std::chrono::milliseconds> waits;
  const std::uint16_t port = world.port();
  world.stop();
  const auto way = must(client::HttpCarrier::open(options, world.random, [&](std::chrono::milliseconds wait, const client::CancelFlag&) { waits.push_back(wait); }));
  EXPECT_EQ(world.sync(*way, outbox).error().code, Code::Unavailable);
  ASSERT_EQ(waits.size(), 3u);
  EXPECT_GE(waits[0].count(), 50);
  EXPECT_LE(waits[0].count(), 100);
  EXPECT_GE(waits[2].count(), 125);
  EXPECT_LE(waits[2].count(), 250);
  EXPECT_TRUE(outbox.holds(sample.envelope.sha256));
  EXPECT_GT(port, 0);
  world.start();
  EXPECT_EQ(must(world.sync(*world.carrier(), outbox)).envelopes_sent, 1u);
}

TEST(Delivery, NothingReadableIsLeftAtTheHub) {
  World world;
  const std::string canary = "CANARI-merle-noir-4711";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(world.put(world.sample("{\"avis\":\"" + canary + "\"}")).status, 201);
  EXPECT_EQ(world.pull().size(), 5u);
  world.stop();
  const std::string record_field = "\"record\"";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.data())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str().find(canary), std::string::npos) << entry.path();
    EXPECT_EQ(text.str().find(record_field), std::string::npos) << entry.path();
    // Nor who brought what: a terminal's key is in the signed fleet list only, never beside an envelope.
    if (entry.path().filename() == "hub.db") { EXPECT_EQ(text.str().find(world.terminal.verify_key().hex()), std::string::npos); }
  }
}

TEST(Delivery, EnvelopesGoAtTheEndOfTheirRetention) {
  World world;
  world.mailbox.descriptor.retention_days = 30;
  world.publish_lists();
  world.put(world.sample());
  world.clock.advance(std::chrono::hours(24 * 20));
  world.put(world.sample());
  world.the_hub->maintain();
  EXPECT_EQ(world.pull().size(), 2u);
  world.clock.advance(std::chrono::hours(24 * 11));
  world.the_hub->maintain();
  EXPECT_EQ(world.pull().size(), 1u);
}

TEST(Delivery, TerminalsDropWhatTheHubDeletedAtTheEndOfItsRetention) {
  World world;
  world.mailbox.descriptor.retention_days = 30;
  world.publish_lists();
  test::MemoryOutbox outbox;
  const auto old = world.sample();
  outbox.add(old.envelope, old.postmark);
  const auto way = world.carrier();
  must(world.sync(*way, outbox));
  EXPECT_EQ(must(outbox.counts()).received, 1);
  world.clock.advance(std::chrono::hours(24 * 20));
  const auto recent = world.sample();
  outbox.add(recent.envelope, recent.postmark);
  must(world.sync(*way, outbox));
  world.clock.advance(std::chrono::hours(24 * 11));
  world.the_hub->maintain();
  EXPECT_EQ(must(world.sync(*way, outbox)).released, 1u);
  EXPECT_EQ(must(outbox.counts()).released, 1);
  EXPECT_EQ(must(outbox.counts()).received, 1) << "the one of eleven days ago stays";
}

TEST(Delivery, AMailboxThatIsPublishedNoMoreKeepsItsLastRule) {
  World world;
  world.mailbox.descriptor.retention_days = 30;
  world.publish_lists();
  world.put(world.sample());
  world.the_hub->maintain();
  auto draft = world.open_draft();
  must(draft.remove_target("targets", protocol::mailbox_target("clts-lyon"), world.clock.now()));
  const auto without = world.sign(draft);
  must(world.publisher().publish({without, {}}));
  must(draft.discard());
  world.clock.advance(std::chrono::hours(24 * 20));
  world.the_hub->maintain();
  EXPECT_THAT(raw(world.port(), "GET", "/metrics").body, testing::HasSubstr("\nescale_envelopes 1\n"));
  world.clock.advance(std::chrono::hours(24 * 11));
  world.the_hub->maintain();
  EXPECT_THAT(raw(world.port(), "GET", "/metrics").body, testing::HasSubstr("\nescale_envelopes 0\n"));
}

TEST(Delivery, HealthAndMetricsAreForMachines) {
  World world;
  world.put(world.sample());
  EXPECT_EQ(raw(world.port(), "GET", "/healthz").status, 200);
  const auto metrics = raw(world.port(), "GET", "/metrics");
  EXPECT_THAT(metrics.body, testing::HasSubstr("\nescale_envelopes_new_total 1\n"));
  EXPECT_THAT(metrics.body, testing::HasSubstr("\nescale_envelopes 1\n"));
  EXPECT_THAT(metrics.body, testing::HasSubstr("\nescale_terminals_listed 1\n"));
}

}  // namespace
}  // namespace escale::hub
