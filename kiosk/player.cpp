#include "kiosk/player.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "kiosk/player_parts.hpp"
#include "kiosk/screens/screens.hpp"

namespace escale::kiosk {
namespace {

/// Frames that one settling may take: more means that the terminal never comes to rest.
constexpr int kMostTurns = 2000;
/// What passes between two things a person does: double taps are ignored, so a journey is never faster than that.
constexpr Monotonic kBetween{1000};
constexpr int kMostPages = 100;
constexpr std::uint64_t kMaxWordsBytes = 4096;

/// Words of the first list whose items are all single words: the five words, wherever the screen puts them.
std::string words_on(const ui::SemanticTree& tree) {
  for (const ui::Node& list : tree.nodes()) {
    if (list.role != ui::Role::List) continue;
    std::string words;
    int count = 0;
    for (const ui::Node& item : tree.nodes()) {
      if (item.parent != list.id) continue;
      if (item.role != ui::Role::ListItem || item.name.find(' ') != std::string::npos) {
        count = -1000;
        break;
      }
      words += (words.empty() ? "" : " ") + item.name;
      ++count;
    }
    if (count >= 4) return words;
  }
  return {};
}

}  // namespace

std::string described(const Step& step) {
  std::string what = step.role.empty() ? std::string() : step.role + " ";
  return what + (step.key.empty() ? '"' + step.text + '"' : "key=" + step.key);
}

tl::unexpected<Error> failed(std::string sentence) {
  return fail(Code::Refused, std::move(sentence));
}

Player::Player(PlayerOptions options, std::function<Result<std::unique_ptr<Running>>()> begin, ManualClock& clock,
               Files& files)
    : m_options(std::move(options)),
      m_begin(std::move(begin)),
      m_clock(clock),
      m_files(files),
      m_display(std::make_unique<platform::HeadlessDisplay>(m_options.width, m_options.height)) {}

Result<> Player::start() {
  m_running.reset();  // the old one lets go of its data first
  TRY_ASSIGN(m_running, m_begin());
  loop().start();
  TRY(settle());
  if (m_when_started) m_when_started();
  // Somebody who does not see plugs a headset: that starts the voice (EN 301 549, 5.2).
  if (m_options.drive == Drive::Ears) return press(ui::Key::HeadsetIn);
  return {};
}

Result<> Player::settle() {
  for (int turns = 0; turns < kMostTurns; ++turns) {
    if (loop().turn(*m_display, {})) continue;
    m_running->settle();
    if (!loop().turn(*m_display, {})) return {};
  }
  return failed(fmt::format("the screen never comes to rest: {} frames", kMostTurns));
}

Result<> Player::send(ui::InputEvents events) {
  m_clock.advance(kBetween);
  if (m_options.heard != nullptr) m_arrived = m_options.heard->size();
  loop().turn(*m_display, std::move(events));
  return settle();
}

Result<> Player::play(const Journey& journey) {
  std::vector<Step> steps = journey.steps;
  // Another process played up to here: its person left, this one goes on.
  for (int before = 0; before < m_options.replaced; ++before) {
    const auto end = std::ranges::find_if(steps, [](const Step& step) { return step.verb == Verb::Replaced; });
    if (end == steps.end()) break;
    steps.erase(steps.begin(), end + 1);
  }
  if (m_options.after_crash)
    if (const auto killed = std::ranges::find_if(steps, [](const Step& step) { return step.verb == Verb::Kill; }); killed != steps.end())
      steps.erase(steps.begin(), killed + 1);
  auto played = play(steps);
  if (!played) {
    Error error = std::move(played.error());
    error.message = fmt::format("{}:{}\n{}", journey.file, error.message, loop().tree().dump(true));
    return fail(std::move(error));
  }
  return {};
}

Result<> Player::play(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    if (m_replaced) return {};
    if (step.verb == Verb::Repeat) {
      for (int i = 0; i < step.count; ++i) TRY(play(step.body));
      continue;
    }
    if (auto played = play(step); !played) {
      Error error = std::move(played.error());
      error.message = fmt::format("{}: {}", step.line, error.message);
      return fail(std::move(error));
    }
  }
  return {};
}

