/* How strangers are paired, as a model that Spin searches exhaustively. See README.md.
 * SPDX-License-Identifier: MIT
 *
 * A few visitors, two matching nodes (desks), one store, one home of rooms, a few rooms. Each step of an
 * actor is atomic; steps interleave in every order. There is no time: whatever has a time-out may happen
 * at any moment, so the result does not depend on how long anything takes. Once no fault is left and
 * nothing can move any more, the judge looks at what has become of everybody. */

#ifndef VISITORS
#define VISITORS 3
#endif
#ifndef ROOMS
#define ROOMS 2
#endif
#define NODES 2

/* How many faults of each kind there may be. */
#ifndef DISCONNECTS
#define DISCONNECTS 0    /* a visitor's sockets, all at once */
#endif
#ifndef LEAVES
#define LEAVES 0         /* a visitor leaves a room and searches on */
#endif
#ifndef CRASHES
#define CRASHES 0        /* of a matching node */
#endif
#ifndef FAILOVERS
#define FAILOVERS 0      /* 1: the store forgets any suffix of writes */
#endif
#ifndef EXPIRIES
#define EXPIRIES 0       /* a waiting ticket's lease */
#endif
#ifndef LOSSES
#define LOSSES 0         /* of what a node's outbox holds */
#endif
#ifndef REPEATS
#define REPEATS 0        /* of what was told before */
#endif

#define NOBODY 7

#if VISITORS == 2
#define ALL(P) (P(0) && P(1))
#define SUM(P) (P(0) + P(1))
#define EACH_VISITOR(STEP) STEP(0) STEP(1)
#define EACH_PAIR(STEP) STEP(0, 1)
#else
#define ALL(P) (P(0) && P(1) && P(2))
#define SUM(P) (P(0) + P(1) + P(2))
#define EACH_VISITOR(STEP) STEP(0) STEP(1) STEP(2)
#define EACH_PAIR(STEP) STEP(0, 1) STEP(0, 2) STEP(1, 2)
#endif
#if ROOMS == 2
#define ANY_ROOM(P, v, t) (P(v, t, 0) || P(v, t, 1))
#define EACH_ROOM(STEP) STEP(0) STEP(1)
#define EACH_SIDE(STEP) STEP(0, 0) STEP(0, 1) STEP(1, 0) STEP(1, 1)
#else
#define ANY_ROOM(P, v, t) (P(v, t, 0) || P(v, t, 1) || P(v, t, 2))
#define EACH_ROOM(STEP) STEP(0) STEP(1) STEP(2)
#define EACH_SIDE(STEP) STEP(0, 0) STEP(0, 1) STEP(1, 0) STEP(1, 1) STEP(2, 0) STEP(2, 1)
#endif

/* --- the store ---------------------------------------------------------------------------------- */

mtype = { unborn, open, over };

typedef Side {
  byte who;
  byte ticket;
  byte node;     /* whose outbox it is told through */
  bit told;      /* a proposal is on its way to that node */
  bit freed;     /* a release is on its way to that node */
  bit kept       /* the node's commit arrived */
}
typedef Room { mtype state = unborn; Side side[2] }
typedef Store {
  byte waits[VISITORS];   /* the ticket that waits; 0: none */
  byte owner[VISITORS];   /* the node that it belongs to */
  Room room[ROOMS]
}
Store store;
byte born;                /* rooms proposed so far: an id is used once, also after a fail-over */
#if FAILOVERS > 0
Store replica;            /* what the next primary knows */
hidden Store nothing;     /* outside the state: never written */
byte copied;
#endif

#define S(k) store.room[k]
#define SIDE_OF(k, i, v, t) (S(k).side[i].who == v && S(k).side[i].ticket == t)
#define OPEN_FOR(v, t, k) (S(k).state == open && (SIDE_OF(k, 0, v, t) || SIDE_OF(k, 1, v, t)))
#define PROPOSED(v) ANY_ROOM(OPEN_FOR, v, ticket[v])
#define WAITS(v) (store.waits[v] != 0 && store.waits[v] == ticket[v])

/* --- visitors, and what their desk knows of them ------------------------------------------------- */

mtype = { idle, searching, matched, seated };

mtype at[VISITORS] = idle;
byte desk[VISITORS] = NOBODY;   /* the node that holds the matching socket */
byte ticket[VISITORS];          /* the current one */
byte took[VISITORS] = NOBODY;   /* the room that the current ticket was committed to */
bit ended[ROOMS];               /* what the home of the rooms remembers */
bit calm;                       /* no more faults */

