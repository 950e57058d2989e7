import * as fs from "node:fs";
import { readReport, Recheck, summaryOf, takeRecheck } from "../../../scripts/deploy/recheck";

const VERIFIED = "node1: verify: all 30 checks passed";

describe("the option", () => {
  test("is taken out of what goes to cdktf", () => {
    expect(takeRecheck(["wan", "--recheck", "--auto-approve"])).toEqual({
      recheck: true,
      rest: ["wan", "--auto-approve"],
    });
    expect(takeRecheck(["wan"])).toEqual({ recheck: false, rest: ["wan"] });
  });
});

describe("the environment of the deploy", () => {
  test("keeps the arguments that the user has set, and leaves nothing behind", () => {
    const recheck = new Recheck();
    const { TF_CLI_ARGS_apply: args, PVE_WAN_REPORT: report } = recheck.environment([], {
      TF_CLI_ARGS_apply: "-lock-timeout=60s",
    });
    expect(args).toBe("-lock-timeout=60s");
    fs.writeFileSync(report, `${VERIFIED}\n`);
    expect(recheck.result()).toEqual({ changes: [], complete: true });
    recheck.forget();
    expect(fs.existsSync(report)).toBe(false);
  });
});

describe("what had drifted", () => {
  test("is told node by node, in the order of each node's steps", () => {
    const report = [
      "node2: mesh: changed: wrote /etc/wireguard/wg0.conf; wg0 up: 2 peers",
      "node10: hosts: changed: started corosync, which did not run",
      "node2: firewall-confirm: changed: the firewall is confirmed",
      VERIFIED,
      "",
    ].join("\n");
    expect(summaryOf(readReport(report))).toEqual([
      "recheck: every step has run again; this had drifted and was put right:",
      "  node2  mesh: wrote /etc/wireguard/wg0.conf; wg0 up: 2 peers",
      "  node2  firewall-confirm: the firewall is confirmed",
      "  node10  hosts: started corosync, which did not run",
    ]);
  });

  test("is nothing where every step ran and none changed anything", () => {
    expect(summaryOf(readReport(VERIFIED))).toEqual([
      "recheck: every step has run again; nothing had drifted",
    ]);
  });

  test.each(["", "node1: verify: FAILED corosync runs"])(
    "is not known where the last step did not pass: %j",
    (report) => {
      expect(summaryOf(readReport(report)).join("\n")).toMatch(/not every step .*\nnext: /);
      const withChange = readReport(`node1: mesh: changed: wg0\n${report}`);
      expect(summaryOf(withChange)).toContain("  node1  mesh: wg0");
    },
  );
});
