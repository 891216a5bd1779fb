// escale attendance: sheets of who signed in, made from a sealed mailbox, and checked anywhere.
#include <fmt/format.h>

#include <memory>

#include "sync/admin/commands.hpp"
#include "sync/admin/keys.hpp"
#include "sync/admin/verified_repository.hpp"
#include "sync/answers/pull.hpp"
#include "sync/attendance/collected.hpp"
#include "sync/paper/attendance_sheet.hpp"

namespace escale::admin {
namespace {

constexpr std::uint64_t kMaxSheetBytes = std::uint64_t{256} << 20;

struct Options {
  std::string in, mailbox, repository, root, key, out, gathering, what, signer, trusted;
  std::vector<std::string> identities;
};

// --- sheet --------------------------------------------------------------------------------------------------------

Result<attendance::GatheringId> gathering_of(const attendance::Collected& collected, const std::string& wanted) {
  const auto all = attendance::gatherings_of(collected);
  if (all.empty())
    return fail(Code::NotFound, collected.refused.empty() ? "nobody signed in: the mailbox is empty" : fmt::format("nobody signed in: all {} envelopes are refused, such as: {}", collected.envelopes, collected.refused[0].why));
  std::string list;
  const attendance::GatheringHere* found = nullptr;
  for (const auto& here : all) {
    list += fmt::format("\n  {}  {} ({} signatures)", here.id.text().substr(0, 8), here.title, here.entries);
    if (wanted.empty() ? all.size() == 1 : here.id.text().starts_with(wanted)) {
      if (found != nullptr) return fail(Code::InvalidInput, fmt::format("--gathering {} fits several:{}", wanted, list));
      found = &here;
    }
  }
  if (found == nullptr) return fail(Code::InvalidInput, fmt::format("{}:{}", wanted.empty() ? "people signed in to several gatherings, choose one with --gathering" : "no gathering begins with " + wanted, list));
  return found->id;
}

Result<> make_sheet(Context& context, const Options& options) {
  std::string mailbox_id = options.mailbox;
  if (mailbox_id.empty()) {
    TRY_ASSIGN(mailbox_id, answers::pulled_mailbox(*context.files, options.in));
  }
  VerifiedRepository repository(context, options.repository, Path(options.in) / "trusted");
  TRY(repository.refresh(options.root, Path(options.repository) / "trusted" / "root.json"));
  TRY_ASSIGN(const auto mailbox, repository.mailbox(mailbox_id));
  TRY_ASSIGN(const auto fleet, repository.fleet());
  TRY_ASSIGN(const auto key, read_signing_key(context, options.key));
  if (!mailbox.is_reader(key.verify_key()))
    return fail(Code::Refused, fmt::format("{} is no reader of '{}': nobody could know whose sheet it is", options.key, mailbox_id));
  TRY_ASSIGN(const auto identities, read_identities(context, options.identities));
  TRY_ASSIGN(const auto envelopes, answers::pulled_envelopes(*context.files, options.in));
  attendance::Collecting collecting({&mailbox, &fleet, context.now()}, identities);
  for (const crypto::Digest& envelope : envelopes) {
    TRY_ASSIGN(const Bytes file, context.files->read(answers::envelope_path(options.in, envelope), protocol::kMaxEnvelopeBytes));
    collecting.add(envelope, file);
  }
  const attendance::Collected collected = collecting.finish();
  TRY_ASSIGN(const auto gathering, gathering_of(collected, options.gathering));
  TRY_ASSIGN(const auto sheet, attendance::sheet_of(collected, gathering, protocol::day_of(context.now())));
  TRY_ASSIGN(const auto typesetter, print::Typesetter::open());
  TRY_ASSIGN(const auto code, attendance::sign_sheet(sheet, key));
  TRY_ASSIGN(const Bytes pdf, paper::attendance_pdf(sheet, key, typesetter));
  TRY(context.files->write_atomic(options.out, pdf));
  std::string text = fmt::format("{}: {} people, {} signatures, in {}\n{} envelopes: {} entries, {} duplicates, {} refused\n", sheet.title, sheet.people.size(), sheet.signatures(), options.out,
                                 collected.envelopes, collected.entries.size(), collected.duplicates, collected.refused.size());
  for (const attendance::Refused& refused : collected.refused) text += fmt::format("Refused {}: {}\n", refused.envelope.hex().substr(0, 16), refused.why);
  text += fmt::format("Words: {}\nNames are in clear in that file: give it only to those who keep the sheet.", attendance::code_words(code));
  context.show({{"file", options.out}, {"title", sheet.title}, {"people", sheet.people.size()}, {"signatures", sheet.signatures()}, {"envelopes", collected.envelopes},
                {"duplicates", collected.duplicates}, {"refused", collected.refused.size()}, {"code", attendance::code_text(code)}, {"words", attendance::code_words(code)}},
               text);
  return {};
}

// --- check --------------------------------------------------------------------------------------------------------

/// Whose key it is, from the repository or from the caller. Untrusted when neither knows it.
Result<std::string> signer_of(Context& context, const Options& options, const attendance::SheetCode& code) {
  const std::string key = code.key.hex();
  if (!options.signer.empty()) {
    TRY_ASSIGN(const auto expected, public_key_argument(context, options.signer));
    if (!(expected.key == code.key)) return fail(Code::Untrusted, fmt::format("it is signed by the key {}, not by {}", key, options.signer));
    return expected.name.empty() ? key : expected.name;
  }
  if (options.repository.empty()) return fail(Code::Untrusted, fmt::format("the signature is that of the key {}, and nobody said whose that is: give --repository, or --signer", key));
  if (options.trusted.empty()) return fail(Code::InvalidInput, "--repository needs --trusted, the folder that remembers what is trusted of it");
  VerifiedRepository repository(context, options.repository, options.trusted);
  TRY(repository.refresh(options.root, Path(options.repository) / "trusted" / "root.json"));
  TRY_ASSIGN(const auto mailbox, repository.mailbox(code.mailbox));
  for (const protocol::NamedKey& reader : mailbox.readers)
    if (reader.key == code.key) return reader.name;
  return fail(Code::Untrusted, fmt::format("it is signed by the key {}, which is no reader of '{}'", key, code.mailbox));
}

Result<> check(Context& context, const Options& options) {
  const bool is_code = options.what.find("EMARGEMENT/") != std::string::npos || options.what.find("emargement/") != std::string::npos;
  attendance::SheetCode code;
  std::string lines;
  Json names = Json::array();
  if (is_code) {
    TRY_ASSIGN(code, attendance::parse_code(options.what));
    if (!attendance::is_signed(code)) return fail(Code::Untrusted, "the code is not signed by the key that it names: it was made up, or copied wrongly");
    lines = "Only the code was checked: compare the names with the file.";
  } else {
    TRY_ASSIGN(const Bytes pdf, context.files->read(options.what, kMaxSheetBytes));
    auto sealed = paper::check_attendance_pdf(pdf);
    if (!sealed) return fail(std::move(sealed).error().in(options.what));
    code = sealed->code;
    lines = sealed->sheet.title + "\n";
    for (const attendance::Person& person : sealed->sheet.people) {
      lines += "  " + person.name + ":";
      Json half_days = Json::array();
      for (const attendance::HalfDay& half_day : sealed->sheet.half_days)
        if (person.mark(half_day) != nullptr) {
          lines += " " + attendance::half_day_text(half_day);
          half_days.push_back(attendance::half_day_text(half_day));
        }
      lines += "\n";
      names.push_back({{"name", person.name}, {"half_days", std::move(half_days)}});
    }
    lines += "The file is as it was made.";
  }
  TRY_ASSIGN(const std::string signer, signer_of(context, options, code));
  context.show({{"mailbox", code.mailbox}, {"made", protocol::day_text(code.made)}, {"people", code.people}, {"signatures", code.signatures}, {"signer", signer}, {"key", code.key.hex()},
                {"words", attendance::code_words(code)}, {"file_checked", !is_code}, {"names", std::move(names)}},
               fmt::format("{}\nSigned by {} for '{}': {} people, {} signatures, made {} by what it says.\nWords: {}", lines, signer, code.mailbox, code.people, code.signatures,
                           protocol::day_text(code.made), attendance::code_words(code)));
  return {};
}

}  // namespace

void add_attendance_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("attendance",
                                     "Make the sheet of who signed in, and check one\n\n"
                                     "  escale answers pull --hub https://hub.example --mailbox emargement-35 --key reader.key --into pulled\n"
                                     "  escale attendance sheet pulled --identity me.key --repository tree --key reader.key --out feuille.pdf\n"
                                     "  escale attendance check feuille.pdf --repository tree --trusted seen --root root.json\n"
                                     "  escale attendance check ESCALE-EMARGEMENT/1/… --signer reader.key.pub\n\n"
                                     "What a check proves and what not: sync/attendance/SPEC.md, section 3.");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();

