import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseCdktfArguments } from "../../../scripts/deploy/arguments";
import { cdktf, cdktfArgv, childEnvironment } from "../../../scripts/deploy/cdktf";
import { Outcome, Run } from "../../../scripts/deploy/run";
import { drawing } from "../picture/drawings";

const toolchain = { terraformBinary: "/engine", env: {}, description: "", skipProviderLock: false };

describe("the command line of cdktf", () => {
  test("passes on what was given, and adds nothing of its own", () => {
    expect(cdktfArgv("deploy", ["wan", "--parallelism=2"], toolchain).slice(2)).toEqual([
      "deploy",
      "wan",
      "--parallelism=2",
    ]);
  });

  test("skips the provider lock only where the registry is out of reach, and once", () => {
    const outOfReach = { skipProviderLock: true };
    expect(cdktfArgv("diff", [], outOfReach).slice(2)).toEqual(["diff", "--skip-provider-lock"]);
    expect(cdktfArgv("diff", ["--skip-provider-lock"], outOfReach).slice(2)).toEqual([
      "diff",
      "--skip-provider-lock",
    ]);
  });

  test("is understood where the closing check needs it", () => {
    const args = ["--auto-approve", "wan", "-o", "out", "--var", "a=b", "--parallelism", "3"];
    expect(parseCdktfArguments(args)).toEqual({
      stacks: ["wan"],
      output: "out",
      variables: ["-var=a=b"],
      ofSynth: ["--output", "out"],
      skipsSynth: false,
    });
  });
});

describe("the environment of cdktf", () => {
  test("loses a configuration file that does not exist and keeps one that does", () => {
    const config = (file: string) =>
      childEnvironment({ env: { TF_CLI_CONFIG_FILE: file } }).TF_CLI_CONFIG_FILE;
    expect(config("/nowhere/terraformrc")).toBeUndefined();
    expect(config(__filename)).toBe(__filename);
  });

  test("asks for no spinner unless there is a terminal to draw it on", () => {
    expect(childEnvironment({ env: {} }, false).CI).toBe("true");
    expect(childEnvironment({ env: {} }, true).CI).toBeUndefined();
  });
});

