import fc from "fast-check";
import {
  addressOf,
  capacityOf,
  contains,
  isHostAddress,
  isNetwork,
  networkOf,
  overlap,
} from "../../../lib/topology/addresses";

const number4 = (text: string): number =>
  text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const network4 = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => networkOf(`${address}/${bits}`)!);

const rangeOf = (network: string): [number, number] => {
  const [address, bits] = network.split("/");
  const first = number4(address);
  return [first, first + 2 ** (32 - Number(bits)) - 1];
};

test("every id of an overlay has an address of its own between the network's and the broadcast address", () => {
  const overlay = network4.filter((network) => capacityOf(network) > 0);
  fc.assert(
    fc.property(overlay, fc.nat(), fc.nat(), (cidr, a, b) => {
      const ids = [a, b].map((value) => 1 + (value % capacityOf(cidr)));
      const [first, last] = rangeOf(cidr);
      const addresses = ids.map((id) => number4(addressOf(cidr, id)));
      expect(addresses).toEqual(ids.map((id) => first + id));
      for (const address of addresses) {
        expect(address).toBeGreaterThan(first);
        expect(address).toBeLessThan(last);
      }
    }),
  );
});

test("networks overlap exactly when their ranges do, and contain each other likewise", () => {
  fc.assert(
    fc.property(network4, network4, (a, b) => {
      const [[aFirst, aLast], [bFirst, bLast]] = [rangeOf(a), rangeOf(b)];
      expect(overlap(a, b)).toBe(aFirst <= bLast && bFirst <= aLast);
      expect(overlap(b, a)).toBe(overlap(a, b));
      expect(contains(a, b)).toBe(aFirst <= bFirst && bLast <= aLast);
    }),
  );
});

test("IPv4 and IPv6 never overlap", () => {
  expect(overlap("0.0.0.0/0", "::/0")).toBe(false);
  expect(overlap("2001:db8::/32", "2001:db8:1::/48")).toBe(true);
});

test.each(["10.0.0.0/8", "10.1.2.3/32", "0.0.0.0/0", "2001:db8::/32", "::/0"])(
  "%s is a network",
  (text) => expect(isNetwork(text)).toBe(true),
);

test.each([
  "10.0.0.1/8",
  "10.0.0.0",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "010.0.0.0/8",
  "fe80::%1/64",
  "",
])("%p is no network", (text) => expect(isNetwork(text)).toBe(false));

test.each([
  "010.0.0.1",
  "1.2.3",
  "0x1.2.3.4",
  " 1.2.3.4",
  "1.2.3.4\n",
  "1.2.3.4/32",
  "::1%lo",
  "x",
])("%p is no address of a host", (text) => expect(isHostAddress(text)).toBe(false));
