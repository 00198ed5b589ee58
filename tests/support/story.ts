// What every story needs: a deployment, visitors that depart at the end, and an empty deployment at the start.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll } from "vitest";
import {
  type Deployment,
  type DeploymentKind,
  type DeploymentOptions,
  type Node,
  startDeployment,
} from "./deployment.ts";
import { leakedIds } from "./ids.ts";
import { PATIENCE_MS } from "./inbox.ts";
import { type Arrival, Visitor } from "./visitor.ts";

export type Info = { readonly node: string; readonly online: number; readonly rooms: number };

export type Stage = {
  readonly deployment: Deployment;
  /** A visitor that has sent hello; in split deployments, at each matching node in turn. */
  readonly arrive: (arrival?: Arrival) => Promise<Visitor>;
};

/** Polls until the condition holds, for states that the server does not report by itself. */
export async function eventually(
  what: string,
  holds: () => Promise<boolean> | boolean,
  within = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not reached in time: ${what}`);
    await pause(20);
  }
}

export async function infoOf(node: Node): Promise<Info> {
  const response = await fetch(`${node.http}/v1/info`);
  return (await response.json()) as Info;
}

/** The visitors online and the open rooms, summed over all nodes. */
export async function census(
  deployment: Deployment,
): Promise<{ readonly online: number; readonly rooms: number }> {
  const infos = await Promise.all(deployment.nodes.map(infoOf));
  return {
    online: infos.reduce((sum, info) => sum + info.online, 0),
    rooms: infos.reduce((sum, info) => sum + info.rooms, 0),
  };
}

export async function isEmpty(deployment: Deployment): Promise<boolean> {
  const { online, rooms } = await census(deployment);
  return online === 0 && rooms === 0;
}

/** One deployment for all tests of the surrounding describe; every test finds it empty, and none may
 * reveal the id of a visitor to another. */
export function useStage(kind: DeploymentKind, options: DeploymentOptions = {}): Stage {
  let deployment: Deployment | undefined;
  let guests: Visitor[] = [];
  let next = 0;
  const get = (): Deployment => {
    if (!deployment) throw new Error("the deployment does not run");
    return deployment;
  };
  beforeAll(async () => {
    deployment = await startDeployment(kind, options);
  });
  afterEach(async () => {
    const left = guests;
    guests = [];
    await Promise.all(left.map((guest) => guest.depart()));
    const leaks = leakedIds(left);
    if (leaks.length > 0) throw new Error(`ids of other visitors in texts:\n${leaks.join("\n")}`);
    await eventually("no visitor is left", () => isEmpty(get()));
  });
  afterAll(async () => {
    await deployment?.stop();
  });
  return {
    get deployment() {
      return get();
    },
    arrive: async (arrival = {}) => {
      const guest = await Visitor.arrive(get(), { node: next++, ...arrival });
      guests.push(guest);
      return guest;
    },
  };
}
