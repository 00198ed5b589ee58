// SPDX-License-Identifier: MIT
#include "apps/host.hpp"

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

TEST(Host, OpensStandardDescriptorsThatAreClosed) {
  const int kept = ::dup(STDIN_FILENO);
  ASSERT_EQ(::close(STDIN_FILENO), 0);
  open_standard_descriptors();
  struct stat status {
  }, null_device{};
  EXPECT_EQ(::fstat(STDIN_FILENO, &status), 0);
  EXPECT_EQ(::stat("/dev/null", &null_device), 0);
  EXPECT_EQ(status.st_rdev, null_device.st_rdev);
  if (kept >= 0) {
    ::dup2(kept, STDIN_FILENO);
    ::close(kept);
  }
}

TEST(Host, SurvivesTheSignalsThatNobodyHandles) {
  ignore_other_signals();
  for (const int number :
       {SIGHUP, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGXFSZ, SIGXCPU, SIGRTMIN + 1}) {
    std::raise(number);
    std::signal(number, SIG_DFL);
  }
  struct sigaction action {};
  for (const int number : {SIGTERM, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGCHLD}) {
    sigaction(number, nullptr, &action);
    EXPECT_NE(action.sa_handler, SIG_IGN) << number;
  }
}

TEST(Host, RaisesTheSoftLimitOfDescriptorsToTheHardOne) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  if (before.rlim_max < 512) GTEST_SKIP() << "the hard limit is too low";
  const rlimit low{256, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &low);
  const std::size_t raised = raise_descriptor_limit();
  rlimit now{};
  getrlimit(RLIMIT_NOFILE, &now);
  EXPECT_EQ(now.rlim_cur, before.rlim_max);
  EXPECT_GE(raised, before.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace nexus::apps
