// One thread that does slow things one after the other: verifying and writing a publication. The event loop never waits for it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace escale::hub {

class TaskQueue {
 public:
  TaskQueue() : m_thread([this] { run(); }) {}
  ~TaskQueue() { stop(); }
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  /// Dropped without running once stop() was called.
  void add(std::function<void()> task) {
    const std::lock_guard lock(m_mutex);
    if (m_stopping) return;
    m_tasks.push_back(std::move(task));
    m_wake.notify_one();
  }
  /// Finishes what is queued.
  void stop() {
    {
      const std::lock_guard lock(m_mutex);
      m_stopping = true;
      m_wake.notify_one();
    }
    if (m_thread.joinable()) m_thread.join();
  }

 private:
  void run() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [&] { return m_stopping || !m_tasks.empty(); });
        if (m_tasks.empty()) return;
        task = std::move(m_tasks.front());
        m_tasks.pop_front();
      }
      task();
    }
  }

  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_tasks;  // guarded by m_mutex
  bool m_stopping = false;                    // guarded by m_mutex
  std::thread m_thread;                       // last: it starts when the rest is there
};

}  // namespace escale::hub
