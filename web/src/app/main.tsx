import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SessionRunner } from "@/features/session/effects";
import { tabSessionKeeper } from "@/features/session/session-keeper";
import { peerLinkSupported, SimplePeerLink } from "@/transport/simple-peer-link";
import { App } from "./app";
import "./app.css";

const runner = new SessionRunner({
  makeLink: (events) => new SimplePeerLink(events),
  keeper: tabSessionKeeper(),
  videoSupported: peerLinkSupported,
  now: Date.now,
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App runner={runner} />
    </StrictMode>,
  );
}
