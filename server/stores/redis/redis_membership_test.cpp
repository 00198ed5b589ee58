// Processes that would split a deployment: the second one is refused, and both learn the reason.
// SPDX-License-Identifier: MIT
#include "stores/redis/redis_membership.hpp"

#include "base/random.hpp"
#include "stores/redis/redis_store.hpp"
#include "stores/redis/test_server.hpp"

#include <chrono>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Kind = Member::Kind;

/// One process: its connection and its membership, with a clock that the test moves.
class Process {
 public:
  Process(boost::asio::io_context& loop, const RedisUrl& url, const ManualClock& clock, Member self)
      : pool_{.name = "members", .clock = &clock},
        client_(loop, {.url = url, .key = pool_.prefix()}, random_, log_),
        functions_(client_, log_),
        membership_(
            loop, functions_, pool_, std::move(self), [this](bool is) { changes.push_back(is); },
            log_) {
    client_.start();
  }

  [[nodiscard]] bool is_member() const { return functions_.ready(); }
  [[nodiscard]] std::string refusal() const { return std::string(membership_.refusal()); }
  [[nodiscard]] bool has_conflict() const { return membership_.has_conflict(); }
  void leave() { membership_.leave(); }
  /// Enrols now instead of within kMemberRenewPeriod.
  void renew(std::vector<std::string> fingerprints = {"old"}) {
    membership_.set_fingerprints(std::move(fingerprints));
  }
  void set_fingerprints(std::vector<std::string> fingerprints) {
    membership_.set_fingerprints(std::move(fingerprints));
  }
  void reconnect() { client_.reconnect("a test"); }
  RedisFunctions& functions() { return functions_; }
  const RedisPool& pool() const { return pool_; }

  std::vector<bool> changes;

 private:
  SystemRandom random_;
  Log log_{LogLevel::kWarn};
  RedisPool pool_;
  RedisClient client_;
  RedisFunctions functions_;
  RedisMembership membership_;
};

class RedisMembershipTest : public testing::Test {
 protected:
  Member matching(const std::string& name, const std::string& place,
                  std::vector<std::string> fingerprints = {"old"}) {
    return {.kind = Kind::kMatching,
            .node = {name},
            .incarnation = IncarnationId::random(random_),
            .place = place,
            .url = {},
            .fingerprints = std::move(fingerprints)};
  }
  Member signalling(const std::string& name, const std::string& place, const std::string& url) {
    Member member = matching(name, place);
    member.kind = Kind::kSignalling;
    member.url = url;
    return member;
  }
  std::unique_ptr<Process> start(Member self) {
    return std::make_unique<Process>(loop_, server_.url(), clock_, std::move(self));
  }
  bool joins(Process& process) {
    return run_until(loop_, [&] { return process.is_member(); });
  }
  /// Waits until Redis has answered what the process asked so far: its answers keep their order.
  void settle(Process& process) {
    bool is_answered = false;
    process.functions().call_unadmitted("nexus_leave", process.pool().prefix(), {"m", "nobody", ""},
                                        [&](const auto&) { is_answered = true; });
    EXPECT_TRUE(run_until(loop_, [&] { return is_answered; }));
  }
  testing::AssertionResult is_refused(Process& process, std::string_view why) {
    run_until(loop_, [&] { return !process.refusal().empty(); });
    if (process.is_member() || process.refusal().find(why) == std::string::npos) {
      return testing::AssertionFailure() << "refusal: " << process.refusal();
    }
    return testing::AssertionSuccess();
  }

  RedisServer& server_ = RedisServer::shared();
  SeededRandom random_{1};
  ManualClock clock_;
  boost::asio::io_context loop_;
};

TEST_F(RedisMembershipTest, RefusesASecondProcessOfAName) {
  const auto first = start(matching("web", "here:1"));
  ASSERT_TRUE(joins(*first));
  const auto second = start(matching("web", "here:2"));
  testing::internal::CaptureStderr();
  EXPECT_TRUE(is_refused(*second, "node.name"));
  EXPECT_TRUE(first->is_member());
  // Both log an error that names the other process.
  std::string log;
  run_until(loop_, [&] {
    log += testing::internal::GetCapturedStderr();
    testing::internal::CaptureStderr();
    return log.find("other_node_refused") != std::string::npos;
  });
  log += testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("level=error event=node_refused node=web place=here:2"));
  EXPECT_THAT(log, HasSubstr("other_place=here:1"));
  EXPECT_THAT(log, HasSubstr("level=error event=other_node_refused node=web place=here:1"));
  EXPECT_THAT(log, HasSubstr("other_place=here:2"));
}

