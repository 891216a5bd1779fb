// A TCP relay on loopback that closes each connection once so many bytes of answer went through: a network that fails.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <thread>

namespace escale::test {

class CuttingProxy {
 public:
  CuttingProxy(std::uint16_t target, std::size_t bytes_before_cut) : m_target(target), m_limit(bytes_before_cut) {
    m_listen = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    ::bind(m_listen, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(m_listen, 16);
    socklen_t size = sizeof address;
    ::getsockname(m_listen, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
  }
  ~CuttingProxy() {
    m_stop = true;
    m_thread.join();
    ::close(m_listen);
  }
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  std::uint16_t port() const { return m_port; }
  int cuts() const { return m_cuts; }

 private:
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  static bool send_all(int fd, const char* data, std::size_t size) {
    while (size > 0) {
      const auto sent = ::send(fd, data, size, MSG_NOSIGNAL);
      if (sent <= 0) return false;
      data += sent;
      size -= static_cast<std::size_t>(sent);
    }
    return true;
  }
  void run() {
    while (!m_stop) {
      pollfd waiting{m_listen, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      const int near = ::accept(m_listen, nullptr, nullptr);
      const int far = ::socket(AF_INET, SOCK_STREAM, 0);
      const sockaddr_in address = loopback(m_target);
      if (::connect(far, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) relay(near, far);
      ::close(near);
      ::close(far);
    }
  }
  void relay(int near, int far) {
    std::size_t passed = 0;
    char buffer[16384];
    while (!m_stop) {
      pollfd both[2] = {{near, POLLIN, 0}, {far, POLLIN, 0}};
      if (::poll(both, 2, 20) <= 0) continue;
      if (both[0].revents != 0) {
        const auto got = ::recv(near, buffer, sizeof buffer, 0);
        if (got <= 0 || !send_all(far, buffer, static_cast<std::size_t>(got))) return;
      }
      if (both[1].revents != 0) {
        const auto got = ::recv(far, buffer, sizeof buffer, 0);
        if (got <= 0 || !send_all(near, buffer, static_cast<std::size_t>(got))) return;
        if ((passed += static_cast<std::size_t>(got)) > m_limit) {
          ++m_cuts;
          return;
        }
      }
    }
  }

  std::uint16_t m_target;
  std::size_t m_limit;
  int m_listen = -1;
  std::uint16_t m_port = 0;
  std::atomic<bool> m_stop{false};
  std::atomic<int> m_cuts{0};
  std::thread m_thread;
};

}  // namespace escale::test
