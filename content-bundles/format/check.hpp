// The rules that documents and programmes keep, checked on writing and on reading alike. Internal to this folder and the compiler.
#pragma once

#include "content-bundles/format/programme.hpp"
#include "content-bundles/learning/document.hpp"
#include "sync/base/result.hpp"

namespace escale::format {

inline constexpr std::size_t kMaxTextBytes = 20'000;  ///< of one run or field
inline constexpr std::size_t kMaxRuns = 1'000;        ///< in one text
inline constexpr std::size_t kMaxBlocks = 2'000;
inline constexpr std::size_t kMaxItems = 500;  ///< of a list
inline constexpr std::size_t kMaxColumns = 8;
inline constexpr std::size_t kMaxRows = 60;
inline constexpr std::size_t kMaxQuestions = 200;
inline constexpr std::size_t kMaxChoices = 50;  ///< proposals, patterns, ranges or pairs of a question
inline constexpr std::size_t kMaxNotes = 100;   ///< definitions, sources, numbers
inline constexpr std::size_t kMaxSlots = 200;
inline constexpr std::size_t kMaxPages = 20;
inline constexpr int kMaxImageSide = 4'096;
inline constexpr int kMaxMinutes = 600;

/// InvalidInput names the field ("question 'q1': …") of the first rule broken.
Result<> check_document(const learning::Document& document);
Result<> check_programme(const Programme& programme);

/// UTF-8 without control characters, within kMaxTextBytes.
Result<> check_text(std::string_view where, std::string_view text);

/// "2026-11-24", a day that exists.
bool is_day(std::string_view text);
/// [A-Za-z_][A-Za-z0-9_.-]*, at most 64 characters.
bool is_question_id(std::string_view id);

}  // namespace escale::format
