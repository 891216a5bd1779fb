#include "sync/protocol/status.hpp"

#include <fmt/format.h>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
constexpr std::int64_t kMost = std::int64_t{1} << 53;
constexpr std::size_t kMaxBoots = 100;
constexpr std::size_t kMaxInstalled = 2000;
}  // namespace

Result<std::string> sign_status(TerminalStatus status, const crypto::SigningKey& terminal) {
  status.terminal = terminal.verify_key();
  TRY(check_name(status.program, "program"));
  if (status.boots.size() > kMaxBoots) return fail(Code::TooLarge, fmt::format("'boots' has over {} entries", kMaxBoots));
  Json boots = Json::array();
  for (const auto& boot : status.boots)
    boots.push_back({{"boot", boot.boot.text()}, {"uptime", boot.uptime.count()}, {"time", format_timestamp(boot.time)}});
  Json installed = Json::object();
  for (const auto& [id, sha256] : status.installed) installed[id] = sha256;
  TRY_ASSIGN(std::string text, sign_statement({{"type", "status"},
                                               {"protocol", kProtocolVersion},
                                               {"terminal", status.terminal.hex()},
                                               {"number", status.number},
                                               {"program", status.program},
                                               {"outbox",
                                                {{"pending", status.outbox.pending},
                                                 {"received", status.outbox.received},
                                                 {"released", status.outbox.released}}},
                                               {"installed", std::move(installed)},
                                               {"boots", std::move(boots)},
                                               {"free_bytes", status.free_bytes}},
                                              terminal));
  TRY(open_status(text));  // the same rules in both directions
  return text;
}

Result<TerminalStatus> open_status(std::string_view text) {
  TRY_ASSIGN(const Statement statement, parse_statement(text, "status"));
  const Json& body = statement.body;
  TRY(only_fields(body, {"type", "protocol", "terminal", "number", "program", "outbox", "installed", "boots", "free_bytes"}));
  TerminalStatus status;
  TRY_ASSIGN(status.terminal, key_field(body, "terminal"));
  if (!statement.signed_by(std::span(&status.terminal, 1))) return fail(Code::Untrusted, "the status is not signed by its terminal");
  TRY_ASSIGN(status.number, int_field(body, "number", 0, kMost));
  TRY_ASSIGN(status.program, name_field(body, "program"));
  TRY_ASSIGN(const Json* outbox, json_object(body, "outbox"));
  TRY(only_fields(*outbox, {"pending", "received", "released"}));
  TRY_ASSIGN(status.outbox.pending, int_field(*outbox, "pending", 0, kMost));
  TRY_ASSIGN(status.outbox.received, int_field(*outbox, "received", 0, kMost));
  TRY_ASSIGN(status.outbox.released, int_field(*outbox, "released", 0, kMost));
  TRY_ASSIGN(const Json* installed, json_object(body, "installed"));
  if (installed->size() > kMaxInstalled) return fail(Code::TooLarge, fmt::format("'installed' has over {} entries", kMaxInstalled));
  for (const auto& [id, sha256] : installed->items()) {
    if (!is_slug(id)) return fail(Code::InvalidInput, fmt::format("'installed' has '{}', which is not an id", id));
    TRY_ASSIGN(const crypto::Digest digest, digest_field(*installed, id));
    status.installed.emplace(id, digest.hex());
  }
  TRY_ASSIGN(const Json* boots, list_field(body, "boots", kMaxBoots));
  for (const auto& item : *boots) {
    TRY(only_fields(item, {"boot", "uptime", "time"}));
    BootTime boot;
    TRY_ASSIGN(const std::string id, json_string(item, "boot"));
    TRY_ASSIGN(boot.boot, BootId::parse(id));
    TRY_ASSIGN(const std::int64_t uptime, int_field(item, "uptime", 0, kMost));
    boot.uptime = std::chrono::seconds(uptime);
    TRY_ASSIGN(boot.time, time_field(item, "time"));
    status.boots.push_back(boot);
  }
  TRY_ASSIGN(status.free_bytes, int_field(body, "free_bytes", 0, kMost));
  return status;
}

}  // namespace escale::protocol
