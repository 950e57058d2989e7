/** Sends the engine to a directory for some providers, and for these only; all others come as always. */
export function mirrorConfig(mirror: string, addresses: readonly string[]): string {
  const list = addresses.map((address) => `      ${JSON.stringify(address)},\n`).join("");
  return `# Lab stand-ins of the providers: for the lab only.
disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(mirror)}
    include = [
${list}    ]
  }
  direct {
    exclude = [
${list}    ]
  }
}
`;
}

/** In place of a TF_CLI_CONFIG_FILE that does not exist, which the engine complains about at every command. */
export const PLAIN_CONFIG = `# Nothing special: providers come from the registry.
disable_checkpoint = true
`;
