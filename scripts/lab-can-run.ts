import { missingForLab } from "../lab";
import { missingForToolchain } from "../lab/toolchain";
import { say } from "./script";

/** Whether the lab can run on this machine; if not, all that is missing has been said. */
export async function labCanRun(): Promise<boolean> {
  const missing = [...(await missingForLab()), ...(await missingForToolchain())];
  if (missing.length > 0) say(`the lab cannot run here:\n  ${missing.join("\n  ")}`);
  return missing.length === 0;
}
