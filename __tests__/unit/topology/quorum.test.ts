import { quorumOf } from "../../../lib/topology";
import { articleNode, articleNodes, articleProps, resolve } from "./article";

test("the article's two nodes in one city hold quorum alone, the remote one does not", () => {
  expect(quorumOf(resolve(articleProps()))).toEqual([
    { site: "east", nodes: ["node1", "node2"], holdsQuorum: true, othersHoldQuorum: false },
    { site: "west", nodes: ["node3"], holdsQuorum: false, othersHoldQuorum: true },
  ]);
});

test.each([
  { sites: ["a"], holds: [true] },
  { sites: ["a", "b"], holds: [false, false] },
  { sites: ["a", "a", "b", "b"], holds: [false, false] },
  { sites: ["a", "b", "c"], holds: [false, false, false] },
  { sites: ["a", "a", "a", "b", "b"], holds: [true, false] },
])("nodes on $sites: the sites hold quorum $holds", ({ sites, holds }) => {
  const nodes = Object.fromEntries(
    sites.map((site, index) => [`node${index + 1}`, articleNode(index + 1, { site })]),
  );
  const quorum = quorumOf(resolve(articleProps({ nodes })));
  expect(quorum.map(({ holdsQuorum }) => holdsQuorum)).toEqual(holds);
});

test("no more than one site can hold quorum", () => {
  const holders = quorumOf(resolve(articleProps({ nodes: articleNodes(32) }))).filter(
    ({ holdsQuorum }) => holdsQuorum,
  );
  expect(holders.map(({ site }) => site)).toEqual(["east"]);
});
