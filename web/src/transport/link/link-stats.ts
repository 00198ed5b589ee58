/** The fields that are read from the browser's reports; each kind of report has its own. */
export type Stat = RTCStats & {
  readonly [name: string]: unknown;
  readonly selectedCandidatePairId?: string;
  readonly nominated?: boolean;
};

/** The candidate pair in use. */
export function usedPair(stats: readonly Stat[]): Stat | undefined {
  const transport = stats.find((one) => one.type === "transport");
  return stats.find(
    (one) =>
      one.type === "candidate-pair" &&
      (transport ? one.id === transport.selectedCandidatePairId : one.nominated === true),
  );
}

/** 0 if the browser does not report it. */
export function numberOf(stat: Stat, name: string): number {
  const value = stat[name];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
