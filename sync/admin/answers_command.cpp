// escale answers: what a committee's reader does. Envelopes are pulled sealed, opened and checked on the reader's
// machine, then exported.
#include <fmt/format.h>

#include <memory>
#include <thread>

#include "content-bundles/xforms/form_blob.hpp"
#include "sync/admin/commands.hpp"
#include "sync/admin/verified_repository.hpp"
#include "sync/answers/export.hpp"
#include "sync/answers/publish.hpp"
#include "sync/answers/pull.hpp"
#include "sync/client/hub_clients.hpp"
#include "sync/crypto/key_file.hpp"

namespace escale::admin {
namespace {

struct Options {
  std::string hub, mailbox, key, in, into, out, repository, root, language, separator = ",";
  std::vector<std::string> identities, forms;
  bool keep = false, byte_order_mark = false, decimal_comma = false, publish = false;
  int k = 11;
};

crypto::PassphraseSource passphrase_of(const Context& context, const std::string& file) {
  return [&context, file] { return context.passphrase(file); };
}

// --- pull ---------------------------------------------------------------------------------------------------------

Result<> pull_answers(Context& context, const Options& options) {
  TRY_ASSIGN(const auto key,
             crypto::read_signing_key(*context.files, options.key, passphrase_of(context, options.key)));
  client::HttpOptions http;
  http.base_url = options.hub;
  TRY_ASSIGN(auto hub, client::HubReaderClient::open(http, *context.clock, *context.random, key));
  const auto source = answers::source_of(hub, options.mailbox);
  Progress progress(context, "Pulling envelopes");
  TRY_ASSIGN(const auto pulled,
             answers::pull(*context.files, source, options.into, options.keep, [&](const answers::Pulled& so_far) {
               progress.update(so_far.fetched + so_far.already_here, so_far.offered);
             }));
  context.show(
      {{"mailbox", options.mailbox},
       {"fetched", pulled.fetched},
       {"already_here", pulled.already_here},
       {"released", pulled.released},
       {"bytes", pulled.bytes}},
      fmt::format("{} envelopes pulled into {} ({}), {} were here already, {} released: terminals may now forget them.",
                  pulled.fetched, options.into, human_bytes(pulled.bytes), pulled.already_here, pulled.released));
  return {};
}

// --- open ---------------------------------------------------------------------------------------------------------

Result<> open_answers(Context& context, const Options& options) {
  std::string mailbox_id = options.mailbox;
  if (mailbox_id.empty()) {
    TRY_ASSIGN(mailbox_id, answers::pulled_mailbox(*context.files, options.in));
  }
  VerifiedRepository repository(context, options.repository, Path(options.in) / "trusted");
  TRY(repository.refresh(options.root, Path(options.repository) / "trusted" / "root.json"));
  TRY_ASSIGN(const auto mailbox, repository.mailbox(mailbox_id));
  TRY_ASSIGN(const auto fleet, repository.fleet());

  answers::KnownForms known([&](const crypto::Digest& digest) { return repository.blob(digest); });
  for (const std::string& file : options.forms) {
    TRY_ASSIGN(const Bytes blob, context.files->read(file, xforms::kMaxFormBytes));
    if (auto added = known.add(as_text(blob)); !added) return fail(std::move(added).error().in(file));
  }
  std::vector<crypto::Identity> identities;
  for (const std::string& file : options.identities) {
    TRY_ASSIGN(auto found, crypto::read_identities(*context.files, file, passphrase_of(context, file)));
    for (crypto::Identity& identity : found) identities.push_back(std::move(identity));
  }

  TRY_ASSIGN(const auto envelopes, answers::pulled_envelopes(*context.files, options.in));
  TRY_ASSIGN(const auto arrivals, answers::pulled_arrivals(*context.files, options.in));
  answers::Collection collection;
  {
    Progress progress(context, "Opening envelopes");
    const auto load = [&](std::size_t i) -> Result<answers::EnvelopeFile> {
      TRY_ASSIGN(Bytes file, context.files->read(answers::envelope_path(options.in, envelopes[i]), protocol::kMaxEnvelopeBytes));
      return answers::EnvelopeFile{envelopes[i], std::move(file)};
    };
    TRY_ASSIGN(collection, answers::open_all({&mailbox, &fleet, &known, context.now(), &arrivals}, identities, envelopes.size(), load, std::thread::hardware_concurrency(),
                                             [&](std::size_t done) { progress.update(done, envelopes.size()); }));
  }
  TRY(answers::write_opened(*context.files, options.out, collection, known));
  TRY_ASSIGN(const Json summary, parse_json(answers::summary_json(collection, known)));
  context.show(summary, answers::summary_text(collection) +
                            fmt::format("Answers in clear are now in {}: keep that folder to yourself.", options.out));
  return {};
}

// --- export -------------------------------------------------------------------------------------------------------

Result<> export_answers(Context& context, const Options& options) {
  if (options.separator != "," && options.separator != ";")
    return fail(Code::InvalidInput, "--separator is ',' or ';'");
  TRY_ASSIGN(auto opened, answers::read_opened(*context.files, options.in));
  // The mailbox's rule holds on the day of the export too, not only on the day the envelopes were opened.
  const std::size_t expired = answers::leave_out_expired(opened.collection, protocol::day_of(context.now()));
  answers::CsvOptions labels;
  labels.language = options.language;
  labels.separator = options.separator[0];
  labels.decimal_comma = options.decimal_comma;
  labels.byte_order_mark = options.byte_order_mark;
  const answers::DisclosureRules rules{options.k, 85};
  TRY_ASSIGN(const auto files, options.publish ? answers::publish_answers(opened.collection, opened.forms, options.language, rules)
                                               : answers::export_answers(opened.collection, opened.forms, labels));
  TRY(context.files->make_directories(options.out));
  Json names = Json::array();
  std::string text = options.publish ? fmt::format("Tables of {} answers, counts under {} hidden:\n", opened.collection.answers.size(), options.k)
                                     : fmt::format("{} answers exported:\n", opened.collection.answers.size());
  for (const answers::ExportedFile& file : files) {
    TRY(context.files->write_atomic(Path(options.out) / file.name, as_bytes(file.content)));
    names.push_back(file.name);
    text += fmt::format("  {}\n", (Path(options.out) / file.name).string());
  }
  if (expired > 0)
    text += fmt::format("{} left out: the mailbox does not keep them that long. {} holds them in clear: open the envelopes again, or delete it.\n", expired, options.in);
  context.show({{"answers", opened.collection.answers.size()}, {"expired", expired}, {"files", names}}, text);
  return {};
}

}  // namespace

void add_answers_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand(
      "answers",
      "Pull a mailbox's answers, open them, export them\n\n"
      "  escale answers pull --hub https://hub.example --mailbox clts-rennes --key reader.key --into pulled\n"
      "  escale answers open --in pulled --identity me.key --repository https://hub.example/repository --root "
      "root.json --out opened\n"
      "  escale answers export --in opened --out tables\n"
      "  escale answers export --in opened --out published --publish");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();

