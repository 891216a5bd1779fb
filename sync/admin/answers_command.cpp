// escale answers: what a committee's reader does. Envelopes are pulled sealed, opened and checked on the reader's
// machine, then exported.
#include <fmt/format.h>

#include <memory>

#include "sync/admin/commands.hpp"
#include "sync/answers/export.hpp"
#include "sync/answers/publish.hpp"
#include "sync/answers/pull.hpp"
#include "sync/client/hub_clients.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/repository/client.hpp"
#include "sync/repository/http_fetcher.hpp"

namespace escale::admin {
namespace {

namespace repo = escale::repository;

constexpr std::uint64_t kMaxRootBytes = 512U << 10;
constexpr std::uint64_t kMaxDescriptorBytes = 8U << 20;

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

/// The verified repository: descriptors by their target path, forms by their digest.
class Repository {
 public:
  /// `place` is a tree on disk or the address of one; what is trusted is kept in `trusted`, begun with `root`.
  Repository(Context& context, const std::string& place, const Path& trusted)
      : m_context(context), m_trusted(*context.files, trusted), m_updater(m_trusted, context.now()) {
    const bool remote = place.starts_with("http://") || place.starts_with("https://");
    const auto below = [&](const char* folder) -> std::unique_ptr<repo::Fetcher> {
      if (remote) return std::make_unique<repo::HttpFetcher>(place + (place.ends_with('/') ? "" : "/") + folder);
      return std::make_unique<repo::FolderFetcher>(*context.files, Path(place) / folder);
    };
    m_metadata = below("metadata/");
    m_targets = below("targets/");
    m_blobs = below("blobs/");
  }

  Result<> refresh(const std::string& root, const Path& tree_root) {
    // The first root comes from the reader's own hand, or with a tree that the reader verified before.
    if (!root.empty()) {
      TRY_ASSIGN(const Bytes bytes, m_context.files->read(root, kMaxRootBytes));
      TRY(m_trusted.initialise(bytes));
    } else if (!m_context.files->exists(m_trusted.folder() / "root.json")) {
      if (!m_context.files->exists(tree_root))
        return fail(Code::InvalidInput, "which root to trust is not known yet: give it once with --root root.json");
      TRY_ASSIGN(const Bytes bytes, m_context.files->read(tree_root, kMaxRootBytes));
      TRY(m_trusted.initialise(bytes));
    }
    auto refreshed = m_updater.refresh(*m_metadata);
    if (refreshed || refreshed.error().code == Code::Untrusted || refreshed.error().code == Code::Corrupt)
      return refreshed;
    // Old news, no network, past its date: answers stay readable with what was trusted before. Forgeries above do not
    // pass.
    m_offline = std::make_unique<repo::Updater>(m_trusted, m_context.now());
    if (!m_offline->load_trusted()) return refreshed;
    *m_context.err << "Using the repository as it was last verified: " << refreshed.error().message << '\n';
    return {};
  }

  Result<Bytes> target(const std::string& path) {
    repo::Updater& updater = m_offline ? *m_offline : m_updater;
    TRY_ASSIGN(const auto found, updater.find_target(path));
    return updater.fetch_target(found, *m_targets, kMaxDescriptorBytes);
  }

  Result<Bytes> blob(const crypto::Digest& digest) {
    const std::string hex = digest.hex();
    return m_blobs->fetch(hex.substr(0, 2) + "/" + hex, forms::kMaxFormBytes);
  }

 private:
  Context& m_context;
  repo::TrustedStore m_trusted;
  repo::Updater m_updater;
  std::unique_ptr<repo::Updater> m_offline;
  std::unique_ptr<repo::Fetcher> m_metadata, m_targets, m_blobs;
};

Result<> open_answers(Context& context, const Options& options) {
  std::string mailbox_id = options.mailbox;
  if (mailbox_id.empty()) {
    TRY_ASSIGN(mailbox_id, answers::pulled_mailbox(*context.files, options.in));
  }
  Repository repository(context, options.repository, Path(options.in) / "trusted");
  TRY(repository.refresh(options.root, Path(options.repository) / "trusted" / "root.json"));
  TRY_ASSIGN(const Bytes descriptor, repository.target(protocol::mailbox_target(mailbox_id)));
  TRY_ASSIGN(const auto mailbox, protocol::decode_mailbox(as_text(descriptor)));
  TRY_ASSIGN(const Bytes fleet_list, repository.target(std::string(protocol::kFleetTarget)));
  TRY_ASSIGN(const auto fleet, protocol::decode_fleet(as_text(fleet_list)));

  answers::KnownForms known([&](const crypto::Digest& digest) { return repository.blob(digest); });
  for (const std::string& file : options.forms) {
    TRY_ASSIGN(const Bytes blob, context.files->read(file, forms::kMaxFormBytes));
    if (auto added = known.add(as_text(blob)); !added) return fail(std::move(added).error().in(file));
  }
  std::vector<crypto::Identity> identities;
  for (const std::string& file : options.identities) {
    TRY_ASSIGN(auto found, crypto::read_identities(*context.files, file, passphrase_of(context, file)));
    for (crypto::Identity& identity : found) identities.push_back(std::move(identity));
  }

  TRY_ASSIGN(const auto envelopes, answers::pulled_envelopes(*context.files, options.in));
  TRY_ASSIGN(const auto arrivals, answers::pulled_arrivals(*context.files, options.in));
  answers::Opening opening({&mailbox, &fleet, &known, context.now(), &arrivals}, identities);
  {
    Progress progress(context, "Opening envelopes");
    for (std::size_t i = 0; i < envelopes.size(); ++i) {
      TRY_ASSIGN(const Bytes file,
                 context.files->read(answers::envelope_path(options.in, envelopes[i]), protocol::kMaxEnvelopeBytes));
      opening.add(envelopes[i], file);
      progress.update(i + 1, envelopes.size());
    }
  }
  const answers::Collection collection = opening.finish();
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
