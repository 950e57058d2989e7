import { create } from "./chapters/create";
import { halfJoined } from "./chapters/half-joined";
import { joining } from "./chapters/join";
import { running } from "./chapters/running";
import { standalone } from "./chapters/standalone";
import { ownLab } from "./support";

jest.setTimeout(120_000);

/** One lab, from delivery to a cluster of three: each test goes on where the one before left it. */
describe("the Proxmox layer as PVE 9", () => {
  const lab = ownLab("proxmox9", 9);
  describe("standalone", () => standalone(lab));
  describe("create", () => create(lab));
  describe("join", () => joining(lab));
  describe("half-joined", () => halfJoined(lab));
  describe("running cluster", () => running(lab));
});