#ifdef LATE_COMMITS
bit uncommitted[VISITORS];      /* the store has yet to hear of the commit */
#define UNCOMMITTED(v, yes) uncommitted[v] = yes
#else
#define UNCOMMITTED(v, yes) skip
#endif
#ifdef NO_RENEW
bit asked[VISITORS];
#define ASKED(v, yes) asked[v] = yes
#define MAY_ASK(v) !asked[v]
#else
#define ASKED(v, yes) skip
#define MAY_ASK(v) true         /* a renewal tells the desk what the store forgot */
#endif

#define IN(v, k) (at[v] == seated && took[v] == k)
#if VISITORS == 2
#define CROWD(k) (IN(0, k) + IN(1, k))
#else
#define CROWD(k) (IN(0, k) + IN(1, k) + IN(2, k))
#endif

/* Of a room that is over only what is still to be told matters: equal states shall look equal. */
#if REPEATS > 0
#define FORGET_SIDE(k, i) skip
#else
#define FORGET_SIDE(k, i) \
  if \
  :: S(k).state == over && !S(k).side[i].told && !S(k).side[i].freed -> \
       S(k).side[i].who = 0; S(k).side[i].ticket = 0; S(k).side[i].node = 0; S(k).side[i].kept = 0 \
  :: else \
  fi
#endif
#define FORGET(k) FORGET_SIDE(k, 0); FORGET_SIDE(k, 1)

/* A fresh ticket is one that nothing refers to; the lowest, so that equal states look equal. */
#define REFERS(v, t, k) (SIDE_OF(k, 0, v, t) || SIDE_OF(k, 1, v, t))
#define IN_COPY(v, t, k) \
  ((replica.room[k].side[0].who == v && replica.room[k].side[0].ticket == t) || \
   (replica.room[k].side[1].who == v && replica.room[k].side[1].ticket == t))
#if FAILOVERS > 0
#define IS_USED(v, t) (store.waits[v] == t || replica.waits[v] == t || ANY_ROOM(REFERS, v, t) || \
                       ANY_ROOM(IN_COPY, v, t))
#else
#define IS_USED(v, t) (store.waits[v] == t || ANY_ROOM(REFERS, v, t))
#endif

inline search(v) {       /* under a fresh ticket, on the socket that is open */
  UNCOMMITTED(v, 0); ASKED(v, 0);
  took[v] = NOBODY;
  if
  :: desk[v] != NOBODY ->
       at[v] = searching;
       ticket[v] = 1;
       do :: IS_USED(v, ticket[v]) -> ticket[v]++ :: else -> break od
  :: else -> at[v] = idle; ticket[v] = 0
  fi
}

inline rest(v) {
  at[v] = idle; desk[v] = NOBODY; ticket[v] = 0; took[v] = NOBODY; UNCOMMITTED(v, 0); ASKED(v, 0)
}

/* The home ends a room: whoever is still in it hears so, and searches on. */
#define DISMISS(v, k) if :: IN(v, k) -> search(v) :: else fi
inline end_room(k) {
  ended[k] = 1;
#ifndef NO_TOMBSTONE
  if :: S(k).state == open -> S(k).state = over :: else fi;
  FORGET(k);
#endif
  DISMISS(0, k); DISMISS(1, k);
#if VISITORS > 2
  DISMISS(2, k)
#endif
}

/* --- visitors ------------------------------------------------------------------------------------ */

proctype Visitor(byte me) {
end:
  do
  /* Whoever is away comes back, at either desk. At first all have just come: in which order a desk
   * hears of them is open. */
  :: d_step { at[me] == idle -> desk[me] = 0; search(me) }
  :: d_step { at[me] == idle -> desk[me] = 1; search(me) }
  :: d_step { at[me] == matched ->
       if
#ifndef NO_TOMBSTONE
       :: ended[took[me]] || S(took[me]).state == over -> search(me)
#endif
       :: else ->
            assert(!ended[took[me]]);             /* S5 */
            at[me] = seated;
            assert(CROWD(took[me]) <= 2)          /* S2 */
       fi }
  od
}

/* --- desks --------------------------------------------------------------------------------------- */

/* A match fell through. A visitor who has met somebody stays where it is. */
inline fell_through(v, k) {
  if
  :: took[v] == k && !(at[v] == seated && CROWD(k) == 2) ->
       if :: at[v] == seated -> end_room(k) :: else -> search(v) fi
  :: else
  fi
}

