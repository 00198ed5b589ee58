import { describe, expect, it } from "vitest";
import { fetchSiteInfo } from "./site-info";

const says = (body: string, status = 200) =>
  fetchSiteInfo(async () => new Response(body, { status }));

describe("what the site says of itself", () => {
  it("leaves hiding to the visitor only where the site does", async () => {
    expect(await says('{"shield":"choice"}')).toMatchObject({ mayHideAddress: true });
    expect(await says('{"shield":"always"}')).toMatchObject({ mayHideAddress: false });
    expect(await says("{}")).toMatchObject({ mayHideAddress: false });
  });

  it("names the lanes, where there are some", async () => {
    expect(await says('{"lanes":["general","adult"]}')).toMatchObject({
      lanes: ["general", "adult"],
    });
    expect(await says('{"lanes":["general",7]}')).toMatchObject({ lanes: ["general"] });
    expect(await says('{"lanes":"general"}')).toMatchObject({ lanes: [] });
    expect(await says("null")).toEqual({ mayHideAddress: false, lanes: [], peerLink: "native" });
  });

  it("names the implementation of the links, which is the browser's own unless it says so", async () => {
    expect(await says('{"peer_link":"simple-peer"}')).toMatchObject({ peerLink: "simple-peer" });
    expect(await says('{"peer_link":"native"}')).toMatchObject({ peerLink: "native" });
    expect(await says('{"peer_link":"another"}')).toMatchObject({ peerLink: "native" });
  });

  it("is nothing when it can not be asked", async () => {
    expect(await says("", 503)).toBeNull();
    expect(await says("<html>")).toBeNull();
    expect(await fetchSiteInfo(() => Promise.reject(new Error("offline")))).toBeNull();
  });
});
