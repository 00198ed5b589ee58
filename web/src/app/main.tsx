import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SessionRunner } from "@/features/session/runner";
import { tabSessionKeeper } from "@/features/session/session-keeper";
import { preferredLocale, showLocale } from "@/i18n/i18n";
import { beforeDrawing } from "@/lib/before-drawing";
import { restoreTheme } from "@/lib/theme";
import { videoHindrance } from "@/transport/media/video-support";
import { App } from "./app";
import { watchBack } from "./back";
import { offerOfflinePage } from "./install/offline-page";
import { keptConversation } from "./kept/kept-conversation";
import { keptLiked } from "./kept/kept-liked";
import { keptShare } from "./kept/kept-share";
import { recallWishes } from "./kept/kept-wishes";
import { loadLaterParts } from "./loading/later-parts";
import { loadCall } from "./loading/loaded-call";
import { PEER_LINK } from "./loading/peer-link-code";
import { lastWayOut, watchErrors } from "./problems/broken";
import "./app.css";

restoreTheme();
const language = showLocale(preferredLocale());

offerOfflinePage();

const runner: SessionRunner = new SessionRunner({
  makeLink: PEER_LINK,
  // `VITE_PREGENERATED_OFFERS=off` builds a version without them for comparison: see bench/face.
  pregeneratesOffers: import.meta.env.VITE_PREGENERATED_OFFERS !== "off",
  keeper: tabSessionKeeper(),
  hindrance: videoHindrance(),
  waitsForCode: true,
  wishes: recallWishes(),
  liked: keptLiked(() => runner.snapshot().session.liked),
  now: Date.now,
  whenToShow: beforeDrawing,
});

const share = keptShare(() => runner.snapshot().session.share);
if (share) runner.dispatch({ type: "share", ...share });
const kept = keptConversation(runner.unload);
if (kept) runner.dispatch({ type: "resume", kept });

const root = document.getElementById("root");
if (root) {
  // An update may have removed the file: then English is better than nothing. No `await` of this
  // module: a language imports parts of the first file, and would wait for the end of the await.
  void language
    .catch(() => showLocale("en"))
    .catch(() => setTimeout(() => location.reload(), 5_000))
    .then(() => draw(root));
}

function draw(root: HTMLElement): void {
  const broken = (error: unknown) => runner.dispatch({ type: "broken", error });
  watchErrors(broken);
  watchBack(runner);
  const onUncaughtError = (error: unknown) => {
    console.error(error);
    broken(error);
    root.replaceChildren(lastWayOut());
  };
  createRoot(root, { onUncaughtError }).render(
    <StrictMode>
      <App runner={runner} />
    </StrictMode>,
  );
  // A failure is retried when the code is needed.
  const loaded = () => runner.dispatch({ type: "ready" });
  setTimeout(() => {
    loadCall().then(loaded, () => {});
    void loadLaterParts();
  }, 1_000);
}
