import { TriangleAlert } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Badge } from "@/ui/badge";

/** A sentence about a bad line; nothing for a good one. */
export function QualityNote({
  verdict,
}: {
  readonly verdict: "good" | "fair" | "bad" | undefined;
}) {
  const m = useMessages().comfort;
  return (
    <div role="status" className="contents">
      {verdict && verdict !== "good" && (
        <Badge variant="glass" className="rounded-2xl py-1.5">
          <TriangleAlert aria-hidden="true" /> {verdict === "bad" ? m.bad : m.weak}
        </Badge>
      )}
    </div>
  );
}
