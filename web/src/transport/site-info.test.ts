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
    expect(await says("null")).toEqual({
      mayHideAddress: false,
      lanes: [],
      peerLink: "native",
      online: null,
      site: {},
      popular: [],
      evidence: null,
    });
  });

  it("names the link implementation, by default the browser's own", async () => {
    expect(await says('{"peer_link":"simple-peer"}')).toMatchObject({ peerLink: "simple-peer" });
    expect(await says('{"peer_link":"native"}')).toMatchObject({ peerLink: "native" });
    expect(await says('{"peer_link":"another"}')).toMatchObject({ peerLink: "native" });
  });

  it("count the people here, unless they are few", async () => {
    expect(await says('{"online":1234}')).toMatchObject({ online: 1234 });
    expect(await says('{"online":10}')).toMatchObject({ online: 10 });
    for (const few of ['{"online":9}', '{"online":0}', '{"online":-1}', '{"online":"99"}', "{}"]) {
      expect(await says(few), few).toMatchObject({ online: null });
    }
  });

  it("name who runs the site, with addresses that a page may link to", async () => {
    const site = {
      name: "Chat of the North",
      contact_url: "mailto:help@chat.example",
      privacy_url: "https://chat.example/privacy",
      hotline_url: "javascript:alert(1)",
    };
    expect((await says(JSON.stringify({ site })))?.site).toEqual({
      name: "Chat of the North",
      contactUrl: "mailto:help@chat.example",
      privacyUrl: "https://chat.example/privacy",
    });
    expect((await says('{"site":{"name":"","contact_url":7,"privacy_url":"//x"}}'))?.site).toEqual(
      {},
    );
  });

  it("suggest popular interests, as tidy as those that a visitor types", async () => {
    const popular = ["chess", "chess", 7, "\u202Emusic ", "a,b", "x".repeat(99)];
    expect((await says(JSON.stringify({ popular })))?.popular).toEqual([
      ...["chess", "music", "a", "b", "x".repeat(48)],
    ]);
    const many = Array.from({ length: 40 }, (_, index) => `i${index}`);
    expect((await says(JSON.stringify({ popular: many })))?.popular).toHaveLength(12);
    expect((await says('{"popular":"chess"}'))?.popular).toEqual([]);
  });

  it("take evidence only with a key to seal it for", async () => {
    const key = "A".repeat(43);
    const evidence = { key, bytes_max: 1000 };
    expect((await says(JSON.stringify({ evidence })))?.evidence).toEqual({ key, bytesMax: 1000 });
    for (const wrong of [{ key }, { key: "short", bytes_max: 1 }, { bytes_max: 1 }, null]) {
      expect((await says(JSON.stringify({ evidence: wrong })))?.evidence).toBeNull();
    }
  });

  it("are null if the request fails", async () => {
    expect(await says("", 503)).toBeNull();
    expect(await says("<html>")).toBeNull();
    expect(await fetchSiteInfo(() => Promise.reject(new Error("offline")))).toBeNull();
  });
});
