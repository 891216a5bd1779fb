#include "sync/client/folder_carrier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sync/protocol/envelope.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/protocol/status.hpp"
#include "sync/repository/fetcher.hpp"

namespace escale::client {
namespace {
constexpr std::size_t kPiece = 64U << 10;
constexpr std::size_t kMaxStatements = 5000;  // of one kind on one key

/// "envelopes/ab/<sha256>": the name without its ending.
Path envelope_path(const Path& folder, const crypto::Digest& sha256) {
  const std::string hex = sha256.hex();
  return folder / "envelopes" / hex.substr(0, 2) / hex;
}

Path with_ending(Path path, std::string_view ending) {
  path += ending;
  return path;
}

Result<std::vector<std::string>> read_statements(const Files& files, const Path& folder) {
  TRY_ASSIGN(const auto names, files.list(folder));
  std::vector<std::string> out;
  for (const auto& name : names) {
    if (!name.ends_with(".json") || out.size() >= kMaxStatements) continue;
    // One unreadable file must not hide the others.
    if (const auto bytes = files.read(folder / name, protocol::kMaxStatementBytes)) out.push_back(to_text(*bytes));
  }
  return out;
}

/// Writes unless these very bytes are there: a key that was pulled out may hold the name with spoiled content.
Result<> write_once(Files& files, const Path& path, ByteView bytes) {
  if (const auto size = files.size(path); size && *size == bytes.size())
    if (const auto present = files.read(path, bytes.size()); present && std::equal(present->begin(), present->end(), bytes.begin(), bytes.end())) return {};
  return files.write_atomic(path, bytes);
}

Result<> write_statement(Files& files, const Path& folder, std::string_view text) {
  return write_once(files, folder / (crypto::sha256(as_bytes(text)).hex() + ".json"), as_bytes(text));
}
}  // namespace

Result<> FolderCarrier::fetch(std::string_view path, std::uint64_t offset, std::uint64_t max_bytes, const PieceSink& sink,
                              const CancelFlag& cancel) {
  TRY_ASSIGN(const Bytes bytes, repository::FolderFetcher(m_files, m_folder).fetch(path, max_bytes));
  for (std::size_t start = offset; start < bytes.size(); start += kPiece) {
    if (cancel.cancelled()) return fail(Code::Refused, "cancelled");
    TRY(sink(ByteView(bytes).subspan(start, std::min(kPiece, bytes.size() - start))));
  }
  return {};
}

Result<std::optional<protocol::GenerationId>> FolderCarrier::generation() { return std::nullopt; }

Result<Delivery> FolderCarrier::put_envelope(const crypto::Digest& sha256, ByteView file, std::string_view postmark) {
  const Path base = envelope_path(m_folder, sha256);
  const Path sealed = with_ending(base, ".age");
  const Path sidecar = with_ending(base, ".postmark");
  // The sidecar last: an envelope with its postmark is whole.
  TRY(write_once(m_files, sealed, file));
  TRY(write_once(m_files, sidecar, as_bytes(postmark)));
  return Delivery::Stored;
}

Result<std::vector<std::string>> FolderCarrier::receipts(std::span<const crypto::Digest>) {
  return read_statements(m_files, m_folder / "receipts");
}

Result<ReleasePage> FolderCarrier::releases(std::string_view mailbox, std::string_view after) {
  if (!protocol::is_slug(mailbox)) return fail(Code::InvalidInput, fmt::format("'{}' is not a mailbox id", mailbox));
  const Path folder = m_folder / "releases" / Path(std::string(mailbox));
  // A key has no order of arrival: the cursor is what its list looked like.
  TRY_ASSIGN(const auto names, m_files.list(folder));
  std::string all;
  for (const auto& name : names) all += name + "\n";
  ReleasePage page;
  page.next = names.empty() ? std::string(after) : crypto::sha256(as_bytes(all)).hex();
  if (page.next == after) return page;
  TRY_ASSIGN(page.releases, read_statements(m_files, folder));
  return page;
}

Result<> FolderCarrier::put_status(const crypto::VerifyKey& terminal, std::string_view status) {
  return m_files.write_atomic(m_folder / "statuses" / (terminal.hex() + ".json"), as_bytes(status));
}

Result<std::vector<crypto::Digest>> FolderCarrier::envelopes() const {
  std::vector<crypto::Digest> out;
  TRY_ASSIGN(const auto folders, m_files.list_directories(m_folder / "envelopes"));
  for (const auto& folder : folders) {
    TRY_ASSIGN(const auto names, m_files.list(m_folder / "envelopes" / folder));
    for (const auto& name : names) {
      constexpr std::string_view ending = ".age";
      if (!name.ends_with(ending)) continue;
      if (const auto digest = crypto::Digest::parse(std::string_view(name).substr(0, name.size() - ending.size()))) out.push_back(*digest);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

Result<CarriedEnvelope> FolderCarrier::load(const crypto::Digest& sha256) const {
  const Path base = envelope_path(m_folder, sha256);
  CarriedEnvelope envelope;
  envelope.sha256 = sha256;
  TRY_ASSIGN(envelope.file, m_files.read(with_ending(base, ".age"), protocol::kMaxEnvelopeBytes));
  if (crypto::sha256(envelope.file) != sha256) return fail(Code::Corrupt, fmt::format("{}.age is damaged", base.string()));
  TRY_ASSIGN(const Bytes postmark, m_files.read(with_ending(base, ".postmark"), protocol::kMaxPostmarkBytes));
  envelope.postmark = to_text(postmark);
  return envelope;
}

Result<> FolderCarrier::add_receipt(std::string_view receipt) { return write_statement(m_files, m_folder / "receipts", receipt); }

Result<> FolderCarrier::add_release(std::string_view mailbox, std::string_view release) {
  if (!protocol::is_slug(mailbox)) return fail(Code::InvalidInput, fmt::format("'{}' is not a mailbox id", mailbox));
  return write_statement(m_files, m_folder / "releases" / Path(std::string(mailbox)), release);
}

Result<std::vector<std::string>> FolderCarrier::statuses() const { return read_statements(m_files, m_folder / "statuses"); }

Result<RelaySummary> relay(FolderCarrier& folder, Carrier& hub, const CancelFlag& cancel) {
  RelaySummary summary;
  TRY_ASSIGN(const auto digests, folder.envelopes());
  std::vector<crypto::Digest> delivered;
  std::set<std::string> mailboxes;
  for (const auto& digest : digests) {
    if (cancel.cancelled()) return fail(Code::Refused, "cancelled");
    const auto send = [&]() -> Result<> {
      TRY_ASSIGN(const CarriedEnvelope envelope, folder.load(digest));
      TRY_ASSIGN(const protocol::Postmark postmark, protocol::decode_postmark(envelope.postmark));
      TRY(hub.put_envelope(digest, envelope.file, envelope.postmark));
      mailboxes.insert(postmark.mailbox);
      return {};
    };
    if (auto sent = send(); sent) {
      delivered.push_back(digest);
      continue;
    } else {
      if (sent.error().code == Code::Unavailable) return fail(std::move(sent).error());
      ++summary.failed;
      summary.problems.push_back(std::move(sent).error().in(digest.hex()));
    }
  }
  summary.delivered = delivered.size();
  for (std::size_t start = 0; start < delivered.size(); start += protocol::kMaxBatch) {
    TRY_ASSIGN(const auto receipts, hub.receipts(std::span(delivered).subspan(start, std::min(protocol::kMaxBatch, delivered.size() - start))));
    for (const auto& receipt : receipts) {
      TRY(folder.add_receipt(receipt));
      ++summary.receipts;
    }
  }
  for (const auto& mailbox : mailboxes) {
    for (std::string cursor;;) {
      TRY_ASSIGN(const ReleasePage page, hub.releases(mailbox, cursor));
      for (const auto& release : page.releases) {
        TRY(folder.add_release(mailbox, release));
        ++summary.releases;
      }
      if (page.releases.empty() || page.next == cursor) break;
      cursor = page.next;
    }
  }
  TRY_ASSIGN(const auto statuses, folder.statuses());
  for (const auto& text : statuses) {
    const auto status = protocol::open_status(text);
    const auto put = status ? hub.put_status(status->terminal, text) : Result<>(fail(status.error()));
    if (put) ++summary.statuses;
    // A status that came already by another way is no problem.
    if (!put && put.error().code != Code::Conflict) summary.problems.push_back(put.error());
  }
  return summary;
}

}  // namespace escale::client
