// The carrier that is a folder: a USB key, a shared disk. The same repository tree a web server serves, and beside it `envelopes/`,
// `receipts/`, `releases/`, `statuses/` (SPEC.md section 9). Written whole or not at all; never deletes what others put there.
#pragma once

#include "sync/base/files.hpp"
#include "sync/client/carrier.hpp"

namespace escale::client {

/// What a folder holds for the far end: used by the side that brings a key's content to a hub.
struct CarriedEnvelope {
  crypto::Digest sha256;
  Bytes file;
  std::string postmark;
};

class FolderCarrier final : public Carrier {
 public:
  FolderCarrier(Path folder, Files& files) : m_folder(std::move(folder)), m_files(files) {}

  std::string name() const override { return "folder"; }
  Result<> fetch(std::string_view path, std::uint64_t offset, std::uint64_t max_bytes, const PieceSink& sink,
                 const CancelFlag& cancel) override;
  Result<std::optional<protocol::GenerationId>> generation() override;
  Result<Delivery> put_envelope(const crypto::Digest& sha256, ByteView file, std::string_view postmark) override;
  Result<std::vector<std::string>> receipts(std::span<const crypto::Digest> envelopes) override;
  Result<ReleasePage> releases(std::string_view mailbox, std::string_view after) override;
  Result<> put_status(const crypto::VerifyKey& terminal, std::string_view status) override;

  /// Digests of the envelopes in the folder, sorted (so in no order of arrival).
  Result<std::vector<crypto::Digest>> envelopes() const;
  /// One of them. Corrupt when the file does not have its name's digest, NotFound without its postmark.
  Result<CarriedEnvelope> load(const crypto::Digest& sha256) const;
  /// Adds a signed receipt or release for terminals that will pass by.
  Result<> add_receipt(std::string_view receipt);
  Result<> add_release(std::string_view mailbox, std::string_view release);
  /// The statuses terminals left, newest file per terminal.
  Result<std::vector<std::string>> statuses() const;

 private:
  Path m_folder;
  Files& m_files;
};

struct RelaySummary {
  std::size_t delivered = 0;
  std::size_t failed = 0;
  std::size_t receipts = 0;
  std::size_t releases = 0;
  std::size_t statuses = 0;
  std::vector<Error> problems;
};
/// Brings what a folder carries to a hub, and the hub's receipts and releases back into the folder: `escale relay`.
Result<RelaySummary> relay(FolderCarrier& folder, Carrier& hub, const CancelFlag& cancel);

}  // namespace escale::client
