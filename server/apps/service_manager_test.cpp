// SPDX-License-Identifier: MIT
#include "apps/service_manager.hpp"

#include "apps/run_program.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

/// The socket of a service manager, which receives real datagrams.
class NotifySocket {
 public:
  /// `name` as in NOTIFY_SOCKET: a path, or @ and an abstract name.
  explicit NotifySocket(const std::string& name)
      : name_(name), descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof address.sun_path - 1);
    if (name.front() == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), length), 0);
    const timeval patience{60, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~NotifySocket() {
    ::close(descriptor_);
    if (name_.front() == '/') ::unlink(name_.c_str());
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] std::string receive() const {
    std::array<char, 4096> bytes{};
    const ssize_t count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : "nothing came";
  }

  /// Receives until a report has this line, and returns that report; empty if none comes.
  [[nodiscard]] std::string receive_until(std::string_view line) const {
    for (int i = 0; i < 1000; ++i) {
      std::string report = receive();
      if (("\n" + report + "\n").find("\n" + std::string(line) + "\n") != std::string::npos) {
        return report;
      }
      if (report == "nothing came") break;
    }
    return {};
  }

  [[nodiscard]] bool is_empty() const {
    char byte = 0;
    return ::recv(descriptor_, &byte, 1, MSG_DONTWAIT) < 0;
  }

 private:
  std::string name_;
  int descriptor_;
};

std::string notify_path(std::string_view name) {
  return (std::filesystem::path(testing::TempDir()) / name).string() + std::to_string(::getpid());
}

std::string abstract_name() { return "@nexuschat-test-" + std::to_string(::getpid()); }

TEST(ServiceManagerTest, ReportsToAPathAndToAnAbstractSocket) {
  for (const std::string& name : {notify_path("notify"), abstract_name()}) {
    const NotifySocket socket(name);
    const ServiceManager manager({{"NOTIFY_SOCKET", name}});
    manager.ready();
    EXPECT_EQ(socket.receive(), "READY=1");
    manager.beat("Serving; 3 sockets open");
    EXPECT_EQ(socket.receive(), "WATCHDOG=1\nSTATUS=Serving; 3 sockets open");
    manager.stopping("Stopping");
    EXPECT_EQ(socket.receive(), "STOPPING=1\nSTATUS=Stopping");
    manager.reloading();
    const std::string reloading = socket.receive();
    EXPECT_TRUE(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC=")) << reloading;
  }
}

TEST(ServiceManagerTest, BeatsFourTimesWithinTheWatchdogTime) {
  const Environment environment{{"NOTIFY_SOCKET", "@somebody"}, {"WATCHDOG_USEC", "20000000"}};
  EXPECT_EQ(ServiceManager(environment).period(), std::chrono::seconds(5));
  auto of_this_process = environment;
  of_this_process["WATCHDOG_USEC"] = "3000000";
  of_this_process["WATCHDOG_PID"] = std::to_string(::getpid());
  EXPECT_EQ(ServiceManager(of_this_process).period(), std::chrono::milliseconds(750));
}

TEST(ServiceManagerTest, GivesItsStatusWhereNoWatchdogWaitsForThisProcess) {
  for (const Environment& more : {Environment{},
                                  {{"WATCHDOG_USEC", "1000000"}, {"WATCHDOG_PID", "1"}},
                                  {{"WATCHDOG_USEC", "0"}},
                                  {{"WATCHDOG_USEC", "soon"}}}) {
    Environment environment = more;
    environment["NOTIFY_SOCKET"] = "@somebody";
    EXPECT_EQ(ServiceManager(environment).period(), std::chrono::seconds(5));
  }
}

TEST(ServiceManagerTest, IsSilentWithoutASocketThatItCanReach) {
  for (const std::string& name : {std::string(), std::string("vsock:2:1234"), std::string("here"),
                                  "/" + std::string(200, 'x')}) {
    const ServiceManager manager({{"NOTIFY_SOCKET", name}, {"WATCHDOG_USEC", "1000000"}});
    EXPECT_EQ(manager.period().count(), 0) << name;
    manager.ready();
  }
  ServiceManager({{"NOTIFY_SOCKET", notify_path("gone")}}).ready();
}

TEST(ServiceManagerTest, NeverWaitsForAManagerThatDoesNotRead) {
  const NotifySocket socket(abstract_name());
  const ServiceManager manager({{"NOTIFY_SOCKET", socket.name()}});
  for (int i = 0; i < 100'000; ++i) manager.beat("more than its queue holds");
  EXPECT_FALSE(socket.is_empty());
}

/// Runs nexuschat in a child process whose service manager is `socket`.
pid_t start_nexuschat(const NotifySocket& socket) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setenv("NOTIFY_SOCKET", socket.name().c_str(), 1);
  ::setenv("WATCHDOG_USEC", "400000", 1);
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDERR_FILENO);
  const char* const words[] = {"nexuschat", "--server-port", "0"};
  ::_exit(run_program(kNexusChat, 3, words));
}

TEST(ServiceManagerTest, TheProgramReportsItsWholeLife) {
  const NotifySocket socket(abstract_name());
  const pid_t program = start_nexuschat(socket);
  ASSERT_GT(program, 0);
  EXPECT_EQ(socket.receive(), "READY=1");
  EXPECT_NE(socket.receive_until("STATUS=Serving; 0 sockets open"), "");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(socket.receive(), "WATCHDOG=1\nSTATUS=Serving; 0 sockets open");
  }
  ::kill(program, SIGHUP);
  EXPECT_NE(socket.receive_until("RELOADING=1"), "");
  EXPECT_EQ(socket.receive(), "READY=1");
  ::kill(program, SIGTERM);
  EXPECT_EQ(socket.receive_until("STOPPING=1"),
            "STOPPING=1\nSTATUS=Not ready: stopping; 0 sockets open");
  int status = 0;
  ASSERT_EQ(::waitpid(program, &status, 0), program);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

}  // namespace
}  // namespace nexus::apps
