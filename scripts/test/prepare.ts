import { image } from "../../lab/image";
import { tools } from "../../lab/image/tools";
import { toolchain } from "../../lab/toolchain";
import { runnerToolchain } from "../deploy/runner-toolchain";

/** What all lab tests need and what is slow to make: made once, so that tests side by side find it ready. */
export async function prepareForLab(log: (line: string) => void): Promise<void> {
  const found = await toolchain(log);
  log(found.description);
  await runnerToolchain(found, log);
  const unpacked = await tools(log);
  for (const pve of [9, 8] as const) await image(pve, unpacked, log);
}
