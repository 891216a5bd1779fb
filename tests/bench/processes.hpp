// Programs that a benchmark starts, and what they cost: memory and wake-ups of a whole tree of processes, read from /proc.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "sync/base/result.hpp"

extern char** environ;

namespace escale::bench {

/// A program in a process group of its own, which ends with this object.
class Child {
 public:
  /// `environment`: NAME=value, over the benchmark's own. Its output goes to `log`, else nowhere.
  Child(std::vector<std::string> words, const std::vector<std::string>& environment = {}, const std::string& log = "/dev/null") {
    std::vector<char*> values;
    for (std::string& word : words) values.push_back(word.data());
    values.push_back(nullptr);
    std::map<std::string, std::string> variables;
    const auto add = [&](const std::string& pair) { variables[pair.substr(0, pair.find('='))] = pair; };
    for (char** pair = environ; *pair != nullptr; ++pair) add(*pair);
    for (const std::string& pair : environment) add(pair);
    std::vector<char*> pairs;
    for (auto& [name, pair] : variables) pairs.push_back(pair.data());
    pairs.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int descriptor : {1, 2})
      posix_spawn_file_actions_addopen(&actions, descriptor, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    CHECK(::posix_spawnp(&m_pid, values[0], &actions, &attributes, values.data(), pairs.data()) == 0);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  ~Child() { stop(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return m_pid; }
  /// SIGTERM, and SIGKILL to what is left of its group after two seconds.
  void stop() {
    if (m_pid == 0) return;
    ::kill(-m_pid, SIGTERM);
    for (int i = 0; i < 200; ++i) {
      if (::waitpid(m_pid, nullptr, WNOHANG) == m_pid) {
        ::kill(-m_pid, SIGKILL);
        m_pid = 0;
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ::kill(-m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = 0;
  }
  /// Waits for its end; its exit status.
  int wait() {
    int status = 0;
    CHECK(::waitpid(m_pid, &status, 0) == m_pid);
    m_pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t m_pid = 0;
};

/// The process and everything that it started.
inline std::vector<pid_t> tree_of(pid_t root) {
  std::multimap<pid_t, pid_t> children;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(entry.path() / "stat");
    std::string line;
    std::getline(file, line);
    const std::size_t end = line.rfind(')');  // the name of a process may hold anything
    if (end == std::string::npos || line.size() < end + 4) continue;
    children.emplace(std::stoi(line.substr(end + 4)), std::stoi(name));
  }
  std::vector<pid_t> found{root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto [first, last] = children.equal_range(found[i]);
    for (auto at = first; at != last; ++at) found.push_back(at->second);
  }
  return found;
}

/// The number after `name` in a file of /proc, or 0.
inline double number_in(const std::string& path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name)) return std::stod(line.substr(name.size()));
  return 0;
}

/// MiB of a tree: pages that several processes share count once, in parts (Pss of smaps_rollup).
inline double proportional_mib(pid_t root) {
  double kib = 0;
  for (pid_t process : tree_of(root)) kib += number_in("/proc/" + std::to_string(process) + "/smaps_rollup", "Pss:");
  return kib / 1024;
}

/// How often the threads of a tree gave the processor back by themselves and were woken again, since they began.
inline double wakeups(pid_t root) {
  double sum = 0;
  std::error_code error;
  for (pid_t process : tree_of(root))
    for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task", error))
      sum += number_in((task.path() / "status").string(), "voluntary_ctxt_switches:");
  return sum;
}

}  // namespace escale::bench
