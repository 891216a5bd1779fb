// escale-tuf: the update client alone, on the system clock, for outside test suites and for people who want to look.
// Exit code 0, or 1 on any failure with one sentence on standard error.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "sync/repository/client.hpp"
#include "sync/repository/http_fetcher.hpp"

namespace {
using namespace escale;
using namespace escale::repository;

struct Arguments {
  std::string metadata_dir;
  std::string metadata_url;
  std::vector<std::string> target_names;
  std::string target_base_url;
  std::string target_dir;
  std::string root;
  std::string clock;
};

Limits limits_for_other_repositories() {
  Limits limits;
  limits.root = limits.timestamp = 1u << 20;
  limits.snapshot = limits.targets = 16u << 20;
  return limits;
}

Result<Timestamp> start_time(const Arguments& arguments) {
  if (!arguments.clock.empty()) return parse_timestamp(arguments.clock);
  return SystemClock().now();
}

Result<> init(const Arguments& arguments) {
  RealFiles files;
  TRY_ASSIGN(const Bytes root, files.read(arguments.root, limits_for_other_repositories().root));
  return TrustedStore(files, arguments.metadata_dir).initialise(root);
}

Result<> refresh(const Arguments& arguments, Updater& updater, Fetcher& metadata) {
  if (arguments.metadata_url.empty()) return fail(Code::InvalidInput, "--metadata-url is missing");
  return updater.refresh(metadata);
}

Result<> run(const Arguments& arguments, bool download) {
  RealFiles files;
  TRY_ASSIGN(const Timestamp now, start_time(arguments));
  TrustedStore store(files, arguments.metadata_dir);
  Updater updater(store, now, limits_for_other_repositories());
  HttpFetcher metadata(arguments.metadata_url);
  if (download && (arguments.target_names.empty() || arguments.target_base_url.empty() || arguments.target_dir.empty()))
    return fail(Code::InvalidInput, "download needs --target-name, --target-base-url and --target-dir");
  TRY(refresh(arguments, updater, metadata));
  if (!download) return {};
  HttpFetcher targets(arguments.target_base_url);
  for (const auto& name : arguments.target_names) {
    TRY_ASSIGN(const FoundTarget target, updater.find_target(name));
    TRY_ASSIGN(const Path place, updater.download_target(target, targets, files, arguments.target_dir));
    std::printf("%s\n", place.c_str());
  }
  return {};
}
}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Client of The Update Framework: verified metadata and targets, nothing else"};
  app.add_option("--metadata-dir", arguments.metadata_dir, "folder of the trusted metadata")->required();
  app.add_option("--metadata-url", arguments.metadata_url, "where metadata are served");
  app.add_option("--target-name", arguments.target_names, "target path, can be given several times")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--target-base-url", arguments.target_base_url, "where targets are served");
  app.add_option("--target-dir", arguments.target_dir, "folder for downloaded targets");
  app.add_option("--clock", arguments.clock, "the time to judge expiry by, as 2026-11-24T09:00:00Z (default: now)");
  CLI::App* init_command = app.add_subcommand("init", "trust this root; nothing is fetched");
  init_command->add_option("root", arguments.root, "root.json that came by a trusted path")->required();
  app.add_subcommand("refresh", "update the trusted metadata");
  CLI::App* download_command = app.add_subcommand("download", "refresh, then fetch the named targets");
  app.require_subcommand(1);
  app.fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  const auto done = init_command->parsed() ? init(arguments) : run(arguments, download_command->parsed());
  if (done) return 0;
  std::fprintf(stderr, "escale-tuf: %s\n", done.error().message.c_str());
  return 1;
}
