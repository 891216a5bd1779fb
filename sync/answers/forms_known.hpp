// The forms that records may have been made with, by exact version. Every version ever used is kept: a record of an old
// one is never dropped.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/plan.hpp"
#include "sync/protocol/record.hpp"

namespace escale::answers {

struct KnownForm {
  protocol::FormVersion version;
  std::shared_ptr<const forms::Plan> plan;
  std::string blob;
  /// The author's own version, such as "2026112401".
  const std::string& author_version() const { return plan->definition().version; }
};

/// Gives the blob of this digest, from wherever blobs are (a repository tree, a hub).
using FormSource = std::function<Result<Bytes>(const crypto::Digest&)>;

class KnownForms {
 public:
  KnownForms() = default;
  /// Forms that are not here yet are asked for when a record names them. The source is not trusted: bytes of another
  /// digest are not taken.
  explicit KnownForms(FormSource source) : m_source(std::move(source)) {}
  /// Takes a form's blob. InvalidInput when it is not a form. Taking it twice is harmless.
  Result<> add(std::string_view blob);
  /// The form, null when it is nowhere.
  /// From any thread; the form stays where it is.
  const KnownForm* find(const protocol::FormVersion& version) const;
  /// Every version, by form id, then by the author's version, then by digest.
  std::vector<const KnownForm*> all() const;

 private:
  FormSource m_source{};
  mutable std::map<protocol::FormVersion, KnownForm> m_forms;  // find() remembers what it fetched
  mutable std::set<protocol::FormVersion> m_absent;            // and what it did not find
  std::shared_ptr<std::mutex> m_mutex = std::make_shared<std::mutex>();  // copies share it, which locks more than they need
};

}  // namespace escale::answers
