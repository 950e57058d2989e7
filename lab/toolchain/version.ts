export type Product = "Terraform" | "OpenTofu";
export type Version = readonly [major: number, minor: number, patch: number];

/** Ephemeral variables: what keeps secrets out of state and plan. */
export const OLDEST_ENGINE: Record<Product, Version> = {
  Terraform: [1, 10, 0],
  OpenTofu: [1, 11, 0],
};
export const OLDEST_GO: Version = [1, 26, 0];

/** Reads the first line of `terraform version` or `tofu version`. */
export function parseEngineVersion(
  output: string,
): { product: Product; version: Version } | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+)\.(\d+)\.(\d+)/m.exec(output);
  return match
    ? { product: match[1] as Product, version: numbers(match[2], match[3], match[4]) }
    : undefined;
}

/** Reads `go version`, whose first release of a line may have no patch number. */
export function parseGoVersion(output: string): Version | undefined {
  const match = /^go version go(\d+)\.(\d+)(?:\.(\d+))?/m.exec(output);
  return match ? numbers(match[1], match[2], match[3] ?? "0") : undefined;
}

export function atLeast(version: Version, oldest: Version): boolean {
  const differs = version.findIndex((part, index) => part !== oldest[index]);
  return differs === -1 || version[differs] > oldest[differs];
}

function numbers(...parts: [string, string, string]): Version {
  return [Number(parts[0]), Number(parts[1]), Number(parts[2])];
}