TEST_F(RedisMembershipTest, IsAConflictForBothUntilOneLeaves) {
  const auto first = start(matching("web", "here:1"));
  ASSERT_TRUE(joins(*first));
  EXPECT_FALSE(first->has_conflict());
  const auto second = start(matching("web", "here:2"));
  EXPECT_FALSE(second->has_conflict()) << "not before Redis has answered";
  ASSERT_TRUE(is_refused(*second, "node.name"));
  EXPECT_TRUE(second->has_conflict());
  EXPECT_TRUE(run_until(loop_, [&] { return first->has_conflict(); }));
  first->leave();
  ASSERT_TRUE(joins(*second));
  EXPECT_FALSE(second->has_conflict());
  const auto apart = start(matching("web-2", "here:3"));
  ASSERT_TRUE(joins(*apart));
  EXPECT_FALSE(apart->has_conflict());
  EXPECT_FALSE(second->has_conflict());
}

TEST_F(RedisMembershipTest, RefusesASecondSignallingProcessOfANameOrAUrl) {
  const auto first = start(signalling("rooms", "here:1", "wss://one"));
  ASSERT_TRUE(joins(*first));
  const auto same_name = start(signalling("rooms", "here:2", "wss://two"));
  EXPECT_TRUE(is_refused(*same_name, "node.name"));
  const auto same_url = start(signalling("rooms-2", "here:3", "wss://one"));
  EXPECT_TRUE(is_refused(*same_url, "signalling.url"));
  const auto apart = start(signalling("rooms-3", "here:4", "wss://three"));
  EXPECT_TRUE(joins(*apart));
  const auto other_kind = start(matching("rooms", "here:5"));
  EXPECT_TRUE(joins(*other_kind)) << "matching and signalling nodes have names of their own";
}

TEST_F(RedisMembershipTest, RefusesAProcessWithAnotherSecret) {
  const auto first = start(signalling("rooms", "here:1", "wss://one"));
  ASSERT_TRUE(joins(*first));
  const auto second = start(matching("web", "here:2", {"new"}));
  EXPECT_TRUE(is_refused(*second, "credentials.secrets"));
}

TEST_F(RedisMembershipTest, LetsSecretsBeChangedInThreeSteps) {
  std::vector<std::unique_ptr<Process>> nodes;
  const auto restart = [&](std::size_t node, std::vector<std::string> fingerprints) {
    nodes[node].reset();  // killed: it does not give up its name
    const std::string name = std::to_string(node);
    nodes[node] = start(matching(name, "place " + name, std::move(fingerprints)));
  };
  nodes.resize(3);
  using Step = std::vector<std::string>;
  for (const Step& step : {Step{"old"}, Step{"old", "new"}, Step{"new", "old"}, Step{"new"}}) {
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      restart(node, step);
      ASSERT_TRUE(joins(*nodes[node])) << step.front() << " at " << node;
    }
  }
}

TEST_F(RedisMembershipTest, LetsARunningProcessChangeItsSecretsInThreeSteps) {
  const auto first = start(matching("a", "here:1", {"old"}));
  const auto second = start(matching("b", "here:2", {"old"}));
  ASSERT_TRUE(joins(*first) && joins(*second));
  using Step = std::vector<std::string>;
  for (const Step& step : {Step{"old", "new"}, Step{"new", "old"}, Step{"new"}}) {
    for (Process* const process : {first.get(), second.get()}) {
      settle(*process);  // a process that waits for a reply enrols with its next renewal
      process->set_fingerprints(step);
      settle(*process);
    }
  }
  const auto third = start(matching("c", "here:3", {"new"}));
  EXPECT_TRUE(joins(*third));
  EXPECT_EQ(first->changes, std::vector<bool>{true}) << "it never ceased to be a member";
  EXPECT_EQ(second->changes, std::vector<bool>{true});
}

