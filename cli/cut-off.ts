import * as fs from "node:fs";
import * as path from "node:path";
import { resourcesOf, ShownState, StateResource } from "./inventory";
import { Stack } from "./stacks";
import { hasVerifyStep } from "./synthesised";
import type { CheckContext } from "./verify";

/**
 * Whether Terraform was killed in the middle of the stack's last deploy. It writes its state whenever a resource is done, with those in it whose
 * provisioner still runs, and reads them as done afterwards. A step that failed is tainted, and needs no more than another deploy.
 */
export async function wasCutOff(
  stack: Stack,
  { run, env, toolchain }: Pick<CheckContext, "run" | "env" | "toolchain">,
): Promise<boolean> {
  if (!hasVerifyStep(stack) || !isInitialised(stack)) return false;
  const { code, stdout } = await run([toolchain.terraformBinary, "show", "-json"], {
    env,
    cwd: stack.directory,
    capture: true,
  });
  // A state that cannot be read is for the deploy itself to report.
  return code === 0 && endsInTheMiddle(JSON.parse(stdout) as ShownState);
}

/** Whether the engine can be asked for the stack's state. */
export function isInitialised({ directory }: Stack): boolean {
  return fs.existsSync(path.join(directory, ".terraform"));
}

function endsInTheMiddle(state: ShownState): boolean {
  const steps = resourcesOf(state.values?.root_module ?? {}).filter(isStep);
  return steps.length > 0 && !steps.some((step) => step.tainted || stepOf(step) === "verify");
}

function isStep({ type, values }: StateResource): boolean {
  return type === "null_resource" && values?.triggers?.hostTool !== undefined;
}

function stepOf({ values }: StateResource): string | undefined {
  return values?.triggers?.step;
}
