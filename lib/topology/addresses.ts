import { Address4, Address6 } from "ip-address";

/** An IPv4 or IPv6 network or address, or nothing when the text is neither. */
export function parseAddress(text: string): Address4 | Address6 | undefined {
  if (Address4.isValid(text)) return new Address4(text);
  if (Address6.isValid(text) && !text.includes("%")) return new Address6(text);
  return undefined;
}

/** Whether the text is an address without a prefix length. */
export function isHostAddress(text: string): boolean {
  return !text.includes("/") && parseAddress(text) !== undefined;
}

/** Whether the text is a network in CIDR notation whose host part is zero. */
export function isNetwork(text: string): boolean {
  const address = parseAddress(text);
  return (
    text.includes("/") &&
    address !== undefined &&
    address.startAddress().correctForm() === address.correctForm()
  );
}

/** Whether two networks or addresses share any address. */
export function overlap(a: string, b: string): boolean {
  const [left, right] = [parseAddress(a), parseAddress(b)];
  if (!left || !right || left.v4 !== right.v4) return false;
  const range = (one: Address4 | Address6): [bigint, bigint] => [
    one.startAddress().bigInt(),
    one.endAddress().bigInt(),
  ];
  const [[leftStart, leftEnd], [rightStart, rightEnd]] = [range(left), range(right)];
  return leftStart <= rightEnd && rightStart <= leftEnd;
}

/** How many nodes an IPv4 network has room for, without its own and its broadcast address. */
export function capacityOf(cidr: string): number {
  return 2 ** (32 - new Address4(cidr).subnetMask) - 2;
}

/** The id-th address of an IPv4 network. */
export function addressOf(cidr: string, id: number): string {
  const start = new Address4(cidr).startAddress().bigInt();
  return Address4.fromBigInt(start + BigInt(id)).correctForm();
}
