// Makes the site installable, and shows an offline page if the site is unreachable. It caches
// nothing else: a visit always gets the newest entry page from the server, and the files behind it
// never change under their names.

/** The folder of the app. Another app of this host may be in another one. */
const HERE = new URL("./", self.location).pathname;
const CACHE = `offline-3 ${HERE}`; // Raise the number when one of the files changes.
const FILES = [
  "offline.html",
  "offline.css",
  "offline.js",
  "page-language.js",
  "theme.js",
  "favicon.svg",
].map((file) => HERE + file);

/** A proxy answers with these if there is no server behind it. */
const AWAY = [502, 503, 504];

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(start());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(visit(event));
  } else if (request.method === "GET" && FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(unlessAway(fetch(request), request));
  }
});

async function start() {
  for (const name of await caches.keys()) if (isFormer(name)) await caches.delete(name);
  // Lets the request start while this worker is still starting.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** Caches of versions before 3 name no folder. */
function isFormer(name) {
  const [kind, folder] = name.split(" ");
  return kind.startsWith("offline-") && name !== CACHE && (folder ?? HERE) === HERE;
}

function visit(event) {
  const asked = Promise.resolve(event.preloadResponse).then(
    (early) => early ?? fetch(event.request),
  );
  return unlessAway(asked, `${HERE}offline.html`);
}

/** The site's answer, or the cached one if there is none. */
async function unlessAway(asked, kept) {
  const answer = await asked.catch(() => Response.error());
  if (answer.type !== "error" && !AWAY.includes(answer.status)) return answer;
  return (await caches.match(kept)) ?? answer;
}
