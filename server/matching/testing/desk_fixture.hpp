// A desk with a store and sockets that the test plays.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/desk.hpp"
#include "matching/testing/fake_report_log.hpp"
#include "matching/testing/fake_ticket_store.hpp"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::matching {

/// Keeps what each socket was sent until the test takes it.
class FakeMatchOutlet final : public MatchOutlet, public Admission {
 public:
  using HangUp = std::pair<ClientId, protocol::CloseCode>;

  void send(ClientId client, const protocol::MatchServerMessage& message) override {
    sent_[client].push_back(message);
  }
  void hang_up(ClientId client, protocol::CloseCode code) override {
    hang_ups.emplace_back(client, code);
  }
  bool admits(ClientId, VisitorId visitor) override { return visitor != banned; }

  [[nodiscard]] std::vector<protocol::MatchServerMessage> take(ClientId client) {
    return std::exchange(sent_[client], {});
  }

  /// The messages sent to `client`, which must be one `Message` and nothing else.
  template <class Message>
  [[nodiscard]] Message take_one(ClientId client) {
    const auto sent = take(client);
    EXPECT_EQ(sent.size(), 1U);
    if (sent.empty() || !std::holds_alternative<Message>(sent.front())) {
      ADD_FAILURE() << "not sent: " << Message::kType;
      return {};
    }
    return std::get<Message>(sent.front());
  }

  std::vector<HangUp> hang_ups;
  std::optional<VisitorId> banned;

 private:
  std::unordered_map<ClientId, std::vector<protocol::MatchServerMessage>> sent_;
};

class DeskFixture : public testing::Test {
 protected:
  /// A socket that has sent nothing yet.
  ClientId connect(const NetworkTags& network = {}) {
    const ClientId client{++clients_};
    desk.open(client, network);
    return client;
  }

  void say(ClientId client, protocol::MatchClientMessage message) {
    desk.receive(client, std::move(message));
  }

  protocol::Welcome hello(ClientId client, std::optional<std::string> session = {}) {
    say(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion,
                                .session = std::move(session)});
    return outlet.take_one<protocol::Welcome>(client);
  }

  ClientId connect_and_greet() {
    const ClientId client = connect();
    (void)hello(client);
    return client;
  }

  /// Advances to the next renewal, which the store answers.
  void renew(Result<RenewReply, StoreError> reply) {
    clock.advance(kNodeRenewPeriod);
    desk.tick();
    store.answer(store.renews.back(), std::move(reply));
  }
  void renew() { renew(RenewReply{.unknown = {}, .proposed = {}, .homes = homes}); }

  /// Advances while the desk ticks as in the process; the store answers nothing.
  void pass(std::chrono::milliseconds time) {
    for (auto passed = kDeskTick; passed <= time; passed += kDeskTick) {
      clock.advance(kDeskTick);
      desk.tick();
    }
  }

  /// Searches; the test decides on the store's answer.
  TicketId ask(ClientId client, std::int64_t find = 1) {
    say(client, protocol::Find{.find = find});
    return store.finds.back().ticket.id;
  }

  /// Answers the last find: its ticket waits.
  void let_wait(Place place = 7) {
    store.answer(store.finds.back(), FindReply{Queued{.place = place, .waiting = 1}});
  }

  /// A waiting visitor that was sent `queued`, and its ticket.
  std::pair<ClientId, TicketId> waiting_visitor(Place place = 7) {
    const ClientId client = connect_and_greet();
    const TicketId ticket = ask(client);
    let_wait(place);
    (void)outlet.take_one<protocol::Queued>(client);
    return {client, ticket};
  }

  Proposal proposal_for(TicketId ticket, Place place = 7) {
    return {.room = RoomId::random(random),
            .ticket = ticket,
            .role = Role::kInitiator,
            .place = place,
            .home = homes.front(),
            .partner = VisitorId::random(random),
            .partner_profile = {},
            .partner_sdp = {}};
  }

  /// A visitor who waited, was matched and was notified; the commit has no answer yet.
  struct MatchedVisitor {
    ClientId client;
    TicketId ticket;
    RoomId room;
  };
  MatchedVisitor matched_visitor(Place place = 7) {
    const auto [client, ticket] = waiting_visitor(place);
    const Proposal proposal = proposal_for(ticket, place);
    desk.deliver(proposal);
    (void)outlet.take_one<protocol::Matched>(client);
    return {client, ticket, proposal.room};
  }

  /// The visitor of `client` is matched with `partner` and searches again under `find`.
  Proposal meet_and_skip(ClientId client, TicketId ticket, std::int64_t find) {
    Proposal proposal = proposal_for(ticket);
    desk.deliver(proposal);
    (void)outlet.take(client);
    say(client, protocol::Find{.find = find});
    return proposal;
  }

  /// The encounter token that the visitor received with that match.
  [[nodiscard]] std::string encounter_of(const Proposal& met) const {
    for (const auto& asked : store.finds) {
      if (asked.ticket.id != met.ticket) continue;
      return credentials.encounters.issue({asked.ticket.visitor, met.room, met.partner,
                                           decode_profile(met.partner_profile).network,
                                           clock.wall()});
    }
    ADD_FAILURE() << "nobody searched with that ticket";
    return {};
  }

  DeskFixture() = default;
  explicit DeskFixture(RelayPolicy policy) : relay_policy(policy) {}
  explicit DeskFixture(bool with_evidence) : takes_evidence(with_evidence) {}
  explicit DeskFixture(std::vector<std::string> with) : lanes(std::move(with)) {}

  static credentials::Keyring keyring(std::string_view purpose) {
    return credentials::Keyring::create({kSecret}, purpose).value();
  }

  static constexpr const char* kSecret = "a secret of good length";
  const RelayPolicy relay_policy = RelayPolicy::kOff;
  const bool takes_evidence = false;
  const std::vector<std::string> lanes{"general"};
  const NodeName node{"desk-1"};
  std::vector<Home> homes{{NodeName{"room-1"}, "wss://one.example/v1/room"},
                          {NodeName{"room-2"}, "wss://two.example/v1/room"}};
  ManualClock clock;
  SeededRandom random{1};
  FakeTicketStore store;
  FakeMatchOutlet outlet;
  FakeReportLog reports;
  const credentials::Credentials credentials = credentials::Credentials::create({kSecret}).value();
  const DeskPorts ports{store, outlet, outlet, reports};
  Desk desk{DeskOptions{.node = node,
                        .lanes = lanes,
                        .relay_policy = relay_policy,
                        .takes_evidence = takes_evidence,
                        .ice_servers =
                            [](VisitorId visitor, const NetworkTags&) {
                              return std::vector{protocol::IceServer{.urls = {"turn:turn.example"},
                                                                     .username = visitor.text()}};
                            }},
            ports,
            credentials,
            clock,
            random,
            Log(LogLevel::kError)};

 private:
  std::uint64_t clients_ = 0;
};

}  // namespace nexus::matching
