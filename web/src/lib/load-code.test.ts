import { afterEach, expect, it, vi } from "vitest";
import { loadCode, repeatable } from "./load-code";

const FILE = "https://chat.example/assets/more-1.js";
const failure = () => new TypeError(`Failed to fetch dynamically imported module: ${FILE}`);
const NO_PAUSES = [0, 0];

function serverSays(status: number | null) {
  const get = vi.fn(async () => {
    if (status === null) throw new TypeError("Failed to fetch");
    return { status };
  });
  vi.stubGlobal("fetch", get);
  return get;
}
afterEach(() => {
  vi.unstubAllGlobals();
});

it("retries after a failure without an error", async () => {
  serverSays(null);
  const load = vi.fn(async () => "code").mockRejectedValueOnce(failure());
  expect(await loadCode(load, NO_PAUSES)).toBe("code");
  expect(load).toHaveBeenCalledTimes(2);
});

it("gives up after three failures; a later call retries", async () => {
  serverSays(null);
  const load = vi.fn(async () => Promise.reject(failure()));
  await expect(loadCode(load, NO_PAUSES)).rejects.toMatchObject({ why: "unreachable" });
  expect(load).toHaveBeenCalledTimes(3);
  load.mockResolvedValueOnce("code" as never);
  expect(await loadCode(load, NO_PAUSES)).toBe("code");
});

it.each([404, 410])(
  "reports at once that the server no longer has the file: %i",
  async (status) => {
    const get = serverSays(status);
    const load = vi.fn(async () => Promise.reject(failure()));
    await expect(loadCode(load, NO_PAUSES)).rejects.toMatchObject({ why: "gone" });
    expect(load).toHaveBeenCalledOnce();
    expect(get).toHaveBeenCalledWith(FILE, { cache: "no-store" });
  },
);

it("sends no request if the browser does not name the file, like Safari", async () => {
  const get = serverSays(404);
  const load = async () => Promise.reject(new TypeError("Importing a module script failed."));
  await expect(loadCode(load, NO_PAUSES)).rejects.toMatchObject({ why: "unreachable" });
  expect(get).not.toHaveBeenCalled();
});

it("repeats a failed import from another address each time, because browsers remember failures", async () => {
  const load = vi.fn(async () => Promise.reject<{ part: string }>(failure()));
  const from = vi.fn(async (_: string): Promise<unknown> => ({ part: "code" }));
  from.mockRejectedValueOnce(failure());
  const part = repeatable(load, (m) => m.part, from);
  await expect(part()).rejects.toThrow(FILE);
  await expect(part()).rejects.toThrow(FILE);
  expect(await part()).toBe("code");
  expect(load).toHaveBeenCalledOnce();
  expect(from.mock.calls).toEqual([[`${FILE}?again=1`], [`${FILE}?again=2`]]);
});

it("repeats the import itself if the browser does not name the file, like Safari", async () => {
  const load = vi.fn(async () => ({ part: "code" }));
  load.mockRejectedValueOnce(new TypeError("Importing a module script failed."));
  const from = vi.fn();
  const part = repeatable(load, (m) => m.part, from);
  await expect(part()).rejects.toThrow();
  expect(await part()).toBe("code");
  expect(from).not.toHaveBeenCalled();
});
