/** What some work has taken. */
export interface Times {
  readonly ms: number;
  /**
   * Of all threads of this process. With one thread that computes, and no GPU, it is nearly what the clock would show on a
   * machine that does nothing else.
   */
  readonly cpuMs: number;
}

/** Does some work and takes its times. */
export async function timed(work: () => Promise<unknown>): Promise<Times> {
  const startedAtMs = performance.now();
  const cpuAtStart = process.cpuUsage();
  await work();
  const ms = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(cpuAtStart);
  return { ms, cpuMs: (user + system) / 1000 };
}
