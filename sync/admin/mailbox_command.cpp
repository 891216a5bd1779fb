// escale mailbox: where answers go. A descriptor says who can read, who may pull, and for how long answers are kept. It is
// published as a signed target; a rehearsal proves that each holder's key opens what terminals will seal.
#include <fmt/format.h>

#include <memory>

#include "sync/admin/commands.hpp"
#include "sync/admin/keys.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/rehearsal.hpp"

namespace escale::admin {
namespace {
using protocol::MailboxDescriptor;

struct Options {
  std::string id, title_fr, title_en, out, previous, file;
  std::vector<std::string> members, recovery, readers, identities, proofs;
  std::int64_t retention_days = 0, release_minimum = 0, per_day = 0;
};

Result<MailboxDescriptor> read_mailbox(const Context& context, const std::string& file) {
  TRY_ASSIGN(const Bytes bytes, context.files->read(file, protocol::kMaxStatementBytes));
  auto mailbox = protocol::decode_mailbox(as_text(bytes));
  if (!mailbox) return fail(std::move(mailbox).error().in(file));
  return mailbox;
}

// --- new ----------------------------------------------------------------------------------------------------------

Result<> new_mailbox(Context& context, const Options& options) {
  MailboxDescriptor mailbox;
  if (!options.previous.empty()) {
    TRY_ASSIGN(mailbox, read_mailbox(context, options.previous));
    if (!options.id.empty() && options.id != mailbox.id)
      return fail(Code::Refused, fmt::format("{} is the descriptor of '{}', not of '{}'", options.previous, mailbox.id, options.id));
  }
  const MailboxDescriptor before = mailbox;
  if (!options.id.empty()) mailbox.id = options.id;
  if (!options.title_fr.empty()) mailbox.title["fr"] = options.title_fr;
  if (!options.title_en.empty()) mailbox.title["en"] = options.title_en;
  if (!options.members.empty()) {
    TRY_ASSIGN(mailbox.members, recipient_arguments(context, options.members));
  }
  if (!options.recovery.empty()) {
    TRY_ASSIGN(mailbox.recovery, recipient_arguments(context, options.recovery));
  }
  if (!options.readers.empty()) {
    TRY_ASSIGN(mailbox.readers, public_key_arguments(context, options.readers));
  }
  if (options.retention_days > 0) mailbox.retention_days = options.retention_days;
  if (options.release_minimum > 0) mailbox.rules.release_minimum = options.release_minimum;
  if (options.per_day > 0) mailbox.quota.envelopes_per_terminal_per_day = options.per_day;
  // SPEC.md section 4: the epoch grows by one whenever recipients change.
  const bool rotated = !options.previous.empty() && before.recipients() != mailbox.recipients();
  if (rotated) {
    mailbox.epoch = before.epoch + 1;
    mailbox.rehearsal.reset();  // other keys have to show what they open
  }

  TRY_ASSIGN(const std::string text, protocol::encode_mailbox(mailbox));
  if (options.previous.empty() && context.files->exists(options.out))
    return fail(Code::Conflict, fmt::format("{} is there already: give it as --previous to change it, or choose another --out", options.out));
  TRY(context.files->write_atomic(options.out, as_bytes(text)));
  std::string shown = fmt::format("{}: mailbox {}, epoch {}, {} members, {} recovery keys, {} readers, kept {} days\n", options.out, mailbox.id, mailbox.epoch,
                                  mailbox.members.size(), mailbox.recovery.size(), mailbox.readers.size(), mailbox.retention_days);
  if (rotated) shown += "Recipients changed: keep the former keys until the last terminal has the new descriptor.\n";
  shown += mailbox.rehearsal ? "" : fmt::format("\nBefore publishing, each holder proves that their key opens it (it is refused otherwise):\n\n  escale mailbox rehearse {} --identity THEIR.key\n", options.out);
  context.show({{"id", mailbox.id}, {"epoch", mailbox.epoch}, {"target", protocol::mailbox_target(mailbox.id)}, {"file", options.out}}, shown);
  return {};
}

// --- show ---------------------------------------------------------------------------------------------------------

Result<> show_mailbox(Context& context, const Options& options) {
  TRY_ASSIGN(const MailboxDescriptor mailbox, read_mailbox(context, options.file));
  TRY_ASSIGN(const std::string text, protocol::encode_mailbox(mailbox));
  TRY_ASSIGN(const Json value, parse_json(text));
  std::string shown;
  for (const auto& [language, title] : mailbox.title) shown += fmt::format("{:<3} {}\n", language, title);
  shown += fmt::format("\n{}, epoch {}, target {}\n", mailbox.id, mailbox.epoch, protocol::mailbox_target(mailbox.id));
  for (const auto& member : mailbox.members) shown += fmt::format("  member    {:<24} {}\n", member.name, member.key.text());
  for (const auto& member : mailbox.recovery) shown += fmt::format("  recovery  {:<24} {}\n", member.name, member.key.text());
  for (const auto& reader : mailbox.readers) shown += fmt::format("  may pull  {:<24} {}\n", reader.name, reader.key.hex());
  shown += fmt::format("\nKept {} days. Readers see an answer once its day is over, or {} of that day are there.\n", mailbox.retention_days,
                       mailbox.rules.release_minimum);
  shown += mailbox.rehearsal ? fmt::format("Rehearsed on {}: each of these keys opened a test answer.\n", protocol::day_text(mailbox.rehearsal->day))
                             : "Not rehearsed: it cannot be published yet.\n";
  shown += fmt::format("At most {} answers a day from one terminal, {} in all.\n", mailbox.quota.envelopes_per_terminal_per_day,
                       human_bytes(static_cast<std::uint64_t>(mailbox.quota.bytes_total)));
  context.show(value, shown);
  return {};
}

// --- rehearse -----------------------------------------------------------------------------------------------------

/// "avis.json" -> "avis.rehearsal.json": what travels between the holders.
Path challenge_path(const std::string& descriptor) {
  const Path path = descriptor;
  return path.parent_path() / (path.stem().string() + ".rehearsal.json");
}

Result<protocol::RehearsalChallenge> read_challenge(const Context& context, const Path& path) {
  TRY_ASSIGN(const Bytes bytes, context.files->read(path, protocol::kMaxStatementBytes));
  auto challenge = protocol::decode_challenge(as_text(bytes));
  if (!challenge) return fail(std::move(challenge).error().in(path.string()));
  return challenge;
}

/// The one that was begun, unless the recipients changed since; else a new one.
Result<protocol::RehearsalChallenge> open_challenge(Context& context, const MailboxDescriptor& mailbox, const Path& path) {
  if (context.files->exists(path)) {
    TRY_ASSIGN(auto begun, read_challenge(context, path));
    if (protocol::fits(begun, mailbox)) return begun;
  }
  return protocol::begin_rehearsal(mailbox, *context.random);
}

Result<> rehearse(Context& context, const Options& options) {
  TRY_ASSIGN(MailboxDescriptor mailbox, read_mailbox(context, options.file));
  const Path path = challenge_path(options.file);
  TRY_ASSIGN(protocol::RehearsalChallenge challenge, open_challenge(context, mailbox, path));
  for (const std::string& file : options.identities) {
    TRY_ASSIGN(const auto identities, read_identities(context, file));
    if (auto opened = protocol::rehearse(challenge, identities); !opened) return fail(std::move(opened).error().in(file));
  }
  for (const std::string& file : options.proofs) {
    TRY_ASSIGN(const auto copy, read_challenge(context, file));
    if (auto taken = protocol::take_proofs(challenge, copy); !taken) return fail(std::move(taken).error().in(file));
  }

  const std::size_t proved = challenge.proved();
  const bool all = proved == challenge.holders.size();
  if (all) {
    TRY_ASSIGN(mailbox.rehearsal, protocol::finish_rehearsal(challenge, protocol::day_of(context.now())));
    TRY_ASSIGN(const std::string text, protocol::encode_mailbox(mailbox));
    TRY(context.files->write_atomic(options.file, as_bytes(text)));
    TRY(context.files->remove(path));
  } else {
    TRY_ASSIGN(const std::string text, protocol::encode_challenge(challenge));
    TRY(context.files->write_atomic(path, as_bytes(text)));
  }

  Json list = Json::array();
  std::string shown = fmt::format("A test answer of {} was sealed to mailbox {}, epoch {}.\n", human_bytes(challenge.common.size()), mailbox.id, mailbox.epoch);
  for (std::size_t i = 0; i < challenge.holders.size(); ++i) {
    const bool member = i < mailbox.members.size(), opened = challenge.holders[i].proof.has_value();
    const protocol::NamedRecipient& holder = member ? mailbox.members[i] : mailbox.recovery[i - mailbox.members.size()];
    shown += fmt::format("  {:<9} {:<24} {}\n", member ? "member" : "recovery", holder.name, opened ? "can read: opened it" : "not tried");
    list.push_back({{"role", member ? "member" : "recovery"}, {"name", holder.name}, {"recipient", holder.key.text()}, {"opened", opened}});
  }
  shown += fmt::format("{} of {} holders have proved their key.\n", proved, challenge.holders.size());
  shown += all ? fmt::format("\n{} says so now: it may be published.\n", options.file)
               : fmt::format("\nFor those who are elsewhere: send them {} and {}. They run\n\n  escale mailbox rehearse {} --identity THEIR.key\n\n"
                             "and send the second file back, for `escale mailbox rehearse {} --proofs THAT-FILE`.\n",
                             options.file, path.string(), options.file, options.file);
  context.show({{"mailbox", mailbox.id}, {"epoch", mailbox.epoch}, {"proved", proved}, {"rehearsed", all}, {"holders", list}}, shown);
  return {};
}

}  // namespace

void add_mailbox_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("mailbox",
                                     "Where answers go: who can read them, who may pull them\n\n"
                                     "Two members and one recovery key at least, so that no single loss loses the answers.\n\n"
                                     "  escale mailbox new --id avis --title-fr \"Avis sur la journée\" \\\n"
                                     "      --member \"Anne=anne.key.pub\" --member \"Bruno=age1…\" --recovery \"Coffre=coffre.key.pub\" \\\n"
                                     "      --reader \"Anne=anne-signing.key.pub\" --out avis.json\n"
                                     "  escale mailbox rehearse avis.json --identity anne.key     each key opens a test answer\n"
                                     "  escale repository add --draft next --tree tree --path mailboxes/avis.json avis.json");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();

