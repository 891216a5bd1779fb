// Any bytes as the blobs of a bundle: a document or a programme that is accepted is written to bytes that read the same, and its
// questions can be answered.
#include <cstddef>
#include <cstdint>

#include "content-bundles/format/codec.hpp"
#include "content-bundles/learning/scoring.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  if (const auto document = format::read_document(bytes)) {
    CHECK(format::read_document(format::write_document(*document).value()).value() == *document);
    for (const learning::Question& question : document->questions) {
      const auto verdict = learning::score(question, learning::right_response(question));
      CHECK(!verdict || (verdict->score >= 0 && verdict->score <= learning::kFullScore));
    }
  }
  if (const auto programme = format::read_programme(bytes)) {
    CHECK(format::read_programme(format::write_programme(*programme).value()).value() == *programme);
    for (const format::Slot& slot : programme->slots) {
      CHECK(slot.start_minute < slot.end_minute);
      (void)format::clock_text(slot.start_minute);
    }
  }
  return 0;
}
