// escale session: field sessions, planned at the office or looked at afterwards. A session has a key of its own, so that its results
// can be shown in the room; its private half is five words, or a key file, with the facilitator and nowhere else.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "content-bundles/format/reader.hpp"
#include "sync/admin/commands.hpp"
#include "sync/admin/keys.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/crypto/words.hpp"
#include "sync/protocol/session.hpp"

namespace escale::admin {
namespace {
using protocol::SessionOpening;

struct Options {
  std::string title, mailbox, bundle, blobs, day, recipient, words, out, file, session;
  std::vector<std::string> forms;
};

Result<SessionOpening> read_session(const Context& context, const std::string& file) {
  TRY_ASSIGN(const Bytes bytes, context.files->read(file, protocol::kMaxStatementBytes));
  auto session = protocol::decode_session(as_text(bytes));
  if (!session) return fail(std::move(session).error().in(file));
  return session;
}

/// What the five words are told apart by: the same words give another key in another session.
std::string purpose_of(const protocol::SessionId& id) { return "session " + id.text(); }

// --- plan ---------------------------------------------------------------------------------------------------------

/// The forms of a built bundle, all or those named, each in its exact version.
Result<std::vector<protocol::FormVersion>> forms_of(const Context& context, const Options& options) {
  TRY_ASSIGN(const Bytes manifest, context.files->read(options.bundle, format::kMaxManifestBytes));
  const Path blobs = options.blobs.empty() ? Path(options.bundle).parent_path().parent_path() / "blobs" : Path(options.blobs);
  auto reader = format::BundleReader::open(*context.files, manifest, blobs);
  if (!reader) return fail(std::move(reader).error().in(options.bundle));
  std::vector<protocol::FormVersion> found;
  for (const format::DocumentEntry& entry : reader->manifest().documents) {
    if (entry.kind != format::EntryKind::Form) continue;
    TRY_ASSIGN(const auto plan, reader->form(entry));
    const forms::Definition& form = plan->definition();
    const auto wanted = std::find(options.forms.begin(), options.forms.end(), form.id);
    if (!options.forms.empty() && wanted == options.forms.end()) continue;
    const protocol::FormVersion version{form.id, entry.blob.digest};
    if (std::find(found.begin(), found.end(), version) == found.end()) found.push_back(version);
  }
  for (const std::string& wanted : options.forms)
    if (std::none_of(found.begin(), found.end(), [&](const auto& form) { return form.form_id == wanted; }))
      return fail(Code::NotFound, fmt::format("{} holds no form '{}'", options.bundle, wanted));
  if (found.empty()) return fail(Code::NotFound, fmt::format("{} holds no form", options.bundle));
  return found;
}

Result<> plan_session(Context& context, const Options& options) {
  SessionOpening session;
  session.id = protocol::SessionId::random(*context.random);
  session.title = options.title;
  session.mailbox = options.mailbox;
  TRY_ASSIGN(session.forms, forms_of(context, options));
  if (!options.day.empty()) {
    TRY_ASSIGN(session.day, protocol::parse_day(options.day));
  }
  std::string words;
  if (options.recipient.empty()) {
    words = crypto::generate_words(*context.random);
    TRY_ASSIGN(const crypto::Identity identity, crypto::identity_from_words(words, purpose_of(session.id)));
    session.recipient = identity.recipient();
  } else {
    TRY_ASSIGN(const auto named, recipient_argument(context, options.recipient));
    session.recipient = named.key;
  }
  TRY_ASSIGN(const std::string text, protocol::encode_session(session));
  if (context.files->exists(options.out))
    return fail(Code::Conflict, fmt::format("{} is there already: a planned session is never overwritten, its words would be lost", options.out));
  TRY(context.files->write_atomic(options.out, as_bytes(text)));

  Json value{{"session", session.id.text()}, {"file", options.out}, {"recipient", session.recipient.text()}, {"forms", session.forms.size()}};
  std::string shown = fmt::format("{}: session {}, {} forms, answers go to mailbox {}\n", options.out, session.id.text(), session.forms.size(), session.mailbox);
  if (!words.empty()) {
    value["words"] = words;
    shown += fmt::format("\nThe five words that open its answers, shown once: they are kept nowhere.\n\n    {}\n", words);
  }
  context.show(value, shown);
  return {};
}

// --- show ---------------------------------------------------------------------------------------------------------

Result<> show_session(Context& context, const Options& options) {
  TRY_ASSIGN(const SessionOpening session, read_session(context, options.file));
  TRY_ASSIGN(const std::string text, protocol::encode_session(session));
  TRY_ASSIGN(const Json value, parse_json(text));
  std::string shown = fmt::format("{}\n\nsession {}\nday     {}\nmailbox {}\nsealed to {} as well, for results in the room\n", session.title, session.id.text(),
                                  session.day ? protocol::day_text(*session.day) : "to be confirmed by the facilitator", session.mailbox,
                                  session.recipient.text());
  for (const auto& form : session.forms) shown += fmt::format("form    {:<24} {}\n", form.form_id, form.digest.hex());
  context.show(value, shown);
  return {};
}

// --- key ----------------------------------------------------------------------------------------------------------

Result<> session_key(Context& context, const Options& options) {
  std::optional<SessionOpening> planned;
  protocol::SessionId id;
  if (context.files->exists(options.session)) {
    TRY_ASSIGN(planned, read_session(context, options.session));
    id = planned->id;
  } else {
    auto parsed = protocol::SessionId::parse(options.session);
    if (!parsed)
      return fail(Code::InvalidInput, fmt::format("'{}' is neither a session's file nor its id (32 hexadecimal digits)", options.session));
    id = *parsed;
  }
  Context asking = context;
  if (!options.words.empty()) asking.passphrase_file = options.words;
  TRY_ASSIGN(std::string words, asking.passphrase("the session (its five words)"));
  auto identity = crypto::identity_from_words(words, purpose_of(id));
  crypto::wipe(words);
  if (!identity) return fail(std::move(identity).error());
  if (planned && identity->recipient() != planned->recipient)
    return fail(Code::Refused, fmt::format("these are not the words of session '{}'", planned->title));
  crypto::KeyFileOptions key_file;
  key_file.name = planned ? planned->title : "session " + id.text();
  TRY_ASSIGN(const auto written, crypto::write_reading_key(*context.files, options.out, *identity, key_file, *context.random));
  context.show({{"session", id.text()}, {"recipient", written.key}, {"file", options.out}},
               fmt::format("{} opens the answers of session {}: only you can read that file, delete it when you have finished.\n{}\n", options.out, id.text(),
                           written.key));
  return {};
}

}  // namespace

void add_session_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("session",
                                     "Plan a field session; get its key from the five words\n\n"
                                     "A session opened on a terminal shows its five words there. One planned here shows them here.\n\n"
                                     "  escale session plan --title \"Étude du 24\" --mailbox avis --bundle built/bundles/journee.json \\\n"
                                     "      --day 2026-11-24 --out session.json\n"
                                     "  escale session show session.json\n"
                                     "  escale session key --session session.json --out session.key     asks for the five words\n"
                                     "  age -d -i session.key ENVELOPE");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();

