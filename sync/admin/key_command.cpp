// escale key: making a key and looking at its public half. The private file is age under a passphrase, so that stock `age` opens it;
// five words are offered because people copy words on paper without mistakes.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <ostream>

#include "sync/admin/commands.hpp"
#include "sync/admin/keys.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/crypto/words.hpp"

namespace escale::admin {
namespace {

struct KeyOptions {
  std::string kind, out, comment, file;
  bool words = false, plain = false;
  int work_factor = 18;
};

/// A passphrase that is wiped at the end of its life.
struct Passphrase {
  std::string text;
  ~Passphrase() { crypto::wipe(text); }
};

/// On a terminal, the words are typed once, so that what is on paper is known to be right before a key depends on it.
Result<> have_words_typed(const Context& context, const std::string& words) {
  if (context.json || ::isatty(STDERR_FILENO) != 1 || ::isatty(STDIN_FILENO) != 1) return {};
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto typed = context.ask("Type them to show that they are on paper");
    if (!typed || crypto::normalise_words(*typed) == words) return {};
    *context.err << "These are other words.\n" << std::flush;
  }
  return fail(Code::Refused, "the words were not typed right: no key was made");
}

Result<> new_key(Context& context, const KeyOptions& options) {
  const auto kind = crypto::parse_key_kind(options.kind);
  if (!kind) return fail(Code::InvalidInput, fmt::format("--kind is signing or reading, not '{}'", options.kind));
  if (context.files->exists(options.out)) return fail(Code::Conflict, fmt::format("{} is there already: a key is never overwritten", options.out));

  const bool given = !options.words && (!context.passphrase_file.empty() || std::getenv("ESCALE_PASSPHRASE") != nullptr);
  Passphrase passphrase;
  if (given) {
    TRY_ASSIGN(passphrase.text, context.passphrase(options.out));
    if (passphrase.text.empty()) return fail(Code::InvalidInput, "the passphrase is empty: leave it out to be given five words");
  } else if (!options.plain) {
    passphrase.text = crypto::generate_words(*context.random);
    if (!context.json)
      *context.err << fmt::format("The passphrase of {}, shown once: copy it on paper now.\n\n    {}\n\n", options.out, passphrase.text) << std::flush;
    TRY(have_words_typed(context, passphrase.text));
  }

  crypto::KeyFileOptions file{.name = options.comment, .work_factor = options.work_factor};
  if (!options.plain) file.passphrase = passphrase.text;
  crypto::PublicKeyInfo info;
  if (*kind == crypto::KeyKind::Signing) {
    TRY_ASSIGN(info, crypto::write_signing_key(*context.files, options.out, crypto::SigningKey::generate(*context.random), file, *context.random));
  } else {
    TRY_ASSIGN(info, crypto::write_reading_key(*context.files, options.out, crypto::Identity::generate(*context.random), file, *context.random));
  }
  Json value{{"file", options.out}, {"public", options.out + ".pub"}, {"kind", crypto::key_kind_name(*kind)}, {"key", info.key}, {"name", info.name}};
  if (!options.plain && !given) value["words"] = passphrase.text;
  context.show(value, fmt::format("{0} holds the private key{1}: it stays with you.\n{0}.pub holds the public one: give it to whoever asks.\n\n    {2}\n", options.out,
                                  options.plain ? ", without a passphrase" : "", info.key));
  return {};
}

Result<> show_key(Context& context, const KeyOptions& options) {
  TRY_ASSIGN(const crypto::PublicKeyInfo info, crypto::read_public_key(*context.files, options.file));
  Json value{{"kind", crypto::key_kind_name(info.kind)}, {"name", info.name}, {"key", info.key}};
  std::string text = fmt::format("{} key{}\n{}\n", crypto::key_kind_name(info.kind), info.name.empty() ? "" : " of " + info.name, info.key);
  if (info.kind == crypto::KeyKind::Signing) {
    TRY_ASSIGN(const crypto::VerifyKey key, crypto::VerifyKey::parse(info.key));
    value["keyid"] = protocol::key_id(key);
    text += fmt::format("id {} in repositories and approvals\n", protocol::key_id(key));
  }
  context.show(value, text);
  return {};
}

}  // namespace

void add_key_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<KeyOptions>();
  CLI::App* key = app.add_subcommand("key",
                                     "Make keys, and show their public halves\n"
                                     "\n"
                                     "  escale key new --kind signing --out anne.key --comment \"Anne Morel\"    signs content, approvals, requests\n"
                                     "  escale key new --kind reading --out anne.reading                        opens answers\n"
                                     "  escale key show anne.key                                                what to give to others\n"
                                     "\n"
                                     "A signing key that is lost is replaced by the others' signatures. A reading key that is lost is lost with what was\n"
                                     "sealed to it alone: mailboxes have two readers and a recovery key. Stock `age` opens both files.\n");
  key->require_subcommand(1);

  CLI::App* make = key->add_subcommand("new", "Make a key: FILE, readable by its owner only, and FILE.pub");
  make->add_option("--kind", options->kind, "signing or reading")->required()->check(CLI::IsMember({"signing", "reading"}));
  make->add_option("--out", options->out, "FILE to write; never overwritten")->required();
  make->add_option("--comment", options->comment, "Whose key it is: shown to the others");
  CLI::Option* words = make->add_flag("--words", options->words, "Five new words even when a passphrase is given by file or environment");
  make->add_flag("--no-passphrase", options->plain, "For machines: nothing but the file's mode guards the key")->excludes(words);
  make->add_option("--work-factor", options->work_factor, "Cost of guessing the passphrase, 2 to this power: 18 is a second and 256 MB")
      ->check(CLI::Range(1, 22))
      ->capture_default_str();
  make->callback([options, &context] { context.run([&] { return new_key(context, *options); }); });

  CLI::App* show = key->add_subcommand("show", "The public half of a key, without its passphrase");
  show->add_option("file", options->file, "FILE or FILE.pub")->required();
  show->callback([options, &context] { context.run([&] { return show_key(context, *options); }); });
}

}  // namespace escale::admin
