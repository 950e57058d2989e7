import { builtEngine, Engine, installedEngine } from "../../lab/toolchain/engine";
import { LIBRARIES, Library } from "./project";

export const ENGINES = ["terraform", "opentofu"] as const;
export type EngineName = (typeof ENGINES)[number];

export interface EngineCell {
  readonly name: string;
  readonly library: Library;
  readonly engine: EngineName;
}

export const CELLS: readonly EngineCell[] = LIBRARIES.flatMap((library) =>
  ENGINES.map((engine) => ({ name: `${library}/${engine}`, library, engine })),
);

/** Terraform has to be on PATH; OpenTofu is built where it is not. */
export async function engineOf(name: EngineName, say: (line: string) => void): Promise<Engine> {
  const [program, product] =
    name === "terraform" ? (["terraform", "Terraform"] as const) : (["tofu", "OpenTofu"] as const);
  const env = { ...process.env, TERRAFORM_BINARY_NAME: program };
  const installed = await installedEngine(env).catch((error: Error) => error);
  if (installed && !(installed instanceof Error) && installed.product === product) return installed;
  if (name === "opentofu") return builtEngine(say);
  throw new Error(`Terraform is not on PATH, and cannot be built: ${String(installed)}`);
}
