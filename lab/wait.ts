/** Waits until the probe says yes. A probe that throws ends the wait with its error. */
export async function waitUntil(
  what: string,
  probe: () => Promise<boolean> | boolean,
  timeoutSeconds: number,
  intervalMilliseconds = 50,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  while (!(await probe())) {
    if (Date.now() >= deadline) throw new Error(`${what}: not so within ${timeoutSeconds} s`);
    await new Promise((resolve) => setTimeout(resolve, intervalMilliseconds));
  }
}