  auto* sub = command->add_subcommand("plan", "Write a planned session");
  sub->add_option("--title", options->title, "As people of the room will read it")->required();
  sub->add_option("--mailbox", options->mailbox, "Mailbox id")->required();
  sub->add_option("--bundle", options->bundle, "Manifest of the built bundle that holds the forms, bundles/ID.json")->required();
  sub->add_option("--blobs", options->blobs, "Folder of its blobs (beside bundles/ when not given)");
  sub->add_option("--form", options->forms, "Id of a form (repeat; all forms of the bundle when not given)");
  sub->add_option("--day", options->day, "Such as 2026-11-24; the facilitator confirms it");
  sub->add_option("--recipient", options->recipient, "A reading key made before, age1… or FILE.pub, instead of five words");
  sub->add_option("--out", options->out, "File to write")->required();
  sub->callback([&context, options] { context.run([&] { return plan_session(context, *options); }); });

  sub = command->add_subcommand("show", "What a planned session says");
  sub->add_option("file", options->file, "Planned session")->required();
  sub->callback([&context, options] { context.run([&] { return show_session(context, *options); }); });

  sub = command->add_subcommand("key", "The session's reading key, from its five words");
  sub->add_option("--session", options->session, "Its file, or its id")->required();
  sub->add_option("--words", options->words, "File with the five words (else --passphrase-file, $ESCALE_PASSPHRASE, or asked)");
  sub->add_option("--out", options->out, "Key file to write, not protected")->required();
  sub->callback([&context, options] { context.run([&] { return session_key(context, *options); }); });
}

}  // namespace escale::admin
