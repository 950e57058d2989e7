import { spawnSync } from "node:child_process";

/** The engine as cdktf finds it, else OpenTofu. */
export function installedEngine(env: NodeJS.ProcessEnv): string {
  const names = env.TERRAFORM_BINARY_NAME ? [env.TERRAFORM_BINARY_NAME] : ["terraform", "tofu"];
  const found = names.find((name) => !spawnSync(name, ["version"], { env, stdio: "ignore" }).error);
  if (found !== undefined) return found;
  throw new Error(
    `${names.join(" or ")} could not be started\nnext: put it on PATH, or name it in TERRAFORM_BINARY_NAME`,
  );
}
