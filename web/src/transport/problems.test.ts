import { expect, it } from "vitest";
import { referenceOf } from "./problems";

it("sends the problem and returns the reference of the log", async () => {
  const asked: unknown[] = [];
  const post = async (...[url, init]: Parameters<typeof fetch>) => {
    asked.push(url, init?.method, init?.body);
    return Response.json({ reference: "K7Q-2MXP" }, { status: 201 });
  };
  expect(await referenceOf("no_path", post)).toBe("K7Q-2MXP");
  expect(asked).toEqual(["v1/problems", "POST", "no_path"]);
});

it.each([
  ["no connection", () => Promise.reject(new TypeError("failed"))],
  ["a refusal", async () => Response.json({ status: 429 }, { status: 429 })],
  ["a page of a proxy", async () => new Response("<h1>Bad Gateway</h1>", { status: 502 })],
  ["another text", async () => Response.json({ reference: "<b>call this number</b>" })],
])("returns none after %s", async (_, post) => {
  expect(await referenceOf("no_path", post)).toBeNull();
});
