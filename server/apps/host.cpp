// SPDX-License-Identifier: MIT
#include "apps/host.hpp"

#include "base/system_error.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <limits>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::apps {

void open_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    // open() takes the lowest free number; all lower ones are open by now.
    (void)::open("/dev/null", O_RDWR);
  }
}

int end_output(int status) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  const std::string why = errno == 0 ? "an earlier part failed" : system_error();
  std::fputs(fmt::format("the output cannot be written: {}\n", why).c_str(), stderr);
  return status == 0 ? 1 : status;
}

void ignore_other_signals() {
  for (const int number : {SIGHUP, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGIO,
                           SIGPWR, SIGSTKFLT, SIGXFSZ, SIGXCPU}) {
    std::signal(number, SIG_IGN);
  }
  for (int number = SIGRTMIN; number <= SIGRTMAX; ++number) std::signal(number, SIG_IGN);
}

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::numeric_limits<std::size_t>::max();
  const rlim_t soft = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = soft;
  if (limit.rlim_cur == RLIM_INFINITY) return std::numeric_limits<std::size_t>::max();
  return limit.rlim_cur;
}

void warn_of_few_descriptors(std::size_t connections_max, const Log& log) {
  const std::size_t limit = raise_descriptor_limit();
  const std::size_t needed = connections_max + kOwnDescriptors;
  if (limit >= needed) return;
  log.warn("descriptors_too_few",
           {{"limit", limit},
            {"needed", needed},
            {"do",
             "raise the hard limit of open files (LimitNOFILE= of a systemd unit, "
             "ulimit -Hn) or lower server.connections_max"}});
}

}  // namespace nexus::apps
