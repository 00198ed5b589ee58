// SPDX-License-Identifier: MIT
#include "stores/redis/test_server.hpp"

#include <arpa/inet.h>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
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

RedisReply value_of(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_INTEGER:
      return {.value = std::int64_t{reply.integer}};
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      return {.value = std::string(reply.str, reply.len)};
    case REDIS_REPLY_ERROR:
      return {.value = RedisReply::Error{std::string(reply.str, reply.len)}};
    case REDIS_REPLY_ARRAY: {
      RedisReply::Array array;
      for (std::size_t at = 0; at < reply.elements; ++at) {
        array.push_back(value_of(*reply.element[at]));
      }
      return {.value = std::move(array)};
    }
    default:
      return {};
  }
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> options, Kind kind)
    : options_(std::move(options)), kind_(kind) {
  std::string pattern =
      (std::filesystem::temp_directory_path() / ("nexus-redis-" + std::string(6, 'X'))).string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  directory_ = pattern;
  std::signal(SIGPIPE, SIG_IGN);  // a write to a server that has ended must not end the tests
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
    if (first) {  // another process may take the port before Redis does: try again
      port_ = free_port();
      bus_port_ = free_port();
    }
    spawn();
    if (comes_up()) return;
    kill();
  }
  throw std::runtime_error("redis-server does not start");
}

std::vector<std::string> RedisServer::command_line() const {
  std::vector<std::string> words{"redis-server"};
  const auto add = [&](std::initializer_list<std::string> more) {
    words.insert(words.end(), more);
  };
  if (kind_ == Kind::kSentinel) {
    const std::string file = directory_ + "/sentinel.conf";
    std::ofstream(file, std::ios::app).flush();  // where Redis keeps its learned configuration
    add({file, "--sentinel"});
  }
  if (kind_ == Kind::kClusterNode) {
    add({"--cluster-enabled", "yes", "--cluster-port", std::to_string(bus_port_)});
  }
  add({"--port", std::to_string(port_), "--bind", "127.0.0.1", "--dir", directory_});
  add({"--unixsocket", socket(), "--save", "", "--appendonly", "no"});
  for (const std::string& option : options_) {
    words.push_back(option == "{port}" ? std::to_string(port_) : option);
  }
  return words;
}

void RedisServer::spawn() {
  std::vector<std::string> words = command_line();
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  const int null = ::open("/dev/null", O_WRONLY);
  ::dup2(null, STDOUT_FILENO);
  ::execvp(argv[0], argv.data());
  ::_exit(127);
}

/// False if it ended, or does not answer in time.
bool RedisServer::comes_up() {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (std::chrono::steady_clock::now() < deadline) {
    if (answers()) return true;
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return false;
    }
    std::this_thread::sleep_for(5ms);
  }
  return false;
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

/// Uses its Unix socket, which no other process can have.
bool RedisServer::reconnect() {
  disconnect();
  raw_ = redisConnectUnix(socket().c_str());
  return raw_ != nullptr && raw_->err == 0;
}

bool RedisServer::answers() {
  if (!reconnect()) return false;
  return ask({"PING"}).text() != nullptr || !options_.empty();  // with a password: an error
}

RedisReply RedisServer::ask(std::initializer_list<std::string_view> words) {
  std::vector<const char*> argv;
  std::vector<std::size_t> sizes;
  for (const std::string_view word : words) {
    argv.push_back(word.data());
    sizes.push_back(word.size());
  }
  // Sentinels end the connections of servers that they promote or demote: retry once.
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (raw_ == nullptr || (raw_->err != 0 && !reconnect())) return {};
    auto* reply = static_cast<redisReply*>(
        redisCommandArgv(raw_, static_cast<int>(argv.size()), argv.data(), sizes.data()));
    if (reply == nullptr) continue;
    RedisReply result = value_of(*reply);
    freeReplyObject(reply);
    return result;
  }
  return {};
}

std::int64_t RedisServer::number(std::initializer_list<std::string_view> words) {
  const RedisReply reply = ask(words);
  return reply.integer() == nullptr ? -1 : *reply.integer();
}

std::string RedisServer::text(std::initializer_list<std::string_view> words) {
  const RedisReply reply = ask(words);
  return reply.text() == nullptr ? std::string() : *reply.text();
}

std::vector<std::string> RedisServer::list(std::initializer_list<std::string_view> words) {
  const RedisReply reply = ask(words);
  std::vector<std::string> texts;
  if (reply.array() == nullptr) return texts;
  for (const RedisReply& element : *reply.array()) {
    texts.push_back(element.text() == nullptr ? std::string() : *element.text());
  }
  return texts;
}

void RedisServer::command(std::initializer_list<std::string_view> words) {
  const RedisReply reply = ask(words);
  if (reply.is_null()) throw std::runtime_error("no answer from Redis");
  if (const auto* error = reply.error()) throw std::runtime_error(error->text);
}

RedisServer& RedisServer::shared() {
  static RedisServer server;
  server.text({"FLUSHALL"});
  return server;
}

void wait_until(const std::function<bool()>& reached, const std::string& what) {
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (!reached()) {
    if (std::chrono::steady_clock::now() >= deadline) throw std::runtime_error("no " + what);
    std::this_thread::sleep_for(20ms);
  }
}

void wait_for_replicas(RedisServer& primary, std::size_t count) {
  wait_until(
      [&] {
        const std::string info = primary.text({"INFO", "replication"});
        std::size_t online = 0;
        for (auto at = info.find("state=online"); at != std::string::npos;
             at = info.find("state=online", at + 1)) {
          ++online;
        }
        return online >= count;
      },
      "replicas");
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
