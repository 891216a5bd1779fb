// escale programme: the day of a study day, from the calendar or the conference tool where it was planned.
#include <fmt/format.h>

#include <memory>

#include "content-bundles/importers/schedule.hpp"
#include "sync/admin/commands.hpp"

namespace escale::admin {
namespace {

struct Options {
  std::string file, out, day, title, timezone, place;
};

constexpr std::string_view kZones = "/usr/share/zoneinfo";  // of Debian's tzdata
constexpr std::size_t kMaxZoneBytes = 64u << 10;

Result<importers::TimeZone> system_zone(const Context& context, const std::string& name) {
  const bool plain = !name.empty() && name.find("..") == std::string::npos && name[0] != '/' &&
                     name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == std::string::npos;
  const auto unknown = [&] { return fail(Code::NotFound, fmt::format("'{}' is not a time zone this machine knows (tzdata): give --timezone Europe/Paris", name)); };
  if (!plain) return unknown();
  const auto bytes = context.files->read(Path(kZones) / name, kMaxZoneBytes);
  if (!bytes) return unknown();
  return importers::TimeZone::parse(*bytes);
}

Result<importers::ImportedSchedule> schedule_of(const Context& context, const Options& options) {
  TRY_ASSIGN(const Bytes bytes, context.files->read(options.file, importers::kMaxScheduleBytes));
  const std::string_view text = as_text(bytes);
  const std::size_t first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  const bool json = first != std::string_view::npos && text[first] == '{';
  auto schedule = json ? importers::read_pretalx(text.substr(first))
                       : importers::read_icalendar(text, options.timezone, [&](const std::string& name) { return system_zone(context, name); });
  if (!schedule) return fail(std::move(schedule).error().in(options.file));
  return schedule;
}

/// The one day of the file, or the one that was asked for.
Result<std::string> day_of(const importers::ImportedSchedule& schedule, const Options& options) {
  if (schedule.days.empty()) return fail(Code::InvalidInput, options.file + ": no event with an hour in it");
  std::string days;
  for (const auto& [day, slots] : schedule.days) days += (days.empty() ? "" : ", ") + day;
  if (options.day.empty()) {
    if (schedule.days.size() == 1) return schedule.days.begin()->first;
    return fail(Code::InvalidInput, fmt::format("{}: it holds {} days ({}): choose one with --day, a programme is one day", options.file, schedule.days.size(), days));
  }
  if (!schedule.days.contains(options.day)) return fail(Code::NotFound, fmt::format("{}: nothing on {}; it holds {}", options.file, options.day, days));
  return options.day;
}

Result<> import_programme(Context& context, const Options& options) {
  if (context.files->exists(options.out)) return fail(Code::Refused, fmt::format("{} is there already: choose another name with --out, then compare the two", options.out));
  TRY_ASSIGN(const importers::ImportedSchedule schedule, schedule_of(context, options));
  TRY_ASSIGN(const std::string day, day_of(schedule, options));
  const std::string title = options.title.empty() ? schedule.title : options.title;
  const std::string zone = options.timezone.empty() ? schedule.timezone : options.timezone;
  if (title.empty()) return fail(Code::InvalidInput, options.file + ": it has no title: give --title");
  if (zone.empty()) return fail(Code::InvalidInput, options.file + ": it does not say in which time zone: give --timezone Europe/Paris");
  TRY(context.files->write_atomic(options.out, as_bytes(importers::programme_source(schedule, day, title, zone, options.place))));
  const std::size_t slots = schedule.days.at(day).size();
  std::string text = fmt::format("{}: {}, {} slots. Read it again (kinds are guessed from the words), then escale bundle check\n", options.out, day, slots);
  for (const std::string& note : schedule.notes) text += fmt::format("  {}\n", note);
  context.show({{"file", options.out}, {"day", day}, {"slots", slots}, {"notes", schedule.notes}}, text);
  return {};
}

}  // namespace

void add_programme_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* programme = app.add_subcommand("programme",
                                           "The programme of a study day\n"
                                           "\n"
                                           "  escale programme import day.ics --out programme.yaml --place 'Maison de quartier'\n"
                                           "  escale programme import schedule.json --day 2026-11-26 --out programme.yaml\n");
  programme->require_subcommand(1);
  CLI::App* import = programme->add_subcommand("import", "Write programme.yaml from iCalendar (.ics) or from pretalx' schedule.json");
  import->add_option("file", options->file, "What the calendar or pretalx exported")->required()->check(CLI::ExistingFile);
  import->add_option("--out", options->out, "The file to write; one that is there is not replaced")->default_str("programme.yaml")->default_val("programme.yaml");
  import->add_option("--day", options->day, "The day to keep, such as 2026-11-26, when the file holds several");
  import->add_option("--title", options->title, "The programme's title (the file's own when not given)");
  import->add_option("--timezone", options->timezone, "The place's time zone, such as Europe/Paris (the file's own when not given)");
  import->add_option("--place", options->place, "Where it happens");
  import->callback([options, &context] { context.run([&] { return import_programme(context, *options); }); });
}

}  // namespace escale::admin
