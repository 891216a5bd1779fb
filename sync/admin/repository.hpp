// What the subcommands of `escale repository` share: a draft being prepared, over a local tree of what is published.
// Draft folder: metadata/ and targets/ (repository::Draft) and blobs/ab/<sha256> beside them; it travels whole between signers.
// Tree folder: metadata/, targets/, blobs/ as a web server would serve them; trusted/, what was verified so far; people/, whose keys.
// Used by the repository_*.cpp files only.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/admin/context.hpp"
#include "sync/protocol/approval.hpp"
#include "sync/protocol/blobs.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/repository/client.hpp"
#include "sync/repository/publisher.hpp"

namespace escale::admin {

struct Workplace {
  std::string draft, tree;

  Path draft_blobs() const { return Path(draft) / "blobs"; }
  Path tree_blobs() const { return Path(tree) / "blobs"; }
  Path trusted() const { return Path(tree) / "trusted"; }
  Result<repository::Draft> open(const Context& context) const;
};

/// The present content of a target in the tree; nothing when the repository has no such target.
Result<std::optional<Bytes>> published_target(const Context& context, const Path& tree, std::string_view path);

/// The reviewers as the draft has them, else as they are published, else nobody: to tell people early, not to decide.
Result<protocol::ReviewersList> reviewers_of(const Context& context, const Workplace& place);

/// Reads a blob beside the draft, else in the tree. NotFound says which bundle lacks it.
Result<Bytes> read_blob(const Context& context, const Workplace& place, const protocol::BlobRef& blob);

/// Removes the blobs beside a draft that is over.
Result<> forget_draft_blobs(const Context& context, const Workplace& place);

/// The first digits of a key id, as texts show it.
std::string short_id(std::string_view id);

/// Names for key ids: those of TREE/people/*.pub, which never leave this machine.
class People {
 public:
  static Result<People> open(const Context& context, const Workplace& place);
  /// The text with a name beside every short id that has one.
  std::string named(std::string text) const;
  const std::map<std::string, std::string>& names() const { return m_names; }

 private:
  std::map<std::string, std::string> m_names;  // key id -> name
};
/// Keeps the names of keys that this machine's user gave by name.
Result<> remember_people(const Context& context, const Workplace& place, const std::vector<protocol::NamedKey>& keys);

/// The same result; an error's sentence names who is known.
Result<> with_names(const Context& context, const Workplace& place, Result<> result);

/// What a person reads before signing: the text, and the same as JSON. Corrupt when a file beside the draft is not what the
/// metadata to be signed describe.
struct DescribedChanges {
  std::string text;
  Json list = Json::array();
};
Result<DescribedChanges> describe_changes(const Context& context, const Workplace& place, const repository::Draft& draft);

/// Who signed and who has not, as text and JSON; `complete` when every threshold is met.
struct DescribedStatus {
  std::string text;
  Json list = Json::array();
  bool complete = true;
};
Result<DescribedStatus> describe_status(const repository::Draft& draft);

/// Brings the tree up to what a place serves ("https://hub/repository", or a folder), verified from tree/trusted, which begins with
/// `first_root` when nothing is trusted yet. With `blobs`, those of every bundle too.
struct Cloned {
  std::size_t metadata = 0, targets = 0, blobs = 0;
  std::uint64_t blob_bytes = 0;
  std::int64_t snapshot_version = 0;
};
Result<Cloned> clone_tree(const Context& context, const std::string& source, const Path& tree, std::optional<Bytes> first_root, bool blobs);

// The subcommands, each file adding its own to `repository`.
void add_repository_draft_commands(CLI::App& repository, Context& context);
void add_repository_review_commands(CLI::App& repository, Context& context);
void add_repository_sign_commands(CLI::App& repository, Context& context);
void add_repository_publish_commands(CLI::App& repository, Context& context);

/// --draft and --tree, as every command on a draft has them.
void add_workplace(CLI::App& command, Workplace& place);

}  // namespace escale::admin
