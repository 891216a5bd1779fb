// escale-hub: the meeting point. Options on the command line or in a YAML file; SIGTERM stops it without losing a promised answer.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <optional>

#include "sync/base/log.hpp"
#include "sync/hub/hub.hpp"
#include "sync/hub/keys.hpp"

namespace {
using namespace escale;

struct Options {
  hub::HubOptions hub;
  std::string listen = "127.0.0.1:8080";
  std::string data;
  std::string root;
  std::string config;
  std::string clock;
  std::optional<std::uint64_t> seed;
};

/// The file says what the command line does not.
Result<> read_config(Options& options, const CLI::App& app) {
  try {
    const YAML::Node file = YAML::LoadFile(options.config);
    if (!file.IsMap()) return fail(Code::InvalidInput, fmt::format("{}: not a list of 'name: value'", options.config));
    for (const auto& entry : file) {
      const auto name = entry.first.as<std::string>();
      const auto value = entry.second.as<std::string>();
      std::string* target = name == "data" ? &options.data : name == "listen" ? &options.listen : name == "root" ? &options.root : nullptr;
      if (target == nullptr)
        return fail(Code::InvalidInput, fmt::format("{}:{}: '{}' is not an option: data, listen and root are", options.config, entry.first.Mark().line + 1, name));
      if (app.count("--" + name) == 0) *target = value;
    }
  } catch (const YAML::Exception& error) {
    return fail(Code::InvalidInput, fmt::format("{}: {}", options.config, error.what()));
  }
  return {};
}

Result<> complete(Options& options) {
  const auto colon = options.listen.rfind(':');
  int port = -1;
  if (colon != std::string::npos) {
    const std::string text = options.listen.substr(colon + 1);
    if (!text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string::npos) port = std::stoi(text);
  }
  if (port < 0 || port > 65535) return fail(Code::InvalidInput, fmt::format("'{}' is not ADDRESS:PORT", options.listen));
  options.hub.address = options.listen.substr(0, colon);
  options.hub.port = static_cast<std::uint16_t>(port);
  options.hub.data = options.data;
  options.hub.root = options.root;
  if (options.data.empty()) return fail(Code::InvalidInput, "say where the hub keeps its data: --data DIR, or 'data' in the file of --config");
  return {};
}

int run(const Options& options, bool keys_only) {
  RealFiles files;
  SystemRandom system_random;
  std::optional<SeededRandom> seeded;
  if (options.seed) seeded.emplace(*options.seed);
  Random& random = seeded ? static_cast<Random&>(*seeded) : system_random;
  SystemClock system_clock;
  std::optional<ManualClock> manual;
  if (!options.clock.empty()) {
    const auto time = parse_timestamp(options.clock);
    if (!time) {
      fmt::print(stderr, "escale-hub: --clock: {}\n", time.error().message);
      return 2;
    }
    manual.emplace(*time);
  }
  const Clock& clock = manual ? static_cast<const Clock&>(*manual) : system_clock;

  if (keys_only) {
    const auto keys = hub::open_keys(options.hub.data, files, random);
    if (!keys) {
      fmt::print(stderr, "escale-hub: {}\n", keys.error().message);
      return 1;
    }
    fmt::print("{{\"online_key\":\"{}\",\"receipt_key\":\"{}\"}}\n", keys->online.verify_key().hex(), keys->receipt.verify_key().hex());
    return 0;
  }

  // Blocked before any thread starts, so that only the wait below hears them.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  auto started = hub::Hub::start(options.hub, files, clock, random);
  if (!started) {
    fmt::print(stderr, "escale-hub: {}\n", started.error().message);
    return 1;
  }
  hub::Hub& hub = **started;
  fmt::print("listening on {}:{}\n", options.hub.address, hub.port());
  std::fflush(stdout);
  log(Level::Info, "hub_started", {{"port", std::to_string(hub.port())}, {"generation", hub.generation().text()}});
  for (;;) {
    const timespec hour{3600, 0};
    const int number = sigtimedwait(&signals, nullptr, &hour);
    if (number == SIGTERM || number == SIGINT) break;
    if (number < 0 && errno == EINTR) continue;
    hub.maintain();  // once an hour, or when SIGHUP asks for it
  }
  hub.stop();
  log(Level::Info, "hub_stopped");
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"The meeting point: stores sealed envelopes it cannot read, serves the signed repository, knows the fleet."};
  Options options;
  app.add_option("--config", options.config, "YAML file with data, listen and root; the command line wins")->check(CLI::ExistingFile);
  app.add_option("--data", options.data, "folder of the database, the repository and the keys (made when absent)");
  app.add_option("--listen", options.listen, "ADDRESS:PORT, IPv4; port 0 takes a free one")->capture_default_str();
  app.add_option("--root", options.root, "first root of the repository (1.root.json), for a hub whose tree is empty");
  app.add_flag("--new-generation", options.hub.new_generation, "the data was restored from a backup: terminals send again what was not released");
  app.add_option("--clock", options.clock, "fixed time instead of the machine's, like 2026-11-24T09:00:00Z (tests)");
  app.add_option("--seed", options.seed, "fixed random numbers (tests only: keys made with it are worth nothing)");
  auto* keys = app.add_subcommand("keys", "make the hub's two keys when they are missing, and print their public halves");
  keys->fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!options.config.empty())
    if (const auto read = read_config(options, app); !read) {
      fmt::print(stderr, "escale-hub: {}\n", read.error().message);
      return 2;
    }
  if (const auto completed = complete(options); !completed) {
    fmt::print(stderr, "escale-hub: {}\n", completed.error().message);
    return 2;
  }
  return run(options, keys->parsed());
}
