import { CELLS, FAULTS, select } from "../../../scripts/faults/cells";
import { nodeOf, PLACES } from "../../../scripts/faults/places";

const placesOf = (fault: string) => CELLS.filter((cell) => cell.fault === fault);
const faultsAt = (place: string) => CELLS.filter((cell) => cell.place.name === place);
const named = (name: string) => PLACES.find((place) => place.name === name)!;

describe("the list of cells", () => {
  test("has at least 100, each of another name", () => {
    expect(CELLS.length).toBeGreaterThanOrEqual(100);
    expect(new Set(CELLS.map(({ name }) => name)).size).toBe(CELLS.length);
  });

  test.each(Object.keys(FAULTS))("%s meets at least five places", (fault) => {
    expect(placesOf(fault).length).toBeGreaterThanOrEqual(5);
  });

  test.each(PLACES.map(({ name }) => name))("%s meets at least five faults", (place) => {
    expect(faultsAt(place).length).toBeGreaterThanOrEqual(5);
  });

  test("has every boundary between two steps, and the inside of the four worst", () => {
    const steps = PLACES.map(({ when, step, node = "" }) => `${when} ${step} ${node}`.trim());
    expect(steps).toEqual(
      expect.arrayContaining(
        [
          ...["preflight", "host-tool", "boot-order", "ssh-policy", "keys packages"],
          ...["keys pair", "keys exchange", "mesh psk", "mesh", "mesh gate", "hosts", "firewall"],
          ...["create", "tuning", "join node2", "join node3"],
        ].map((step) => `after ${step}`),
      ),
    );
    expect(steps).toEqual(
      expect.arrayContaining(["inside create", "inside tuning", "inside join node2"]),
    );
    expect(steps).toContain("inside firewall node1");
  });

  test("kills corosync only once it exists, and disturbs apt only while packages are missing", () => {
    const early = faultsAt("after-firewall").map(({ fault }) => fault);
    expect(early).not.toContain("corosync-killed");
    const late = faultsAt("after-keys-packages").map(({ fault }) => fault);
    expect(late).not.toContain("apt-lock");
    expect(late).not.toContain("apt-gone");
    expect(late).not.toContain("wg0-down");
  });

  test("fills only directories that are written next", () => {
    for (const { fault, place } of CELLS) {
      if (fault === "disk-etc") expect(place.writes?.etc).toMatch(/^\/etc\//);
      if (fault === "disk-var") expect(place.writes?.var).toMatch(/^\/var\//);
    }
  });
});

describe("a cell's name", () => {
  const names = (...words: string[]) => select(words).cells.map(({ name }) => name);

  test("is its place and its fault", () => {
    expect(names("join/power-joiner")).toEqual(["join/power-joiner"]);
  });

  test("may be a place, which is not the beginning of another one", () => {
    expect(names("after-mesh")).toEqual(faultsAt("after-mesh").map(({ name }) => name));
    expect(names("join").length).toBe(faultsAt("join").length);
  });

  test("may be a beginning of a fault", () => {
    expect(names("create/power")).toEqual(["create/power-contact", "create/power-joiner"]);
  });

  test("without one all are meant", () => {
    expect(names()).toHaveLength(CELLS.length);
  });

  test("that nothing begins with is unknown", () => {
    expect(select(["join", "joyn"])).toMatchObject({ unknown: ["joyn"] });
  });
});

test("the joiner is the one that joins at that moment or next", () => {
  expect(nodeOf("contact", named("join"))).toBe("node1");
  expect(nodeOf("joiner", named("join"))).toBe("node2");
  expect(nodeOf("joiner", named("after-join-node2"))).toBe("node3");
});