  auto* sub = command->add_subcommand("pull", "Bring the sealed envelopes here; running it again brings what is new");
  sub->add_option("--hub", options->hub, "Address of the hub")->required();
  sub->add_option("--mailbox", options->mailbox, "Mailbox id")->required();
  sub->add_option("--key", options->key, "Reader's signing key file")->required();
  sub->add_option("--into", options->into, "Folder for the envelopes")->required();
  sub->add_flag("--keep", options->keep, "Release nothing: terminals keep their copies");
  sub->callback([&context, options] { context.run([&] { return pull_answers(context, *options); }); });

  sub = command->add_subcommand("open", "Open the envelopes, check each one, say what is missing");
  sub->add_option("--in", options->in, "Folder with the envelopes")->required();
  sub->add_option("--identity", options->identities, "Reading key file (repeat)")->required();
  sub->add_option("--repository", options->repository,
                  "Tree or address of the signed repository: who may answer, with which forms")
      ->required();
  sub->add_option("--root", options->root, "The root.json to trust, the first time");
  sub->add_option("--mailbox", options->mailbox, "Mailbox id, when the envelopes were not brought by `pull`");
  sub->add_option("--forms", options->forms, "A form's file that the repository no longer holds (repeat)");
  sub->add_option("--out", options->out, "Folder for the answers in clear")->required();
  sub->callback([&context, options] { context.run([&] { return open_answers(context, *options); }); });

  sub = command->add_subcommand("export", "Write the researcher's pack: tables in every format, codebooks, and where they come from");
  sub->add_option("--in", options->in, "Folder that `open` wrote")->required();
  sub->add_option("--out", options->out, "Folder for the tables")->required();
  sub->add_option("--language", options->language, "Language of the labels (else the form's own)");
  sub->add_option("--separator", options->separator, "Of the labels table: ',' or ';'")->capture_default_str();
  sub->add_flag("--decimal-comma", options->decimal_comma, "Write 1,5 in the labels table");
  sub->add_flag("--bom", options->byte_order_mark, "Begin with a byte order mark, so that Excel reads accents");
  sub->add_flag("--publish", options->publish, "Only tables of counts that may be published: nothing that tells about somebody");
  sub->add_option("--k", options->k, "With --publish: the smallest count that may be shown")->check(CLI::Range(5, 1000))->capture_default_str();
  sub->callback([&context, options] { context.run([&] { return export_answers(context, *options); }); });
}

}  // namespace escale::admin