describe("a run of cdktf", () => {
  let output: string;
  let synthesised: string;
  let said: string[];
  let calls: string[][];

  beforeEach(() => {
    output = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-unit-"));
    const directory = path.join(output, "stacks/wan");
    fs.mkdirSync(directory, { recursive: true });
    const stacks = { wan: { name: "wan", workingDirectory: "stacks/wan" } };
    fs.writeFileSync(path.join(output, "manifest.json"), JSON.stringify({ stacks }));
    synthesised = path.join(directory, "cdk.tf.json");
    const verify = { triggers: { step: "verify", hostTool: "1" } };
    fs.writeFileSync(synthesised, JSON.stringify({ resource: { null_resource: { verify } } }));
    fs.writeFileSync(path.join(directory, "plan"), "sensitive");
    said = [];
    calls = [];
  });
  afterEach(() => fs.rmSync(output, { recursive: true }));

  const triggers = { step: "verify", nodes: "node1\ta\t22\t-", settings: "", payload: "" };
  const resource = { address: "null_resource.v", type: "null_resource", values: { triggers } };
  const shown = (resources: object[]) => JSON.stringify({ values: { root_module: { resources } } });

  /** Plays cdktf, the engine and the check of the nodes, told apart by what is called. */
  function play(outcomes: Record<string, Partial<Outcome>>): Run {
    return async (argv) => {
      calls.push([...argv]);
      const called = Object.keys(outcomes).find((word) => argv.includes(word));
      if (!called) throw new Error(`nobody expected ${argv.join(" ")}`);
      return { code: 0, stdout: "", stderr: "", ...outcomes[called] };
    };
  }

  function command(name: "synth" | "deploy" | "diff", run: Run): Promise<number> {
    const context = { run, env: {}, toolchain, say: (line: string) => said.push(line) };
    return cdktf(name, ["--output", output], context);
  }
  const plan = () => path.join(output, "stacks/wan/plan");

  describe("synth", () => {
    const picture = () => path.join(output, "stacks/wan/topology.svg");
    beforeEach(() => {
      const verify = {
        "//": { metadata: { path: "wan/cluster/verify" }, topology: drawing(["east", "west"]) },
      };
      fs.writeFileSync(synthesised, JSON.stringify({ resource: { null_resource: { verify } } }));
    });

    test("leaves a picture beside the stack, and says where", async () => {
      expect(await command("synth", play({ synth: {} }))).toBe(0);
      expect(fs.readFileSync(picture(), "utf8")).toContain(">node2<");
      expect(said.join("\n")).toMatch(/^written: .*stacks\/wan\/topology\.svg$/m);
    });

    test("that failed draws nothing", async () => {
      expect(await command("synth", play({ synth: { code: 1 } }))).toBe(1);
      expect([fs.existsSync(picture()), said]).toEqual([false, []]);
    });
  });

  test.each([0, 1])("diff leaves no saved plan, status %d", async (code) => {
    expect(await command("diff", play({ diff: { code } }))).toBe(code);
    expect(fs.existsSync(plan())).toBe(false);
  });

  test("diff leaves no saved plan when cdktf could not even be started", async () => {
    const broken: Run = () => Promise.reject(new Error("no such program"));
    await expect(command("diff", broken)).rejects.toThrow("no such program");
    expect(fs.existsSync(plan())).toBe(false);
  });

  test("deploy ends with the check of the nodes, whose status counts", async () => {
    const run = play({
      deploy: {},
      plan: {},
      show: { stdout: shown([resource]) },
      verify: { code: 3 },
    });
    expect(await command("deploy", run)).toBe(3);
    expect(calls[calls.length - 1].slice(-1)).toEqual(["verify"]);
  });

  test("deploy with everything in order ends with 0", async () => {
    const run = play({ deploy: {}, plan: {}, show: { stdout: shown([resource]) }, verify: {} });
    expect(await command("deploy", run)).toBe(0);
  });

  describe("after a deploy that Terraform did not live to end", () => {
    const begun = (step: string, tainted = false) => ({
      ...resource,
      tainted,
      values: { triggers: { step, hostTool: "1" } },
    });
    const environments = async (...resources: object[]): Promise<(string | undefined)[]> => {
      fs.mkdirSync(path.join(output, "stacks/wan/.terraform"), { recursive: true });
      const seen: (string | undefined)[] = [];
      const run = play({ synth: {}, deploy: { code: 1 }, show: { stdout: shown(resources) } });
      await command("deploy", (argv, options) => {
        if (argv.includes("deploy")) seen.push(options.env.TF_CLI_ARGS_apply);
        return run(argv, options);
      });
      return seen;
    };

    test("every step runs again, and that is said", async () => {
      expect(await environments(begun("mesh"))).toEqual(["-replace=null_resource.verify"]);
      expect(said[0]).toMatch(/^wan: the last deploy was cut off in the middle/);
    });

    test("a failed step, a finished deploy and none at all need no more than another deploy", async () => {
      expect(await environments(begun("mesh"), begun("hosts", true))).toEqual([undefined]);
      expect(await environments(begun("mesh"), begun("verify"))).toEqual([undefined]);
      expect(await environments()).toEqual([undefined]);
      expect(said).toEqual([]);
    });
  });

  describe("with --recheck", () => {
    const step = { triggers: { step: "mesh", hostTool: "1" } };
    const verified = "node1: verify: all 30 checks passed\n";
    let seen: NodeJS.ProcessEnv[];

    beforeEach(() => {
      seen = [];
      const file = path.join(output, "stacks/wan/cdk.tf.json");
      fs.writeFileSync(file, JSON.stringify({ resource: { null_resource: { mesh: step } } }));
    });

    /** A deploy whose steps write that into the report. */
    function deploying(report: string, outcomes: Record<string, Partial<Outcome>> = {}): Run {
      const all = play({ plan: {}, show: { stdout: shown([resource]) }, ...outcomes, verify: {} });
      return async (argv, options) => {
        if (argv.includes("synth") || argv.includes("deploy")) {
          calls.push([...argv]);
          seen.push(options.env);
          const { PVE_WAN_REPORT: file } = options.env;
          if (file && report) fs.writeFileSync(file, report);
          return { code: 0, stdout: "", stderr: "", ...outcomes[argv[2]] };
        }
        return all(argv, options);
      };
    }
    const recheck = (run: Run, ...args: string[]) =>
      cdktf("deploy", ["--output", output, "--app", "x y", "--recheck", ...args], {
        run,
        env: { TF_CLI_ARGS_apply: "-lock=false" },
        toolchain,
        say: (line: string) => said.push(line),
      });

    test("every step of the stack as it is now runs again, and cdktf knows nothing of the option", async () => {
      expect(await recheck(deploying(verified))).toBe(0);
      expect(calls[0].slice(2)).toEqual(["synth", "--output", output, "--app", "x y"]);
      expect(calls[1].slice(2)).toEqual([
        ...["deploy", "--output", output, "--app", "x y", "--skip-synth"],
      ]);
      expect(seen[0].TF_CLI_ARGS_apply).toBe("-lock=false");
      expect(seen[1].TF_CLI_ARGS_apply).toBe("-lock=false -replace=null_resource.mesh");
      expect(said).toContain("recheck: every step has run again; nothing had drifted");
      expect(fs.existsSync(seen[1].PVE_WAN_REPORT!)).toBe(false);
    });

    test("what was synthesised already is taken as it is", async () => {
      expect(await recheck(deploying(verified), "--skip-synth")).toBe(0);
      expect(calls[0]).toContain("deploy");
    });

    test("a deploy that nobody approved has rechecked nothing", async () => {
      expect(await recheck(deploying(""))).toBe(1);
      expect(said.join("\n")).toContain("not every step has run again");
    });

    test("a deploy that failed still says what it had put right", async () => {
      const report = "node1: mesh: changed: wg0\n";
      expect(await recheck(deploying(report, { deploy: { code: 4 } }))).toBe(4);
      expect(said).toContain("  node1  mesh: wg0");
    });

    test("synthesis that failed ends it", async () => {
      expect(await recheck(deploying("", { synth: { code: 3 } }))).toBe(3);
      expect(calls).toHaveLength(1);
    });

    test("is for a deploy only", async () => {
      const context = { run: play({}), env: {}, toolchain, say: (line: string) => said.push(line) };
      expect(await cdktf("diff", ["--recheck"], context)).toBe(2);
      expect(said.join()).toContain("npm run deploy -- --recheck");
    });
  });

  test("deploy that failed is not followed by a check", async () => {
    expect(await command("deploy", play({ deploy: { code: 1 } }))).toBe(1);
    expect(calls).toHaveLength(1);
  });

  test("deploy whose engine was killed has failed, though cdktf says 0", async () => {
    const left = "  # null_resource.join will be created\n      + id";
    const run = play({ deploy: {}, plan: { code: 2, stdout: left } });
    expect(await command("deploy", run)).toBe(1);
    expect(said.join("\n")).toContain("null_resource.join will be created");
  });

  test("deploy of a stack that has no nodes to check ends when nothing is left to do", async () => {
    fs.writeFileSync(synthesised, "{}");
    expect(await command("deploy", play({ deploy: {}, plan: {} }))).toBe(0);
    expect(said.join("\n")).toContain("there are no nodes to check");
    expect(await command("deploy", play({ deploy: {}, plan: { code: 2 } }))).toBe(1);
  });

  test("deploy without a verify step in its state has failed", async () => {
    const run = play({ deploy: {}, plan: {}, show: { stdout: shown([]) } });
    expect(await command("deploy", run)).toBe(1);
    expect(said.join("\n")).toContain("did not get as far as its last step");
  });
});
