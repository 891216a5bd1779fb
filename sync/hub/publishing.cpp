#include "sync/hub/publishing.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sync/base/json.hpp"
#include "sync/base/log.hpp"
#include "sync/protocol/approval.hpp"
#include "sync/protocol/rehearsal.hpp"
#include "sync/repository/acceptance.hpp"
#include "sync/repository/names.hpp"
#include "sync/repository/tree.hpp"

namespace escale::hub {
namespace {
constexpr std::size_t kMaxProposals = 64;

/// A blob on its way in: hashed as it comes, in a temporary file that goes away unless it is moved into place.
class BlobUpload final : public UploadSink {
 public:
  BlobUpload(Path temporary, Path place, protocol::BlobRef blob)
      : m_temporary(std::move(temporary)),
        m_place(std::move(place)),
        m_blob(blob),
        m_fd(::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) {}
  ~BlobUpload() override {
    if (m_fd >= 0) ::close(m_fd);
    if (!m_kept) ::unlink(m_temporary.c_str());
  }

  Result<> write(ByteView piece) override {
    m_hash.update(piece);
    m_size += piece.size();
    while (!piece.empty()) {
      const auto wrote = ::write(m_fd, piece.data(), piece.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0)
        return fail(errno == ENOSPC || errno == EDQUOT ? Code::NoSpace : Code::Io, fmt::format("cannot store a blob: {}", std::strerror(errno)));
      piece = piece.subspan(static_cast<std::size_t>(wrote));
    }
    return {};
  }

  Result<> finish(Files& files) {
    if (m_size != m_blob.size || m_hash.finish() != m_blob.sha256)
      return fail(Code::Corrupt, fmt::format("the {} bytes received are not blob {} of {}", m_size, m_blob.sha256.hex(), m_blob.size));
    if (::fsync(m_fd) != 0) return fail(Code::Io, fmt::format("cannot store a blob: {}", std::strerror(errno)));
    TRY(files.make_directories(m_place.parent_path()));
    TRY(files.rename(m_temporary, m_place));
    m_kept = true;
    return {};
  }

 private:
  Path m_temporary;
  Path m_place;
  protocol::BlobRef m_blob;
  int m_fd;
  bool m_kept = false;
  std::uint64_t m_size = 0;
  crypto::Sha256 m_hash;
};
}  // namespace

Publishing::Publishing(Files& files, Path data, Bytes root, const HubKeys& keys, CurrentDirectory& directory)
    : m_files(files), m_data(std::move(data)), m_root(std::move(root)), m_keys(keys), m_directory(directory) {}

Result<std::vector<protocol::BlobRef>> Publishing::check_targets(const repository::Candidate& candidate) const {
  protocol::ReviewersList reviewers = m_directory.read([](const Directory& directory) { return directory.reviewers; });
  if (const auto next = candidate.targets.find(protocol::kReviewersTarget); next != candidate.targets.end()) {
    auto decoded = protocol::decode_reviewers(as_text(next->second));
    if (!decoded) return fail(std::move(decoded).error().in(protocol::kReviewersTarget));
    reviewers = std::move(*decoded);
  }
  std::set<protocol::BlobRef> blobs;
  const auto check = [&](const std::string& name, std::string_view text) -> Result<> {
    if (name == protocol::kFleetTarget) {
      TRY(protocol::decode_fleet(text));
    } else if (name.starts_with("mailboxes/")) {
      TRY_ASSIGN(const protocol::MailboxDescriptor mailbox, protocol::decode_mailbox(text));
      if (protocol::mailbox_target(mailbox.id) != name) return fail(Code::InvalidInput, fmt::format("it describes mailbox '{}'", mailbox.id));
      TRY(protocol::check_rehearsed(mailbox));
    } else if (name.starts_with(protocol::kBundleTargetPrefix)) {
      TRY_ASSIGN(const Json manifest, parse_json(text));
      TRY_ASSIGN(const std::string id, json_string(manifest, "id"));
      if (name != fmt::format("{}{}.json", protocol::kBundleTargetPrefix, id)) return fail(Code::InvalidInput, fmt::format("it is the manifest of '{}'", id));
      TRY(protocol::check_approvals(text, reviewers));
      TRY_ASSIGN(const auto named, protocol::manifest_blobs(text));
      blobs.insert(named.begin(), named.end());
    }
    return {};
  };
  for (const auto& [name, bytes] : candidate.targets)
    if (auto checked = check(name, as_text(bytes)); !checked) return fail(std::move(checked).error().in(name));
  return std::vector<protocol::BlobRef>(blobs.begin(), blobs.end());
}

std::vector<protocol::BlobRef> Publishing::missing(const std::vector<protocol::BlobRef>& blobs) const {
  std::vector<protocol::BlobRef> out;
  std::copy_if(blobs.begin(), blobs.end(), std::back_inserter(out),
               [&](const protocol::BlobRef& blob) { return !m_files.exists(tree() / protocol::blob_path(blob.sha256)); });
  return out;
}

bool Publishing::is_published(const repository::Candidate& candidate) const {
  const auto state = repository::read_tree(m_files, tree());
  if (candidate.metadata.empty() || !state || !state->root || !state->timestamp || !state->snapshot) return false;
  // A cut may leave the files of a publication beside a timestamp that does not lead to them: they are here, and not published.
  if (!repository::verify_threshold(repository::kTimestamp, *state->timestamp, state->root->body.keys,
                                    state->root->body.roles.find(repository::kTimestamp)->second))
    return false;
  for (const auto& [role, bytes] : candidate.metadata) {
    const auto version = [&text = bytes]() -> Result<std::int64_t> {  // clang 14 does not capture a structured binding by itself
      TRY_ASSIGN(const Json envelope, parse_json(as_text(text)));
      TRY_ASSIGN(const Json* body, json_object(envelope, "signed"));
      return json_int(*body, "version");
    }();
    if (!version || (role != repository::kRoot && state->version_of(role) < *version)) return false;
    const auto here = m_files.read(tree() / "metadata" / repository::metadata_name(role, *version), bytes.size());
    if (!here || *here != bytes) return false;
  }
  return true;
}

Result<Publishing::Proposed> Publishing::propose(ByteView body, Timestamp now) {
  TRY_ASSIGN(repository::Candidate candidate, repository::parse_candidate(body));
  Proposed out;
  out.id = crypto::sha256(body);
  if (is_published(candidate)) {  // an answer that was lost on its way: the same question gets the same answer
    out.published = true;
    return out;
  }
  if (!m_files.exists(tree() / "metadata" / "timestamp.json")) {
    const auto first = candidate.metadata.find(repository::kRoot);
    if (m_root.empty()) return fail(Code::Refused, "this hub has no root yet: start it with --root 1.root.json");
    if (first == candidate.metadata.end() || first->second != m_root)
      return fail(Code::Untrusted, "the first publication must bring exactly the root that this hub was started with");
  }
  TRY(repository::verify_candidate(m_files, tree(), candidate, now));
  TRY_ASSIGN(std::vector<protocol::BlobRef> blobs, check_targets(candidate));
  out.missing = missing(blobs);
  const std::lock_guard lock(m_mutex);
  if (m_proposals.size() >= kMaxProposals && !m_proposals.contains(out.id)) m_proposals.erase(m_proposals.begin());
  m_proposals.insert_or_assign(out.id, Proposal{std::move(candidate), std::move(blobs)});
  return out;
}

Result<std::uint64_t> Publishing::blob_size(const crypto::Digest& publication, const crypto::Digest& blob) const {
  const std::lock_guard lock(m_mutex);
  const auto found = m_proposals.find(publication);
  if (found == m_proposals.end()) return fail(Code::NotFound, "this publication is not known here: propose it again");
  for (const auto& ref : found->second.blobs)
    if (ref.sha256 == blob) return ref.size;
  return fail(Code::NotFound, fmt::format("the publication does not name blob {}", blob.hex()));
}

Result<std::unique_ptr<UploadSink>> Publishing::receive_blob(const crypto::Digest& publication, const crypto::Digest& blob) {
  TRY_ASSIGN(const std::uint64_t size, blob_size(publication, blob));
  const Path folder = m_data / "incoming";
  TRY(m_files.make_directories(folder));
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(m_mutex);
    number = ++m_receptions;
  }
  return std::make_unique<BlobUpload>(folder / fmt::format("{}.{}", blob.hex(), number), tree() / protocol::blob_path(blob),
                                      protocol::BlobRef{blob, size});
}

