// Before the end of use: what goes, what stays, and the choice (WCAG 2.2.6, 3.3.4). And the page for who asked to listen where
// nothing can speak.
#include "kiosk/app/begun.hpp"
#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

std::string form_title(const Frame& frame, const app::DocumentKey& key) {
  if (const format::Manifest* bundle = frame.state.library.find(key.bundle))
    if (const format::DocumentEntry* entry = format::find_entry(*bundle, key.document, frame.content_language())) return entry->title;
  return key.document;  // its bundle went while it was filled in
}

std::string course_title(const Frame& frame, const std::string& course) {
  const format::Manifest* bundle = frame.state.library.find(course);
  return bundle == nullptr ? course : std::string(title_of(frame, *bundle));
}

std::vector<ui::Block> goes(const Frame& frame) {
  std::vector<ui::Block> out;
  const app::State& state = frame.state;
  const app::Begun begun = app::begun(state);
  if (begun.answer) out.push_back(bullet_of(frame.t(Text::FinishAnswer, in_quotes(form_title(frame, *begun.answer)))));
  if (begun.draft) out.push_back(bullet_of(frame.t(Text::FinishDraft)));
  for (const std::string& course : begun.courses) out.push_back(bullet_of(frame.t(Text::FinishLearning, in_quotes(course_title(frame, course)))));
  if (state.preferences != state.initial_preferences()) out.push_back(bullet_of(frame.t(Text::FinishSettings)));
  if (state.staff.unlocked) out.push_back(bullet_of(frame.t(Text::StillLostStaff)));
  // They went on after the page was asked for (an answer was sealed meanwhile): what they look at is all that goes.
  if (out.empty()) out.push_back(bullet_of(frame.t(Text::StillLostNothing)));
  return out;
}

std::vector<ui::Block> stays(const Frame& frame) {
  std::vector<ui::Block> out;
  if (frame.state.sent > 0) out.push_back(bullet_of(counted(frame.lang, Text::FinishSent, frame.state.sent)));
  if (frame.state.staff.unlocked) out.push_back(bullet_of(frame.t(Text::StillKeptStaff)));
  if (out.empty()) out.push_back(bullet_of(frame.t(Text::StillKeptNothing)));
  return out;
}

}  // namespace

void finish_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::FinishContext), frame.t(Text::FinishTitle));
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = {{"go-on", std::string(frame.t(Text::FinishGoOn)), ui::ActionKind::Back},
                   {"erase", std::string(frame.t(frame.layout().text_scale > 1 ? Text::CommonFinishShort : Text::CommonFinish)), ui::ActionKind::Primary,
                    ui::Icon::Eraser}};
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.note("lost", ui::NoteKind::Warning, std::string(frame.t(Text::StillLostTitle)), goes(frame));
    flow.note("kept", ui::NoteKind::Privacy, std::string(frame.t(Text::StillKeptTitle)), stays(frame));
  });
  if (id == "go-on" || id == "back") frame.emit(app::Back{});  // on a page before the last the way back has its usual name
  if (id == "erase") frame.emit(app::FinishAndErase{});
}

void no_voice_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::RailListen), frame.t(Text::NoVoiceTitle));
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = {back_item(frame)};
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.text("text", std::string(frame.t(Text::NoVoiceText)));
    flow.note("person", ui::NoteKind::Information, std::string(frame.t(Text::HelpPerson)), {ui::Block::paragraph(ask_line(frame))});
  });
  if (id == "back") frame.emit(app::Back{});
}

}  // namespace escale::screens
