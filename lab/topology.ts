export type Site = "east" | "west";

export const RUNNER = "runner";
export const RUNNER_ADDRESS = "203.0.113.100";
export const RUNNER_ADDRESS6 = "2001:db8:113::100";
/** On-link for everyone, as at providers that give each server a /32. */
export const GATEWAY_ADDRESS = "203.0.113.1";
/** The same for everyone, and on-link without a route, as at providers that give each server a prefix. */
export const GATEWAY_ADDRESS6 = "fe80::1";
/** Answers as Proxmox's enterprise repository does without a subscription. */
export const ENTERPRISE_ADDRESS = "203.0.113.2";
export const DOMAIN = "example.com";

/** 203.0.113.10+N must stay below the runner's address. */
export const MOST_NODES = 32;

export function nodeNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `node${index + 1}`);
}

export function addressOf(name: string): string {
  return name === RUNNER ? RUNNER_ADDRESS : `203.0.113.${10 + numberOf(name)}`;
}

/** Ends in the digits of the IPv4 address: node10 is 203.0.113.20 and 2001:db8:113::20. */
export function address6Of(name: string): string {
  return name === RUNNER ? RUNNER_ADDRESS6 : `2001:db8:113::${10 + numberOf(name)}`;
}

/** node1 and every even one in one city, the other odd ones in another. */
export function siteOf(node: string): Site {
  const number = numberOf(node);
  return number === 1 || number % 2 === 0 ? "east" : "west";
}

function numberOf(node: string): number {
  return Number(node.slice("node".length));
}
