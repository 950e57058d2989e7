import { recheckArguments } from "../../../cli/recheck";
import { synthesisedStacks } from "../../../cli/stacks";
import { SynthesisedProject } from "./synthesised-project";

let project: SynthesisedProject;
beforeEach(() => (project = new SynthesisedProject()));
afterEach(() => project.forget());

const argumentsFor = () => recheckArguments(synthesisedStacks(`${project.directory}/cdktf.out`));

describe("the arguments with which every step runs again", () => {
  test("name every step of every stack, and neither keys nor anybody else's null_resource", () => {
    project.stacks({
      one: {
        "cluster_mesh-node1_AB": { step: "mesh", hostTool: "1" },
        others: { step: "deploy" },
        bare: undefined,
      },
      two: { cluster_verify_CD: { step: "verify", hostTool: "1" } },
    });
    expect(argumentsFor()).toBe(
      "-replace=null_resource.cluster_mesh-node1_AB -replace=null_resource.cluster_verify_CD",
    );
  });

  test("are none where there is no step", () => {
    project.stacks({ one: {} });
    expect(argumentsFor()).toBe("");
  });
});
