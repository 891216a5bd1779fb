// escale age: one age file at a time, from standard input to standard output, in constant memory. Exit codes say where decryption
// stopped (crypto::AgeFailure); wrong usage and everything else is 1.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <ostream>

#include "sync/admin/commands.hpp"
#include "sync/admin/keys.hpp"

namespace escale::admin {
namespace {

struct AgeOptions {
  std::vector<std::string> identities, recipients;
  std::string passphrase;
  bool passphrase_given = false, armor = false;
  int work_factor = 18;
};

crypto::Source standard_input() {
  return [](std::span<std::uint8_t> out) -> Result<std::size_t> {
    for (;;) {
      const auto got = ::read(STDIN_FILENO, out.data(), out.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return fail(Code::Io, fmt::format("standard input: {}", std::strerror(errno)));
    }
  };
}

crypto::Sink standard_output(const Context& context) {
  return [&context](ByteView bytes) -> Result<> {
    context.out->write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!context.out->good()) return fail(Code::Io, "standard output cannot be written");
    return {};
  };
}

/// The output is complete only once it left this program.
Result<> finish_output(const Context& context) {
  context.out->flush();
  if (!context.out->good()) return fail(Code::Io, "standard output cannot be written");
  return {};
}

void stop(Context& context, int exit_code, const std::string& message) {
  context.out->flush();
  context.exit_code = exit_code;
  *context.err << "escale: " << message << '\n';
}

crypto::AgeResult<> decrypt(const Context& context, const AgeOptions& options) {
  const auto io = [](Error error) { return tl::unexpected(crypto::AgeError{crypto::AgeFailure::Io, std::move(error.message)}); };
  auto identities = read_identities(context, options.identities);
  if (!identities) return io(std::move(identities).error());
  crypto::DecryptKeys keys{.identities = *identities};
  if (options.passphrase_given) keys.passphrase = options.passphrase;
  TRY(crypto::age_decrypt_stream(standard_input(), options.armor ? crypto::AgeFormat::Armored : crypto::AgeFormat::Binary, keys, standard_output(context)));
  if (auto written = finish_output(context); !written) return io(std::move(written).error());
  return {};
}

Result<> encrypt(const Context& context, const AgeOptions& options) {
  const auto format = options.armor ? crypto::AgeFormat::Armored : crypto::AgeFormat::Binary;
  if (options.recipients.empty() != options.passphrase_given)
    return fail(Code::InvalidInput, "give recipients with -r, or a passphrase with -p: one or the other");
  if (options.passphrase_given) {
    TRY_ASSIGN(std::string passphrase, context.passphrase("the file"));
    if (passphrase.empty()) return fail(Code::InvalidInput, "the passphrase is empty");
    auto done = crypto::age_encrypt_passphrase_stream(standard_input(), passphrase, options.work_factor, *context.random, format, standard_output(context));
    crypto::wipe(passphrase);
    TRY(done);
  } else {
    TRY_ASSIGN(const auto named, recipient_arguments(context, options.recipients));
    std::vector<crypto::Recipient> recipients;
    for (const auto& one : named) recipients.push_back(one.key);
    TRY(crypto::age_encrypt_stream(standard_input(), recipients, *context.random, format, standard_output(context)));
  }
  return finish_output(context);
}

}  // namespace

void add_age_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<AgeOptions>();
  CLI::App* age = app.add_subcommand("age",
                                     "Seal and open age files, as the stock `age` program does\n"
                                     "\n"
                                     "  escale age encrypt -r anne.reading.pub -r age1… <letter >letter.age\n"
                                     "  escale age decrypt -i anne.reading <letter.age >letter\n"
                                     "  escale age encrypt -p -a <letter >letter.age        under a passphrase, as text for a message\n"
                                     "\n"
                                     "Exit codes of decrypt: 2 the header breaks the format, 3 no key given opens it, 4 the header was changed,\n"
                                     "5 the payload was changed or cut (what came before was written: do not use it), 6 the armor breaks the format,\n"
                                     "1 anything else.\n");
  age->require_subcommand(1);

  CLI::App* open = age->add_subcommand("decrypt", "Standard input, sealed, to standard output, in clear");
  open->add_option("-i,--identity", options->identities, "Reading key file, or AGE-SECRET-KEY-1… (repeat)");
  CLI::Option* phrase = open->add_option("-p,--passphrase", options->passphrase, "Passphrase of a file that was sealed with one");
  open->add_flag("-a,--armor", options->armor, "The input is armored text");
  open->callback([options, phrase, &context] {
    options->passphrase_given = phrase->count() > 0;
    if (auto done = decrypt(context, *options); !done) stop(context, static_cast<int>(done.error().kind), done.error().message);
  });

  CLI::App* seal = age->add_subcommand("encrypt", "Standard input, in clear, to standard output, sealed");
  seal->add_option("-r,--recipient", options->recipients, "age1…, or FILE.pub (repeat)");
  seal->add_flag("-p,--passphrase", options->passphrase_given, "Under a passphrase: --passphrase-file, $ESCALE_PASSPHRASE, or asked");
  seal->add_flag("-a,--armor", options->armor, "Write armored text");
  seal->add_option("--work-factor", options->work_factor, "Cost of guessing the passphrase, 2 to this power")->check(CLI::Range(1, 22))->capture_default_str();
  seal->callback([options, &context] {
    if (auto done = encrypt(context, *options); !done) stop(context, kFailed, done.error().message);
  });
}

}  // namespace escale::admin
