import type { Lab } from "../../../lab";

/** How many times somebody has logged in over SSH on each node, as its sshd counts. */
export async function logins(lab: Lab, nodes: readonly string[]): Promise<number[]> {
  return Promise.all(
    nodes.map(async (node) => {
      const { stdout } = await lab.console(
        node,
        "journalctl -t sshd -t sshd-session -o cat --no-pager",
      );
      return stdout.split("\n").filter((line) => line.startsWith("Accepted ")).length;
    }),
  );
}
