import * as path from "node:path";
import { defaultOutput, meantStack } from "../../../cli/stacks";
import { SynthesisedProject } from "./synthesised-project";

let project: SynthesisedProject;
afterEach(() => project.forget());

describe("the stack that is meant", () => {
  test("is the only one", () => {
    project = new SynthesisedProject().stacks({ wan: {} });
    expect(meantStack(project.directory)).toEqual({
      name: "wan",
      directory: path.join(project.directory, "cdktf.out/stacks/wan"),
    });
  });

  test("is looked for where cdktf.json lets cdktf write", () => {
    project = new SynthesisedProject("elsewhere").stacks({ wan: {} });
    expect(() => meantStack(project.directory)).toThrow("cdktf.out holds no stack");
    project.write("cdktf.json", { output: "elsewhere" });
    expect(defaultOutput(project.directory)).toBe(path.join(project.directory, "elsewhere"));
    expect(meantStack(project.directory).name).toBe("wan");
  });

  test("is never guessed among several", () => {
    project = new SynthesisedProject().stacks({ one: {}, two: {} });
    expect(() => meantStack(project.directory)).toThrow(
      "--stack-dir cdktf.out/stacks/one or --stack-dir cdktf.out/stacks/two",
    );
    expect(meantStack(project.directory, "cdktf.out/stacks/two").name).toBe("two");
  });

  test("is not a directory without a stack in it", () => {
    project = new SynthesisedProject().stacks({ one: {} });
    expect(() => meantStack(project.directory, "cdktf.out")).toThrow("no synthesised stack");
  });
});