TEST_F(RedisMembershipTest, RefusesARunningProcessThatTakesAStepTooEarly) {
  const auto first = start(matching("a", "here:1", {"old"}));
  const auto hasty = start(matching("b", "here:2", {"old"}));
  ASSERT_TRUE(joins(*first) && joins(*hasty));
  hasty->set_fingerprints({"new", "old"});
  EXPECT_TRUE(is_refused(*hasty, "credentials.secrets")) << "`a` would refuse what it signs";
  EXPECT_TRUE(first->is_member());
  hasty->set_fingerprints({"old", "new"});
  EXPECT_TRUE(joins(*hasty));
  EXPECT_EQ(hasty->refusal(), "");
}

TEST_F(RedisMembershipTest, RefusesTheSecondStepOfAChangeBeforeTheFirst) {
  const auto first = start(matching("a", "here:1", {"old"}));
  ASSERT_TRUE(joins(*first));
  const auto hasty = start(matching("b", "here:2", {"new", "old"}));
  EXPECT_TRUE(is_refused(*hasty, "credentials.secrets")) << "`a` would refuse what it signs";
}

TEST_F(RedisMembershipTest, LetsANodeStartAgainInItsOldPlaceAtOnce) {
  auto node = start(matching("web", "here:1"));
  ASSERT_TRUE(joins(*node));
  for (int i = 0; i < 3; ++i) {
    node.reset();
    node = start(matching("web", "here:1"));
    ASSERT_TRUE(joins(*node));
    EXPECT_EQ(node->refusal(), "");
  }
}

TEST_F(RedisMembershipTest, LetsANodeStartInAnotherPlaceOnceTheOldOneLeftOrIsSilent) {
  const auto first = start(matching("web", "here:1"));
  ASSERT_TRUE(joins(*first));
  first->leave();
  auto second = start(matching("web", "there:1"));
  ASSERT_TRUE(joins(*second));
  second.reset();  // killed
  const auto third = start(matching("web", "elsewhere:1"));
  EXPECT_TRUE(is_refused(*third, "node.name"));
  clock_.advance(kMemberLease + 1ms);
  EXPECT_TRUE(joins(*third));
  EXPECT_EQ(third->refusal(), "");
}

TEST_F(RedisMembershipTest, TakesAPlaceThatIsNotKnownForNoProof) {
  const auto first = start(matching("web", ""));
  ASSERT_TRUE(joins(*first));
  const auto second = start(matching("web", ""));
  EXPECT_TRUE(is_refused(*second, "node.name"));
}

TEST_F(RedisMembershipTest, RefusesAProcessThatWasReplacedWhileItWasSilent) {
  const auto first = start(matching("web", "here:1"));
  ASSERT_TRUE(joins(*first));
  clock_.advance(kMemberLease + 1ms);
  const auto second = start(matching("web", "there:1"));
  ASSERT_TRUE(joins(*second));
  first->reconnect();
  EXPECT_TRUE(is_refused(*first, "node.name"));
  EXPECT_EQ(first->changes, (std::vector<bool>{true, false}));
  EXPECT_TRUE(second->is_member());
}

TEST_F(RedisMembershipTest, LetsAProcessThatIsRefusedDoNothingInTheStore) {
  const auto first = start(matching("web", "here:1"));
  ASSERT_TRUE(joins(*first));
  const auto second = start(matching("web", "here:2"));
  ASSERT_TRUE(is_refused(*second, "node.name"));
  RedisStore store(second->functions(), second->pool());
  std::optional<Result<matching::RenewReply, matching::StoreError>> reply;
  store.renew(NodeName{"web"}, {}, [&](auto got) { reply = std::move(got); });
  ASSERT_TRUE(run_until(loop_, [&] { return reply.has_value(); }));
  EXPECT_EQ(reply->error(), matching::StoreError::kUnavailable);
  EXPECT_EQ(server_.number({"EXISTS", second->pool().prefix() + "nodes"}), 0);
}

