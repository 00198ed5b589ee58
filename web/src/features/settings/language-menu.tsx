import { Globe } from "lucide-react";
import { useTranslation } from "@/i18n/i18n";
import { LOCALES } from "@/i18n/locales";
import { LanguageList } from "./language-list";

/**
 * The language of the page: a globe with the language's own name. The browser's list lies over both.
 */
export function LanguageMenu() {
  const { locale, messages } = useTranslation();
  return (
    // A landmark: all that can be read on a page belongs to one.
    <section
      aria-label={messages.settings.language}
      className="relative inline-flex h-9 items-center gap-1.5 rounded-full px-3 max-[21rem]:px-3.5 text-sm font-semibold text-muted-foreground transition-colors hover:bg-secondary hover:text-foreground has-focus-visible:outline-2 has-focus-visible:outline-ring"
    >
      <Globe aria-hidden="true" className="size-4.5" strokeWidth={1.8} />
      <span aria-hidden="true" translate="no" className="max-[21rem]:hidden">
        {/* Without the country, which the list has: phones have no room for it. */}
        {LOCALES.find(({ id }) => id === locale)?.name.split(" (")[0]}
      </span>
      <LanguageList
        aria-label={messages.settings.language}
        className="absolute inset-x-0 inset-y-0 w-full cursor-pointer appearance-none opacity-0 pointer-coarse:inset-y-[min(0px,50%-1.375rem)]"
      />
    </section>
  );
}