  auto* sub = command->add_subcommand("new", "Write a descriptor, or the next one with --previous");
  sub->add_option("--id", options->id, "Short name: lower-case letters, digits, hyphens");
  sub->add_option("--title-fr", options->title_fr, "Title in French, as the terminal shows it");
  sub->add_option("--title-en", options->title_en, "Title in English");
  sub->add_option("--member", options->members, "NAME=RECIPIENT, a person who can read (repeat, at least 2); RECIPIENT is age1… or FILE.pub");
  sub->add_option("--recovery", options->recovery, "NAME=RECIPIENT, a key kept apart for the day members lose theirs (repeat, at least 1)");
  sub->add_option("--reader", options->readers, "NAME=PUBKEY, a signing key that may pull from a hub (repeat, at least 1)");
  sub->add_option("--retention-days", options->retention_days, "Days after which hubs delete and exports refuse (365)")->check(CLI::Range(1, 36500));
  sub->add_option("--release-minimum", options->release_minimum, "Readers see the answers of a day before its end from this many on (5)")
      ->check(CLI::Range(1, 1'000'000));
  sub->add_option("--per-day", options->per_day, "Answers a hub takes from one terminal in a day (2000)")->check(CLI::Range(1, 1'000'000));
  sub->add_option("--previous", options->previous, "Descriptor to change: what is not given stays; new recipients make a new epoch");
  sub->add_option("--out", options->out, "File to write")->required();
  sub->callback([&context, options] { context.run([&] { return new_mailbox(context, *options); }); });

  sub = command->add_subcommand("show", "Who can read, who may pull, for how long");
  sub->add_option("file", options->file, "Descriptor")->required();
  sub->callback([&context, options] { context.run([&] { return show_mailbox(context, *options); }); });

  sub = command->add_subcommand("rehearse", "Seal a test answer and open it with each key given; once all did, the descriptor may be published");
  sub->add_option("file", options->file, "Descriptor")->required();
  sub->add_option("--identity", options->identities, "Reading key file of a member or a recovery key (repeat)");
  sub->add_option("--proofs", options->proofs, "File of this rehearsal that a holder sent back (repeat)");
  sub->callback([&context, options] { context.run([&] { return rehearse(context, *options); }); });
}

}  // namespace escale::admin
