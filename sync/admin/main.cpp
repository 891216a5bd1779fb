// escale: the command line of authors, reviewers, publishers, readers and operators.
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "sync/admin/commands.hpp"

using namespace escale;

int main(int count, char** values) {
  CLI::App app(
      "Escale: content comes down signed, answers go up sealed, any path will do.\n"
      "\n"
      "  escale key new --kind signing --out anne.key         a key, protected by five words shown once\n"
      "  escale bundle build my-course --out built            sources to a bundle; errors name file and line\n"
      "  escale repository sign --draft next --key anne.key   shows what is being signed, then signs\n"
      "  escale answers open --in pulled --identity me.key --out opened\n"
      "\n"
      "`escale COMMAND --help` teaches each command.",
      "escale");
  app.set_version_flag("--version", "escale 0.1.0");
  app.require_subcommand(1);
  app.fallthrough();

  SystemRandom system_random;
  SystemClock system_clock;
  RealFiles files;
  admin::Context context{.clock = &system_clock, .random = &system_random, .files = &files, .out = &std::cout, .err = &std::cerr};

  std::string clock_text;
  std::uint64_t seed = 0;
  app.add_flag("--json", context.json, "One JSON object instead of text");
  app.add_option("--passphrase-file", context.passphrase_file, "File with the passphrase of the key in use (else $ESCALE_PASSPHRASE, else asked)");
  app.add_option("--clock", clock_text, "Act as if it were this time, such as 2026-11-24T09:00:00Z");
  const auto* seed_option = app.add_option("--seed", seed, "Repeatable randomness: tests only, never for keys that matter");

  // Options are parsed before any subcommand's callback runs, so the context is complete when the work begins.
  std::unique_ptr<Clock> given_clock;
  std::unique_ptr<Random> given_random;
  app.parse_complete_callback([&] {
    if (!clock_text.empty()) {
      const auto time = parse_timestamp(clock_text);
      if (!time) throw CLI::ValidationError("--clock", time.error().message);
      given_clock = std::make_unique<ManualClock>(*time);
      context.clock = given_clock.get();
    }
    if (seed_option->count() > 0) {
      given_random = std::make_unique<SeededRandom>(seed);
      context.random = given_random.get();
    }
  });

  // COMMANDS: one line each, in the order of --help.
  admin::add_key_command(app, context);
  admin::add_bundle_command(app, context);
  admin::add_repository_command(app, context);
  admin::add_mailbox_command(app, context);
  admin::add_terminal_command(app, context);
  admin::add_programme_command(app, context);
  admin::add_session_command(app, context);
  admin::add_answers_command(app, context);
  admin::add_attendance_command(app, context);
  admin::add_report_command(app, context);
  admin::add_form_command(app, context);
  admin::add_age_command(app, context);

  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    // 2 to 6 say where an age file breaks.
    return code == 0 ? 0 : app.get_subcommand("age")->parsed() ? admin::kFailed : admin::kUsage;
  }
  return context.exit_code;
}
