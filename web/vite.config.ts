import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { emojiNames } from "./scripts/emoji-names.ts";
import { nudityModel } from "./scripts/nudity-model.ts";
import { segmentationModel } from "./scripts/segmentation-model.ts";

// vitest prints failures with Map.groupBy, which Node has from version 21 on.
Map.groupBy ??= <Key, Item>(items: Iterable<Item>, keyOf: (item: Item, index: number) => Key) => {
  const groups = new Map<Key, Item[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

interface Module {
  readonly importedIds: readonly string[];
  readonly code: string | null;
}

interface ModuleGraph {
  getModuleInfo(id: string): Module | null;
}

/** Packages whose entry only names their parts: one part must not bring all that any file uses. */
const BARREL = /\/node_modules\/(lucide-react|radix-ui)\/dist\//;

/**
 * Names the one file of all modules that the page needs before it is usable. Otherwise they are
 * twenty, cut where later parts share some of them, which together compress to 8 KB more (brotli).
 */
function firstLoad() {
  const first = new Set<string>();
  const add = (id: string, graph: ModuleGraph) => {
    const module = graph.getModuleInfo(id);
    if (first.has(id) || !module) return;
    first.add(id);
    for (const next of module.importedIds) {
      const barrel = BARREL.exec(next)?.[1];
      const parts = barrel === undefined ? [next] : partsOf(next, namesFrom(barrel, module), graph);
      for (const part of parts) add(part, graph);
    }
  };
  return (id: string, graph: ModuleGraph) => {
    const main = fileURLToPath(new URL("./src/app/main.tsx", import.meta.url));
    if (first.size === 0) add(main, graph);
    return first.has(id) ? "first" : null;
  };
}

/** What a module imports from a package by name. */
function namesFrom(barrel: string, { code }: Module): readonly string[] {
  const lists = code?.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g) ?? [];
  return [...lists]
    .filter(([, , from]) => from === barrel)
    .flatMap(([, list]) => list?.split(",") ?? [])
    .map((name) => name.split(" as ")[0]?.trim() ?? "");
}

/** The modules that a barrel exports under these names. */
function partsOf(barrel: string, names: readonly string[], graph: ModuleGraph): readonly string[] {
  const { code, importedIds } = graph.getModuleInfo(barrel) ?? { code: "", importedIds: [] };
  return names.flatMap((name) => {
    const from = new RegExp(`\\bas ${name}\\b[^;]* from ["']([^"']+)["']`).exec(code ?? "")?.[1];
    const end = from?.replace(/^\.\//, "/");
    const part = importedIds.find((id) => end !== undefined && id.includes(end));
    if (part === undefined) throw new Error(`${barrel} has no part ${name}`);
    return [part];
  });
}

export default defineConfig(({ mode }) => ({
  plugins: [
    // A component or hook that the React Compiler cannot compile fails the build. The parts in ui/ are small and pass their
    // props on: nothing of them can be remembered, and compiled they cost the first visit 2.6 KB more (brotli).
    react({
      jsxImportSource: "@/ui/jsx",
      compiler: {
        panicThreshold: "all_errors",
        sources: ["/src/app/", "/src/features/", "/src/gallery/"],
      },
    }),
    tailwindcss(),
    emojiNames(),
    // For `vite`, where workers have the plugins of the page.
    nudityModel(),
    segmentationModel(),
  ],
  resolve: {
    alias: {
      "@": fileURLToPath(new URL("./src", import.meta.url)),
      "@nexuschat/client": fileURLToPath(new URL("../clients/js/src", import.meta.url)),
    },
  },
  server: { proxy: { "/v1": { target: "http://localhost:8080", ws: true } } },
  // All addresses are relative: the operator may serve the app in any folder (server.base_path).
  base: "./",
  build: {
    target: "es2022",
    // Since these have light-dark(); what is lowered would not follow a part of the page that is always dark.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
    // Inlined assets would be data: addresses, which the server's content security policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The gallery of all states, for the tests that look at them: vite build --mode gallery. It
      // needs all code at once, and loads one file faster than a hundred.
      ...(mode === "gallery" && { input: "gallery.html" }),
      output: { codeSplitting: mode !== "gallery" && { groups: [{ name: firstLoad() }] } },
    },
  },
  worker: { format: "es", plugins: () => [nudityModel(), segmentationModel()] },
  test: {
    restoreMocks: true,
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "modules",
          include: ["src/**/*.test.ts", "../clients/js/src/**/*.test.ts"],
          setupFiles: ["src/i18n/test-setup.ts"],
        },
      },
      {
        // Components keep no state outside the page, so their tests share what is loaded. That halves the time of all tests.
        extends: true,
        test: {
          name: "components",
          include: ["src/**/*.test.tsx"],
          environment: "happy-dom",
          setupFiles: ["src/i18n/test-setup.ts", "src/app/test-setup.ts"],
          isolate: false,
        },
      },
    ],
  },
}));
