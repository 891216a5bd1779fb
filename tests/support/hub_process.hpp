// The real hub in a process of its own, on a free port of loopback, with its data in a folder. Ended when dropped.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "sync/base/files.hpp"

extern char** environ;

namespace escale::test {

class HubProcess {
 public:
  /// `options` are those of escale-hub besides --data and --listen.
  explicit HubProcess(const Path& data, const std::vector<std::string>& options = {}) {
    int out[2];
    EXPECT_EQ(::pipe(out), 0);
    std::vector<std::string> words{ESCALE_BIN_DIR "/escale-hub", "--data", data.string(), "--listen", "127.0.0.1:0"};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    EXPECT_EQ(::posix_spawn(&m_pid, words[0].c_str(), &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    std::string line;
    for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';) line += c;
    ::close(out[0]);
    EXPECT_NE(line.find("listening on 127.0.0.1:"), std::string::npos) << line;
    m_url = "http://127.0.0.1:" + line.substr(line.rfind(':') + 1);
  }
  ~HubProcess() { end(SIGTERM); }
  HubProcess(const HubProcess&) = delete;
  HubProcess& operator=(const HubProcess&) = delete;

  const std::string& url() const { return m_url; }
  void end(int signal_number) {
    if (m_pid <= 0) return;
    ::kill(m_pid, signal_number);
    ::waitpid(std::exchange(m_pid, -1), nullptr, 0);
  }

 private:
  pid_t m_pid = -1;
  std::string m_url;
};

}  // namespace escale::test
