// SPDX-License-Identifier: MIT
#include "stores/redis/test_server.hpp"

#include <arpa/inet.h>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <hiredis/hiredis.h>

namespace nexus::stores {

using namespace std::chrono_literals;

namespace {

std::uint16_t free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(listener);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> options) : options_(std::move(options)) {
  std::string pattern =
      (std::filesystem::temp_directory_path() / ("nexus-redis-" + std::string(6, 'X'))).string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  directory_ = pattern;
  start();
}

RedisServer::~RedisServer() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void RedisServer::start() {
  const bool first = port_ == 0;
  for (int attempt = 0; attempt < 5; ++attempt) {
    if (first) port_ = free_port();  // another process may take it before Redis does: try again
    std::vector<std::string> words{"redis-server",
                                   "--port",
                                   std::to_string(port_),
                                   "--bind",
                                   "127.0.0.1",
                                   "--dir",
                                   directory_,
                                   "--unixsocket",
                                   socket(),
                                   "--save",
                                   "",
                                   "--appendonly",
                                   "no"};
    words.insert(words.end(), options_.begin(), options_.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(1);
      const int null = ::open("/dev/null", O_WRONLY);
      ::dup2(null, STDOUT_FILENO);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < deadline) {
      if (answers()) return;
      if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
        pid_ = -1;
        break;
      }
      std::this_thread::sleep_for(5ms);
    }
    kill();
  }
  throw std::runtime_error("redis-server does not start");
}

void RedisServer::kill() {
  disconnect();
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::freeze() { ::kill(pid_, SIGSTOP); }
void RedisServer::thaw() { ::kill(pid_, SIGCONT); }

void RedisServer::disconnect() {
  if (raw_ != nullptr) redisFree(raw_);
  raw_ = nullptr;
}

/// Through its Unix socket, which no other process can have.
bool RedisServer::answers() {
  disconnect();
  raw_ = redisConnectUnix(socket().c_str());
  if (raw_ == nullptr || raw_->err != 0) return false;
  return ask({"PING"}).text() != nullptr || !options_.empty();  // with a password: an error
}

RedisReply RedisServer::ask(std::initializer_list<std::string_view> words) {
  std::vector<const char*> argv;
  std::vector<std::size_t> sizes;
  for (const std::string_view word : words) {
    argv.push_back(word.data());
    sizes.push_back(word.size());
  }
  if (raw_ == nullptr) return {};
  auto* reply = static_cast<redisReply*>(
      redisCommandArgv(raw_, static_cast<int>(argv.size()), argv.data(), sizes.data()));
  if (reply == nullptr) return {};
  RedisReply result;
  if (reply->type == REDIS_REPLY_INTEGER) {
    result.value = std::int64_t{reply->integer};
  } else if (reply->type == REDIS_REPLY_STRING || reply->type == REDIS_REPLY_STATUS) {
    result.value = std::string(reply->str, reply->len);
  }
  freeReplyObject(reply);
  return result;
}

std::int64_t RedisServer::number(std::initializer_list<std::string_view> words) {
  const RedisReply reply = ask(words);
  return reply.integer() == nullptr ? -1 : *reply.integer();
}

std::string RedisServer::text(std::initializer_list<std::string_view> words) {
  const RedisReply reply = ask(words);
  return reply.text() == nullptr ? std::string() : *reply.text();
}

RedisServer& RedisServer::shared() {
  static RedisServer server;
  server.text({"FLUSHALL"});
  return server;
}

bool run_until(boost::asio::io_context& loop, const std::function<bool()>& reached,
               std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!reached()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    loop.restart();
    loop.run_one_for(20ms);
    loop.poll();
  }
  return true;
}

}  // namespace nexus::stores