TEST_F(RedisMembershipTest, WarnsBothOfAnotherDefaultLaneAndRefusesNobody) {
  const auto with_lanes = [&](const std::string& name, std::vector<std::string> lanes) {
    Member member = matching(name, "here:" + name);
    member.lanes = std::move(lanes);
    return start(std::move(member));
  };
  const auto first = with_lanes("a", {"general", "adult"});
  ASSERT_TRUE(joins(*first));
  testing::internal::CaptureStderr();
  const auto alike = with_lanes("b", {"general"});
  const auto older = start(matching("c", "here:c"));  // a version that does not name its lanes
  const auto rooms = start(signalling("d", "here:d", "wss://d"));
  ASSERT_TRUE(joins(*alike) && joins(*older) && joins(*rooms));
  for (Process* const process : {first.get(), alike.get(), older.get(), rooms.get()}) {
    process->renew();
    settle(*process);
  }
  EXPECT_THAT(testing::internal::GetCapturedStderr(), Not(HasSubstr("lanes_differ")));

  testing::internal::CaptureStderr();
  const auto apart = with_lanes("e", {"adult", "general"});
  ASSERT_TRUE(joins(*apart));
  // A warning is due at the next renewal, and is not repeated.
  for (int i = 0; i < 3; ++i) {
    for (Process* const process : {first.get(), alike.get(), older.get(), rooms.get()}) {
      process->renew();
      settle(*process);
    }
  }
  const std::string log = testing::internal::GetCapturedStderr();
  const auto warnings_of = [&](const std::string& node) {
    const std::string line =
        "level=warning event=lanes_differ node=" + node + " place=here:" + node + " ";
    int count = 0;
    for (auto at = log.find(line); at != std::string::npos; at = log.find(line, at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(warnings_of("a"), 1) << log;
  EXPECT_EQ(warnings_of("b"), 1) << log;
  EXPECT_EQ(warnings_of("c") + warnings_of("d"), 0) << log;
  EXPECT_EQ(warnings_of("e"), 1) << log;
  EXPECT_THAT(log, HasSubstr("node=b place=here:b other_node=e other_place=here:e"));
  EXPECT_THAT(log, HasSubstr("node=e place=here:e other_node="));
  for (Process* const process : {first.get(), alike.get(), older.get(), rooms.get(), apart.get()}) {
    EXPECT_TRUE(process->is_member());
    EXPECT_FALSE(process->has_conflict());
  }
}

TEST_F(RedisMembershipTest, ReadsRecordsOfVersionsWithoutLanes) {
  const auto first = start(matching("a", "here:1"));
  ASSERT_TRUE(joins(*first));
  // As `a` of an older version writes it: without lanes and version.
  server_.number({"EVAL",
                  "local r = {cmsgpack.unpack(redis.call('HGET', KEYS[1], 'ma'))} "
                  "return redis.call('HSET', KEYS[1], 'ma', cmsgpack.pack(unpack(r, 1, 8)))",
                  "1", first->pool().prefix() + "members"});
  Member member = matching("b", "here:2");
  member.lanes = {"adult"};
  const auto second = start(std::move(member));
  EXPECT_TRUE(joins(*second));
  EXPECT_TRUE(run_until(loop_, [&] {
    return server_.number({"HLEN", first->pool().prefix() + "members"}) == 2;
  }));
  EXPECT_TRUE(first->is_member());
}

TEST_F(RedisMembershipTest, EnrolsAgainAfterAFlush) {
  const auto node = start(matching("web", "here:1"));
  ASSERT_TRUE(joins(*node));
  server_.text({"FLUSHALL"});
  const std::string members = node->pool().prefix() + "members";
  EXPECT_TRUE(run_until(loop_, [&] { return server_.number({"HLEN", members}) == 1; }));
  EXPECT_TRUE(node->is_member());
}

TEST_F(RedisMembershipTest, ForgetsProcessesThatAreGone) {
  auto node = start(matching("a", "here:1"));
  ASSERT_TRUE(joins(*node));
  const std::string members = node->pool().prefix() + "members";
  node.reset();
  clock_.advance(kMemberLease + 1ms);
  const auto other = start(matching("b", "here:2"));
  ASSERT_TRUE(joins(*other));
  EXPECT_EQ(server_.number({"HLEN", members}), 1);
}

}  // namespace
}  // namespace nexus::stores
