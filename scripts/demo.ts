import { parseArgs } from "node:util";
import { Lab, missingForLab } from "../lab";
import { missingForToolchain } from "../lab/toolchain";
import { demo } from "./demo/demo";
import { main, say } from "./script";

const USAGE = "usage: npm run demo [-- --name LAB --pve 8|9 --nodes N]";

/** npm run demo: the article's three servers, made one cluster by the unmodified main.ts. */
main(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: "string" },
      pve: { type: "string" },
      nodes: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const pve = values.pve === undefined ? undefined : Number(values.pve);
  if (pve !== undefined && pve !== 8 && pve !== 9) {
    say(`--pve ${values.pve}: there are 8 and 9. ${USAGE}`);
    return 2;
  }
  // What is not given is left open: a lab that is up is taken as it is.
  const nodes = values.nodes === undefined ? undefined : Number(values.nodes);
  const missing = [...(await missingForLab()), ...(await missingForToolchain())];
  if (missing.length > 0) {
    say("the demo runs a lab on this machine, which lacks:");
    missing.forEach((line) => say(`  ${line}`));
    return 1;
  }
  return demo((log) => Lab.up({ name: values.name, pve, nodes, stays: true, log }));
});
