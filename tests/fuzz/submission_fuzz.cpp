// Any bytes as the answers to one form: what is read is written the same, or refused in one sentence.
#include <cstddef>
#include <cstdint>

#include "content-bundles/forms/submission.hpp"
#include "sync/base/bytes.hpp"
#include "tests/content-bundles/xforms/asked_form.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const xforms::Asked kForm;
  static forms::SubmissionReader reader(*kForm.plan);
  // The opening is the form's: without it no mutation would ever get further.
  const std::string xml = kForm.plan->opening() + std::string(as_text({data, size}));
  const auto read = reader.read(xml);
  if (read) {
    CHECK(read->xml(*kForm.plan) == xml);
  } else {
    CHECK(!read.error().message.empty());
  }
  return 0;
}
