import { Stack } from "./stacks";
import { stepAddresses } from "./synthesised";

/** The engine's own variable for more arguments of `apply`, which cdktf passes on. */
export const APPLY_ARGUMENTS = "TF_CLI_ARGS_apply";

/**
 * Arguments of `apply` with which every step of the stack runs again. What was never deployed is simply made: the
 * engine takes no offence at an address that its state does not have.
 */
export function recheckArguments(stacks: readonly Stack[]): string {
  return stacks
    .flatMap(stepAddresses)
    .map((address) => `-replace=${address}`)
    .join(" ");
}
