// escale repository changes, sign, status, root. People sign what this program shows them, so what is shown is computed from the very
// metadata that is signed, and files that do not match them are refused.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "content-bundles/format/manifest.hpp"
#include "sync/admin/keys.hpp"
#include "sync/admin/repository.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/repository/key.hpp"
#include "sync/repository/tree.hpp"

namespace escale::admin {
namespace {

using Facts = std::map<std::string, std::string>;

Facts bundle_facts(ByteView bytes) {
  Facts out;
  const auto manifest = format::read_manifest(bytes);
  if (!manifest) return {{"not a manifest", manifest.error().message}};
  out["version"] = std::to_string(manifest->version);
  out["title"] = format::in_language(manifest->titles, format::kDefaultLanguage);
  for (const auto& entry : manifest->documents)
    out[fmt::format("document {} [{}]", entry.id, entry.lang)] = fmt::format("{}, {}, {}", entry.title, human_bytes(entry.blob.size), short_id(entry.blob.digest.hex()));
  if (const auto approvals = protocol::manifest_approvals(as_text(bytes)))
    for (const auto& approval : *approvals) out[fmt::format("approval as {} by {}", approval.role, short_id(approval.keyid))] = short_id(approval.signature.hex());
  return out;
}

Facts fleet_facts(std::string_view text) {
  Facts out;
  const auto fleet = protocol::decode_fleet(text);
  if (!fleet) return {{"not a fleet list", fleet.error().message}};
  for (const auto& terminal : fleet->terminals)
    out[fmt::format("terminal {} {}", terminal.name, short_id(terminal.key.hex()))] =
        fmt::format("{}, from {} to {}", terminal.site, format_timestamp(terminal.not_before), format_timestamp(terminal.not_after));
  for (const auto& key : fleet->hub_keys) out[fmt::format("hub key {}", short_id(key.key.hex()))] = key.name;
  for (const auto& key : fleet->operators) out[fmt::format("operator {}", short_id(key.key.hex()))] = key.name;
  return out;
}

Facts mailbox_facts(std::string_view text) {
  Facts out;
  const auto mailbox = protocol::decode_mailbox(text);
  if (!mailbox) return {{"not a mailbox", mailbox.error().message}};
  out["epoch"] = std::to_string(mailbox->epoch);
  out["kept for"] = fmt::format("{} days", mailbox->retention_days);
  out["rehearsed"] = mailbox->rehearsal ? fmt::format("on {} by {} keys", protocol::day_text(mailbox->rehearsal->day), mailbox->rehearsal->opened.size()) : "no";
  for (const auto& member : mailbox->members) out[fmt::format("member {}", member.key.text())] = member.name;
  for (const auto& recovery : mailbox->recovery) out[fmt::format("recovery key {}", recovery.key.text())] = recovery.name;
  for (const auto& reader : mailbox->readers) out[fmt::format("reader {}", short_id(reader.key.hex()))] = reader.name;
  return out;
}

Facts reviewers_facts(std::string_view text) {
  Facts out;
  const auto list = protocol::decode_reviewers(text);
  if (!list) return {{"not a list of reviewers", list.error().message}};
  for (const auto& reviewer : list->reviewers) out[fmt::format("reviewer {} {}", reviewer.name, short_id(protocol::key_id(reviewer.key)))] = fmt::format("{}", fmt::join(reviewer.roles, ", "));
  for (const auto& [kind, roles] : list->required) out[fmt::format("needed for {}", kind)] = fmt::format("{}", fmt::join(roles, ", "));
  return out;
}

/// What a target says, one fact a line; nothing for a kind of file that this program does not know.
Facts facts_of(const std::string& path, const std::optional<Bytes>& content) {
  if (!content) return {};
  const std::string_view text = as_text(*content);
  if (path == protocol::kFleetTarget) return fleet_facts(text);
  if (path == protocol::kReviewersTarget) return reviewers_facts(text);
  if (path.starts_with("mailboxes/")) return mailbox_facts(text);
  if (path.starts_with(protocol::kBundleTargetPrefix)) return bundle_facts(*content);
  return {};
}

void compare_facts(const Facts& before, const Facts& after, std::string& text, Json& list) {
  const auto line = [&](char mark, const std::string& what, const std::string& was, const std::string& is) {
    text += fmt::format("      {} {}{}{}{}{}\n", mark, what, was.empty() && is.empty() ? "" : ": ", was, was.empty() || is.empty() ? "" : " -> ", is);
    list.push_back({{"what", what}, {"before", was}, {"after", is}});
  };
  for (const auto& [what, value] : before)
    if (!after.contains(what)) line('-', what, value, "");
  for (const auto& [what, value] : after) {
    const auto old = before.find(what);
    if (old == before.end())
      line('+', what, "", value);
    else if (old->second != value)
      line('~', what, old->second, value);
  }
}

/// How many blobs the bundle needs that the tree does not hold.
std::string travel(const Context& context, const Workplace& place, ByteView manifest, Json& value) {
  const auto blobs = protocol::manifest_blobs(as_text(manifest));
  if (!blobs) return "";
  std::uint64_t bytes = 0, total = 0;
  std::size_t count = 0;
  for (const auto& blob : *blobs) {
    total += blob.size;
    if (context.files->exists(Path(place.tree) / protocol::blob_path(blob.sha256))) continue;
    bytes += blob.size;
    ++count;
  }
  value["new_blobs"] = count;
  value["new_bytes"] = bytes;
  return fmt::format("      {} of {} blobs are new, {} of {}\n", count, blobs->size(), human_bytes(bytes), human_bytes(total));
}

constexpr std::string_view kTargetNoun = "target ";

struct SignOptions {
  Workplace place;
  std::string key, role, out;
};

Result<> changes(Context& context, const SignOptions& options) {
  TRY_ASSIGN(const auto draft, options.place.open(context));
  TRY_ASSIGN(const auto described, describe_changes(context, options.place, draft));
  TRY_ASSIGN(const auto people, People::open(context, options.place));
  context.show({{"changes", described.list}, {"people", people.names()}}, people.named(described.text));
  return {};
}

Result<> sign(Context& context, const SignOptions& options) {
  TRY_ASSIGN(auto draft, options.place.open(context));
  if (draft.empty()) return fail(Code::NotFound, fmt::format("{} holds no draft: there is nothing to sign", options.place.draft));
  TRY_ASSIGN(const auto described, describe_changes(context, options.place, draft));
  TRY_ASSIGN(const auto people, People::open(context, options.place));
  // Before the passphrase is asked: whoever types it has read this.
  if (!context.json) *context.out << "To be signed:\n" << people.named(described.text) << std::flush;
  TRY_ASSIGN(const auto key, read_signing_key(context, options.key));
  std::vector<std::string> roles;
  if (options.role.empty()) {
    TRY_ASSIGN(roles, draft.sign(key));
  } else {
    TRY(draft.sign(options.role, key));
    roles.push_back(options.role);
  }
  TRY_ASSIGN(const auto status, describe_status(draft));
  context.show({{"signed", roles},
                {"keyid", repository::keyid_of(key.verify_key())},
                {"changes", described.list},
                {"status", status.list},
                {"complete", status.complete},
                {"people", people.names()}},
               people.named(fmt::format("Signed {} with key {}.\n{}", fmt::join(roles, ", "), short_id(repository::keyid_of(key.verify_key())), status.text)));
  return {};
}

/// Published roles with less than a third of their life left, which the draft does not change: signatures take weeks to collect.
Result<std::vector<std::pair<std::string, Timestamp>>> running_out(const Context& context, const Workplace& place, const Json& drafted) {
  std::vector<std::pair<std::string, Timestamp>> out;
  TRY_ASSIGN(const auto state, repository::read_tree(*context.files, place.tree));
  if (!state.root) return out;
  const repository::Lifetimes lifetimes;
  const auto look = [&](std::string_view role, Timestamp expires, repository::Days lifetime) {
    const bool in_draft = std::any_of(drafted.begin(), drafted.end(), [&](const Json& entry) { return entry["role"] == role; });
    if (!in_draft && expires - context.now() < lifetime / 3) out.emplace_back(role, expires);
  };
  look(repository::kRoot, state.root->body.expires, lifetimes.root);
  TRY_ASSIGN(const auto targets, repository::read_role(*context.files, place.tree, state, repository::kTargets));
  if (!targets) return out;
  look(repository::kTargets, targets->body.expires, lifetimes.targets);
  for (const auto& delegated : targets->body.delegations.roles) {
    TRY_ASSIGN(const auto role, repository::read_role(*context.files, place.tree, state, delegated.name));
    if (role) look(delegated.name, role->body.expires, lifetimes.targets);
  }
  return out;
}

Result<> status(Context& context, const SignOptions& options) {
  TRY_ASSIGN(const auto draft, options.place.open(context));
  TRY_ASSIGN(const auto described, describe_status(draft));
  TRY_ASSIGN(const auto people, People::open(context, options.place));
  TRY_ASSIGN(const auto ending, running_out(context, options.place, described.list));
  std::string text = people.named(described.text);
  Json renew = Json::array();
  for (const auto& [role, expires] : ending) {
    renew.push_back({{"role", role}, {"expires", format_timestamp(expires)}});
    text += fmt::format("'{}' {} on {}: `escale repository renew --role {}`, then have it signed.\n", role, expires <= context.now() ? "ran out" : "runs out",
                        format_day(expires), role);
  }
  context.show({{"status", described.list}, {"complete", described.complete}, {"people", people.names()}, {"renew", renew}}, text);
  return {};
}

Result<> root(Context& context, const SignOptions& options) {
  TRY_ASSIGN(const auto draft, options.place.open(context));
  TRY_ASSIGN(const auto roles, draft.status());
  Bytes bytes;
  if (roles.empty() || roles.front().role != repository::kRoot) {  // root comes first among drafted roles
    TRY_ASSIGN(const auto state, repository::read_tree(*context.files, options.place.tree));
    if (!state.root) return fail(Code::NotFound, "there is no root yet: create the repository first");
    bytes = state.root->bytes;
  } else {
    TRY_ASSIGN(auto candidate, draft.candidate());
    bytes = std::move(candidate.metadata.find(repository::kRoot)->second);
  }
  TRY_ASSIGN(const auto parsed, repository::parse_root(bytes));
  TRY(context.files->write_atomic(options.out, bytes));
  const std::string digest = crypto::sha256(bytes).hex();
  context.show({{"file", options.out}, {"version", parsed.body.version}, {"sha256", digest}},
               fmt::format("{} is root version {}, sha256 {}: hand it over by a way you trust.", options.out, parsed.body.version, digest));
  return {};
}

}  // namespace

Result<DescribedChanges> describe_changes(const Context& context, const Workplace& place, const repository::Draft& draft) {
  TRY_ASSIGN(const auto list, draft.changes());
  DescribedChanges out;
  std::string role;
  for (const auto& change : list) {
    if (change.role != role) out.text += fmt::format("  {}\n", change.role);
    role = change.role;
    using Kind = repository::Change::Kind;
    const char mark = change.kind == Kind::Added ? '+' : change.kind == Kind::Removed ? '-' : '~';
    Json entry{{"role", change.role}, {"what", change.what}, {"before", change.before}, {"after", change.after}};
    const bool target = change.what.starts_with(kTargetNoun);
    out.text += fmt::format("    {} {}", mark, change.what);
    if (!target)
      out.text += fmt::format(": {}{}{}", change.before, change.before.empty() || change.after.empty() ? "" : " -> ", change.after);
    else if (change.after.empty())
      out.text += ": withdrawn";
    out.text += '\n';
    if (target && !change.after.empty()) {
      const std::string path = change.what.substr(kTargetNoun.size());
      TRY_ASSIGN(const auto before, published_target(context, place.tree, path));
      auto content = context.files->read(Path(place.draft) / "targets" / path, repository::kMaxTarget);
      if (!content) return fail(std::move(content).error().in(fmt::format("the content of target '{}'", path)));
      // The same words as the metadata's description: what is read here is what the digest binds.
      const std::string found = fmt::format("{} bytes, sha256 {}", content->size(), crypto::sha256(*content).hex());
      if (found != change.after)
        return fail(Code::Corrupt, fmt::format("the draft's copy of '{}' ({}) is not what would be signed ({}): somebody changed it; add it again", path, found, change.after));
      Json details = Json::array();
      const Facts after = facts_of(path, *content);
      if (after.empty()) out.text += fmt::format("      {}\n", change.after);
      compare_facts(facts_of(path, before), after, out.text, details);
      entry["details"] = std::move(details);
      if (path.starts_with(protocol::kBundleTargetPrefix)) out.text += travel(context, place, *content, entry);
    }
    out.list.push_back(std::move(entry));
  }
  if (out.list.empty()) out.text = "  nothing\n";
  return out;
}

Result<DescribedStatus> describe_status(const repository::Draft& draft) {
  TRY_ASSIGN(const auto roles, draft.status());
  DescribedStatus out;
  for (const auto& role : roles) {
    Json groups = Json::array();
    out.text += fmt::format("{} version {}, valid until {}\n", role.role, role.version, format_timestamp(role.expires));
    for (const auto& group : role.groups) {
      std::vector<std::string> signers, missing;
      for (const auto& id : group.signed_by) signers.push_back(short_id(id));
      for (const auto& id : group.missing) missing.push_back(short_id(id));
      out.text += fmt::format("  by the keys of {}: {} of {} signatures{}", group.delegator, signers.size(), group.threshold, group.complete() ? ", enough" : "");
      if (!signers.empty()) out.text += fmt::format("; signed by {}", fmt::join(signers, ", "));
      if (!group.complete()) out.text += fmt::format("; not yet {}", fmt::join(missing, ", "));
      out.text += '\n';
      groups.push_back({{"delegator", group.delegator}, {"threshold", group.threshold}, {"signed_by", group.signed_by}, {"missing", group.missing}, {"complete", group.complete()}});
    }
    out.complete = out.complete && role.complete();
    out.list.push_back({{"role", role.role}, {"version", role.version}, {"expires", format_timestamp(role.expires)}, {"groups", groups}, {"complete", role.complete()}});
  }
  if (roles.empty()) {
    out.complete = false;
    out.text = "The draft is empty.\n";
  } else if (out.complete) {
    out.text += "Ready to be published.\n";
  }
  return out;
}

void add_repository_sign_commands(CLI::App& repository, Context& context) {
  auto options = std::make_shared<SignOptions>();
  const auto command = [&, options](const char* name, const char* help, Result<> (*work)(Context&, const SignOptions&)) {
    CLI::App* sub = repository.add_subcommand(name, help);
    add_workplace(*sub, options->place);
    sub->callback([options, &context, work] { context.run([&] { return with_names(context, options->place, work(context, *options)); }); });
    return sub;
  };
  command("changes", "What the draft changes, in words", changes);
  CLI::App* sub = command("sign", "Show what is being signed, then sign it", sign);
  sub->footer(
      "  escale repository sign --draft next --tree tree --key anne.key\n"
      "\n"
      "Read what it shows before you type your passphrase: your signature says that you did. Files that were changed on the way are\n"
      "refused. Believe this program on your own machine only.");
  sub->add_option("--key", options->key, "Your signing key file")->required();
  sub->add_option("--role", options->role, "One role only (all that this key may sign when not given)");
  command("status", "Who signed, who has not, and what is to be renewed", status);
  sub = command("root", "Write the signed root: what hubs and terminals begin with", root);
  sub->add_option("--out", options->out, "File to write")->required();
}

}  // namespace escale::admin
