import { describe, expect, it } from "vitest";
import { fetchSiteInfo } from "./site-info";

const says = (body: string, status = 200) =>
  fetchSiteInfo(async () => new Response(body, { status }));

describe("the site's settings", () => {
  it("offers address hiding only if the site does", async () => {
    expect(await says('{"shield":"choice"}')).toMatchObject({ mayHideAddress: true });
    expect(await says('{"shield":"always"}')).toMatchObject({ mayHideAddress: false });
    expect(await says("{}")).toMatchObject({ mayHideAddress: false });
  });

  it("lists the lanes if there are any", async () => {
    expect(await says('{"lanes":["general","adult"]}')).toMatchObject({
      lanes: ["general", "adult"],
    });
    expect(await says('{"lanes":["general",7]}')).toMatchObject({ lanes: ["general"] });
    expect(await says('{"lanes":"general"}')).toMatchObject({ lanes: [] });
    expect(await says("null")).toEqual({ mayHideAddress: false, lanes: [], peerLink: "native" });
  });

  it("names the link implementation, by default the browser's own", async () => {
    expect(await says('{"peer_link":"simple-peer"}')).toMatchObject({ peerLink: "simple-peer" });
    expect(await says('{"peer_link":"native"}')).toMatchObject({ peerLink: "native" });
    expect(await says('{"peer_link":"another"}')).toMatchObject({ peerLink: "native" });
  });

  it("are null if the request fails", async () => {
    expect(await says("", 503)).toBeNull();
    expect(await says("<html>")).toBeNull();
    expect(await fetchSiteInfo(() => Promise.reject(new Error("offline")))).toBeNull();
  });
});
