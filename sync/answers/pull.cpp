#include "sync/answers/pull.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/json.hpp"
#include "sync/protocol/envelope.hpp"

namespace escale::answers {
namespace {

constexpr std::uint64_t kMaxStateBytes = 4096;
constexpr std::string_view kSuffix = ".age";
constexpr const char* kArrivals = "arrivals.txt";
constexpr std::uint64_t kMaxArrivals = std::uint64_t{1} << 30;

struct State {
  std::string mailbox;
  std::string day;  ///< the last one seen: later arrivals may still come on it
};

Result<State> read_state(const Files& files, const Path& folder) {
  TRY_ASSIGN(const Bytes text, files.read(folder / "pulled.json", kMaxStateBytes));
  TRY_ASSIGN(const Json json, parse_json(as_text(text)));
  State state;
  TRY_ASSIGN(state.mailbox, json_string(json, "mailbox"));
  TRY_ASSIGN(state.day, json_string(json, "day"));
  return state;
}

Result<> write_state(Files& files, const Path& folder, const State& state) {
  TRY_ASSIGN(const std::string text, stored_json(Json{{"mailbox", state.mailbox}, {"day", state.day}}));
  return files.write_atomic(folder / "pulled.json", as_bytes(text));
}

}  // namespace

MailboxSource source_of(client::HubReaderClient& client, std::string mailbox) {
  return {mailbox, [&client, mailbox](std::string_view after) { return client.list(mailbox, after); },
          [&client, mailbox](const crypto::Digest& digest) { return client.fetch(mailbox, digest); },
          [&client, mailbox](std::vector<crypto::Digest> envelopes) {
            return client.release(mailbox, std::move(envelopes));
          }};
}

Result<std::string> pulled_mailbox(const Files& files, const Path& folder) {
  TRY_ASSIGN(State state, read_state(files, folder));
  return std::move(state.mailbox);
}

Path envelope_path(const Path& folder, const crypto::Digest& digest) {
  return folder / (digest.hex() + std::string(kSuffix));
}

Result<std::map<crypto::Digest, protocol::Day>> pulled_arrivals(const Files& files, const Path& folder) {
  std::map<crypto::Digest, protocol::Day> out;
  if (!files.exists(folder / kArrivals)) return out;
  TRY_ASSIGN(const Bytes file, files.read(folder / kArrivals, kMaxArrivals));
  std::string_view rest = as_text(file);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) continue;  // cut by a power failure: the next pull says it again
    const auto day = protocol::parse_day(line.substr(0, space));
    const auto digest = crypto::Digest::parse(line.substr(space + 1));
    if (!day || !digest) continue;
    const auto [place, fresh] = out.try_emplace(*digest, *day);
    if (!fresh) place->second = std::min(place->second, *day);
  }
  return out;
}

Result<std::vector<crypto::Digest>> pulled_envelopes(const Files& files, const Path& folder) {
  TRY_ASSIGN(const std::vector<std::string> names, files.list(folder));
  std::vector<crypto::Digest> envelopes;
  for (const std::string& name : names) {
    if (!name.ends_with(kSuffix)) continue;
    const auto digest = crypto::Digest::parse(name.substr(0, name.size() - kSuffix.size()));
    if (digest) envelopes.push_back(*digest);
  }
  return envelopes;
}

Result<Pulled> pull(Files& files, const MailboxSource& source, const Path& into, bool keep_on_hub,
                    const PullProgress& progress) {
  Pulled pulled;
  State state{source.mailbox, ""};
  const bool begun = files.exists(into / "pulled.json");
  // A state that cannot be read only means reading more of the list again.
  if (auto saved = read_state(files, into)) {
    if (saved->mailbox != source.mailbox)
      return fail(Code::Conflict, fmt::format("{} holds the mailbox '{}'; pull '{}' into another folder", into.string(),
                                              saved->mailbox, source.mailbox));
    state = std::move(*saved);
  }
  TRY_ASSIGN(const auto known, pulled_arrivals(files, into));
  std::string after = state.day;
  for (bool first = true;; first = false) {
    TRY_ASSIGN(const client::MailboxPage page, source.list(after));
    if (first && !begun) {  // a hub that refuses leaves nothing behind
      TRY(files.make_directories(into));
      TRY(write_state(files, into, state));
    }
    std::vector<crypto::Digest> here;
    std::string arrivals = "\n";  // ends whatever line a power failure cut
    for (const client::MailboxEntry& entry : page.envelopes) {
      ++pulled.offered;
      const Path path = envelope_path(into, entry.sha256);
      // Released means that terminals may delete theirs: a name in the folder is not enough, the bytes must be whole.
      const auto present = files.read(path, protocol::kMaxEnvelopeBytes);
      if (present && crypto::sha256(*present) == entry.sha256) {
        ++pulled.already_here;
      } else {
        TRY_ASSIGN(const Bytes file, source.fetch(entry.sha256));
        // A hub is not believed: what it sends must have the name it was asked for.
        if (crypto::sha256(file) != entry.sha256)
          return fail(Code::Corrupt, fmt::format("the hub sent other bytes for envelope {}", entry.sha256.hex()));
        TRY(files.write_atomic(path, file));
        ++pulled.fetched;
        pulled.bytes += file.size();
      }
      here.push_back(entry.sha256);
      if (!known.contains(entry.sha256)) arrivals += fmt::format("{} {}\n", entry.day, entry.sha256.hex());
      if (entry.day > state.day) state.day = entry.day;
      if (progress) progress(pulled);
    }
    if (arrivals.size() > 1) TRY(files.append(into / kArrivals, as_bytes(arrivals)));
    if (!keep_on_hub && !here.empty()) {
      pulled.released += here.size();
      TRY(source.release(std::move(here)));
    }
    if (page.next.empty()) break;
    if (page.next == after) return fail(Code::Unavailable, "the hub gives the same page again and again; try later");
    after = page.next;
  }
  TRY(write_state(files, into, state));
  return pulled;
}

}  // namespace escale::answers
