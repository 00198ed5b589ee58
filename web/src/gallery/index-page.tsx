import { useState } from "react";
import { LOCALES } from "@/i18n/locales";
import { cn } from "@/lib/utils";
import { Logo } from "@/ui/logo";
import { Segmented } from "@/ui/segmented";

const SIZES = { phone: "h-[844px] w-[390px]", desktop: "h-[900px] w-[1440px]" } as const;
const LANGUAGES = [...LOCALES.map((l) => l.id), "pseudo"] as const;

/** The list of states, with the selected one beside it. */
export function Index({ states }: { readonly states: readonly string[] }) {
  const [state, setState] = useState("components");
  const [theme, setTheme] = useState<"light" | "dark">("dark");
  const [locale, setLocale] = useState<(typeof LANGUAGES)[number]>("en");
  const [size, setSize] = useState<keyof typeof SIZES>("phone");
  const address = `#${new URLSearchParams({ state, theme, locale })}`;

  return (
    <div className="flex h-dvh">
      <nav aria-label="States" className="flex w-64 shrink-0 flex-col gap-4 overflow-y-auto p-5">
        <Logo />
        <ul className="flex flex-col gap-0.5 text-sm">
          {["components", ...states].map((name) => (
            <li key={name}>
              <button
                type="button"
                aria-current={name === state}
                className={cn(
                  "w-full rounded-lg px-3 py-1.5 text-start",
                  name === state ? "bg-secondary font-medium" : "text-muted-foreground",
                )}
                onClick={() => setState(name)}
              >
                {name}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <main className="flex min-w-0 flex-1 flex-col gap-4 overflow-auto bg-stage p-5">
        <div className="flex flex-wrap gap-3">
          <Segmented
            label="Theme"
            value={theme}
            options={named(["light", "dark"])}
            onChange={setTheme}
            size="sm"
          />
          <Segmented
            label="Size"
            value={size}
            options={named(["phone", "desktop"])}
            onChange={setSize}
            size="sm"
          />
          <Segmented
            label="Language"
            value={locale}
            options={named(LANGUAGES)}
            onChange={setLocale}
            size="sm"
          />
        </div>
        <iframe
          key={address}
          title={state}
          src={`/gallery.html${address}`}
          className={cn("shrink-0 rounded-2xl border", SIZES[size])}
        />
      </main>
    </div>
  );
}

function named<const T extends string>(values: readonly T[]) {
  return values.map((value) => ({ value, label: value }));
}