inline commit(v, k, i) {
  UNCOMMITTED(v, 0);
  if
  :: S(k).state == over -> fell_through(v, k)
  :: S(k).state == open && S(k).side[i].who == v -> S(k).side[i].kept = 1
  :: else                    /* a room that the store forgot is kept: its tokens are evidence */
  fi
}
#ifdef LATE_COMMITS
#define COMMIT_TO(v, k, i) uncommitted[v] = 1
#define COMMIT(v) \
  :: d_step { desk[v] == me && uncommitted[v] -> \
       if \
       :: S(took[v]).side[0].who == v -> commit(v, took[v], 0) \
       :: else -> commit(v, took[v], 1) \
       fi }
#else
#define COMMIT_TO(v, k, i) commit(v, k, i)
#define COMMIT(v)
#endif

#ifdef NO_IDEMPOTENCE
#define MAY_ABANDON(k, i) true
#else
#define MAY_ABANDON(k, i) !S(k).side[i].kept   /* who committed may be in there */
#endif
#ifdef NO_ABANDON
#define abandon(k, i) skip
#else
inline abandon(k, i) {
  if
  :: S(k).state == open && MAY_ABANDON(k, i) ->
       assert(!(S(k).side[i].kept && CROWD(k) == 2));     /* S6 */
       S(k).state = over;
       S(k).side[1 - i].freed = 1
  :: else
  fi
}
#endif

/* A proposal reaches the node that owns the ticket: commit, once a ticket, or abandon. */
#ifdef NO_COMMIT_GUARD
#define TAKES(v) (at[v] != idle)
#else
#define TAKES(v) (at[v] == searching)
#endif
#ifdef NO_IDEMPOTENCE
#define TOLD_AGAIN(v, k) false
#else
#define TOLD_AGAIN(v, k) (took[v] == k)
#endif
#define OWNS(k, i, v) (desk[v] == me && S(k).side[i].ticket == ticket[v])
inline hear(k, i, v) {
  S(k).side[i].told = 0;
  if
  :: OWNS(k, i, v) && TOLD_AGAIN(v, k) -> COMMIT_TO(v, k, i)
  :: OWNS(k, i, v) && !TOLD_AGAIN(v, k) && TAKES(v) ->
       assert(took[v] == NOBODY || took[v] == k);         /* S1 at the desk */
       took[v] = k; at[v] = matched; COMMIT_TO(v, k, i)
  :: else -> abandon(k, i)
  fi;
  FORGET(k)
}

inline release(k, i, v) {
  S(k).side[i].freed = 0;
  if :: OWNS(k, i, v) -> fell_through(v, k) :: else fi;
  FORGET(k)
}

/* The store's `find`: a proposal with somebody who waits, or a place in the queue. */
#define FILL(k, i, v) \
  S(k).side[i].who = v; S(k).side[i].ticket = store.waits[v]; S(k).side[i].node = store.owner[v]; \
  S(k).side[i].told = 1; store.waits[v] = 0; store.owner[v] = 0
#if ROOMS == 2
#define OPEN_ROOMS(v) (OPEN_FOR(v, ticket[v], 0) + OPEN_FOR(v, ticket[v], 1))
#else
#define OPEN_ROOMS(v) \
  (OPEN_FOR(v, ticket[v], 0) + OPEN_FOR(v, ticket[v], 1) + OPEN_FOR(v, ticket[v], 2))
#endif
#define AT_MOST_ONE_ROOM(v) (ticket[v] == 0 || OPEN_ROOMS(v) <= 1)
inline create_room(a, b) {
  S(born).state = open;
  FILL(born, 0, a);
  FILL(born, 1, b);
  born++;
  assert(ALL(AT_MOST_ONE_ROOM))                           /* S1 in the store */
}

#if defined(READ_THEN_WRITE) || defined(POP_THEN_CREATE)
#define WORKERS
#define pair(v) skip         /* a worker does it, in several steps */
#else
#ifdef LATE_REPLIES
#define PROPOSE(w, v) create_room(w, v)
#else
#define PROPOSE(w, v) create_room(w, v); hear((born - 1), 1, v)     /* the finder hears at once */
#endif
inline pair(v) {
  if
  :: born < ROOMS && v != 0 && store.waits[0] != 0 -> PROPOSE(0, v)
  :: born < ROOMS && v != 1 && store.waits[1] != 0 -> PROPOSE(1, v)
#if VISITORS > 2
  :: born < ROOMS && v != 2 && store.waits[2] != 0 -> PROPOSE(2, v)
#endif
  :: else
  fi
}
#endif

