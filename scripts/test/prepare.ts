import { toolchain } from "../../lab/toolchain";

/** What all lab tests need and what is slow to make: made once, so that tests side by side find it ready. */
export async function prepareForLab(log: (line: string) => void): Promise<void> {
  log((await toolchain(log)).description);
}
