import { Stack } from "../../cli/stacks";
import { CheckContext } from "../../cli/verify";

/** What `terraform plan -detailed-exitcode` means by its status. */
const NOTHING_TO_DO = 0;
const SOMETHING_TO_DO = 2;

/**
 * `cdktf deploy` ends with 0 when Terraform was killed or when nobody approved. So what counts is whether anything is
 * left to do: an old state alone would describe the cluster as it was before this deploy.
 */
export async function checkNothingIsLeft(
  stack: Stack,
  context: CheckContext,
  variables: readonly string[] = [],
): Promise<number> {
  const { code, stdout } = await context.run(
    [
      context.toolchain.terraformBinary,
      "plan",
      "-detailed-exitcode",
      "-refresh=false",
      "-input=false",
      "-lock=false",
      "-no-color",
      ...variables,
    ],
    { env: context.env, cwd: stack.directory, capture: true },
  );
  if (code === NOTHING_TO_DO) return 0;
  if (code === SOMETHING_TO_DO) {
    const left = stdout.split("\n").filter((line) => line.startsWith("  # "));
    context.say(`${stack.name}: the deploy did not get to its end, this is left to do:`);
    left.forEach((line) => context.say(line));
    context.say("next: read what the deploy said above, then deploy again; finished work is kept");
    return 1;
  }
  context.say(`${stack.name}: Terraform could not tell whether the deploy is complete (see above)`);
  return 1;
}
