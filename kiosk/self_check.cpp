#include "kiosk/self_check.hpp"

#include <unistd.h>

#include <algorithm>

namespace escale::kiosk {
namespace {
app::SelfCheck checked(std::string what, bool ok, std::string detail) { return {std::move(what), ok, ok ? std::string() : std::move(detail)}; }
}  // namespace

std::vector<app::SelfCheck> check_machine(const platform::MachineFacts& facts, int width, int height) {
  constexpr int kLeastLong = 800, kLeastShort = 480;
  std::vector<app::SelfCheck> out;
  out.push_back(checked("screen", std::max(width, height) >= kLeastLong && std::min(width, height) >= kLeastShort, "small"));
  out.push_back(checked("touch", facts.touch, "missing"));
  out.push_back(checked("audio", facts.audio, "missing"));
  out.push_back(checked("power", !facts.on_battery && !facts.undervoltage, facts.undervoltage ? "undervoltage" : "battery"));
  return out;
}

app::SelfCheck check_voice(const Path& program) { return checked("voice", ::access(program.c_str(), X_OK) == 0, "missing"); }

}  // namespace escale::kiosk