#define FIND(v) \
  :: d_step { desk[v] == me && at[v] == searching && !WAITS(v) && !PROPOSED(v) && MAY_ASK(v) -> \
       ASKED(v, 1); store.waits[v] = ticket[v]; store.owner[v] = me; pair(v) }
#define HEAR(k, i) \
  :: d_step { S(k).side[i].told && S(k).side[i].node == me -> hear(k, i, S(k).side[i].who) } \
  :: d_step { S(k).side[i].freed && S(k).side[i].node == me -> release(k, i, S(k).side[i].who) }
/* A renewal repeats a proposal that the store holds and the desk never heard. */
#ifdef NO_RENEW
#define RENEW(k, i)
#else
#define RENEW(k, i) \
  :: d_step { S(k).state == open && !S(k).side[i].told && !S(k).side[i].kept && \
              S(k).side[i].node == me && OWNS(k, i, S(k).side[i].who) && \
              at[S(k).side[i].who] == searching -> S(k).side[i].told = 1 }
#endif

proctype Desk(byte me) {
end:
  do
  EACH_VISITOR(FIND)
  EACH_VISITOR(COMMIT)
  EACH_SIDE(HEAR)
  EACH_SIDE(RENEW)
  od
}

/* --- the store's own doing, or that of workers ----------------------------------------------------- */

#define SWEEP_TICKET(v) \
  :: d_step { store.waits[v] != 0 && (at[v] != searching || store.waits[v] != ticket[v]) -> \
       store.waits[v] = 0; store.owner[v] = 0 }
#ifdef NO_SWEEP
#define SWEEP_ROOM(k)
#else
#define SWEEP_ROOM(k) \
  :: d_step { S(k).state == open && !(S(k).side[0].kept && S(k).side[1].kept) -> \
       S(k).state = over; S(k).side[0].freed = 1; S(k).side[1].freed = 1 }
#endif

proctype Sweeper() {
end:
  do
  EACH_VISITOR(SWEEP_TICKET)
  EACH_ROOM(SWEEP_ROOM)
  od
}

#ifdef WORKERS
byte one[NODES] = NOBODY, other[NODES] = NOBODY, one_ticket[NODES], other_ticket[NODES];

#ifdef READ_THEN_WRITE
#define TAKE_OUT(v) skip
#else
#define TAKE_OUT(v) store.waits[v] = 0
#endif
#define LOOK(a, b) \
  :: d_step { one[me] == NOBODY && born < ROOMS && store.waits[a] != 0 && store.waits[b] != 0 -> \
       one[me] = a; one_ticket[me] = store.waits[a]; TAKE_OUT(a); \
       other[me] = b; other_ticket[me] = store.waits[b]; TAKE_OUT(b) }

proctype Worker(byte me) {
end:
  do
  EACH_PAIR(LOOK)
  :: d_step { one[me] != NOBODY && born < ROOMS ->
       store.waits[one[me]] = one_ticket[me]; store.owner[one[me]] = desk[one[me]];
       store.waits[other[me]] = other_ticket[me]; store.owner[other[me]] = desk[other[me]];
       create_room(one[me], other[me]);
       one[me] = NOBODY; other[me] = NOBODY; one_ticket[me] = 0; other_ticket[me] = 0 }
  od
}
#define DROP_WORK(d) one[d] = NOBODY; other[d] = NOBODY; one_ticket[d] = 0; other_ticket[d] = 0
#else
#define DROP_WORK(d) skip
#endif

/* --- the home's deadline ---------------------------------------------------------------------------- */

#ifdef NO_DEADLINE
#define DEADLINE(k) :: false
#else
#define DEADLINE(k) :: d_step { CROWD(k) == 1 -> end_room(k) }
#endif

proctype Home() {
end:
  do
  EACH_ROOM(DEADLINE)
  od
}

/* --- faults ----------------------------------------------------------------------------------------- */

#define DISCONNECT(v) \
  :: d_step { disconnects > 0 && at[v] != idle -> disconnects--; \
       if :: at[v] == seated -> gone = took[v]; rest(v); end_room(gone); gone = 0 \
          :: else -> rest(v) fi }
#define LEAVE(v) \
  :: d_step { leaves > 0 && at[v] == seated && CROWD(took[v]) == 2 -> leaves--; end_room(took[v]) }

