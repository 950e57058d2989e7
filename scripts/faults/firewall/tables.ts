import * as fs from "node:fs";
import * as path from "node:path";
import { RUNNER_ADDRESS } from "../../../lab/topology";

/** Tables of others that stand on every node, whatever is tried there. */
export const STANDING = fs.readFileSync(path.join(__dirname, "standing.nft"), "utf8");

/** An address that no host has. */
export const PROXY = "192.0.2.77";

/** sshd's port as the internet sees it is 2222, by somebody else's rule; at our chain it is 22. */
export const REDIRECTED = `table ip forwarder {
  chain prerouting { type nat hook prerouting priority dstnat; tcp dport 2222 redirect to :22; }
}\n`;

/** Who comes in looks as if it came from a proxy. */
export const PROXIED = `table ip proxy {
  chain prerouting { type filter hook prerouting priority raw; ip saddr ${RUNNER_ADDRESS} ip saddr set ${PROXY}; }
  chain output { type filter hook output priority mangle; ip daddr ${PROXY} ip daddr set ${RUNNER_ADDRESS}; }
}\n`;
