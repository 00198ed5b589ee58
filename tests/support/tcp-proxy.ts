// The network between one visitor and the server, for tests to break.
// SPDX-License-Identifier: MIT
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

type Way = { readonly from: Socket; readonly to: Socket; path: string };

/** Forwards connections to its port, and can break those that request one path. */
export class TcpProxy {
  readonly #server: Server;
  readonly #ways = new Set<Way>();
  #closed: string | null = null;

  private constructor(server: Server) {
    this.#server = server;
  }

  static open(target: number): Promise<TcpProxy> {
    return new Promise((done) => {
      const server = createServer((from) => proxy.#pass(from, target));
      const proxy = new TcpProxy(server);
      server.listen(0, "127.0.0.1", () => done(proxy));
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends the connections to that path abruptly at both ends; returns how many there were. */
  cut(path: string): number {
    const hit = this.#to(path);
    for (const way of hit) this.#end(way);
    return hit.length;
  }

  /** Cuts the connections and refuses new ones until mended. */
  cutOff(path: string): number {
    this.#closed = path;
    return this.cut(path);
  }

  mend(): void {
    this.#closed = null;
  }

  /** Holds back the bytes of that path in both directions, or only the server's. Neither end notices. */
  stall(path: string, what: "everything" | "answers" = "everything"): void {
    for (const { from, to } of this.#to(path)) {
      to.pause();
      if (what === "everything") from.pause();
    }
  }

  /** Delivers the bytes that were held back. */
  flow(path: string): void {
    for (const { from, to } of this.#to(path)) for (const end of [from, to]) end.resume();
  }

  close(): void {
    for (const way of this.#ways) this.#end(way);
    this.#server.close();
  }

  #to(path: string): Way[] {
    return [...this.#ways].filter((way) => way.path === path);
  }

  #pass(from: Socket, target: number): void {
    const way: Way = { from, to: connect(target, "127.0.0.1"), path: "" };
    this.#ways.add(way);
    from.once("data", (head) => {
      way.path = /^GET (\S+) /.exec(head.toString("latin1"))?.[1] ?? "";
      if (way.path === this.#closed) return this.#end(way);
      way.to.write(head);
      from.on("data", (bytes) => way.to.write(bytes));
    });
    way.to.on("data", (bytes) => from.write(bytes));
    for (const end of [from, way.to]) {
      end.on("error", () => {}); // "close" follows
      end.once("close", () => this.#end(way));
    }
  }

  #end(way: Way): void {
    this.#ways.delete(way);
    way.from.destroy();
    way.to.destroy();
  }
}