Result<> Player::play(const Step& step) {
  switch (step.verb) {
    case Verb::Tap:
      return m_options.drive == Drive::Finger ? tap(step) : m_options.drive == Drive::Keys ? tap_by_keys(step) : tap_by_ear(step);
    case Verb::Seek:
      return m_options.drive == Drive::Ears ? seek_by_ear(step) : seek(step);
    case Verb::Swipe:
      return swipe(step.text);
    case Verb::Type:
      return m_options.drive == Drive::Ears ? type_by_ear(step.text) : type(step.text);
    case Verb::TypeWords:
      return type_words();
    case Verb::Press:
      for (int i = 0; i < step.count; ++i) TRY(send({ui::InputEvent::pressed(step.input_key)}));
      return {};
    case Verb::Expect:
    case Verb::ExpectNot:
      if (m_options.drive == Drive::Ears) return expect_by_ear(step);
      if (step.verb == Verb::ExpectNot) {
        if (shows(loop().tree(), step)) return failed(fmt::format("did not expect {} on the screen", described(step)));
        return {};
      }
      if (!shows(loop().tree(), step)) return failed(fmt::format("expected {} on the screen", described(step)));
      return {};
    case Verb::Screenshot:
      return save_screenshot(m_options.out / (step.text + ".png"));
    case Verb::Tree: {
      TRY(m_files.make_directories(m_options.out));
      return m_files.write_atomic(m_options.out / (step.text + ".tree"), as_bytes(loop().tree().dump()));
    }
    case Verb::Wait:
      m_clock.advance(step.wait);
      return settle();
    case Verb::Settle:
      return settle();
    case Verb::Check:
      return check();
    case Verb::SaveWords:
      return m_options.drive == Drive::Ears ? save_words_by_ear() : save_words();
    case Verb::Restart:
      return start();
    case Verb::Kill:
      std::raise(SIGKILL);
      return {};
    case Verb::Theme:
      return prefer([&](app::Preferences& p) { p.theme = step.theme; });
    case Verb::Text:
      return prefer([&](app::Preferences& p) { p.text_percent = step.count; });
    case Verb::Lang:
      return prefer([&](app::Preferences& p) { p.lang = step.text; });
    case Verb::Easy:
      return prefer([&](app::Preferences& p) { p.easy_reading = step.on; });
    case Verb::Seated:
      return prefer([&](app::Preferences& p) { p.seated = step.on; });
    case Verb::Size:
      return resize(step.width, step.height);
    case Verb::Hold:
      return hold(step.text);
    case Verb::Replaced:
      return be_replaced();
    case Verb::Repeat:
      break;
  }
  CHECK(false);
}

Result<> Player::tap(const Step& step) {
  const ui::Node* node = find_node(loop().tree(), step);
  if (node == nullptr) return failed(fmt::format("expected {} on the screen, to tap it", described(step)));
  if (node->states.disabled) return failed(fmt::format("{} is disabled", described(step)));
  if (!node->actions.press) return failed(fmt::format("{} cannot be tapped", described(step)));
  const ui::Point middle = node->bounds.intersected(node->clip).center();
  const ui::Node* reached = loop().tree().hit(middle);
  if (reached == nullptr || reached->id != node->id)
    return failed(fmt::format("something lies over the middle of {}: {}", described(step),
                              reached == nullptr ? "it is outside the screen" : reached->key));
  return send({ui::InputEvent::pointer(ui::EventKind::PointerDown, middle),
               ui::InputEvent::pointer(ui::EventKind::PointerUp, middle)});
}

Result<> Player::seek(const Step& step) {
  for (int page = 0; page < kMostPages; ++page) {
    if (shows(loop().tree(), step)) return {};
    const std::string before = loop().tree().dump();
    TRY(send({ui::InputEvent::pressed(ui::Key::PageDown)}));
    if (loop().tree().dump() == before) break;
  }
  if (shows(loop().tree(), step)) return {};
  return failed(fmt::format("expected {} on one of the pages", described(step)));
}

