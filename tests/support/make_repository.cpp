// make-repository OUT SOURCE…: compiles bundles and signs a small repository of them, with a mailbox, as a USB key would
// bring it. The keys are made for the occasion and forgotten: for journeys and benchmarks of the terminal alone.
#include <fmt/format.h>

#include "content-bundles/compiler/compile.hpp"
#include "sync/protocol/approval.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/rehearsal.hpp"
#include "sync/repository/acceptance.hpp"

namespace {
using namespace escale;

Result<std::string> mailbox(const std::string& id, protocol::Day day, Random& random) {
  protocol::MailboxDescriptor descriptor;
  descriptor.id = id;
  descriptor.title = {{"fr", "Comité de démonstration"}, {"en", "Demonstration committee"}};
  std::vector<crypto::Identity> holders;
  for (int i = 0; i < 3; ++i) holders.push_back(crypto::Identity::generate(random));
  descriptor.members = {{"Aïcha", holders[0].recipient()}, {"Bruno", holders[1].recipient()}};
  descriptor.recovery = {{"Enveloppe au coffre", holders[2].recipient()}};
  descriptor.readers = {{"Aïcha", crypto::SigningKey::generate(random).verify_key()}};
  TRY_ASSIGN(auto challenge, protocol::begin_rehearsal(descriptor, random));
  TRY(protocol::rehearse(challenge, holders));
  TRY_ASSIGN(descriptor.rehearsal, protocol::finish_rehearsal(challenge, day));
  return protocol::encode_mailbox(descriptor);
}

Result<> make(const Path& out, const std::vector<Path>& sources, Timestamp now) {
  RealFiles files;
  SystemRandom random;
  std::vector<crypto::SigningKey> signers;
  repository::RoleKeys off_line{{}, 2};
  for (int i = 0; i < 3; ++i) {
    signers.push_back(crypto::SigningKey::generate(random));
    off_line.keys.push_back(signers.back().verify_key());
  }
  const auto online = crypto::SigningKey::generate(random);
  const repository::RoleKeys on_line{{online.verify_key()}, 1};
  TRY_ASSIGN(auto draft, repository::Draft::open(files, out / "draft", out));
  TRY(draft.create({off_line, off_line, on_line, on_line}, now));
  protocol::FleetList fleet;
  fleet.hub_keys = {{"Le hub", online.verify_key()}};
  fleet.operators = {{"Chloé", crypto::SigningKey::generate(random).verify_key()}};
  TRY_ASSIGN(const std::string fleet_text, protocol::encode_fleet(fleet));
  TRY(draft.add_target("targets", protocol::kFleetTarget, as_bytes(fleet_text), now));
  TRY_ASSIGN(const std::string mailbox_text, mailbox("clts-demo", protocol::day_of(now), random));
  TRY(draft.add_target("targets", protocol::mailbox_target("clts-demo"), as_bytes(mailbox_text), now));
  TRY_ASSIGN(const std::string reviewers, protocol::encode_reviewers({}));
  TRY(draft.add_target("targets", protocol::kReviewersTarget, as_bytes(reviewers), now));
  for (const Path& source : sources) {
    TRY_ASSIGN(const auto bundle, compiler::compile_bundle(files, source, {}));
    TRY(format::write_bundle(files, bundle, out));
    TRY_ASSIGN(const auto manifest, format::read_manifest(bundle.manifest));
    TRY(draft.add_target("targets", "bundles/" + manifest.id + ".json", bundle.manifest, now));
  }
  TRY(draft.sign(signers[0]));
  TRY(draft.sign(signers[2]));
  TRY_ASSIGN(const auto candidate, draft.candidate());
  TRY_ASSIGN(const auto tree, repository::accept_candidate(files, out, candidate, {{&online}, {&online}}, now));
  TRY(repository::write_tree(files, out, tree));
  return draft.discard();
}
}  // namespace

int main(int count, char** values) {
  if (count < 3) {
    fmt::print(stderr, "usage: make-repository OUT SOURCE…\n");
    return 2;
  }
  if (const auto made = make(values[1], {values + 2, values + count}, SystemClock().now()); !made) {
    fmt::print(stderr, "make-repository: {}\n", made.error().message);
    return 1;
  }
  return 0;
}
