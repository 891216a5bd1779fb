// Brings a mailbox's envelopes from a hub to a folder, as `<sha256>.age`, still sealed.
// The rule: an envelope is released (terminals may then forget it) only once it is safely written here. Repeating or
// interrupting is harmless.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sync/base/files.hpp"
#include "sync/client/hub_clients.hpp"
#include "sync/protocol/names.hpp"

namespace escale::answers {

/// What a pull needs of a hub; HubReaderClient in the program.
struct MailboxSource {
  std::string mailbox;
  std::function<Result<client::MailboxPage>(std::string_view after)> list;
  std::function<Result<Bytes>(const crypto::Digest&)> fetch;
  std::function<Result<>(std::vector<crypto::Digest>)> release;
};
/// The client must outlive the source.
MailboxSource source_of(client::HubReaderClient& client, std::string mailbox);

struct Pulled {
  std::size_t offered = 0;  ///< in the part of the mailbox that was read
  std::size_t fetched = 0;
  std::size_t already_here = 0;
  std::size_t released = 0;
  std::uint64_t bytes = 0;
};

/// Called after each envelope.
using PullProgress = std::function<void(const Pulled&)>;

/// Begins again at the last day seen (kept in `<into>/pulled.json`), since envelopes of an unfinished day may still
/// come before others. With keep_on_hub nothing is released. The first error stops the pull; what was written stays and
/// is not fetched again.
Result<Pulled> pull(Files& files, const MailboxSource& source, const Path& into, bool keep_on_hub,
                    const PullProgress& progress = {});

/// Which mailbox the envelopes of a folder are of. NotFound when nothing was pulled into it.
Result<std::string> pulled_mailbox(const Files& files, const Path& folder);
/// The envelopes of a folder, by name. Files with another name are left alone.
Result<std::vector<crypto::Digest>> pulled_envelopes(const Files& files, const Path& folder);
/// When the hub took each envelope, as its lists said (`arrivals.txt`, a line each): the only date of an answer whose day is unknown. Empty
/// for a folder that pull did not fill. The earliest counts.
Result<std::map<crypto::Digest, protocol::Day>> pulled_arrivals(const Files& files, const Path& folder);
Path envelope_path(const Path& folder, const crypto::Digest& digest);

}  // namespace escale::answers
