import { synthesisedStacks } from "../cli/stacks";
import { verifySideBySide } from "../cli/verify";
import { toolchain } from "../lab/toolchain";
import { outputDirectory, parseCdktfArguments } from "./deploy/arguments";
import { childEnvironment } from "./deploy/cdktf";
import { runHere } from "./deploy/run";
import { main, say } from "./script";

/** npm run verify: the article's last step, run from here, without changing anything. */
main(async (args) => {
  const parsed = parseCdktfArguments(args);
  const output = outputDirectory(parsed);
  const stacks = synthesisedStacks(output);
  if (stacks.length === 0) {
    say(`nothing was deployed from here: ${output} holds no stack`);
    say("next: npm run deploy");
    return 1;
  }
  const tools = await toolchain(say);
  const context = { run: runHere, toolchain: tools, say };
  let worst = 0;
  for (const stack of stacks) {
    const env = childEnvironment({ env: process.env, toolchain: tools });
    const checked = verifySideBySide(stack, { ...context, env }, false, (text) =>
      process.stdout.write(`${text}\n`),
    );
    worst = Math.max(worst, await checked);
  }
  return worst;
});
