import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const TEXT = path.resolve(__dirname, "../../../host/text");
const PRIVATE = "P".repeat(42) + "E=";
const PUBLIC = "Q+/".repeat(14) + "A=";
const PSK = "s".repeat(42) + "8=";

function bash(file: string, command: string, input = "") {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `. ${TEXT}/${file}; ${command}`], {
    input,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("placeholders", () => {
  let keys: string;
  beforeEach(() => {
    keys = fs.mkdtempSync(path.join(os.tmpdir(), "keys-"));
    fs.writeFileSync(path.join(keys, "privatekey"), `${PRIVATE}\n`);
    fs.writeFileSync(path.join(keys, "node-2-pubkey"), `${PUBLIC}\n`);
  });
  afterEach(() => fs.rmSync(keys, { recursive: true }));
  const fill = (template: string) =>
    bash("fill-placeholders.sh", `fill_placeholders ${keys}`, template);

  test("are filled, with the tunnel's key and not with one of a file that names its ends the other way round", () => {
    fs.writeFileSync(path.join(keys, "psk-node1-node-2"), `${PSK}\n`);
    fs.writeFileSync(path.join(keys, "psk-node-2-node1"), `${PRIVATE}\n`);
    const template =
      "[Interface]\nPrivateKey = @private-key@\n[Peer]\nPublicKey = @public-key:node-2@\nPresharedKey = @preshared-key:node1-node-2@";
    expect(fill(template)).toEqual({
      status: 0,
      stdout: `[Interface]\nPrivateKey = ${PRIVATE}\n[Peer]\nPublicKey = ${PUBLIC}\nPresharedKey = ${PSK}\n`,
      stderr: "",
    });
  });

  test("without a key are all named, and the result is a failure", () => {
    const { status, stderr } = fill(
      "@public-key:node9@\n@preshared-key:node1-node-2@\n@private-key@\n",
    );
    expect(status).toBe(1);
    expect(stderr).toBe(
      `${keys}/node9-pubkey holds no key\n${keys}/psk-node1-node-2 holds no key\n`,
    );
  });

  test("are not filled with what is no key, nor is it shown", () => {
    fs.writeFileSync(path.join(keys, "privatekey"), "secret, but cut off\n");
    const { status, stdout, stderr } = fill("@private-key@\n");
    expect(status).toBe(1);
    expect(stdout + stderr).not.toContain("secret");
  });
});

describe("facts of a WireGuard configuration", () => {
  const facts = (text: string) =>
    bash("wireguard-facts.sh", "wireguard_facts", text).stdout.split("\n").filter(Boolean);

  test("are the same for what means the same", () => {
    const written =
      "[Interface]\nListenPort=51820 # port\n[Peer]\nPublicKey = K=\nAllowedIPs = 10.0.0.2, 10.9.0.0/16\nPersistentKeepalive = 0\n";
    const shown =
      "[Interface]\nListenPort = 51820\n\n[Peer]\npublickey = K=\nAllowedIPs = 10.9.0.0/16\nAllowedIPs = 10.0.0.2/32\n";
    expect(facts(written)).toEqual(facts(shown));
    expect(facts(shown)).toEqual([
      "interface listenport 51820",
      "peer K=",
      "peer K= allowedips 10.0.0.2/32",
      "peer K= allowedips 10.9.0.0/16",
    ]);
  });

  test("keep the peers apart", () => {
    const two =
      "[Peer]\nPublicKey = A=\nEndpoint = 1.2.3.4:5\n[Peer]\nEndpoint = 6.7.8.9:5\nPublicKey = B=\n";
    expect(facts(two)).toEqual([
      "peer A=",
      "peer A= endpoint 1.2.3.4:5",
      "peer B=",
      "peer B= endpoint 6.7.8.9:5",
    ]);
  });

  test("of the interface alone are read from its own section", () => {
    const text =
      "[Interface]\nAddress = 10.0.0.1/24, fd00::1/64\naddress=10.1.0.1/24\n[Peer]\nAddress = 9.9.9.9\n";
    const { stdout } = bash("wireguard-facts.sh", "interface_setting Address", text);
    expect(stdout).toBe("10.0.0.1/24\nfd00::1/64\n10.1.0.1/24\n");
  });
});

test.each([
  ["10.20.1.0/24", "10.20.0.0/16", true],
  ["10.20.0.0/16", "10.20.0.0/24", false],
  ["172.16.10.2", "172.16.10.2/32", true],
  ["172.16.10.3", "172.16.10.2/32", false],
  ["8.8.8.8", "0.0.0.0/0", true],
  ["default", "0.0.0.0/0", false],
  ["fd00:10:2:1::/64", "fd00:10:2::/48", true],
  ["fd00:10:3::/64", "fd00:10:2::/48", false],
  ["fd00:10::2", "fd00:10::2/128", true],
  ["fd00:10::2", "0.0.0.0/0", false],
])("%s lies within %s: %s", (inner, outer, within) => {
  const command = `perl ${TEXT}/outside-ranges.pl <(printf '%s\\n' 10.99.0.0/24 ${outer})`;
  const { status, stdout } = spawnSync("bash", ["-c", command], { input: inner, encoding: "utf8" });
  expect([status, stdout]).toEqual([0, within ? "" : inner]);
});
