import { Address4, Address6 } from "ip-address";

/** An IPv4 or IPv6 address or network, or nothing when the text is neither. */
export function parseAddress(text: string): Address4 | Address6 | undefined {
  // The parser lets "/08" and IPv6 zones pass, which neither WireGuard nor nftables take here.
  if (/%|\/0\d/.test(text)) return undefined;
  if (Address4.isValid(text)) return new Address4(text);
  if (Address6.isValid(text)) return new Address6(text);
  return undefined;
}

/** Whether the text is an address without a prefix length. */
export function isHostAddress(text: string): boolean {
  return !text.includes("/") && parseAddress(text) !== undefined;
}

/** Whether the text is an IPv4 address without a prefix length. */
export function isHostAddress4(text: string): boolean {
  return isHostAddress(text) && !text.includes(":");
}

/** Whether the text is an IPv6 address without a prefix length. */
export function isHostAddress6(text: string): boolean {
  return isHostAddress(text) && text.includes(":");
}

/** Whether the text is a network in CIDR notation with nothing set behind the prefix. */
export function isNetwork(text: string): boolean {
  const address = parseAddress(text);
  return (
    text.includes("/") &&
    address !== undefined &&
    address.startAddress().correctForm() === address.correctForm()
  );
}

/** The network that an address in CIDR notation lies in. */
export function networkOf(text: string): string | undefined {
  const address = parseAddress(text);
  return address && `${address.startAddress().correctForm()}/${address.subnetMask}`;
}

function rangeOf(address: Address4 | Address6): [bigint, bigint] {
  return [address.startAddress().bigInt(), address.endAddress().bigInt()];
}

/** Whether two networks or addresses share any address. */
export function overlap(a: string, b: string): boolean {
  const [left, right] = [parseAddress(a), parseAddress(b)];
  if (!left || !right || left.v4 !== right.v4) return false;
  const [[leftStart, leftEnd], [rightStart, rightEnd]] = [rangeOf(left), rangeOf(right)];
  return leftStart <= rightEnd && rightStart <= leftEnd;
}

/** Whether a network or address lies wholly within another. */
export function contains(outer: string, inner: string): boolean {
  const [left, right] = [parseAddress(outer), parseAddress(inner)];
  if (!left || !right || left.v4 !== right.v4) return false;
  const [[outerStart, outerEnd], [innerStart, innerEnd]] = [rangeOf(left), rangeOf(right)];
  return outerStart <= innerStart && innerEnd <= outerEnd;
}

/** Networks that no host on the internet and no overlay has its address in. */
const UNUSABLE = [
  ...["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"],
  ...["::/8", "fe80::/10", "ff00::/8"],
];

/** Whether an address or network reaches into loopback, link-local, multicast or reserved ones. */
export function isUnusable(text: string): boolean {
  return UNUSABLE.some((network) => overlap(network, text));
}

/** Whether an address or network is of IPv6. What a token stands for is taken for IPv4, the article's. */
export function isIpv6(text: string): boolean {
  return parseAddress(text)?.v4 === false;
}

/** The usual spelling of an IPv6 address or network, in which programs print it; any other text as it is. */
export function canonical(text: string): string {
  const address = parseAddress(text);
  if (!address || address.v4) return text;
  const [, length] = text.split("/");
  return address.correctForm() + (length === undefined ? "" : `/${length}`);
}

/** How many nodes a network has room for, without its own and, in IPv4, its broadcast address. */
export function capacityOf(cidr: string): number {
  const { v4, subnetMask } = parseAddress(cidr)!;
  return Math.max(0, v4 ? 2 ** (32 - subnetMask) - 2 : 2 ** (128 - subnetMask) - 1);
}

/** The id-th address of a network. */
export function addressOf(cidr: string, id: number): string {
  const network = parseAddress(cidr)!;
  const address = network.startAddress().bigInt() + BigInt(id);
  return (network.v4 ? Address4 : Address6).fromBigInt(address).correctForm();
}

/** A host as it stands before `:port`. */
export function beforePort(host: string): string {
  return isHostAddress6(host) ? `[${host}]` : host;
}
