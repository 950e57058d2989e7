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
const UNUSABLE = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"];

/** Whether an IPv4 address or network reaches into loopback, link-local, multicast or reserved ones. */
export function isUnusable(text: string): boolean {
  return UNUSABLE.some((network) => overlap(network, text));
}

/** How many nodes an IPv4 network has room for, without its own and its broadcast address. */
export function capacityOf(cidr: string): number {
  return Math.max(0, 2 ** (32 - new Address4(cidr).subnetMask) - 2);
}

/** The id-th address of an IPv4 network. */
export function addressOf(cidr: string, id: number): string {
  const start = new Address4(cidr).startAddress().bigInt();
  return Address4.fromBigInt(start + BigInt(id)).correctForm();
}
