// Any bytes as GIFT questions: what is read without a problem can be scored, written and read back.
#include <cstddef>
#include <cstdint>

#include "content-bundles/format/codec.hpp"
#include "content-bundles/importers/gift.hpp"
#include "content-bundles/learning/scoring.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const importers::GiftReading reading = importers::read_gift(as_text({data, size}));
  if (!reading.problems.empty()) return 0;
  learning::Document document;
  document.id = "fuzz";
  document.lang = "fr";
  document.title = "Fuzz";
  for (const importers::GiftQuestion& it : reading.questions) {
    const auto verdict = learning::score(it.question, learning::right_response(it.question));
    CHECK(!verdict || (verdict->score >= 0 && verdict->score <= learning::kFullScore));
    document.blocks.emplace_back(learning::QuestionRef{it.question.id});
    document.questions.push_back(it.question);
  }
  if (const auto bytes = format::write_document(document)) CHECK(format::read_document(*bytes).value() == document);
  return 0;
}
