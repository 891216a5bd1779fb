// Collections of answers to the sample form, as large as a test of counts needs.
#pragma once

#include <string>

#include "sync/answers/opened_folder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/sample_xform.hpp"

namespace escale::test {

/// Answers of one mailbox; record ids begin with `seed`, so that two mailboxes share none.
class MoodCollection {
 public:
  explicit MoodCollection(std::string mailbox, char seed = '0') : m_seed(seed) {
    must(m_opened.forms.add(SampleForm().blob()));
    m_opened.collection.mailbox = std::move(mailbox);
  }
  /// `count` answers with these answers.
  MoodCollection& add(int count, const Given& given, const char* day = "2026-11-24") {
    auto& collection = m_opened.collection;
    const std::string instance = answered(*m_opened.forms.all().back()->plan, given);
    for (int i = 0; i < count; ++i) {
      const std::string digits = std::to_string(1000 + collection.answers.size());
      collection.answers.push_back({must(protocol::RecordId::parse(std::string(1, m_seed) + std::string(31 - digits.size(), '0') + digits)),
                                    m_opened.forms.all().back()->version, std::nullopt, must(protocol::parse_day(day)), instance});
    }
    collection.counts.answers = collection.counts.envelopes = collection.answers.size();
    return *this;
  }
  answers::OpenedFolder& opened() { return m_opened; }

 private:
  char m_seed;
  answers::OpenedFolder m_opened;
};

}  // namespace escale::test
