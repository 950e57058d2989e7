import type { Lab } from "../../../lab";

/** Pings between all the nodes over the overlay, every 20 ms, until stopped; then says which pairs lost any. */
export async function steadyPings(
  lab: Lab,
  nodes: readonly string[],
): Promise<{ stop(): Promise<string[]> }> {
  const pairs = nodes.flatMap((from) =>
    nodes.filter((to) => to !== from).map((to) => ({ from, to, unit: `test-ping-${to}` })),
  );
  await Promise.all(
    pairs.map(({ from, to, unit }) =>
      lab.console(
        from,
        `systemd-run --quiet --unit=${unit} --property=Type=exec --property=RemainAfterExit=yes \
         --property=StandardOutput=file:/run/${unit} ping -q -i 0.02 172.16.10.${to.replace("node", "")}`,
      ),
    ),
  );
  return {
    async stop() {
      const results = await Promise.all(
        pairs.map(async ({ from, to, unit }) => {
          // SIGINT lets ping print its summary. The last packets may still be on their way.
          await lab.console(from, `systemctl kill --signal=INT ${unit}`);
          await lab.waitFor(
            `${from}'s ping of ${to} to end`,
            async () => (await lab.console(from, `cat /run/${unit}`)).stdout.includes("received"),
            10,
          );
          const { stdout } = await lab.console(from, `cat /run/${unit}`);
          await lab.console(from, `systemctl stop ${unit}`);
          const [, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(stdout)!;
          const inFlight = 65 / 20 + 2;
          return Number(sent) - Number(received) > inFlight ? [`${from} to ${to}: ${stdout}`] : [];
        }),
      );
      return results.flat();
    },
  };
}
