// escale repository reviewers, approve: the steps of validation. Who may approve as what is itself signed by the threshold; an approval
// is a named person's yes to one exact bundle, kept in its manifest.
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/format/manifest.hpp"
#include "sync/admin/keys.hpp"
#include "sync/admin/repository.hpp"

namespace escale::admin {
namespace {

struct ReviewOptions {
  Workplace place;
  std::vector<std::string> reviewers, required;
  std::string role = std::string(repository::kTargets), out, manifest, as, key;
};

Result<std::vector<std::string>> split_roles(const std::string& argument, std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string role(text.substr(0, comma));
    if (!protocol::is_slug(role)) return fail(Code::InvalidInput, fmt::format("'{}': '{}' is not the name of a step (a-z, 0-9 and -)", argument, role));
    if (std::find(out.begin(), out.end(), role) != out.end()) return fail(Code::InvalidInput, fmt::format("'{}': '{}' is there twice", argument, role));
    out.push_back(role);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  if (out.empty()) return fail(Code::InvalidInput, fmt::format("'{}' names no step", argument));
  return out;
}

/// NAME:PUB:role,role
Result<protocol::Reviewer> reviewer_argument(const Context& context, const std::string& argument) {
  const auto first = argument.find(':'), last = argument.rfind(':');
  if (first == std::string::npos || last == first) return fail(Code::InvalidInput, fmt::format("'{}' is not NAME:PUB:role,role", argument));
  protocol::Reviewer out;
  out.name = argument.substr(0, first);
  TRY_ASSIGN(const auto key, public_key_argument(context, argument.substr(first + 1, last - first - 1)));
  out.key = key.key;
  if (out.name.empty()) out.name = key.name;
  TRY_ASSIGN(out.roles, split_roles(argument, std::string_view(argument).substr(last + 1)));
  return out;
}

Result<protocol::ReviewersList> list_of(const Context& context, const ReviewOptions& options) {
  protocol::ReviewersList list;
  for (const std::string& argument : options.reviewers) {
    TRY_ASSIGN(auto reviewer, reviewer_argument(context, argument));
    list.reviewers.push_back(std::move(reviewer));
  }
  for (const std::string& argument : options.required) {
    const auto colon = argument.find(':');
    const std::string kind = argument.substr(0, colon);
    if (colon == std::string::npos || !format::parse_bundle_kind(kind))
      return fail(Code::InvalidInput, fmt::format("'{}' is not KIND:role,role; kinds are course, collection, forms, study-day", argument));
    TRY_ASSIGN(list.required[kind], split_roles(argument, std::string_view(argument).substr(colon + 1)));
  }
  // A step that nobody can take would close the repository to that kind of bundle.
  for (const auto& [kind, roles] : list.required)
    for (const std::string& role : roles)
      if (std::none_of(list.reviewers.begin(), list.reviewers.end(),
                       [&](const auto& reviewer) { return std::find(reviewer.roles.begin(), reviewer.roles.end(), role) != reviewer.roles.end(); }))
        return fail(Code::Refused, fmt::format("bundles of kind '{}' would need the step '{}', which no reviewer may take", kind, role));
  return list;
}

Result<> reviewers(Context& context, const ReviewOptions& options) {
  TRY_ASSIGN(const auto list, list_of(context, options));
  TRY_ASSIGN(const std::string text, protocol::encode_reviewers(list));
  if (!options.out.empty()) {
    TRY(context.files->write_atomic(options.out, as_bytes(text)));
  } else {
    if (options.place.draft.empty() || options.place.tree.empty())
      return fail(Code::InvalidInput, "say where the list goes: --draft and --tree, or --out FILE");
    TRY_ASSIGN(auto draft, options.place.open(context));
    TRY(draft.add_target(options.role, protocol::kReviewersTarget, as_bytes(text), context.now()));
    std::vector<protocol::NamedKey> people;
    for (const auto& reviewer : list.reviewers) people.push_back({reviewer.name, reviewer.key});
    TRY(remember_people(context, options.place, people));
  }
  TRY_ASSIGN(const Json value, parse_json(text));
  std::string lines;
  for (const auto& reviewer : list.reviewers) lines += fmt::format("{} may approve as {}\n", reviewer.name, fmt::join(reviewer.roles, ", "));
  for (const auto& [kind, roles] : list.required) lines += fmt::format("every bundle of kind '{}' needs {}\n", kind, fmt::join(roles, ", "));
  context.show(value, lines);
  return {};
}

Result<> approve(Context& context, const ReviewOptions& options) {
  if (!protocol::is_slug(options.as)) return fail(Code::InvalidInput, fmt::format("--as: '{}' is not the name of a step (a-z, 0-9 and -)", options.as));
  TRY_ASSIGN(const Bytes bytes, context.files->read(options.manifest, format::kMaxManifestBytes));
  auto manifest = format::read_manifest(bytes);
  if (!manifest) return fail(std::move(manifest).error().in(options.manifest));
  TRY_ASSIGN(const crypto::Digest digest, protocol::approval_digest(as_text(bytes)));
  auto approvals = protocol::manifest_approvals(as_text(bytes));
  if (!approvals) return fail(std::move(approvals).error().in(options.manifest));
  // Shown before the passphrase is asked: this is what the yes is about.
  const auto title = format::in_language(manifest->titles, format::kDefaultLanguage);
  if (!context.json) *context.err << fmt::format("{} ({}) version {}: {} documents\n", title, manifest->id, manifest->version, manifest->documents.size()) << std::flush;
  TRY_ASSIGN(const auto key, read_signing_key(context, options.key));
  const protocol::Approval mine = protocol::make_approval(options.as, digest, key);
  std::erase_if(*approvals, [&](const protocol::Approval& other) { return other.role == mine.role && other.keyid == mine.keyid; });
  approvals->push_back(mine);
  TRY_ASSIGN(const std::string approved, protocol::with_approvals(as_text(bytes), *approvals));
  TRY(format::read_manifest(as_bytes(approved)));
  TRY(context.files->write_atomic(options.manifest, as_bytes(approved)));
  context.show({{"id", manifest->id}, {"version", manifest->version}, {"role", mine.role}, {"keyid", mine.keyid}, {"approval_digest", digest.hex()}, {"approvals", approvals->size()}},
               fmt::format("{} is approved as {} by {}.", options.manifest, mine.role, mine.keyid.substr(0, 12)));
  return {};
}

}  // namespace

void add_repository_review_commands(CLI::App& repository, Context& context) {
  auto options = std::make_shared<ReviewOptions>();
  CLI::App* sub = repository.add_subcommand("reviewers", "Say who may approve bundles as what, and what each kind of bundle needs");
  sub->footer(
      "  escale repository reviewers --draft next --tree tree --reviewer \"Denis:denis.pub:doctrine\" \\\n"
      "      --reviewer \"Élise:elise.pub:accessibility,doctrine\" --require course:doctrine,accessibility\n"
      "\n"
      "The list replaces the one before. Signatures say \"two of us agree\"; approvals say \"the doctrine reviewer agreed\".");
  sub->add_option("--draft", options->place.draft, "Folder of the draft");
  sub->add_option("--tree", options->place.tree, "Local tree of what is published");
  sub->add_option("--role", options->role, "Who publishes the list")->capture_default_str();
  sub->add_option("--out", options->out, "Write the list to a file instead");
  sub->add_option("--reviewer", options->reviewers, "NAME:PUB:role,role such as \"Denis:denis.pub:doctrine\" (repeat)")->required();
  sub->add_option("--require", options->required, "KIND:role,role such as course:doctrine,accessibility (repeat)");
  sub->callback([options, &context] { context.run([&] { return reviewers(context, *options); }); });

  sub = repository.add_subcommand("approve", "Say yes to one exact bundle, in its manifest");
  sub->footer(
      "  escale repository approve built/bundles/my-course.json --as doctrine --key denis.key\n"
      "\n"
      "Approve before the bundle is added to a draft, or add it again: signers sign the manifest with its approvals.");
  sub->add_option("manifest", options->manifest, "bundles/ID.json of the built bundle")->required();
  sub->add_option("--as", options->as, "The step, such as doctrine")->required();
  sub->add_option("--key", options->key, "Your signing key file")->required();
  sub->callback([options, &context] { context.run([&] { return approve(context, *options); }); });
}

}  // namespace escale::admin
