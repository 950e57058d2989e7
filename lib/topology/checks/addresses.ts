import {
  isHostAddress,
  isHostAddress4,
  isNetwork,
  isUnusable,
  networkOf,
  parseAddress,
} from "../addresses";
import type { Problems } from "../problems";

/** Checks an IPv4 address that others reach. */
export function checkHostAddress4(problems: Problems, prop: string, address: string): void {
  if (problems.checkedLater(prop, address, HOST_ADDRESS_4)) return;
  if (typeof address === "string" && isHostAddress4(address) && !isUnusable(address)) return;
  problems.add(prop, address, HOST_ADDRESS_4.allowed, hostAddressFix(address));
}

const HOST_ADDRESS_4 = {
  shape: "^[0-9]{1,3}([.][0-9]{1,3}){3}$",
  allowed: "the IPv4 address of one host",
  fix: "write the address that reaches it, such as 203.0.113.11",
};

const NETWORK = {
  shape: "^[0-9a-fA-F.:]+/[0-9]{1,3}$",
  allowed: "a network in CIDR notation",
  fix: "write network and prefix length, such as 198.51.100.0/24",
};

function hostAddressFix(address: unknown): string {
  const withoutPrefix = typeof address === "string" ? address.trim().replace(/\/\d+$/, "") : "";
  if (withoutPrefix !== address && isHostAddress4(withoutPrefix)) {
    return `did you mean "${withoutPrefix}"?`;
  }
  const decimal = withoutPrefix.replace(/(^|\.)0+(?=\d)/g, "$1");
  if (decimal !== withoutPrefix && isHostAddress4(decimal)) {
    return `leading zeros mean octal to some programs; did you mean "${decimal}"?`;
  }
  return HOST_ADDRESS_4.fix;
}

/** What a network stands for: many hosts, or maybe just one. */
export type NetworkKind = "network" | "source";

/** Checks a network in CIDR notation, of IPv4 or IPv6. Says whether it is known and sound. */
export function checkNetwork(
  problems: Problems,
  prop: string,
  network: string,
  kind: NetworkKind,
): boolean {
  if (problems.checkedLater(prop, network, NETWORK)) return false;
  if (typeof network === "string" && isNetwork(network)) return true;
  problems.add(prop, network, NETWORK.allowed, networkFix(network, kind));
  return false;
}

function networkFix(network: unknown, kind: NetworkKind): string {
  const text = typeof network === "string" ? network.trim() : "";
  const bits = text.includes(":") ? 128 : 32;
  if (isHostAddress(text)) {
    const usual =
      kind === "source" ? `${text}/${bits}` : networkOf(`${text}/${bits === 32 ? 24 : 64}`);
    return `did you mean "${usual}"?`;
  }
  if (text !== network && isNetwork(text)) return `did you mean "${text}"?`;
  if (parseAddress(text)) {
    const one = `, or "${text.replace(/\/.*/, "")}/${bits}" for the one address`;
    return `did you mean "${networkOf(text)}"${kind === "source" ? one : ""}?`;
  }
  return NETWORK.fix;
}

/** Checks an IPv4 network in CIDR notation. Says whether it is known and sound. */
export function checkNetwork4(
  problems: Problems,
  prop: string,
  network: string,
  fixForIpv6: string,
): boolean {
  if (!checkNetwork(problems, prop, network, "network")) return false;
  if (!network.includes(":")) return true;
  problems.add(prop, network, "an IPv4 network", fixForIpv6);
  return false;
}
