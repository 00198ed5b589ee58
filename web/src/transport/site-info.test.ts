import { describe, expect, it } from "vitest";
import { fetchSiteInfo } from "./site-info";

const says = (body: string, status = 200) =>
  fetchSiteInfo(async () => new Response(body, { status }));

describe("what the site says of itself", () => {
  it("leaves hiding to the visitor only where the site does", async () => {
    expect(await says('{"shield":"choice"}')).toEqual({ mayHideAddress: true });
    expect(await says('{"shield":"always"}')).toEqual({ mayHideAddress: false });
    expect(await says("{}")).toEqual({ mayHideAddress: false });
  });

  it("is nothing when it can not be asked", async () => {
    expect(await says("", 503)).toBeNull();
    expect(await says("<html>")).toBeNull();
    expect(await fetchSiteInfo(() => Promise.reject(new Error("offline")))).toBeNull();
  });
});
