import * as path from "node:path";

export { runHere, type Outcome, type Run, type RunOptions } from "../../cli/run";

export const PROJECT = path.resolve(__dirname, "../..");