Result<> Publishing::finish_blob(UploadSink& sink) { return static_cast<BlobUpload&>(sink).finish(m_files); }

Result<std::int64_t> Publishing::commit(const crypto::Digest& publication, Timestamp now) {
  Proposal proposal;
  {
    const std::lock_guard lock(m_mutex);
    const auto found = m_proposals.find(publication);
    if (found == m_proposals.end()) return fail(Code::NotFound, "this publication is not known here: propose it again");
    proposal = found->second;
  }
  if (!is_published(proposal.candidate)) {
    if (const auto lacking = missing(proposal.blobs); !lacking.empty())
      return fail(Code::Conflict, fmt::format("{} blobs are still missing, the first is {}", lacking.size(), lacking.front().sha256.hex()));
    TRY(check_targets(proposal.candidate));  // the reviewers may have changed since
    const repository::OnlineKeys keys{{&m_keys.online}, {&m_keys.online}};
    TRY_ASSIGN(const repository::TreeFiles written, repository::accept_candidate(m_files, tree(), proposal.candidate, keys, now));
    TRY(repository::write_tree(m_files, tree(), written));
    TRY(reload(now));
  }
  {
    const std::lock_guard lock(m_mutex);
    m_proposals.erase(publication);
  }
  return m_directory.read([](const Directory& directory) { return directory.snapshot_version; });
}

Result<bool> Publishing::renew(Timestamp now) {
  const repository::Lifetimes lifetimes;
  TRY_ASSIGN(const repository::TreeState state, repository::read_tree(m_files, tree()));
  if (!state.timestamp || state.timestamp->body.expires - now > lifetimes.timestamp / 3) return false;
  const repository::OnlineKeys keys{{&m_keys.online}, {&m_keys.online}};
  TRY_ASSIGN(const repository::TreeFiles written, repository::renew_online(m_files, tree(), keys, now, lifetimes));
  TRY(repository::write_tree(m_files, tree(), written));
  TRY(reload(now));
  return true;
}

Result<> Publishing::reload(Timestamp now) {
  Bytes root = m_root;
  if (root.empty()) {
    const Path first = tree() / "metadata" / "1.root.json";
    if (m_files.exists(first)) {
      TRY_ASSIGN(root, m_files.read(first, 512U << 10));
    }
  }
  TRY_ASSIGN(Directory directory, load_directory(m_files, tree(), m_data / "trusted", root, now));
  m_directory.replace(std::move(directory));
  return {};
}

}  // namespace escale::hub
