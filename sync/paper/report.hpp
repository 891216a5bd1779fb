// What a committee, or the whole country, reads of the answers: what was asked and when, how many answered, how answers fall.
// The rule: counts add up to what was received; who may read the report is its first sentence; a count that could tell about somebody
// is neither drawn nor written, nor what it could be computed from.
#pragma once

#include <string>
#include <vector>

#include "sync/answers/disclosure.hpp"
#include "sync/answers/opened_folder.hpp"
#include "sync/print/document.hpp"
#include "sync/print/typesetter.hpp"

namespace escale::paper {

struct Committee {
  std::string name{};  ///< as people call it
  answers::OpenedFolder opened{};
};

enum class Readers : std::uint8_t {
  Committee,  ///< those who read the committee's answers: nothing that stands for 1 to 4 people
  Everybody,  ///< published: nothing that stands for 1 to k - 1 people, no words, no sessions
};

struct ReportOptions {
  Readers readers = Readers::Committee;
  bool with_words = false;  ///< open answers, each question's in alphabetical order so that nobody's are put together again
  std::string language{};   ///< of questions and choices; empty: the form's own
  protocol::Day day{};      ///< printed, and the file's date
  answers::DisclosureRules published{};  ///< for Everybody
};

inline constexpr std::int64_t kCommitteeThreshold = 5;

/// The report of one committee, in French. Refused: no answer; words or fewer than k answers in a published one.
Result<print::Document> committee_report(const Committee& committee, const ReportOptions& options, const print::Typesetter& typesetter);

/// The report across committees, always for Everybody: committees of fewer than k answers to a form are put together. Refused: fewer
/// than two committees, one mailbox twice, an answer in two folders, words, no form with k answers.
Result<print::Document> national_report(const std::vector<Committee>& committees, const ReportOptions& options, const print::Typesetter& typesetter);

}  // namespace escale::paper
