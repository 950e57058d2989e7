/** What `runner/all-nodes.sh verify` is given, as the deployed cluster's own verify step was given it. */
export interface Inventory {
  readonly address: string;
  /** Lines NAME, ADDRESS, PORT, HOSTKEY or -, parted by tabs. */
  readonly nodes: string;
  /** Lines NAME, KEY=VALUE, parted by a tab. */
  readonly settings: string;
  /** Lines NAME, LINE, parted by a tab. */
  readonly payload: string;
}

export const namesOf = ({ nodes }: Inventory): string[] =>
  nodes.split("\n").map((line) => line.split("\t")[0]);

export interface StateResource {
  readonly address: string;
  readonly type: string;
  /** Its provisioner failed. */
  readonly tainted?: boolean;
  readonly values?: { readonly triggers?: Record<string, string> | null };
}

interface StateModule {
  readonly resources?: StateResource[];
  readonly child_modules?: StateModule[];
}

/** The part of `terraform show -json` (and `tofu show -json`) that matters here. */
export interface ShownState {
  readonly values?: { readonly root_module?: StateModule };
}

/** The inventory of every cluster in the state whose verify step was reached. */
export function inventoriesOf(state: ShownState): Inventory[] {
  return resourcesOf(state.values?.root_module ?? {})
    .filter(({ type, values }) => type === "null_resource" && values?.triggers?.step === "verify")
    .flatMap(({ address, values }) => {
      const { nodes, settings = "", payload = "" } = values!.triggers!;
      return nodes ? [{ address, nodes, settings, payload }] : [];
    });
}

/** Every resource of a module and of those below it. */
export function resourcesOf(module: StateModule): StateResource[] {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesOf)];
}
