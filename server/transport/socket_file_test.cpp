// Unix sockets that a server listens on: their files and their peers.
// SPDX-License-Identifier: MIT
#include "transport/socket_file.hpp"

#include "transport/listener.hpp"
#include "transport/server_refusals.hpp"
#include "transport/testing/server_fixture.hpp"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

namespace fs = std::filesystem;

class UnixSockets : public ServerFixture {
 protected:
  UnixSockets() {
    std::string pattern = ::testing::TempDir() + "socketXXXXXX";
    folder = ::mkdtemp(pattern.data());
    path = folder + "/http.sock";
  }
  ~UnixSockets() override { fs::remove_all(folder); }

  [[nodiscard]] ListenAddress address() const { return {.path = path}; }
  void start_with_socket(unsigned mode = 0660) {
    before_listening = [this, mode] {
      ASSERT_EQ(server->listen({.path = path, .file_mode = mode}).value(), 0);
    };
    start();
  }
  /// A process binds the socket, listens, and is killed.
  void leave_a_stale_file() const {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto listener = Listener::open(address(), 1);
      ::_exit(listener ? 0 : 1);  // runs no destructor, like a killed process
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    ASSERT_TRUE(fs::is_socket(path));
  }

  std::string folder;
  std::string path;
};

TEST_F(UnixSockets, ServeRequestsAndWebSocketsBesideTcp) {
  start_with_socket();
  EXPECT_EQ(RawClient(path).get("/").status, 404);
  EXPECT_TRUE(RawClient(path).open());
  EXPECT_TRUE(connect().open());
}

TEST_F(UnixSockets, HaveTheModeThatWasAskedForWhateverTheUmask) {
  const mode_t before = ::umask(0077);
  start_with_socket(0666);
  ::umask(before);
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0666U);
}

TEST_F(UnixSockets, AreRemovedWhenTheServerStopsAccepting) {
  start_with_socket();
  in_loop([&] { server->stop_accepting(); });
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(UnixSockets, ReplaceTheFileOfADeadProcess) {
  leave_a_stale_file();
  EXPECT_FALSE(Listener::probe(address()));
  EXPECT_TRUE(fs::exists(path)) << "a probe changes nothing";
  start_with_socket();
  EXPECT_TRUE(RawClient(path).open());
}

TEST_F(UnixSockets, AreRefusedWhileAnotherProcessListensThere) {
  start_with_socket();
  const auto second = Listener::open(address(), 1);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().error, EADDRINUSE);
  EXPECT_EQ(second.error().why, path + " is taken by another program");
  EXPECT_EQ(Listener::probe(address())->error, EADDRINUSE);
  EXPECT_TRUE(RawClient(path).open()) << "the first one is undisturbed";
}

TEST_F(UnixSockets, KeepAFileThatReplacedThem) {
  auto first = Listener::open(address(), 1);
  ASSERT_TRUE(first);
  fs::remove(path);
  const auto second = Listener::open(address(), 1);
  ASSERT_TRUE(second);
  first = fail(ListenRefusal{});
  EXPECT_TRUE(fs::exists(path));
}

TEST_F(UnixSockets, NeverReplaceAFileThatIsNoSocket) {
  std::ofstream(path) << "a letter";
  const auto listener = Listener::open(address(), 1);
  ASSERT_FALSE(listener);
  EXPECT_EQ(listener.error().why, path + " exists and is not a socket");
  EXPECT_EQ(Listener::probe(address())->why, listener.error().why);
  EXPECT_EQ(fs::file_size(path), 8U);
}

TEST_F(UnixSockets, NeedTheirFolder) {
  path = folder + "/none/http.sock";
  EXPECT_EQ(Listener::open(address(), 1).error().why,
            "the folder " + folder + "/none does not exist");
  EXPECT_EQ(Listener::probe(address())->why, "the folder " + folder + "/none does not exist");
}

TEST_F(UnixSockets, OneOfManyThatStartTogetherListens) {
  leave_a_stale_file();
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto listener = Listener::open(address(), 1);
      while (listener) ::pause();
      ::_exit(listener.error().error == EADDRINUSE ? 0 : 1);
    }
    children.push_back(child);
  }
  // All but one end.
  for (int ended = 0; ended < 7; ++ended) {
    int status = 1;
    ASSERT_GT(::wait(&status), 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(Listener::probe(address())->error, EADDRINUSE);
  for (const pid_t child : children) ::kill(child, SIGKILL);
  ::wait(nullptr);
}

TEST_F(UnixSockets, HavePeersThatCountAsLoopback) {
  start_with_socket();
  ASSERT_TRUE(RawClient(path).open());
  EXPECT_EQ(handler.notes().front(), "open /ws? from 127.0.0.1");
  EXPECT_TRUE(handler.was_local);
  ASSERT_TRUE(RawClient(path).open("/ws", {"X-Forwarded-For: 198.51.100.7"}));
  EXPECT_EQ(refusals_of(kUntrustedProxy), 1U) << "not in trusted_proxies: the header is ignored";
}

TEST_F(UnixSockets, NameTheirVisitorsIfLoopbackIsATrustedProxy) {
  options.trusted_proxies = {"127.0.0.1"};
  options.connections_per_address_max = 1;
  options.spare_share_per_address = 0;
  start_with_socket();
  RawClient first(path);
  ASSERT_TRUE(first.open("/ws", {"X-Forwarded-For: 198.51.100.7"}));
  EXPECT_EQ(handler.last_note(), "open /ws? from 198.51.100.7");
  RawClient second(path);
  const auto request = upgrade_request("/ws", {"X-Forwarded-For: 198.51.100.7"});
  EXPECT_EQ(second.request(request).status, 429);
  EXPECT_TRUE(RawClient(path).open("/ws", {"X-Forwarded-For: 198.51.100.8"}));
}

}  // namespace
}  // namespace nexus::transport::testing