  auto* sub = command->add_subcommand("sheet", "Open a mailbox of attendance and write its signed sheet as PDF");
  sub->add_option("folder", options->in, "Folder that `answers pull` wrote")->required();
  sub->add_option("--identity", options->identities, "Reading key file (repeat)")->required();
  sub->add_option("--repository", options->repository, "Tree or address of the signed repository")->required();
  sub->add_option("--root", options->root, "The root.json to trust, the first time");
  sub->add_option("--mailbox", options->mailbox, "Mailbox id, when the envelopes were not brought by `pull`");
  sub->add_option("--gathering", options->gathering, "Beginning of the gathering's id, when there are several");
  sub->add_option("--key", options->key, "Signing key file of a reader of the mailbox")->required();
  sub->add_option("--out", options->out, "The PDF to write")->required();
  sub->callback([&context, options] { context.run([&] { return make_sheet(context, *options); }); });

  sub = command->add_subcommand("check", "Check a sheet's file, or the code that is printed on it");
  sub->add_option("sheet", options->what, "The PDF, or the text of its QR code")->required();
  sub->add_option("--repository", options->repository, "Tree or address of the signed repository: says whose key it is");
  sub->add_option("--trusted", options->trusted, "With --repository: folder that remembers what is trusted of it");
  sub->add_option("--root", options->root, "The root.json to trust, the first time");
  sub->add_option("--signer", options->signer, "The key it must be of: 64 hexadecimal digits, or FILE.pub");
  sub->callback([&context, options] { context.run([&] { return check(context, *options); }); });
}

}  // namespace escale::admin
