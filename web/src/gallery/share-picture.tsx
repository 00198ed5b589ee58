import { Lights } from "@/ui/lights";

/**
 * The picture that a link to the site shows elsewhere (public/share.png), 1200 by 630. It names no
 * site: the operator's name stands beside it.
 */
export function SharePicture() {
  return (
    <main className="flex h-157.5 w-300 items-center gap-4 overflow-hidden bg-night ps-20">
      <h1 className="w-140 shrink-0 text-[5.375rem] leading-none font-semibold tracking-[-0.035em]">
        Say hello to someone new.
      </h1>
      <Lights mood="near" className="size-140" />
    </main>
  );
}