Result<> Player::swipe(std::string_view where) {
  // A fifth of a second over a third of the screen, wherever that begins: on a button too.
  constexpr int kMoves = 12;
  constexpr Monotonic kEach{16};
  const auto w = static_cast<float>(m_display->width()), h = static_cast<float>(m_display->height());
  const float way = std::min(w, h) / 3;
  const ui::Point middle{w / 2, h / 2};
  const ui::Point by{where == "left" ? -way : where == "right" ? way : 0, where == "up" ? -way : where == "down" ? way : 0};
  const auto at = [&](int move) {
    const float part = static_cast<float>(move) / kMoves - 0.5F;
    return ui::Point{middle.x + by.x * part, middle.y + by.y * part};
  };
  m_clock.advance(kBetween);
  loop().turn(*m_display, {ui::InputEvent::pointer(ui::EventKind::PointerDown, at(0))});
  for (int move = 1; move <= kMoves; ++move) {
    m_clock.advance(kEach);
    loop().turn(*m_display, {ui::InputEvent::pointer(ui::EventKind::PointerMove, at(move))});
  }
  loop().turn(*m_display, {ui::InputEvent::pointer(ui::EventKind::PointerUp, at(kMoves))});
  m_clock.advance(kBetween);  // what was let go comes to rest
  return settle();
}

Result<> Player::type(const std::string& text) {
  if (m_options.drive == Drive::Keys) {
    // What is typed goes where the focus is: back to the field, as a person would, when it stands on a button.
    const auto elsewhere = [&] {
      for (const ui::Node& node : loop().tree().nodes())
        if (node.states.focused) return node.role != ui::Role::TextField;
      return false;
    };
    for (std::size_t most = loop().tree().nodes().size(); most > 0 && elsewhere(); --most) TRY(press(ui::Key::Tab));
  }
  if (!m_display->text_input()) return failed(fmt::format("no text field is active to type \"{}\" into", text));
  return send({ui::InputEvent::typed(text)});
}

Result<> Player::save_words() {
  if (m_options.words.empty()) return failed("'save words' needs --words FILE");
  const std::string words = words_on(loop().tree());
  if (words.empty()) return failed("expected a list of words on the screen, to save them");
  return m_files.write_atomic(m_options.words, as_bytes(words + "\n"));
}

Result<> Player::type_words() {
  if (m_options.words.empty()) return failed("'type words' needs --words FILE");
  TRY_ASSIGN(const Bytes bytes, m_files.read(m_options.words, kMaxWordsBytes));
  std::string words(bytes.begin(), bytes.end());
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  return m_options.drive == Drive::Ears ? type_by_ear(words) : type(words);
}

Result<> Player::check() {
  const ui::Rect screen{0, 0, static_cast<float>(m_display->width()), static_cast<float>(m_display->height())};
  const ui::Settings settings = screens::settings_of(loop().state());
  const auto faults = ui::check_tree(
      loop().tree(), screen, ui::tree_rules(settings.screen, m_display->width(), m_display->height(), settings.text_percent, settings.seated));
  if (faults.empty()) return {};
  return failed(fmt::format("expected no fault of access, there are {}:\n  {}", faults.size(), fmt::join(faults, "\n  ")));
}

Result<> Player::hold(const std::string& name) {
  constexpr int kLooks = 6000;
  constexpr std::chrono::milliseconds kBetweenLooks{10};
  TRY(m_files.make_directories(m_options.out));
  TRY(m_files.write_atomic(m_options.out / (name + ".held"), {}));
  for (int looks = 0; looks < kLooks; ++looks) {
    if (m_files.exists(m_options.out / (name + ".go"))) return {};
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return failed(fmt::format("nobody wrote {}.go within a minute", name));
}

Result<> Player::be_replaced() {
  if (!loop().to_be_replaced())
    return failed("expected that this process is to be replaced: escale-supervisor started it, a person left, and nothing of theirs is kept");
  m_replaced = true;
  return {};
}

Result<> Player::resize(int width, int height) {
  m_display = std::make_unique<platform::HeadlessDisplay>(width, height);
  loop().invalidate();
  return settle();
}

Result<> Player::prefer(const std::function<void(app::Preferences&)>& change) {
  app::Preferences preferences = loop().state().preferences;
  change(preferences);
  loop().apply(app::SetPreferences{preferences});
  return settle();
}

Result<> Player::save_screenshot(const Path& path) {
  if (!path.parent_path().empty()) TRY(m_files.make_directories(path.parent_path()));
  return m_display->save_png(path);
}

}  // namespace escale::kiosk