/* A desk dies with its sockets. Who is on its way to a room or in it goes on there. */
#define DROP(v, d) \
  if \
  :: desk[v] == d -> desk[v] = NOBODY; UNCOMMITTED(v, 0); \
       if :: at[v] == searching -> rest(v) :: else fi \
  :: else \
  fi
#if VISITORS == 2
#define DROPS(d) DROP(0, d); DROP(1, d)
#else
#define DROPS(d) DROP(0, d); DROP(1, d); DROP(2, d)
#endif
#define CRASH(d) :: d_step { crashes > 0 -> crashes--; DROPS(d); DROP_WORK(d) }

#define EXPIRE(v) \
  :: d_step { expiries > 0 && store.waits[v] != 0 -> \
       expiries--; store.waits[v] = 0; store.owner[v] = 0 }
#define LOSE(k, i) \
  :: d_step { losses > 0 && (S(k).side[i].told || S(k).side[i].freed) -> losses--; \
       S(k).side[i].told = 0; S(k).side[i].freed = 0; FORGET(k) }
#define REPEAT(k, i) \
  :: d_step { repeats > 0 && S(k).state != unborn && !S(k).side[i].told -> repeats--; \
       S(k).side[i].told = 1 }

#define COPY_SIDE(to, from, k, i) \
  to.room[k].side[i].who = from.room[k].side[i].who; \
  to.room[k].side[i].ticket = from.room[k].side[i].ticket; \
  to.room[k].side[i].node = from.room[k].side[i].node; \
  to.room[k].side[i].told = from.room[k].side[i].told; \
  to.room[k].side[i].freed = from.room[k].side[i].freed; \
  to.room[k].side[i].kept = from.room[k].side[i].kept
#define COPY_ROOM(to, from, k) \
  to.room[k].state = from.room[k].state; COPY_SIDE(to, from, k, 0); COPY_SIDE(to, from, k, 1)
#define COPY_WAITER(to, from, v) to.waits[v] = from.waits[v]; to.owner[v] = from.owner[v]
#if ROOMS == 2
#define COPY_ROOMS(to, from) COPY_ROOM(to, from, 0); COPY_ROOM(to, from, 1)
#else
#define COPY_ROOMS(to, from) COPY_ROOM(to, from, 0); COPY_ROOM(to, from, 1); COPY_ROOM(to, from, 2)
#endif
#if VISITORS == 2
#define COPY(to, from) \
  COPY_WAITER(to, from, 0); COPY_WAITER(to, from, 1); COPY_ROOMS(to, from)
#else
#define COPY(to, from) \
  COPY_WAITER(to, from, 0); COPY_WAITER(to, from, 1); COPY_WAITER(to, from, 2); COPY_ROOMS(to, from)
#endif

proctype Faults() {
  byte disconnects = DISCONNECTS, leaves = LEAVES, crashes = CRASHES, expiries = EXPIRIES,
       losses = LOSSES, repeats = REPEATS, gone;
  do
  EACH_VISITOR(DISCONNECT)
  EACH_VISITOR(LEAVE)
  CRASH(0) CRASH(1)
  EACH_VISITOR(EXPIRE)
  EACH_SIDE(LOSE)
  EACH_SIDE(REPEAT)
#if FAILOVERS > 0
  :: d_step { copied == 0 -> COPY(replica, store); copied = 1 }     /* the last write that arrives */
  :: d_step { copied == 1 -> COPY(store, replica); COPY(replica, nothing); copied = 2 }
#endif
  :: atomic { !calm -> calm = 1; break }
  od
}

/* --- the judge ----------------------------------------------------------------------------------------- */

#define HEARD(v) (at[v] != searching || WAITS(v))                                   /* L1 */
#define MET(v) (at[v] != matched && (at[v] != seated || CROWD(took[v]) == 2))       /* L3 */
#define SEARCHES(v) (at[v] == searching)

proctype Judge() {
  timeout ->
  assert(ALL(HEARD));
  assert(ALL(MET));
  assert(born == ROOMS || SUM(SEARCHES) <= 1)                                       /* L2 */
}

init {
  atomic {
    desk[0] = 0; desk[1] = 1;
    search(0); search(1);
    run Visitor(0); run Visitor(1);
#if VISITORS > 2
    desk[2] = 0;
    search(2);
    run Visitor(2);
#endif
    run Desk(0); run Desk(1); run Sweeper(); run Home();
#ifdef WORKERS
    run Worker(0); run Worker(1);
#endif
    run Faults(); run Judge()
  }
}
