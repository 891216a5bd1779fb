// escale repository publish, clone. Publishing needs no login: what counts is in the signatures and approvals, which are checked here, at
// the hub, and by everybody who reads.
#include <fmt/format.h>

#include <algorithm>

#include "sync/admin/keys.hpp"
#include "sync/admin/repository.hpp"
#include "sync/client/hub_clients.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/repository/acceptance.hpp"
#include "sync/repository/http_fetcher.hpp"
#include "sync/repository/mirror.hpp"
#include "sync/repository/tree.hpp"

namespace escale::admin {
namespace {

struct PublishOptions {
  Workplace place;
  std::string hub, from, to, root, online_key;
  bool blobs = false;
};

std::string repository_of(const std::string& hub) { return hub + (hub.ends_with('/') ? "" : "/") + "repository"; }

/// The blobs that the candidate's bundles name. Untrusted when an approval is missing: the first of them, by name. Who may approve is
/// what this very candidate says, else what is published in `base`: a stray file beside the draft says nothing.
Result<std::vector<protocol::BlobRef>> check_bundles(const Context& context, const Path& base, const repository::Candidate& candidate) {
  std::optional<Bytes> text;
  if (const auto given = candidate.targets.find(protocol::kReviewersTarget); given != candidate.targets.end()) {
    text = given->second;
  } else {
    TRY_ASSIGN(text, published_target(context, base, protocol::kReviewersTarget));
  }
  protocol::ReviewersList reviewers;
  if (text) {
    auto list = protocol::decode_reviewers(as_text(*text));
    if (!list) return fail(std::move(list).error().in(protocol::kReviewersTarget));
    reviewers = std::move(*list);
  }
  std::vector<protocol::BlobRef> out;
  for (const auto& [path, content] : candidate.targets) {
    if (!path.starts_with(protocol::kBundleTargetPrefix)) continue;
    if (auto approved = protocol::check_approvals(as_text(content), reviewers); !approved) return fail(std::move(approved).error().in(path));
    auto blobs = protocol::manifest_blobs(as_text(content));
    if (!blobs) return fail(std::move(blobs).error().in(path));
    out.insert(out.end(), blobs->begin(), blobs->end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<> write_blob(const Context& context, const Path& tree, const protocol::BlobRef& blob, ByteView bytes) {
  const Path place = tree / protocol::blob_path(blob.sha256);
  TRY(context.files->make_directories(place.parent_path()));
  return context.files->write_atomic(place, bytes);
}

/// Copies into a tree the blobs that it lacks and that are here.
Result<> keep_blobs(const Context& context, const Workplace& place, const Path& tree, const std::vector<protocol::BlobRef>& blobs) {
  for (const auto& blob : blobs) {
    if (context.files->exists(tree / protocol::blob_path(blob.sha256))) continue;
    const auto bytes = read_blob(context, place, blob);
    if (!bytes) continue;  // the hub had it already: `clone --with-blobs` brings it
    TRY(write_blob(context, tree, blob, *bytes));
  }
  return {};
}

/// What both ways of publishing have in common before and after.
struct Publishable {
  repository::Draft draft;
  repository::Candidate candidate;
  std::vector<protocol::BlobRef> blobs;
};

Result<Publishable> read_publishable(const Context& context, const Workplace& place, const Path& base) {
  TRY_ASSIGN(auto draft, place.open(context));
  TRY_ASSIGN(auto candidate, draft.candidate());
  TRY(repository::verify_candidate(*context.files, place.tree, candidate, context.now()));
  TRY_ASSIGN(auto blobs, check_bundles(context, base, candidate));
  return Publishable{std::move(draft), std::move(candidate), std::move(blobs)};
}

/// The tree is brought up to what is served now, so that the next draft builds on it; the draft is over.
Result<Cloned> finish(const Context& context, const Workplace& place, const std::string& source, Publishable& published) {
  std::optional<Bytes> first_root;
  if (const auto root = published.candidate.metadata.find(repository::kRoot); root != published.candidate.metadata.end()) first_root = root->second;
  auto cloned = clone_tree(context, source, place.tree, first_root, false);
  if (!cloned) return fail(std::move(cloned).error().in(fmt::format("published, but {} could not be brought up to date; run the same command again", place.tree)));
  TRY(keep_blobs(context, place, place.tree, published.blobs));
  TRY(published.draft.discard());
  TRY(forget_draft_blobs(context, place));
  return cloned;
}

Result<> publish_to_hub(Context& context, const PublishOptions& options) {
  TRY_ASSIGN(auto mine, read_publishable(context, options.place, options.place.tree));
  client::HttpOptions http;
  http.base_url = options.hub;
  TRY_ASSIGN(auto hub, client::HubPublisherClient::open(http, *context.random));
  client::PublicationResult sent;
  {
    Progress progress(context, "Sending blobs");
    TRY_ASSIGN(sent, hub.publish({mine.candidate, [&](const protocol::BlobRef& blob) { return read_blob(context, options.place, blob); }},
                                 [&](const client::Progress& so_far) { progress.update(so_far.done, so_far.total); }));
  }
  TRY_ASSIGN(const Cloned cloned, finish(context, options.place, repository_of(options.hub), mine));
  context.show({{"snapshot_version", cloned.snapshot_version}, {"blobs_sent", sent.blobs_sent}, {"bytes_sent", sent.bytes_sent}, {"blobs", mine.blobs.size()}},
               fmt::format("Published as state {}: {} of {} blobs were sent, {}. {} is up to date.", cloned.snapshot_version, sent.blobs_sent, mine.blobs.size(),
                           human_bytes(sent.bytes_sent), options.place.tree));
  return {};
}

Result<> publish_to_folder(Context& context, const PublishOptions& options) {
  const Path served = options.to;
  TRY_ASSIGN(auto mine, read_publishable(context, options.place, served));
  std::size_t new_blobs = 0;
  std::uint64_t new_bytes = 0;
  for (const auto& blob : mine.blobs) {  // all are there before anything is written
    if (context.files->exists(served / protocol::blob_path(blob.sha256))) continue;
    TRY(read_blob(context, options.place, blob));
    ++new_blobs;
    new_bytes += blob.size;
  }
  TRY_ASSIGN(const auto key, read_signing_key(context, options.online_key));
  TRY_ASSIGN(const auto files, repository::accept_candidate(*context.files, served, mine.candidate, {{&key}, {&key}}, context.now()));
  TRY(keep_blobs(context, options.place, served, mine.blobs));
  TRY(repository::write_tree(*context.files, served, files));
  TRY_ASSIGN(const Cloned cloned, finish(context, options.place, options.to, mine));
  context.show({{"snapshot_version", cloned.snapshot_version}, {"blobs_sent", new_blobs}, {"bytes_sent", new_bytes}, {"blobs", mine.blobs.size()}},
               fmt::format("Published as state {} in {}: any web server or USB key may carry that folder. {} of {} blobs are new, {}.", cloned.snapshot_version, options.to, new_blobs,
                           mine.blobs.size(), human_bytes(new_bytes)));
  return {};
}

Result<> clone(Context& context, const PublishOptions& options) {
  std::optional<Bytes> first;
  if (!options.root.empty()) {
    TRY_ASSIGN(first, context.files->read(options.root, repository::kMaxMetadata));
  }
  const std::string source = options.from.empty() ? repository_of(options.hub) : options.from;
  TRY_ASSIGN(const auto cloned, clone_tree(context, source, options.place.tree, std::move(first), options.blobs));
  context.show({{"snapshot_version", cloned.snapshot_version}, {"metadata", cloned.metadata}, {"targets", cloned.targets}, {"blobs", cloned.blobs}, {"blob_bytes", cloned.blob_bytes}},
               fmt::format("{} holds state {}, verified: {} metadata files and {} targets were new{}.", options.place.tree, cloned.snapshot_version, cloned.metadata, cloned.targets,
                           options.blobs ? fmt::format(", {} blobs ({})", cloned.blobs, human_bytes(cloned.blob_bytes)) : ""));
  return {};
}

/// What a source serves below one of its folders.
std::unique_ptr<repository::Fetcher> fetcher(const Context& context, const std::string& source, const std::string& folder) {
  if (source.starts_with("http://") || source.starts_with("https://"))
    return std::make_unique<repository::HttpFetcher>(source + (source.ends_with('/') ? "" : "/") + folder);
  return std::make_unique<repository::FolderFetcher>(*context.files, Path(source) / folder);
}

/// All roots from the first on: a terminal that slept for years follows them one by one. A client fetches only those after its own.
Result<> complete_roots(Files& files, const repository::TrustedStore& trusted, repository::Fetcher& metadata, const Path& tree) {
  TRY_ASSIGN(const auto newest, trusted.load(repository::kRoot, repository::kMaxMetadata));
  CHECK(newest.has_value());
  TRY_ASSIGN(const auto root, repository::parse_root(*newest));
  for (std::int64_t version = root.body.version; version > 0; --version) {
    const Path place = tree / repository::tree_metadata_path(repository::kRoot, version);
    if (files.exists(place)) continue;
    Bytes bytes = *newest;
    if (version != root.body.version) {
      auto older = metadata.fetch(place.filename().string(), repository::kMaxMetadata);
      if (!older) continue;  // the source began later
      const auto parsed = repository::parse_root(*older);
      if (!parsed || parsed->body.version != version) continue;
      bytes = std::move(*older);
    }
    TRY(files.write_atomic(place, bytes));
  }
  return {};
}

Result<> clone_blobs(const Context& context, const std::string& source, const Path& tree, Cloned& out) {
  std::vector<protocol::BlobRef> missing;
  repository::TrustedStore trusted(*context.files, tree / "trusted");
  repository::Updater updater(trusted, context.now());
  TRY(updater.load_trusted());
  TRY_ASSIGN(const auto targets, updater.all_targets());
  for (const auto& target : targets) {
    if (!target.path.starts_with(protocol::kBundleTargetPrefix)) continue;
    const auto local = fetcher(context, tree.string(), "targets");
    TRY_ASSIGN(const Bytes manifest, updater.fetch_target(target, *local, repository::kMaxTarget));
    auto blobs = protocol::manifest_blobs(as_text(manifest));
    if (!blobs) return fail(std::move(blobs).error().in(target.path));
    for (const auto& blob : *blobs)
      if (!context.files->exists(tree / protocol::blob_path(blob.sha256))) missing.push_back(blob);
  }
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  std::uint64_t total = 0;
  for (const auto& blob : missing) total += blob.size;
  const auto remote = fetcher(context, source, "blobs");
  Progress progress(context, "Fetching blobs");
  for (const auto& blob : missing) {
    const std::string hex = blob.sha256.hex();
    TRY_ASSIGN(const Bytes bytes, remote->fetch(hex.substr(0, 2) + "/" + hex, blob.size));
    if (bytes.size() != blob.size || crypto::sha256(bytes) != blob.sha256) return fail(Code::Corrupt, fmt::format("what {} serves as blob {} is something else", source, hex));
    TRY(write_blob(context, tree, blob, bytes));
    ++out.blobs;
    out.blob_bytes += blob.size;
    progress.update(out.blob_bytes, total);
  }
  return {};
}

}  // namespace

Result<Cloned> clone_tree(const Context& context, const std::string& source, const Path& tree, std::optional<Bytes> first_root, bool blobs) {
  Files& files = *context.files;
  repository::TrustedStore trusted(files, tree / "trusted");
  TRY_ASSIGN(const auto known, trusted.load(repository::kRoot, repository::kMaxMetadata));
  const bool begun = !known.has_value();
  if (begun) {
    if (!first_root) {  // a tree published here with --to has no trusted/ yet, and is its owner's own
      TRY_ASSIGN(const auto state, repository::read_tree(files, tree));
      if (state.root) first_root = state.root->bytes;
    }
    if (!first_root) return fail(Code::InvalidInput, "which root to trust is not known yet: give it once with --root root.json");
    TRY(trusted.initialise(*first_root));
  }
  const auto metadata = fetcher(context, source, "metadata"), targets = fetcher(context, source, "targets");
  auto mirrored = repository::mirror(files, trusted, *metadata, *targets, tree, context.now());
  if (!mirrored) {
    if (begun) {  // nothing changes: not even whom to trust
      TRY_ASSIGN(const auto names, files.list(trusted.folder()));
      for (const std::string& name : names) TRY(files.remove(trusted.folder() / name));
    }
    return fail(std::move(mirrored).error().in(source));
  }
  TRY(complete_roots(files, trusted, *metadata, tree));
  Cloned out;
  out.metadata = mirrored->metadata;
  out.targets = mirrored->targets;
  TRY_ASSIGN(const auto state, repository::read_tree(files, tree));
  if (state.snapshot) out.snapshot_version = state.snapshot->body.version;
  if (blobs) TRY(clone_blobs(context, source, tree, out));
  return out;
}

void add_repository_publish_commands(CLI::App& repository, Context& context) {
  auto options = std::make_shared<PublishOptions>();
  CLI::App* sub = repository.add_subcommand("publish", "Publish a draft that enough people signed; only what is new travels");
  add_workplace(*sub, options->place);
  sub->footer(
      "  escale repository publish --draft next --tree tree --hub https://hub.example\n"
      "  escale repository publish --draft next --tree tree --to /media/usb/escale --online-key hub.key     without a hub\n"
      "\n"
      "Signatures and approvals are checked here first, then again where it is published. The tree is brought up to date and the\n"
      "draft is over. When the connection breaks, run the same command again.");
  CLI::Option* hub = sub->add_option("--hub", options->hub, "Address of the hub");
  CLI::Option* to = sub->add_option("--to", options->to, "Or a folder that a web server or a USB key carries")->excludes(hub);
  sub->add_option("--online-key", options->online_key, "With --to: the key file that makes snapshot and timestamp")->needs(to);
  sub->callback([options, &context] {
    context.run([&]() -> Result<> {
      if (!options->hub.empty()) return with_names(context, options->place, publish_to_hub(context, *options));
      if (options->to.empty() || options->online_key.empty())
        return fail(Code::InvalidInput, "say where to publish: --hub URL, or --to FOLDER with --online-key FILE");
      return with_names(context, options->place, publish_to_folder(context, *options));
    });
  });

  sub = repository.add_subcommand("clone", "Bring a local tree up to date with what is published, verified");
  sub->footer(
      "  escale repository clone --hub https://hub.example --root root.json --to tree          the first time\n"
      "  escale repository clone --hub https://hub.example --to /media/usb/escale --with-blobs  a USB key for terminals without a network\n"
      "\n"
      "Nothing is written that does not verify from root.json on: it comes from a person, not from the network.");
  hub = sub->add_option("--hub", options->hub, "Address of the hub");
  CLI::Option* from = sub->add_option("--from", options->from, "Or another address or folder with the same files")->excludes(hub);
  sub->add_option("--root", options->root, "The root.json to trust, the first time");
  sub->add_option("--to", options->place.tree, "The local tree")->required();
  sub->add_flag("--with-blobs", options->blobs, "The blobs of every bundle too: what a USB key needs");
  sub->callback([options, from, hub, &context] {
    context.run([&]() -> Result<> {
      if (hub->count() + from->count() == 0) return fail(Code::InvalidInput, "say what to clone: --hub URL, or --from a folder or address");
      return clone(context, *options);
    });
  });
}

}  // namespace escale::admin
