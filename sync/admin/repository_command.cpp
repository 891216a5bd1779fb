// escale repository: what may be believed. A draft is prepared, signed by one person after another on their own machines, and published
// when enough of them have signed.
#include "sync/admin/repository.hpp"

#include <fmt/format.h>

#include "sync/admin/commands.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/repository/tree.hpp"

namespace escale::admin {

Result<repository::Draft> Workplace::open(const Context& context) const { return repository::Draft::open(*context.files, draft, tree); }

Result<std::optional<Bytes>> published_target(const Context& context, const Path& tree, std::string_view path) {
  const Files& files = *context.files;
  TRY_ASSIGN(const auto state, repository::read_tree(files, tree));
  TRY_ASSIGN(const auto targets, repository::read_role(files, tree, state, repository::kTargets));
  const auto content = [&](const repository::Targets& role) -> Result<std::optional<Bytes>> {
    const auto found = role.targets.find(path);
    if (found == role.targets.end()) return std::optional<Bytes>();
    const auto hash = found->second.hashes.find("sha256");
    if (hash == found->second.hashes.end()) return std::optional<Bytes>();
    TRY_ASSIGN(Bytes bytes, files.read(tree / repository::tree_target_path(path, hash->second), repository::kMaxTarget));
    TRY(repository::check_content(path, bytes, found->second.length, found->second.hashes));
    return std::optional<Bytes>(std::move(bytes));
  };
  if (!targets) return std::optional<Bytes>();
  TRY_ASSIGN(auto own, content(targets->body));
  if (own) return own;
  for (const auto& delegated : targets->body.delegations.roles) {
    if (!delegated.covers(path)) continue;
    TRY_ASSIGN(const auto role, repository::read_role(files, tree, state, delegated.name));
    return role ? content(role->body) : std::optional<Bytes>();  // delegations end the search: nobody after it is asked
  }
  return std::optional<Bytes>();
}

Result<protocol::ReviewersList> reviewers_of(const Context& context, const Workplace& place) {
  const Path drafted = Path(place.draft) / "targets" / protocol::kReviewersTarget;
  std::optional<Bytes> text;
  if (context.files->exists(drafted)) {
    TRY_ASSIGN(text, context.files->read(drafted, repository::kMaxTarget));
  } else {
    TRY_ASSIGN(text, published_target(context, place.tree, protocol::kReviewersTarget));
  }
  if (!text) return protocol::ReviewersList{};
  auto list = protocol::decode_reviewers(as_text(*text));
  if (!list) return fail(std::move(list).error().in(protocol::kReviewersTarget));
  return list;
}

Result<Bytes> read_blob(const Context& context, const Workplace& place, const protocol::BlobRef& blob) {
  const std::string hex = blob.sha256.hex();
  for (const Path& root : {place.draft_blobs(), place.tree_blobs()}) {
    auto bytes = context.files->read(root / hex.substr(0, 2) / hex, blob.size);
    if (bytes && bytes->size() == blob.size && crypto::sha256(*bytes) == blob.sha256) return bytes;
    if (bytes || bytes.error().code == Code::TooLarge)
      return fail(Code::Corrupt, fmt::format("the blob {} in {} is damaged: add the bundle again", hex, root.string()));
    if (bytes.error().code != Code::NotFound) return bytes;
  }
  return fail(Code::NotFound, fmt::format("the blob {} is neither beside the draft nor in the tree: add its bundle with add-bundles", hex));
}

Result<> forget_draft_blobs(const Context& context, const Workplace& place) {
  TRY_ASSIGN(const auto folders, context.files->list_directories(place.draft_blobs()));
  for (const std::string& folder : folders) {
    TRY_ASSIGN(const auto names, context.files->list(place.draft_blobs() / folder));
    for (const std::string& name : names) TRY(context.files->remove(place.draft_blobs() / folder / name));
  }
  return {};
}

void add_workplace(CLI::App& command, Workplace& place) {
  command.add_option("--draft", place.draft, "Folder of the draft (begun when absent)")->required();
  command.add_option("--tree", place.tree, "Local tree of what is published (absent for a new repository)")->required();
}

void add_repository_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "repository",
      "Prepare, sign and publish what terminals will believe\n"
      "\n"
      "A new repository, held by three people of whom two must agree:\n"
      "\n"
      "  escale repository create --draft next --tree tree --root-key anne.pub --root-key badr.pub --root-key chloe.pub \\\n"
      "      --root-threshold 2 --online-key HEX            the hub's key, from `escale-hub keys`\n"
      "  escale repository reviewers --draft next --tree tree --reviewer \"Denis:denis.pub:doctrine\" --require course:doctrine\n"
      "  escale repository sign --draft next --tree tree --key anne.key      shows what is being signed, then signs\n"
      "  escale repository sign --draft next --tree tree --key badr.key      the draft is a folder: it travels on a stick\n"
      "  escale repository root --draft next --tree tree --out root.json     for `escale-hub --root` and for terminals\n"
      "  escale repository publish --draft next --tree tree --hub https://hub.example\n"
      "\n"
      "A corrected course afterwards:\n"
      "\n"
      "  escale repository approve built/bundles/my-course.json --as doctrine --key denis.key\n"
      "  escale repository add-bundles built --draft next --tree tree\n"
      "  escale repository changes --draft next --tree tree\n"
      "  … sign, sign, publish: only the blobs that changed travel.\n"
      "\n"
      "On another machine: escale repository clone --hub https://hub.example --root root.json --to tree\n"
      "Keys given as FILE.pub are shown by name afterwards: put those of the others in tree/people, as you were handed them.\n");
  command->require_subcommand(1);
  add_repository_draft_commands(*command, context);
  add_repository_review_commands(*command, context);
  add_repository_sign_commands(*command, context);
  add_repository_publish_commands(*command, context);
}

}  // namespace escale::admin
