import {
  isHostAddress,
  isHostAddress4,
  isHostAddress6,
  isNetwork,
  isUnusable,
  networkOf,
  parseAddress,
} from "../addresses";
import type { Problems, TextRule } from "../problems";

const usable =
  (isAddress: (text: string) => boolean) =>
  (text: string): boolean =>
    isAddress(text) && !isUnusable(text);

const HOST_ADDRESS_4: TextRule = {
  accepts: usable(isHostAddress4),
  shape: "^[0-9]{1,3}([.][0-9]{1,3}){3}$",
  allowed: "the IPv4 address of one host",
  fix: "write the address at which others reach it, such as 203.0.113.11",
};

const HOST_ADDRESS_6: TextRule = {
  accepts: usable(isHostAddress6),
  shape: "^[0-9a-fA-F.:]*:[0-9a-fA-F.:]*$",
  allowed: "the IPv6 address of one host",
  fix: "write the address at which others reach it, such as 2001:db8::11",
};

const HOST_ADDRESS = {
  accepts: usable(isHostAddress),
  allowed: "the address of one host",
  fix: "write the address at which others reach it, such as 203.0.113.11 or 2001:db8::11",
};

/** Checks an IPv4 address that others reach. An IPv6 one may belong into another prop. */
export function checkHostAddress4(
  problems: Problems,
  prop: string,
  address: string,
  propForIpv6?: string,
): void {
  const isMisplaced = propForIpv6 !== undefined && usable(isHostAddress6)(String(address));
  const fix = isMisplaced ? `an IPv6 address goes into ${propForIpv6}` : HOST_ADDRESS_4.fix;
  checkHost(problems, prop, address, { ...HOST_ADDRESS_4, fix });
}

/** Checks an IPv6 address that others reach. An IPv4 one may belong into another prop. */
export function checkHostAddress6(
  problems: Problems,
  prop: string,
  address: string,
  propForIpv4: string,
): void {
  const isMisplaced = usable(isHostAddress4)(String(address));
  const fix = isMisplaced ? `an IPv4 address goes into ${propForIpv4}` : HOST_ADDRESS_6.fix;
  checkHost(problems, prop, address, { ...HOST_ADDRESS_6, fix });
}

/** Checks an address of either family that others reach. A token has to become an IPv4 one, for which the rules are written. */
export function checkHostAddress(problems: Problems, prop: string, address: string): void {
  checkHost(problems, prop, address, { ...HOST_ADDRESS_4, ...HOST_ADDRESS }, HOST_ADDRESS_4);
}

function checkHost(
  problems: Problems,
  prop: string,
  address: string,
  rule: TextRule,
  laterRule = rule,
): void {
  if (problems.checkedLater(prop, address, laterRule)) return;
  if (typeof address === "string" && rule.accepts(address)) return;
  problems.add(prop, address, rule.allowed, hostAddressFix(address, rule));
}

const NETWORK = {
  shape: "^[0-9a-fA-F.:]+/[0-9]{1,3}$",
  allowed: "a network in CIDR notation",
  fix: "write network and prefix length, such as 198.51.100.0/24",
};

function hostAddressFix(address: unknown, { accepts, fix }: TextRule): string {
  const bare = typeof address === "string" ? address.trim().replace(/^\[|\]$|\/\d+$/g, "") : "";
  if (bare !== address && accepts(bare)) return `did you mean "${bare}"?`;
  const decimal = bare.replace(/(^|\.)0+(?=\d)/g, "$1");
  if (decimal !== bare && isHostAddress4(decimal) && accepts(decimal)) {
    return `leading zeros mean octal to some programs; did you mean "${decimal}"?`;
  }
  if (/^[a-z0-9.-]*[g-z][a-z0-9.-]*$/i.test(bare)) return `names are not looked up: ${fix}`;
  return fix;
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
  if (isHostAddress(text.replace(/\/\d+$/, "")) && Number(text.split("/")[1]) > bits) {
    return `a prefix length of IPv${bits === 32 ? 4 : 6} is at most ${bits}`;
  }
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
