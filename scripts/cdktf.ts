import { toolchain } from "../lab/toolchain";
import { cdktf, Command, COMMANDS } from "./deploy/cdktf";
import { runHere } from "./deploy/run";
import { main, say } from "./script";

const FORGETS = [
  "destroy forgets, it never tears a cluster down: the nodes stay as they are, Terraform only drops what it knows of them.",
  "A deploy after it finds the cluster as it is and makes new preshared keys under it; no member leaves.",
];

main(async ([command, ...args]) => {
  if (!COMMANDS.includes(command as Command)) {
    say(`usage: npm run ${COMMANDS.join("|")} [-- OPTIONS OF cdktf]`);
    return 2;
  }
  if (command === "destroy") FORGETS.forEach(say);
  return cdktf(command as Command, args, {
    run: runHere,
    env: process.env,
    toolchain: command === "synth" ? undefined : await toolchain(say),
    say,
  });
});
