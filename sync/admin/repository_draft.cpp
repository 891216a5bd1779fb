// escale repository create, keys, delegate, add, add-bundles, remove, renew, rebase, discard: what changes a draft.
#include <fmt/format.h>

#include <map>

#include "content-bundles/format/blob_path.hpp"
#include "content-bundles/format/reader.hpp"
#include "sync/admin/keys.hpp"
#include "sync/admin/repository.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/rehearsal.hpp"
#include "sync/repository/tree.hpp"

namespace escale::admin {
namespace {

struct DraftOptions {
  Workplace place;
  std::vector<std::string> root_keys, targets_keys, snapshot_keys, timestamp_keys, online_keys, keys, paths, folders;
  int root_threshold = 2, targets_threshold = 2, threshold = 1;
  std::string name, role = std::string(repository::kTargets), path, file;
  bool remove = false;
};

/// The keys of a role, and whose they are: for remember_people once they are drafted.
Result<repository::RoleKeys> role_keys(const Context& context, const std::vector<std::string>& arguments, int threshold,
                                       std::vector<protocol::NamedKey>& people) {
  TRY_ASSIGN(const auto named, public_key_arguments(context, arguments));
  repository::RoleKeys out{{}, threshold};
  for (const auto& one : named) out.keys.push_back(one.key);
  people.insert(people.end(), named.begin(), named.end());
  return out;
}

/// The result of a change: what the draft now changes in all.
Result<> show_draft(const Context& context, const Workplace& place, const std::string& sentence, Json value) {
  TRY_ASSIGN(const auto draft, place.open(context));
  TRY_ASSIGN(const auto status, describe_status(draft));
  value["draft"] = status.list;
  context.show(value, sentence + "\n");
  return {};
}

Result<> create(Context& context, const DraftOptions& options) {
  repository::NewRepository setup;
  std::vector<protocol::NamedKey> people;
  TRY_ASSIGN(setup.root, role_keys(context, options.root_keys, options.root_threshold, people));
  TRY_ASSIGN(setup.targets, role_keys(context, options.targets_keys.empty() ? options.root_keys : options.targets_keys, options.targets_threshold, people));
  const auto online = [&](const std::vector<std::string>& own, std::string_view role) -> Result<repository::RoleKeys> {
    const auto& given = own.empty() ? options.online_keys : own;
    if (given.empty()) return fail(Code::InvalidInput, fmt::format("which key makes '{}' is not said: give the hub's with --online-key", role));
    return role_keys(context, given, 1, people);
  };
  TRY_ASSIGN(setup.snapshot, online(options.snapshot_keys, repository::kSnapshot));
  TRY_ASSIGN(setup.timestamp, online(options.timestamp_keys, repository::kTimestamp));
  TRY_ASSIGN(auto draft, options.place.open(context));
  if (!draft.empty()) return fail(Code::Conflict, fmt::format("{} holds a draft already: discard it first", options.place.draft));
  TRY(draft.create(setup, context.now()));
  TRY(remember_people(context, options.place, people));
  return show_draft(context, options.place,
                    fmt::format("A new repository is drafted in {}: root by {} of {} keys, targets by {} of {}. Add what it publishes, then have it signed.",
                                options.place.draft, setup.root.threshold, setup.root.keys.size(), setup.targets.threshold, setup.targets.keys.size()),
                    Json::object());
}

Result<> set_keys(Context& context, const DraftOptions& options) {
  std::vector<protocol::NamedKey> people;
  TRY_ASSIGN(const auto keys, role_keys(context, options.keys, options.threshold, people));
  TRY_ASSIGN(auto draft, options.place.open(context));
  TRY(draft.set_keys(options.role, keys, context.now()));
  TRY(remember_people(context, options.place, people));
  return show_draft(context, options.place, fmt::format("'{}' will be signed by {} of {} keys, once root is signed again.", options.role, keys.threshold, keys.keys.size()),
                    {{"role", options.role}});
}

Result<> delegate(Context& context, const DraftOptions& options) {
  TRY_ASSIGN(auto draft, options.place.open(context));
  if (options.remove) {
    TRY(draft.remove_delegation(options.name, context.now()));
    return show_draft(context, options.place, fmt::format("Nothing is delegated to '{}' any more.", options.name), {{"role", options.name}});
  }
  std::vector<protocol::NamedKey> people;
  TRY_ASSIGN(const auto signers, role_keys(context, options.keys, options.threshold, people));
  TRY(draft.delegate({options.name, signers, options.paths}, context.now()));
  TRY(remember_people(context, options.place, people));
  return show_draft(context, options.place,
                    fmt::format("'{}' may publish {}, signed by {} of {} keys.", options.name, fmt::join(options.paths, ", "), signers.threshold, signers.keys.size()),
                    {{"role", options.name}});
}

/// The rules that hubs and terminals hold these files to, while there is still time to mend them.
Result<> check_known_target(const std::string& path, std::string_view text) {
  if (path == protocol::kFleetTarget) {
    TRY(protocol::decode_fleet(text));
  } else if (path == protocol::kReviewersTarget) {
    TRY(protocol::decode_reviewers(text));
  } else if (path.starts_with("mailboxes/")) {
    TRY_ASSIGN(const auto mailbox, protocol::decode_mailbox(text));
    if (protocol::mailbox_target(mailbox.id) != path)
      return fail(Code::InvalidInput, fmt::format("it describes the mailbox '{}', which is published as {}", mailbox.id, protocol::mailbox_target(mailbox.id)));
    TRY(protocol::check_rehearsed(mailbox));
  } else if (path.starts_with(protocol::kBundleTargetPrefix)) {
    return fail(Code::Refused, "bundles are published with their blobs: use add-bundles");
  }
  return {};
}

Result<> add_target(Context& context, const DraftOptions& options) {
  TRY_ASSIGN(const Bytes content, context.files->read(options.file, repository::kMaxTarget));
  if (auto right = check_known_target(options.path, as_text(content)); !right) return fail(std::move(right).error().in(options.file));
  TRY_ASSIGN(auto draft, options.place.open(context));
  TRY(draft.add_target(options.role, options.path, content, context.now()));
  return show_draft(context, options.place, fmt::format("{} will be published as {} by '{}'.", options.file, options.path, options.role),
                    {{"target", options.path}, {"role", options.role}, {"size", content.size()}});
}

/// One built bundle, checked whole.
struct Built {
  Bytes manifest;
  format::BundleReader reader;
};

std::string target_of(const Built& bundle) { return fmt::format("{}{}.json", protocol::kBundleTargetPrefix, bundle.reader.manifest().id); }

Result<std::vector<Built>> read_built(const Context& context, const DraftOptions& options) {
  std::vector<Built> out;
  std::map<std::string, std::string> seen;
  for (const std::string& folder : options.folders) {
    TRY_ASSIGN(const auto names, context.files->list(Path(folder) / "bundles"));
    bool any = false;
    for (const std::string& name : names) {
      if (!name.ends_with(".json")) continue;
      any = true;
      const Path path = Path(folder) / "bundles" / name;
      TRY_ASSIGN(Bytes manifest, context.files->read(path, format::kMaxManifestBytes));
      auto reader = format::BundleReader::open(*context.files, manifest, Path(folder) / "blobs");
      if (!reader) return fail(std::move(reader).error().in(path.string()));
      if (auto whole = reader->check_all(); !whole) return fail(std::move(whole).error().in(path.string()));
      const std::string& id = reader->manifest().id;
      if (name != id + ".json") return fail(Code::InvalidInput, fmt::format("{} is the bundle '{}': its file is named {}.json", path.string(), id, id));
      if (const auto [first, added] = seen.emplace(id, path.string()); !added)
        return fail(Code::Conflict, fmt::format("the bundle '{}' is in {} and in {}", id, first->second, path.string()));
      TRY_ASSIGN(const auto published, published_target(context, options.place.tree, fmt::format("{}{}.json", protocol::kBundleTargetPrefix, id)));
      if (published && *published != manifest) {
        TRY_ASSIGN(const auto previous, format::read_manifest(*published));
        // More approvals on the same content are no new version.
        TRY_ASSIGN(const auto before, format::approval_digest(*published));
        TRY_ASSIGN(const auto now, format::approval_digest(manifest));
        if (before != now)
          if (auto follows = format::check_succession(previous, reader->manifest()); !follows) return fail(std::move(follows).error().in(path.string()));
      }
      out.push_back({std::move(manifest), std::move(*reader)});
    }
    if (!any) return fail(Code::NotFound, fmt::format("{} holds no bundle: `escale bundle build SOURCE --out {}` makes one", folder, folder));
  }
  return out;
}

struct CopiedBlobs {
  std::uint64_t total = 0, unpublished = 0;  ///< bytes of all blobs; of those not published yet
  std::vector<Path> written;
  void take_back(const Context& context) const {
    for (const Path& path : written) (void)context.files->remove(path);
  }
};

/// The blobs that neither the draft nor the tree holds, beside the draft. What was copied is taken back when the rest fails.
Result<CopiedBlobs> copy_blobs(const Context& context, const Workplace& place, const std::vector<Built>& built) {
  CopiedBlobs out;
  std::uint64_t done = 0;
  for (const Built& bundle : built)
    for (const auto& blob : format::all_blobs(bundle.reader.manifest())) out.total += blob.size;
  Progress progress(context, "Copying blobs");
  const auto copy_all = [&]() -> Result<> {
    for (const Built& bundle : built)
      for (const auto& blob : format::all_blobs(bundle.reader.manifest())) {
        done += blob.size;
        progress.update(done, out.total);
        if (!context.files->exists(format::blob_path(place.tree_blobs(), blob.digest))) out.unpublished += blob.size;
        if (read_blob(context, place, {blob.digest, blob.size})) continue;
        const Path path = format::blob_path(place.draft_blobs(), blob.digest);
        TRY_ASSIGN(const Bytes bytes, bundle.reader.blob(blob));
        out.written.push_back(path);
        TRY(context.files->make_directories(path.parent_path()));
        TRY(context.files->write_atomic(path, bytes));
      }
    return {};
  };
  if (auto copied = copy_all(); !copied) {
    out.take_back(context);
    return fail(std::move(copied).error());
  }
  return out;
}

/// Whether the role may publish all these bundles, as the draft or the tree has its delegation: known before any blob is copied.
Result<> check_may_publish(const Context& context, const DraftOptions& options, const std::vector<Built>& bundles) {
  if (options.role == repository::kTargets) return {};
  std::optional<repository::Signed<repository::Targets>> targets;
  if (const auto drafted = context.files->read(Path(options.place.draft) / "metadata" / "targets.json", repository::kMaxMetadata)) {
    TRY_ASSIGN(targets, repository::parse_targets(*drafted));
  } else {
    TRY_ASSIGN(const auto state, repository::read_tree(*context.files, options.place.tree));
    TRY_ASSIGN(targets, repository::read_role(*context.files, options.place.tree, state, repository::kTargets));
  }
  const repository::DelegatedRole* role = targets ? targets->body.delegations.find(options.role) : nullptr;
  if (role == nullptr) return fail(Code::NotFound, fmt::format("targets does not delegate to '{}'", options.role));
  for (const Built& bundle : bundles)
    if (const std::string target = target_of(bundle); !role->covers(target))
      return fail(Code::Refused, fmt::format("'{}' may not publish '{}': its paths are {}", options.role, target, fmt::join(role->paths, ", ")));
  return {};
}

Result<> add_bundles(Context& context, const DraftOptions& options) {
  TRY_ASSIGN(const auto built, read_built(context, options));
  TRY(check_may_publish(context, options, built));
  TRY_ASSIGN(auto draft, options.place.open(context));
  TRY_ASSIGN(const auto reviewers, reviewers_of(context, options.place));
  TRY_ASSIGN(const CopiedBlobs copied, copy_blobs(context, options.place, built));
  Json list = Json::array();
  std::string text;
  for (const Built& bundle : built) {
    const format::Manifest& manifest = bundle.reader.manifest();
    const std::string target = target_of(bundle);
    if (auto added = draft.add_target(options.role, target, bundle.manifest, context.now()); !added) {
      if (list.empty()) copied.take_back(context);  // else the draft names some of them: adding again goes on from there
      return added;
    }
    Json entry{{"id", manifest.id}, {"version", manifest.version}, {"target", target}, {"approved", true}};
    text += fmt::format("{} version {} will be published as {} by '{}'.\n", manifest.id, manifest.version, target, options.role);
    if (const auto approved = protocol::check_approvals(as_text(bundle.manifest), reviewers); !approved) {
      entry["approved"] = false;
      text += fmt::format("  Not yet: {}.\n", approved.error().message);
    }
    list.push_back(std::move(entry));
  }
  text += fmt::format("{} of {} are not published yet.", human_bytes(copied.unpublished), human_bytes(copied.total));
  return show_draft(context, options.place, text, {{"bundles", list}, {"new_bytes", copied.unpublished}, {"bytes", copied.total}});
}

Result<> remove_target(Context& context, const DraftOptions& options) {
  TRY_ASSIGN(auto draft, options.place.open(context));
  TRY(draft.remove_target(options.role, options.path, context.now()));
  return show_draft(context, options.place, fmt::format("{} will be withdrawn from '{}'.", options.path, options.role), {{"target", options.path}, {"role", options.role}});
}

Result<> renew(Context& context, const DraftOptions& options) {
  TRY_ASSIGN(auto draft, options.place.open(context));
  TRY(draft.renew(options.role, context.now()));
  return show_draft(context, options.place, fmt::format("'{}' will be valid longer, once signed.", options.role), {{"role", options.role}});
}

Result<> rebase(Context& context, const DraftOptions& options) {
  TRY_ASSIGN(auto draft, options.place.open(context));
  TRY(draft.rebase(context.now()));
  return show_draft(context, options.place, "The draft now builds on what the tree holds: signatures on what moved must be given again.", Json::object());
}

Result<> discard(Context& context, const DraftOptions& options) {
  TRY_ASSIGN(auto draft, options.place.open(context));
  TRY(draft.discard());
  TRY(forget_draft_blobs(context, options.place));
  context.show({{"draft", Json::array()}}, fmt::format("The draft in {} is empty.", options.place.draft));
  return {};
}

}  // namespace

void add_repository_draft_commands(CLI::App& repository, Context& context) {
  auto options = std::make_shared<DraftOptions>();
  const auto command = [&, options](const char* name, const char* help, Result<> (*work)(Context&, const DraftOptions&)) {
    CLI::App* sub = repository.add_subcommand(name, help);
    add_workplace(*sub, options->place);
    sub->callback([options, &context, work] { context.run([&] { return work(context, *options); }); });
    return sub;
  };
  const auto add_role = [options](CLI::App* sub) {
    sub->add_option("--role", options->role, "Who publishes it: targets, or the name of a delegation")->capture_default_str();
  };

  CLI::App* sub = command("create", "Draft a new repository: whose signatures it will need", create);
  sub->footer(
      "  escale repository create --draft next --tree tree --root-key anne.pub --root-key badr.pub --root-key chloe.pub --online-key HEX\n"
      "\n"
      "Each role has more keys than it needs signatures, so that one may be lost. Whoever steals the hub's key can withhold, not forge.");
  sub->add_option("--root-key", options->root_keys, "Public key that may sign root: FILE.pub or 64 digits (repeat)")->required();
  sub->add_option("--root-threshold", options->root_threshold, "How many of them must sign")->capture_default_str();
  sub->add_option("--targets-key", options->targets_keys, "Public key that may sign targets (repeat; root's when not given)");
  sub->add_option("--targets-threshold", options->targets_threshold, "How many of them must sign")->capture_default_str();
  sub->add_option("--online-key", options->online_keys, "The hub's online key (`escale-hub keys` prints it): makes snapshot and timestamp");
  sub->add_option("--snapshot-key", options->snapshot_keys, "Another key for snapshot");
  sub->add_option("--timestamp-key", options->timestamp_keys, "Another key for timestamp");

  sub = command("keys", "Replace the keys of root, targets, snapshot or timestamp: a new root", set_keys);
  sub->add_option("--role", options->role, "root, targets, snapshot or timestamp")->required();
  sub->add_option("--key", options->keys, "All public keys that may sign it from now on (repeat)")->required();
  sub->add_option("--threshold", options->threshold, "How many of them must sign")->required();

  sub = command("delegate", "Let a region, a committee or the operator publish some paths alone", delegate);
  sub->footer(
      "  escale repository delegate --draft next --tree tree --name operator --key elsa.pub --key safe.pub --path 'fleet/*'\n"
      "  escale repository delegate --draft next --tree tree --name region-bretagne --key yann.pub --key soizic.pub --path 'bundles/bretagne-*.json'\n"
      "\n"
      "Whoever holds the delegation signs alone from then on: escale repository add-bundles built --role region-bretagne …");
  sub->add_option("--name", options->name, "Such as region-bretagne or operator")->required();
  CLI::Option* remove = sub->add_flag("--remove", options->remove, "Take the delegation away");
  sub->add_option("--key", options->keys, "Public key that may sign it (repeat; one more than the threshold, so that one may be lost)")->excludes(remove);
  sub->add_option("--threshold", options->threshold, "How many of them must sign")->capture_default_str();
  sub->add_option("--path", options->paths, "Pattern such as 'bundles/bretagne-*.json' (repeat); * never crosses a /")->excludes(remove);

  sub = command("add", "Publish one file: mailboxes, the fleet, anything signed that is not a bundle", add_target);
  add_role(sub);
  sub->add_option("--path", options->path, "Where it is published, such as fleet/terminals.json")->required();
  sub->add_option("file", options->file, "The file")->required();

  sub = command("add-bundles", "Publish built bundles: their manifests as targets, their blobs beside the draft", add_bundles);
  add_role(sub);
  sub->add_option("folders", options->folders, "Folders that `escale bundle build --out` wrote")->required();

  sub = command("remove", "Withdraw a target", remove_target);
  add_role(sub);
  sub->add_option("--path", options->path, "Such as bundles/my-course.json")->required();

  sub = command("renew", "A new expiry and nothing else, before the old one runs out", renew);
  sub->add_option("--role", options->role, "root, targets or the name of a delegation")->required();

  command("rebase", "Somebody else published first: take the draft over to the tree as it is now", rebase);
  command("discard", "Forget the draft", discard);
}

}  // namespace escale::admin
