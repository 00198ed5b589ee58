import type { Id } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session } from "./model";
import { joined, linked, MEDIA_OPEN, matched, room, start, WELCOME } from "./test-events";
import { NEXT_COUNTDOWN_MS, UNATTENDED_MAX } from "./timing";

// A visitor who is away is shown to no further partners.

const roomOf = (find: number) => `room-${find}` as Id;
/** A visit with its own clock. */
class Visit {
  session: Session = FIRST_SESSION;
  nowMs = 1_000_000;
  effects: readonly Effect[] = [];

  constructor(mode: "video" | "text" = "video", blurFirst = false) {
    this.does(start(mode, { blurFirst }));
    if (mode === "video") this.does(MEDIA_OPEN);
    this.does(WELCOME);
  }

  get at() {
    return this.session.phase.at;
  }

  does(event: Event, afterMs = 0): this {
    this.nowMs += afterMs;
    [this.session, this.effects] = step(this.session, event, this.nowMs);
    return this;
  }

  isMatched(afterMs = 0): this {
    const { find } = this.session;
    return this.does(matched(find, roomOf(find)), afterMs);
  }

  meets(afterMs = 0): this {
    const of = roomOf(this.session.find);
    this.isMatched(afterMs).does(joined("present", of));
    if (this.at === "connecting") this.does(linked(of));
    expect(this.at).toBe("talking");
    return this;
  }

  isLeft(afterMs = 1_000): this {
    const left = { type: "partner_left", room: roomOf(this.session.find), reason: "skip" } as const;
    return this.does(room(left), afterMs);
  }

  /** The countdown ends, unless it was stopped. */
  isTakenOn(): this {
    return this.does({ type: "timer", name: "next" }, NEXT_COUNTDOWN_MS);
  }
}

describe("the next partner", () => {
  it("is searched at once when the visitor wants that", () => {
    expect(new Visit().meets().isLeft().does({ type: "next" }).at).toBe("searching");
  });

  const nextAt = ({ session: { phase } }: Visit) => phase.at === "partner-left" && phase.nextAt;

  it("waits while the visitor types", () => {
    const visit = new Visit().meets().isLeft();
    for (let key = 0; key < 40; key++) {
      visit.does({ type: "input", typing: true }, 200);
      expect(nextAt(visit)).toBe(visit.nowMs + NEXT_COUNTDOWN_MS);
      expect(visit.effects).toEqual([{ do: "timer", name: "next", ms: NEXT_COUNTDOWN_MS }]);
    }
    expect(visit.isTakenOn().at).toBe("searching");
  });

  it("is not delayed by another touch; a key does not end a wait that the visitor chose", () => {
    const visit = new Visit().meets().isLeft();
    const counting = nextAt(visit);
    expect(nextAt(visit.does({ type: "input", typing: false }, 200))).toBe(counting);
    visit.does({ type: "stay" }).does({ type: "input", typing: true });
    expect(nextAt(visit)).toBe(null);
  });
});

describe("a visitor who is away", () => {
  const alone = (partners: number, visit = new Visit()) => {
    for (let n = 0; n < partners; n++) visit.meets(10).isLeft().isTakenOn();
    return visit;
  };

  it("is asked after several partners, and gets no partner until the answer", () => {
    const visit = alone(UNATTENDED_MAX);
    expect(visit.session.phase).toMatchObject({
      at: "partner-left",
      nextAt: null,
      unattended: true,
    });
    expect(visit.does({ type: "input", typing: true }).isTakenOn().at).toBe("partner-left");
    expect(visit.does({ type: "next" }).at).toBe("searching");
    expect(alone(UNATTENDED_MAX - 1, visit).at).toBe("searching");
  });

  it.each([{ type: "input", typing: false }, { type: "stay" }] as const)(
    "is present again after %o",
    (event) => {
      const visit = alone(UNATTENDED_MAX - 1)
        .meets()
        .does(event);
      expect(visit.session.unattended).toBe(0);
      expect(alone(1, visit.isLeft().isTakenOn()).at).toBe("searching");
    },
  );
});
