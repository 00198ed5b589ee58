// Tests of components: all parts of the page are loaded at once, without a server. The timeout allows for a busy
// machine.
import { configure } from "@testing-library/react";
import { loadLaterParts } from "./loading/later-parts";
import { loadCall } from "./loading/loaded-call";

configure({ asyncUtilTimeout: 20_000 });
globalThis.fetch = () => Promise.reject(new TypeError("there is no server in this test"));
await Promise.all([loadCall(), loadLaterParts()]);
