#include "kiosk/helpers/supervisor_processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

namespace escale::helpers {
namespace {

/// The parent of a process: the fourth field of /proc/PID/stat; the second one is a name in brackets that may hold anything.
std::optional<pid_t> parent_of(const std::filesystem::path& folder) {
  std::ifstream file(folder / "stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const std::size_t end = line.rfind(')');
  if (end == std::string::npos || end + 4 >= line.size()) return std::nullopt;
  return static_cast<pid_t>(std::strtol(line.c_str() + end + 4, nullptr, 10));
}

[[noreturn]] void become(const std::vector<std::string>& command, pid_t supervisor, const sigset_t& signals) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != supervisor) ::_exit(127);  // it died meanwhile
  if (::isatty(STDIN_FILENO) != 0) {
    std::signal(SIGTTOU, SIG_IGN);
    ::tcsetpgrp(STDIN_FILENO, ::getpid());
    std::signal(SIGTTOU, SIG_DFL);
  }
  std::signal(SIGPIPE, SIG_DFL);
  ::sigprocmask(SIG_UNBLOCK, &signals, nullptr);
  std::vector<char*> values;
  for (const std::string& word : command) values.push_back(const_cast<char*>(word.c_str()));
  values.push_back(nullptr);
  ::execvp(values.front(), values.data());
  ::dprintf(STDERR_FILENO, "escale-supervisor: %s cannot be started: %s\n", values.front(), std::strerror(errno));
  ::_exit(127);
}

}  // namespace

void close_the_process() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // without the compositor that started it there is nothing to show on
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

Result<pid_t> start_process(std::vector<std::string> command, const HandedOver& descriptors, const sigset_t& signals) {
  if (descriptors.ready >= 0) command.insert(command.end(), {"--ready-fd", std::to_string(descriptors.ready)});
  if (descriptors.draft_key >= 0) command.insert(command.end(), {"--draft-key-fd", std::to_string(descriptors.draft_key)});
  const pid_t supervisor = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return fail(Code::Io, fmt::format("no process can be started: {}", std::strerror(errno)));
  if (child == 0) {
    for (const int descriptor : {descriptors.ready, descriptors.draft_key})
      if (descriptor >= 0) ::fcntl(descriptor, F_SETFD, 0);
    become(command, supervisor, signals);
  }
  ::setpgid(child, child);  // on both sides: whoever comes first
  return child;
}

std::vector<pid_t> descendants() {
  std::map<pid_t, pid_t> parents;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    if (name.empty() || name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const auto parent = parent_of(entry.path())) parents[static_cast<pid_t>(std::stol(name))] = *parent;
  }
  std::vector<pid_t> out = {::getpid()};
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const auto& [pid, parent] : parents)
      if (parent == out[i] && std::ranges::find(out, pid) == out.end()) out.push_back(pid);
  out.erase(out.begin());
  return out;
}

Result<int> end_descendants(const Clock& clock, Monotonic longest) {
  int ended = 0;
  const Monotonic end = clock.monotonic() + longest;
  for (;;) {
    // What was killed becomes a child of this process (a subreaper), whoever its parent was, and is waited for here.
    while (::waitpid(-1, nullptr, WNOHANG) > 0) ++ended;
    const std::vector<pid_t> left = descendants();
    if (left.empty()) return ended;
    for (const pid_t pid : left) ::kill(pid, SIGKILL);
    if (clock.monotonic() > end) return fail(Code::Internal, fmt::format("{} processes of the last terminal cannot be ended", left.size()));
    ::usleep(500);
  }
}

}  // namespace escale::helpers
