#include "kiosk/platform/audio_headset.hpp"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

namespace escale::platform {
namespace {

bool has_bit(const std::array<unsigned long, 1>& bits, int bit) {
  return (bits[0] >> static_cast<unsigned>(bit) & 1UL) != 0;
}

/// The device has the switch of a jack.
bool has_jack(int fd) {
  std::array<unsigned long, 1> switches{};
  return ::ioctl(fd, EVIOCGBIT(EV_SW, sizeof switches), switches.data()) >= 0 && has_bit(switches, SW_HEADPHONE_INSERT);
}

bool is_plugged(int fd) {
  std::array<unsigned long, 1> switches{};
  return ::ioctl(fd, EVIOCGSW(sizeof switches), switches.data()) >= 0 && has_bit(switches, SW_HEADPHONE_INSERT);
}

std::vector<std::string> cards_now(const Path& path) {
  std::ifstream file(path);
  return usb_sound_cards(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace

std::vector<std::string> usb_sound_cards(std::string_view cards) {
  // " 1 [Headset        ]: USB-Audio - Logitech USB Headset"
  constexpr std::string_view kDriver = "]: USB-Audio - ";
  std::vector<std::string> names;
  for (std::size_t at = cards.find(kDriver); at != std::string_view::npos; at = cards.find(kDriver, at + 1)) {
    const std::string_view rest = cards.substr(at + kDriver.size());
    names.emplace_back(rest.substr(0, rest.find('\n')));
  }
  return names;
}

struct HeadsetWatch::Shared {
  std::function<void(Headset)> changed;
  HeadsetPlaces places;
  int stop = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), notify = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  std::vector<int> jacks;
  std::vector<std::string> cards_at_start;
  Headset known;
  std::thread thread;

  void look() {
    Headset now;
    std::vector<std::string> cards = cards_now(places.cards);
    for (const std::string& old : cards_at_start)
      if (const auto same = std::ranges::find(cards, old); same != cards.end()) cards.erase(same);
    if (!cards.empty()) {
      now = {true, cards.back()};
    } else if (std::ranges::any_of(jacks, is_plugged)) {
      now.plugged = true;
    }
    if (now == known) return;
    known = now;
    changed(now);
  }

  void run() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    look();
    std::vector<pollfd> fds = {{stop, POLLIN, 0}, {notify, POLLIN, 0}};
    for (const int jack : jacks) fds.push_back({jack, POLLIN, 0});
    for (;;) {
      if (::poll(fds.data(), fds.size(), -1) < 0) return;
      if (fds[0].revents != 0) return;
      std::array<char, 4096> discarded;
      for (std::size_t i = 1; i < fds.size(); ++i) {
        while (::read(fds[i].fd, discarded.data(), discarded.size()) > 0) {
        }
        if ((fds[i].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) fds[i].fd = -1;  // the device went away
      }
      look();
    }
  }
};

HeadsetWatch::HeadsetWatch(std::function<void(Headset)> changed, HeadsetPlaces places) : m_shared(std::make_unique<Shared>()) {
  Shared& shared = *m_shared;
  shared.changed = std::move(changed);
  shared.places = std::move(places);
  shared.cards_at_start = cards_now(shared.places.cards);
  ::inotify_add_watch(shared.notify, shared.places.devices.c_str(), IN_CREATE | IN_DELETE | IN_ATTRIB);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(shared.places.inputs, error)) {
    if (!entry.path().filename().string().starts_with("event")) continue;
    const int fd = ::open(entry.path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) continue;
    if (has_jack(fd)) {
      shared.jacks.push_back(fd);
    } else {
      ::close(fd);
    }
  }
  shared.thread = std::thread([&shared] { shared.run(); });
}

HeadsetWatch::~HeadsetWatch() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(m_shared->stop, &one, sizeof one);
  m_shared->thread.join();
  for (const int jack : m_shared->jacks) ::close(jack);
  ::close(m_shared->notify);
  ::close(m_shared->stop);
}

}  // namespace escale::platform
