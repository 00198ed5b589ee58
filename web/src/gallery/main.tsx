import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app";
import { EVERY_STATE, still } from "@/app/every-state";
import { loadLaterParts } from "@/app/loading/later-parts";
import { loadCall } from "@/app/loading/loaded-call";
import "@/app/app.css";
import { showLocale } from "@/i18n/i18n";
import type { Locale } from "@/i18n/locales";
import { type BlurState, showBlur, wishBlur } from "@/transport/media/background-blur";
import { Components } from "./components";
import { Index } from "./index-page";
import { blurring, conversation, previews, withPictures } from "./pictures";
import { SharePicture } from "./share-picture";
import { TRANSLATED, translated, translateFirst } from "./translated";

// For developers of the page: every state and every component, without a server. `vite` serves it
// as /gallery.html; it is not part of the build. The address selects the view:
// #state=talking&theme=light&locale=ar. With &kept=1 one state turns into the next as in a visit;
// otherwise each is rendered from scratch.

/** The state after a press on the small picture. The session does not know it. */
const SWAPPED = "talking, pictures swapped";

const named = (name: string) => EVERY_STATE.filter((state) => state.name === name);
/** Includes the states that need a camera: tests without a browser have none. */
const SHOWN = [
  ...EVERY_STATE.map((state) => ({ ...state, snapshot: withPictures(state.snapshot) })),
  ...named("welcome").flatMap(({ snapshot }) => previews(snapshot)),
  ...named("talking").flatMap(({ snapshot }) => conversation(snapshot)),
  ...named("talking, text").flatMap(({ snapshot }) => translated(snapshot)),
  ...named("welcome").flatMap((welcome) =>
    named("talking").flatMap((talking) => blurring(welcome.snapshot, talking.snapshot)),
  ),
  ...named("talking").map(({ snapshot }) => ({ name: SWAPPED, snapshot: withPictures(snapshot) })),
];

/** The key fingerprints of the two ends of a link. */
const KEYS = { local: "sha-256 00:11:22", remote: "sha-256 33:44:55" };

/** The information that a busy site with several lanes sends to its pages. */
const BUSY_SITE = {
  online: 1234,
  shield: "choice",
  lanes: ["general", "adult"],
  site: { name: "1984", contact_url: "https://1984.example", privacy_url: "https://1984.example" },
};

/** The gallery has no server: each problem gets this reference, one state a busy site, the others none. */
const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  if (input === "v1/problems") return Response.json({ reference: "K7Q-2MXP" });
  if (input === "v1/info") {
    const isBusy = viewOf(location.hash).state?.endsWith("busy site");
    return isBusy ? Response.json(BUSY_SITE) : new Response(null, { status: 404 });
  }
  return realFetch(input, init);
};

interface View {
  readonly state: string | null;
  readonly locale: Locale;
  readonly theme: string;
  readonly kept: boolean;
}

function viewOf(hash: string): View {
  const wanted = new URLSearchParams(hash.slice(1));
  return {
    state: wanted.get("state"),
    locale: (wanted.get("locale") ?? "en") as Locale,
    theme: wanted.get("theme") ?? "dark",
    kept: wanted.has("kept"),
  };
}

async function prepare(view: View): Promise<View> {
  await showLocale(view.locale);
  document.documentElement.dataset.theme = view.theme;
  // The session does not know it either.
  const [, blur] = /background blur (loading|failed)$/.exec(view.state ?? "") ?? [];
  wishBlur(blur !== undefined);
  showBlur((blur as BlurState | undefined) ?? "idle");
  return view;
}

function Gallery({ first }: { readonly first: View }) {
  const [view, setView] = useState(first);
  const [translatedView, setTranslatedView] = useState<string | null>(null);
  useEffect(() => {
    const onHash = () => void prepare(viewOf(location.hash)).then(setView);
    addEventListener("hashchange", onHash);
    onHash(); // The address may have changed before the listener was added.
    return () => removeEventListener("hashchange", onHash);
  }, []);

  const viewName = `${view.state} ${view.theme} ${view.locale}`;
  const shown = SHOWN.find((state) => state.name === view.state);
  useEffect(() => {
    if (shown?.name === SWAPPED) document.querySelector<HTMLElement>("main fieldset")?.click();
    if (shown?.name === TRANSLATED) void translateFirst().then(() => setTranslatedView(viewName));
  }, [shown, viewName]);
  const ready = shown?.name !== TRANSLATED || translatedView === viewName;
  return (
    // Tests wait until this shows the requested view.
    <div data-view={ready ? viewName : null} className="h-full">
      {shown ? (
        <App
          key={view.kept ? null : `${shown.name} ${view.locale}`}
          runner={still({ ...shown.snapshot, fingerprints: KEYS })}
        />
      ) : (
        <Page name={view.state} />
      )}
    </div>
  );
}

/** A page that shows no state of the app. */
function Page({ name }: { readonly name: string | null }) {
  if (name === "components") return <Components />;
  if (name === "share") return <SharePicture />;
  return <Index states={SHOWN.map((state) => state.name)} />;
}

/**
 * Wide, faint gradients take a third of the time of a state, make the reference pictures ten times
 * larger, and keep axe from judging the text above them.
 */
function withoutGradients() {
  const flat = document.createElement("style");
  flat.textContent = ".bg-night, .bg-glow { background-image: none !important; }";
  document.head.append(flat);
}

if (import.meta.env.MODE === "gallery") withoutGradients();
const root = document.getElementById("root");
if (root) {
  await Promise.all([loadCall(), loadLaterParts()]);
  const first = await prepare(viewOf(location.hash));
  createRoot(root).render(<Gallery first={first} />);
}
