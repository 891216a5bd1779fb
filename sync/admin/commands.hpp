// The subcommands of `escale`, one file each. Each add_ function puts its options on the application and its work in a callback.
#pragma once

#include <CLI/CLI.hpp>

#include "sync/admin/context.hpp"

namespace escale::admin {

// COMMANDS: one line each, in the order of --help.
void add_key_command(CLI::App& app, Context& context);
void add_bundle_command(CLI::App& app, Context& context);
void add_repository_command(CLI::App& app, Context& context);
void add_mailbox_command(CLI::App& app, Context& context);
void add_terminal_command(CLI::App& app, Context& context);
void add_programme_command(CLI::App& app, Context& context);
void add_session_command(CLI::App& app, Context& context);
void add_answers_command(CLI::App& app, Context& context);
void add_attendance_command(CLI::App& app, Context& context);
void add_report_command(CLI::App& app, Context& context);
void add_form_command(CLI::App& app, Context& context);
void add_age_command(CLI::App& app, Context& context);

/// `escale form print`, under `escale form`.
void add_form_print(CLI::App& form_command, Context& context);

}  // namespace escale::admin
