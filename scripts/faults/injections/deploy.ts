import * as fs from "node:fs";
import * as path from "node:path";
import { waitUntil } from "../../../lab/wait";
import { nodeOf } from "../places";
import { Injection, Scene } from "./injection";

const EFFECT_SECONDS = 30;

export function terraformKilled({ directory }: Scene): Injection {
  return {
    inject: async () => {
      const [pid, ...others] = terraformsIn(directory);
      if (pid === undefined || others.length > 0) {
        throw new Error(
          `one Terraform should run in ${directory}, not ${others.length + (pid ? 1 : 0)}`,
        );
      }
      process.kill(pid, "SIGKILL");
      await waitUntil("Terraform ends", () => terraformsIn(directory).length === 0, EFFECT_SECONDS);
      return "Terraform ended without a word";
    },
  };
}

/** Processes of this machine that apply a plan of the deploy's directory; the lab's runner has ids of its own. */
function terraformsIn(directory: string): number[] {
  const isMeant = (pid: string) => {
    const words = linkedText(() => fs.readFileSync(`/proc/${pid}/cmdline`, "utf8")).split("\0");
    if (!/^(terraform|tofu)$/.test(path.basename(words[0])) || words[1] !== "apply") return false;
    return linkedText(() => fs.readlinkSync(`/proc/${pid}/cwd`)).startsWith(`${directory}/`);
  };
  return fs
    .readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && isMeant(entry))
    .map(Number);
}

/** A process may end while it is looked at. */
function linkedText(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}

// The daemon's process of one connection, once a command of a step runs in it: the one that holds the cluster is there all the time.
const CUT = `end=$((SECONDS + ${EFFECT_SECONDS}))
while [ "$SECONDS" -lt "$end" ]; do
  for session in $(pgrep -f '^sshd(-session)?: root@notty'); do
    command=$(pgrep -P "$session" | head -n 1)
    [ -n "$command" ] || continue
    words=$(ps -o args= -p "$command") || continue
    [ "\${words% hold}" = "$words" ] || continue
    kill -KILL "$session" || continue
    echo "$words"
    exit 0
  done
  sleep 0.01
done
exit 1`;

export function connectionCut({ lab, place }: Scene): Injection {
  const node = nodeOf(place.busy, place);
  return {
    inject: async () => {
      const { code, stdout } = await lab.console(node, CUT, { check: false });
      if (code !== 0) throw new Error(`${node}: no command came over SSH that could be cut`);
      return `the connection to ${node} ended while "${stdout.trim()}" ran`;
    },
  };
}
