// A web server on 127.0.0.1 for one test: GET only, one request a connection, answered by a function. Keeps what was asked for.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "sync/base/bytes.hpp"

namespace escale::test {

class LoopbackServer {
 public:
  /// Gets the path without its first slash, as sent; nothing means 404.
  using Answer = std::function<std::optional<Bytes>(const std::string& path)>;

  explicit LoopbackServer(Answer answer) : m_answer(std::move(answer)) {
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    CHECK(::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(m_socket, 16) == 0);
    CHECK(::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
  }
  ~LoopbackServer() {
    m_stopping = true;
    ::shutdown(m_socket, SHUT_RDWR);
    m_thread.join();
    ::close(m_socket);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port) + "/"; }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
  }
  void forget_requests() {
    const std::lock_guard lock(m_mutex);
    m_requests.clear();
  }

 private:
  void serve() {
    while (!m_stopping) {
      const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      answer(connection);
      ::close(connection);
    }
  }
  void answer(int connection) {
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos && request.size() < 65536) {
      const ssize_t got = ::recv(connection, buffer, sizeof(buffer), 0);
      if (got <= 0) return;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    const std::size_t begin = request.find(" /");
    const std::size_t end = request.find(" HTTP/");
    if (request.compare(0, 4, "GET ") != 0 || begin == std::string::npos || end == std::string::npos) return;
    const std::string path = request.substr(begin + 2, end - begin - 2);
    std::optional<Bytes> body;
    {
      const std::lock_guard lock(m_mutex);
      m_requests.push_back(path);
      body = m_answer(path);
    }
    std::string head = body ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 404 Not Found\r\n";
    head += "Connection: close\r\nContent-Length: " + std::to_string(body ? body->size() : 0) + "\r\n\r\n";
    send(connection, as_bytes(head));
    if (body) send(connection, *body);
  }
  static void send(int connection, ByteView bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
  }

  Answer m_answer;
  int m_socket = -1;
  std::uint16_t m_port = 0;
  std::atomic<bool> m_stopping{false};
  mutable std::mutex m_mutex;
  std::vector<std::string> m_requests;
  std::thread m_thread;
};

}  // namespace escale::test
