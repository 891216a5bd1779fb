// What a researcher waits for: envelopes opened and exported in every format, against only decrypting and verifying the same envelopes
// on one core; and the strict reading of one record.
#include <fmt/format.h>

#include "sync/answers/export.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/mailbox_world.hpp"

using namespace escale;
using test::must;

int main(int count, char** values) {
  bench::Report report(bench::read_arguments(count, values).json);
  constexpr int kRecords = 2000;
  test::MailboxWorld world;
  answers::KnownForms known;
  must(known.add(world.form_blob));
  std::vector<protocol::Envelope> envelopes;
  for (int i = 0; i < kRecords; ++i)
    envelopes.push_back(world.seal(world.record({{"humeur", i % 3 == 0 ? "bien" : "moyen"}, {"themes", "logement sante"}, {"recommander", fmt::format("{}", i % 11)},
                                                 {"annees", fmt::format("{}", i % 60)}, {"heures", "3.5"}, {"note", "4.5"}, {"mots", "Une journée utile, à refaire dans chaque comité."}})));
  const auto readers = std::span(world.readers).first(1);
  const auto only_open = [&] {
    for (const protocol::Envelope& envelope : envelopes) must(protocol::open_envelope(envelope.file, readers));
  };
  const answers::Rules rules{&world.mailbox, &world.fleet, &known, world.now};
  answers::Collection collection;
  const auto open = [&] {
    answers::Opening opening(rules, readers);
    for (const protocol::Envelope& envelope : envelopes) opening.add(envelope.sha256, envelope.file);
    collection = opening.finish();
    CHECK(collection.answers.size() == static_cast<std::size_t>(kRecords));
  };
  const auto [opened, decrypted] = bench::in_turns(3, open, only_open);
  report.add({"records opened and checked", kRecords / opened, "a second", "only decrypting and verifying", decrypted / opened});
  const auto [exported, again] = bench::in_turns(3, [&] { open(); must(answers::export_answers(collection, known, {})); }, only_open);
  report.add({"records opened and exported", kRecords / exported, "a second", "only decrypting and verifying", again / exported});
  const std::string instance = collection.answers.front().instance;
  forms::SubmissionReader reader(*world.form);
  const double read = bench::seconds([&] {
    for (int i = 0; i < kRecords; ++i) must(reader.read(instance));
  });
  report.add({"one record read strictly", read / kRecords * 1e6, "µs", "", 0});
  return 0;
}
