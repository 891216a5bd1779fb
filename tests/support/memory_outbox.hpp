// An outbox in memory with the rules of client::Outbox, for tests of the sync plan that need no terminal around it.
#pragma once

#include <map>
#include <set>

#include "sync/client/outbox.hpp"
#include "sync/protocol/envelope.hpp"

namespace escale::test {

class MemoryOutbox final : public client::Outbox {
 public:
  void add(const protocol::Envelope& envelope, const protocol::Postmark& postmark) {
    m_entries[envelope.sha256] = {envelope.file, protocol::encode_postmark(postmark), postmark.mailbox, {}};
  }
  void spoil(const crypto::Digest& sha256) { m_entries[sha256].file.back() ^= 1; }
  bool holds(const crypto::Digest& sha256) const { return m_entries.contains(sha256); }

  Result<std::vector<crypto::Digest>> pending() override {
    std::vector<crypto::Digest> out;
    for (const auto& [digest, entry] : m_entries)
      if (!entry.received || entry.received != m_generation) out.push_back(digest);
    return out;
  }
  Result<client::OutboxEnvelope> load(const crypto::Digest& sha256) override {
    const auto found = m_entries.find(sha256);
    if (found == m_entries.end()) return fail(Code::NotFound, "not in the outbox");
    return client::OutboxEnvelope{sha256, found->second.file, found->second.postmark};
  }
  Result<> mark_received(std::span<const crypto::Digest> envelopes, const protocol::GenerationId& generation) override {
    if (!m_generation) m_generation = generation;
    for (const auto& digest : envelopes)
      if (const auto found = m_entries.find(digest); found != m_entries.end()) found->second.received = generation;
    return {};
  }
  Result<> mark_released(std::span<const crypto::Digest> envelopes) override {
    for (const auto& digest : envelopes) m_released += static_cast<std::int64_t>(m_entries.erase(digest));
    return {};
  }
  Result<> set_generation(const protocol::GenerationId& generation) override {
    m_generation = generation;
    return {};
  }
  Result<std::vector<std::string>> mailboxes() override {
    std::set<std::string> out;
    for (const auto& [digest, entry] : m_entries) out.insert(entry.mailbox);
    return std::vector<std::string>(out.begin(), out.end());
  }
  Result<protocol::OutboxCounts> counts() override {
    protocol::OutboxCounts out;
    out.pending = static_cast<std::int64_t>(pending()->size());
    out.received = static_cast<std::int64_t>(m_entries.size()) - out.pending;
    out.released = m_released;
    return out;
  }
  Result<std::string> cursor(std::string_view name) override { return m_cursors[std::string(name)]; }
  Result<> set_cursor(std::string_view name, std::string_view value) override {
    m_cursors[std::string(name)] = value;
    return {};
  }

 private:
  struct Entry {
    Bytes file;
    std::string postmark;
    std::string mailbox;
    std::optional<protocol::GenerationId> received;
  };
  std::map<crypto::Digest, Entry> m_entries;
  std::optional<protocol::GenerationId> m_generation;
  std::map<std::string, std::string> m_cursors;
  std::int64_t m_released = 0;
};

}  // namespace escale::test
